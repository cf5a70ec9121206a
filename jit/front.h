/* front.h: a front end: guest code in, IR out.  What a block assumes beside the bytes it was made
 * from is its key: virtual address, mode, and the load that is on its way when it starts. */
#ifndef FRONT_H
#define FRONT_H
#include "ir.h"


struct front_source {
	const struct model *model;
	const u8 *page;                  /* the memory of pc's page */
	u32 pc, mode, late;              /* late: the place a load is on its way to, or 0 */
	u32 ticks_most;
	bool follow;                     /* go on behind branches: a trace */
	bool steady;                     /* interrupts are tested before each instruction */
};

/* A block of no instructions: what stands at pc is the exact path's. */
struct front { void (*translate)(const struct front_source *, struct ir_block *); };
const struct front *front_of(const struct core *); /* NULL: this core has none */
extern const struct front front_r3000_el, front_r3000_eb;
#endif
