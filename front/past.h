/* past.h: searching the time that is kept (vr3000_keep): the last stop before now, the step before
 * now.  The machine is run forward from a kept state with its breaks and watches set, and the last
 * hit is remembered: what happens on the way is what happened. */
#ifndef PAST_H
#define PAST_H
#include "base.h"
#include "vr3000.h"

struct session;

struct past_hit {
	struct vr3000_moment at;        /* before the instruction that is next, or that accessed */
	u32 cpu, address;               /* where it stands; of a watch, what is watched */
	bool watch;
};

/* Goes to the last hit before now that counts.  False: there is none, and it is at the first
 * moment that is kept. */
bool past_find(struct session *, struct past_hit *,
	bool (*counts)(void *context, const struct past_hit *), void *context);
/* Goes to before the instruction that a CPU executed last; out of a delay slot to the branch.
 * False: it is at the first moment. */
bool past_step(struct session *, u32 cpu);
bool past_go(struct session *, const struct vr3000_moment *);
#endif
