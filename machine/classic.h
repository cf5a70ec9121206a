/* classic.h: time as System/161 2.0 makes it, event for event, so that a run of its guests that
 * takes no input is its run, digit for digit.
 *
 * Time has two units here: ticks, as everywhere, and the nanoseconds of classic_ns, which run with
 * the ticks but start at a drawn moment and gain what idle jumps leave over.  The machine runs in
 * slices, to the next event or ROTOR or RUN_MOST ticks, and events are delivered at a slice's end:
 * late, if they were scheduled behind the one it runs to.  Each is put off by up to a hundredth of
 * its delay, drawn from the one stream of random numbers.  When at a slice's end no CPU can run,
 * time jumps from event to event until one can. */
#ifndef CLASSIC_H
#define CLASSIC_H
#include "state.h"
#include "stream.h"

struct machine;
enum { CLASSIC_EVENTS = 1024 };

#define CLASSIC_STATE(F, A) \
	F(u64, shift)                   /* nanoseconds at tick 0, and gained since */ \
	F(u64, from) F(u64, end)        /* ticks: the slice, or the jump if `jumps` */ \
	F(u64, jumped)                  /* ticks passed in jumps */ \
	F(u32, rotor)                   /* ticks a slice may still have */ \
	F(u32, slop) F(u32, slop_after) /* nanoseconds that jumps left over; after this one */ \
	F(u8, jumps) \
	F(u8, headed)                   /* the slice runs to the first event */ \
	F(u8, changed)                  /* an event came during a jump */ \
	F(u32, events) A(u64, at, CLASSIC_EVENTS) /* nanoseconds, sorted; equals as they came */ \
	A(u16, who, CLASSIC_EVENTS)     /* device * WHATS + what, or DEAD: it was replaced */ \
	A(u32, word, STREAM_WORDS) F(u32, next)   /* stream.h */

struct classic { CLASSIC_STATE(STATE_F, STATE_A) };
extern const struct field classic_fields[];
extern const u32 classic_field_count;

void classic_reset(struct machine *);
u64 classic_ns(const struct machine *);
void classic_schedule(struct machine *, u32 who, u64 ns);
void classic_cancel(struct machine *, u32 who);
u64 classic_when(const struct machine *, u32 who); /* nanoseconds; 0: not pending */
void classic_fire(struct machine *);    /* the slice or jump ends now */
void classic_look(struct machine *);    /* inputs came: does a jump end early? */
void classic_check(const struct machine *);
#endif
