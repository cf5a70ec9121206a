/* signals.c: see signals.h. */
#include "signals.h"
#include "error.h"
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

static void make_set(sigset_t *set)
{
	static const int taken[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT };
	sigemptyset(set);
	for (u32 i = 0; i < COUNT_OF(taken); i++)
		sigaddset(set, taken[i]);
}

int signals_open(struct signals *s, struct error *error)
{
	sigset_t set, blocked;
	*s = (struct signals){ 0 };
	make_set(&set);
	blocked = set;
	sigaddset(&blocked, SIGTTOU); /* from the background we may still restore the terminal */
	sigprocmask(SIG_BLOCK, &blocked, NULL);
	signal(SIGPIPE, SIG_IGN);
	s->file = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (s->file < 0)
		return error_set(error, E_HOST, "signals: %s", strerror(errno));
	return E_NONE;
}

void signals_close(struct signals *s)
{
	sigset_t set;
	make_set(&set);
	signals_check(s); /* what came already has been served */
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	close(s->file);
	s->file = -1;
}

void signals_check(struct signals *s)
{
	struct signalfd_siginfo info;
	while (read(s->file, &info, sizeof info) == (ssize_t)sizeof info) {
		if (info.ssi_signo == SIGTSTP)
			s->stop = true;
		else if (info.ssi_signo == SIGCONT)
			s->resumed = true;
		else if (!s->end)
			s->end = (int)info.ssi_signo;
	}
}

void signals_poll(struct signals *s, struct polls *polls)
{
	s->place = polls_add(polls, s->file, POLLIN);
}

void signals_polled(struct signals *s, const struct polls *polls)
{
	if (polls_got(polls, s->place))
		signals_check(s);
}
