/* pace.h: how guest time and the host's go together: how far the next run may go, how long to sleep
 * before it.  Nothing else ever sleeps. */
#ifndef PACE_H
#define PACE_H
#include "base.h"

enum pace_mode { PACE_MODE_FREE, PACE_MODE_IDLE, PACE_MODE_REAL };

struct pace {
	enum pace_mode mode;
	u32 mhz;
	u64 tick, host;  /* the anchor: this tick was this nanosecond */
	u64 slice;       /* ticks that take the host a few milliseconds, as measured */
	u64 slice_max;   /* --slice */
	u64 began;       /* host time at the start of the run under way */
	bool waiting;    /* the machine has nothing to do before real time has gone on */
};

/* How far one run may go. */
struct pace_goal { u64 until, wait_until; };

void pace_init(struct pace *, enum pace_mode, u32 mhz, u64 slice_max);
void pace_anchor(struct pace *, u64 now); /* at start, load, a debugger's stop, SIGCONT */
/* live: something might speak at a time of its own; then even free waiting takes real time. */
struct pace_goal pace_begin(struct pace *, u64 now, bool live);
void pace_end(struct pace *, u64 before, u64 now, bool waits);
int pace_timeout(const struct pace *); /* milliseconds to sleep for */
u64 host_nanoseconds(void);
#endif
