/* terminal.h: a terminal in raw mode, given back as it was, whatever happens. */
#ifndef TERMINAL_H
#define TERMINAL_H
#include "base.h"
#include <termios.h>

struct terminal {
	int file;
	bool known, raw; /* `before` is what to restore; it is raw now */
	bool signals;    /* Ctrl-C and its like are the shell's, not the guest's */
	struct termios before;
};

void terminal_init(struct terminal *, int file);
/* Every key goes to the guest, Ctrl-C too; output is still cooked, for guests that end lines with a
 * newline alone.  Does nothing while the shell runs us in the background. */
void terminal_raw(struct terminal *);
void terminal_restore(struct terminal *);
bool terminal_is_ours(const struct terminal *); /* are we in the foreground? */
#endif
