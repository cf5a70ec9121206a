/* turns.h: rounds of one tick, many at a time. */
#ifndef TURNS_H
#define TURNS_H
#include "machine.h"

bool turns_apply(const struct machine *);       /* may the open round, and others, go this way? */
void turns_run(struct machine *);               /* up to whatever is due, or until nobody can run */

/* machine.c's, which turns.c uses */
bool machine_sleeps(const struct cpu *);
void machine_turn(struct machine *, struct cpu *); /* a CPU's turn to the end, the general way */
#endif
