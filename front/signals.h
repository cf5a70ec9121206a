/* signals.h: signals as input to the main loop (signalfd): no handler, no race, no global. */
#ifndef SIGNALS_H
#define SIGNALS_H
#include "polls.h"

struct signals {
	int file;
	u32 place;
	int end;      /* SIGINT, SIGTERM, SIGHUP, SIGQUIT: end the run; 0: none came */
	bool stop;    /* SIGTSTP: give the terminal back and stop */
	bool resumed; /* SIGCONT: time went by that the guest need not catch up with */
};

struct error;
/* Blocks them all; SIGPIPE is ignored, for a write that fails says why. */
int signals_open(struct signals *, struct error *);
void signals_close(struct signals *); /* back to what they do by themselves */
void signals_poll(struct signals *, struct polls *);
void signals_polled(struct signals *, const struct polls *);
void signals_check(struct signals *); /* the same between polls */
#endif
