/* terminal.c: termios; see terminal.h.
 *
 * Should we crash, a signal handler makes the terminal usable again.  It has no state: it sets what
 * every shell's terminal has, since a handler could find the saved settings only in a global. */
#include "terminal.h"
#include <signal.h>
#include <unistd.h>

static const int crashes[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP };

static void make_usable(int number)
{
	struct termios t;
	if (!tcgetattr(STDIN_FILENO, &t)) {
		t.c_iflag |= BRKINT | ICRNL | IXON;
		t.c_lflag |= ISIG | ICANON | ECHO | ECHOE | ECHOK | IEXTEN;
		tcsetattr(STDIN_FILENO, TCSANOW, &t);
	}
	raise(number); /* SA_RESETHAND: this time it kills */
}

/* A sanitizer has handlers of its own; they stay. */
static void catch_crashes(void)
{
	for (u32 i = 0; i < COUNT_OF(crashes); i++) {
		struct sigaction old, new = { .sa_handler = make_usable };
		new.sa_flags = SA_RESETHAND | SA_NODEFER;
		if (!sigaction(crashes[i], NULL, &old) && old.sa_handler == SIG_DFL)
			sigaction(crashes[i], &new, NULL);
	}
}

void terminal_init(struct terminal *t, int file)
{
	*t = (struct terminal){ .file = file };
	t->known = !tcgetattr(file, &t->before);
	if (t->known)
		catch_crashes();
}

bool terminal_is_ours(const struct terminal *t)
{
	return tcgetpgrp(t->file) == getpgrp();
}

void terminal_raw(struct terminal *t)
{
	if (!t->known || !terminal_is_ours(t))
		return;
	struct termios raw = t->before;
	raw.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON);
	raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | IEXTEN | ISIG);
	if (t->signals)
		raw.c_lflag |= ISIG;
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	t->raw = !tcsetattr(t->file, TCSANOW, &raw);
}

void terminal_restore(struct terminal *t)
{
	if (t->raw && terminal_is_ours(t))
		tcsetattr(t->file, TCSANOW, &t->before);
	t->raw = false;
}
