/* session.h: one machine run one way, kept on a tape. */
#ifndef SESSION_H
#define SESSION_H
#include "tape.h"

/* One way to run the same thing. */
enum how {
	SINGLE = 1,
	SLICES = 2,
	WAITS = 4,
	STOPS = 8,
	SAVES = 16,
	FAST = 32,
	SKIP = 64,
	EAR = 128,
	LIVE = 256,
	BACK = 512,
	PAST = 1024,
	ALL = SLICES | WAITS | STOPS | SAVES | FAST | SKIP
};
struct way { const char *name; u32 how; u64 seed; const char *engine; };
struct setup {
	const char *board;
	u32 cpus, quantum;
	u64 seed, program;
	const char *cpu;                         /* NULL: the board's */
	bool big;
};
struct totals {
	u64 travels; /* in kept time, each checked by hash */
	u64 sessions, runs, stops, loads, mid_loads, inputs, outputs, hashes, cut, skipped;
};

void session(const struct setup *, const struct way *, const struct tape *replay, struct tape *,
	struct totals *);
/* A machine of the setup, with its program; keep_busy unless skip. */
struct vr3000 *session_open(const struct setup *, const char *engine, bool skip, struct tape *);

/* past.c: time is kept while it runs; now and then it goes to a moment that was noted, runs on
 * there some other way, and comes back: all hashes must be those that were noted. */
struct past;
struct past *past_open(struct vr3000 *, u64 seed);
void past_note(struct past *);
void past_travel(struct past *, struct totals *);
void past_close(struct past *);
#endif
