/* console.h: the world's end of the guest's console: our standard input and output, a pseudo
 * terminal, a socket, or nothing; and the log.  Bytes wait here until the guest asks for them, and
 * until the world takes them. */
#ifndef CONSOLE_H
#define CONSOLE_H
#include "bytes.h"
#include "polls.h"
#include "terminal.h"

struct error;

enum console_kind {
	CONSOLE_NULL,
	CONSOLE_TERMINAL, /* standard input is one: raw, with an escape key */
	CONSOLE_STREAM,   /* standard input is a pipe or socket: live until its end */
	CONSOLE_FILE,     /* standard input is a file: pulled, so that runs repeat exactly */
	CONSOLE_PTY,
	CONSOLE_SOCKET
};

/* What the user asked for with the escape key, Ctrl-A. */
enum console_key { KEY_NONE, KEY_HELP, KEY_QUIT, KEY_MONITOR, KEY_STATISTICS };

struct console {
	enum console_kind kind;
	int in, out, listener, log; /* -1: none */
	int spare;                  /* the pseudo terminal's other side, kept open: no hang-ups */
	bool ended;                 /* nothing more comes in */
	bool escaped;               /* the key before was the escape key */
	bool plain;                 /* there is none: every key is the guest's */
	bool cooked;                /* lines are the monitor's, not the guest's */
	enum console_key key;
	struct terminal terminal;
	struct bytes input, output; /* for the guest; for the world */
	struct bytes lines;         /* for the monitor */
	char path[108];             /* the socket's, or the pseudo terminal's */
	u32 place_in, place_out, place_listener;
	char fault[128];            /* why output failed, for good; or "" */
};

/* spec: stdio, pty, unix:PATH, null; NULL is stdio.  With `deaf` standard input is left alone. */
int console_open(struct console *, const char *spec, const char *log, bool deaf, struct error *);
void console_close(struct console *); /* writes what is left, gives the terminal back */

/* Might a person or program still say something, at a time of their own? */
bool console_is_live(const struct console *);
bool console_next(struct console *, u8 *byte);  /* for the guest; false: nothing is there now */
void console_put(struct console *, const u8 *bytes, u32 count);
bool console_is_full(const struct console *);   /* the guest waits until some of it is out */
enum console_key console_key(struct console *); /* and forgets it */
void console_plain(struct console *, bool signals); /* no escape key; but perhaps the shell's */
void console_cook(struct console *, bool cooked);

void console_poll(struct console *, struct polls *);
void console_polled(struct console *, const struct polls *);
void console_flush(struct console *);          /* as far as the world takes it without waiting */
#endif
