/* float.c: the causes of the floating operation that translated code did last.
 *
 * Translated code does an operation by itself where it can raise inexact alone, and that neither
 * traps nor changes a flag: rounding is to nearest, no trap is enabled, the flag is up or the
 * operation exact, the result is an ordinary number.  Whether it *was* inexact shows in FCSR's
 * causes until the next one is done: operands are kept, and it is worked out when somebody may
 * look. */
#include "fpu.h"
#include "jit.h"

static u32 cause_of(struct fpu_mode mode, u32 what, u64 a, u64 b)
{
	enum fpu_format format = what & FLOAT_DOUBLE ? FPU_D : FPU_S;
	switch (what & FLOAT_WHAT) {
	case FLOAT_add: return fpu_add(mode, format, a, b).cause;
	case FLOAT_sub: return fpu_sub(mode, format, a, b).cause;
	case FLOAT_mul: return fpu_mul(mode, format, a, b).cause;
	case FLOAT_div: return fpu_div(mode, format, a, b).cause;
	default: return 0;
	}
}

void float_settle(struct cpu *c)
{
	if (!c->float_last) return;
	struct fpu_mode mode = { .rounding = FPU_NEAREST, .ieee = c->machine->fpu == FPU_IEEE };
	u32 cause = cause_of(mode, c->float_last, c->float_a, c->float_b);
	must(!(cause & ~(u32)FPU_I));
	c->fcsr = (c->fcsr & ~(u32)FCSR_CAUSES) | cause << 12;
	c->float_last = 0;
}
