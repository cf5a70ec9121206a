/* stuck.h: a guest that will never do anything again, told in virtual time: the same verdict on any
 * host.  Real kernels keep a clock, so "nothing can wake it" never holds; what counts is whether
 * anything but the clock happened. */
#ifndef STUCK_H
#define STUCK_H
#include "base.h"

struct vr3000;
struct stuck { u64 second, limit, next, lively; }; /* ticks; next is NEVER when nobody watches */

void stuck_init(struct stuck *, u64 seconds, u32 mhz); /* 0 seconds: nobody watches */
void stuck_anchor(struct stuck *, u64 now);            /* it may have been changed from outside */
bool stuck_check(struct stuck *, struct vr3000 *);     /* to be asked after every run */
#endif
