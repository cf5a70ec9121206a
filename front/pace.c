/* pace.c: see pace.h and "Pacing" in the architecture.
 *
 * Real time has come to the tick `tick + (host time now - host) * mhz`.  In `idle`, and in `free`
 * with a live source, work runs ahead of that and waiting stops there; in `real` all does.  A guest
 * that got ahead by working, or fell behind because the host was slow, gets a new anchor: nothing
 * is caught up. */
#include "pace.h"
#include <time.h>

enum {
	SLEEP_MS = 4,
	RUN_LOW_NS = 2000000, RUN_HIGH_NS = 8000000, /* a run should take the host about so long */
	BEHIND_NS = 20000000,                        /* a lag that is not made up for */
	SLICE_FIRST = 100000
};
static const u64 SLICE_LEAST = 1000, SLICE_MOST = 1000000000;

u64 host_nanoseconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (u64)t.tv_sec * 1000000000 + (u64)t.tv_nsec;
}

void pace_init(struct pace *p, enum pace_mode mode, u32 mhz, u64 slice_max)
{
	*p = (struct pace){ .mode = mode, .mhz = mhz, .slice = SLICE_FIRST };
	p->slice_max = slice_max ? slice_max : SLICE_MOST;
	pace_anchor(p, 0);
}

void pace_anchor(struct pace *p, u64 now)
{
	p->tick = now;
	p->host = host_nanoseconds();
}

/* The tick that real time has come to.  In 128 bits: a month in nanoseconds times mhz is too much
 * for 64. */
static u64 due(const struct pace *p, u64 host)
{
	return p->tick + (u64)((unsigned __int128)(host - p->host) * p->mhz / 1000);
}

struct pace_goal pace_begin(struct pace *p, u64 now, bool live)
{
	u64 slice = least(p->slice, p->slice_max);
	p->began = host_nanoseconds();
	if (p->mode == PACE_MODE_FREE && !live)
		return (struct pace_goal){ now + slice, NEVER };
	u64 real = due(p, p->began);
	if (real < now && p->mode != PACE_MODE_REAL) /* work ran ahead */
		pace_anchor(p, now);
	if (real < now)
		real = now;
	if (p->mode == PACE_MODE_REAL)
		return (struct pace_goal){ least(now + slice, real), real };
	return (struct pace_goal){ least(now + p->slice_max, real + slice), real };
}

static void adapt_slice(struct pace *p, u64 took)
{
	if (took < RUN_LOW_NS && p->slice < SLICE_MOST)
		p->slice *= 2;
	else if (took > RUN_HIGH_NS && p->slice > SLICE_LEAST)
		p->slice /= 2;
}

void pace_end(struct pace *p, u64 before, u64 now, bool waits)
{
	u64 took = host_nanoseconds() - p->began, real = due(p, p->began + took);
	if (now - before >= p->slice || took > RUN_HIGH_NS)
		adapt_slice(p, took);
	p->waiting = waits || (p->mode == PACE_MODE_REAL && now >= due(p, p->began));
	if (real > now && (real - now) * 1000 / p->mhz > BEHIND_NS)
		pace_anchor(p, now);
}

int pace_timeout(const struct pace *p)
{
	return p->waiting ? SLEEP_MS : 0;
}
