/* grade_monitor.h: looks at a guest while a test runs, at multiples of some virtual time: has it
 * said anything, is its step's time over, what does it do with its instructions? */
#ifndef GRADE_MONITOR_H
#define GRADE_MONITOR_H
#include "base.h"
#include <jansson.h>

struct session;

struct grade_sample { u64 kernel, user, idle; };
struct grade_monitor {
	u64 second, every, next;        /* ticks */
	u64 heard, heard_at, step_at, began;
	u64 progress, step_most, most;  /* ticks; 0: no limit */
	bool user, has_shares, timed_out;
	double kernel_min, kernel_max, user_min, user_max;
	struct grade_sample last, sum, *window;
	u32 size, count, at;
	char why[128];
};

void grade_monitor_open(struct grade_monitor *, const json_t *test, const struct session *);
void grade_monitor_close(struct grade_monitor *);
void grade_monitor_step(struct grade_monitor *, const json_t *step, const struct session *);
/* At a moment: false when the run must end, for `why`. */
bool grade_monitor_look(struct grade_monitor *, const struct session *);
/* Has nothing but the clock happened since it last said something? */
bool grade_monitor_is_stuck(const struct grade_monitor *, const struct session *);
#endif
