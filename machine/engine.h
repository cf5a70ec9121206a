/* engine.h: what the engines share: the steps between two looks at deadline and lines. */
#ifndef ENGINE_H
#define ENGINE_H
#include "machine.h"

/* Takes an interrupt that is due before the next instruction, where the row tests there.  False:
 * that
 * was a fault, and the CPU goes no further. */
bool engine_test_before(struct machine *, struct cpu *, const struct core *);
bool engine_at_break(const struct machine *, const struct cpu *);
/* A way to run: instructions until time_of(m) == stop at most, as a core's run and run_exact do. */
typedef void engine_way(struct cpu *, u64 stop);
/* Runs to the next thing due at most. */
void engine_advance(struct machine *, struct cpu *, const struct core *, engine_way *);
/* The whole of struct engine's run, by a way: interrupts, deadlines, breaks, idle loops. */
u32 engine_run(struct machine *, struct cpu *, engine_way *);

/* skip.c: runs a few hundred instructions by the exact path, watching for a pass that changes
 * nothing; skips whole passes if it finds one.  The state afterwards is as if all had been
 * executed. */
void skip_idle(struct machine *, struct cpu *, const struct core *);
#endif
