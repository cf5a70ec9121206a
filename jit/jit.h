/* jit.h: what the translating engines share. */
#ifndef JIT_H
#define JIT_H
#include "engine.h"
#include "front.h"

extern const struct engine engine_ir, engine_block, engine_jit;

/* Where code at c->pc stands in RAM: *page is the physical page.  NULL: the interpreter's. */
const u8 *jit_code_at(const struct cpu *, u32 *page);
void jit_watch(struct machine *, u32 page); /* stores to it now take the slow path */
static inline u32 jit_mode(const struct cpu *c)
{
	u32 status = c->cp0[Status];
	bool fpu = status >> 29 & 1 && c->machine->fpu != FPU_NONE;
	return (status & STATUS_KUC ? MODE_USER : 0) | (fpu ? MODE_FPU : 0);
}

/* Host memory that an access of translated code goes to directly; NULL: the exact path's. */
u8 *jit_reach(const struct cpu *, u32 va, enum width, bool store);

/* float.c: brings FCSR up to the floating operation that translated code did last. */
void float_settle(struct cpu *);

/* One instruction by the interpreter. */
void jit_one(struct cpu *);

/* The state at a block's edge: pc, and what is on its way (the value lies in its place already). */
void jit_settle(struct cpu *, u32 pc, enum after, u32 late);

/* evaluate.c: runs a block's items.  Ticks done; *odd: the exact path's turn. */
u32 ir_evaluate(struct cpu *, const struct ir_block *, bool *odd);
#endif
