/* core_fpu.h: coprocessor 1's operations on the register file and FCSR.
 *
 * An enabled cause holds the FPU's interrupt line up and leaves the destination alone.  When the
 * CPU takes that interrupt now, it does so on the operation itself, which has then not retired:
 * EPC is
 * its address.  (R3010 data sheet: FpInt reaches the CPU while it still holds the operation.)  When
 * it is masked, the operation retires without a result, and the line waits. */
static struct fpu_mode fpu_mode(const struct cpu *c)
{
	return (struct fpu_mode){ .rounding = c->fcsr & 3, .enables = c->fcsr >> 7 & 31,
		.ieee = c->machine->fpu == FPU_IEEE };
}

/* Takes the causes into FCSR.  0: store the result; EXC_TAKEN: the interrupt is taken here;
 * 1: masked. */
enum { FPU_HELD = 1 };
static u32 fpu_causes(struct cpu *c, u32 cause)
{
	u32 enables = (c->fcsr >> 7 & 31) | FPU_E;
	c->fcsr = (c->fcsr & ~(u32)FCSR_CAUSES) | cause << 12;
	if (cause & enables) return interrupted(c) ? EXC_TAKEN : FPU_HELD;
	c->fcsr |= cause << 2;
	return 0;
}

static u32 fpu_finish(struct cpu *c, const struct decoded *d, enum fpu_format to,
	struct fpu_value v)
{
	u32 exc = fpu_causes(c, v.cause);
	if (exc) return exc & EXC_TAKEN;
	c->r[d->wd] = (u32)v.bits;
	if (to == FPU_D) c->r[d->wd + 1] = (u32)(v.bits >> 32);
	return 0;
}

static u32 fpu_compared(struct cpu *c, struct fpu_value v, u32 *condition)
{
	u32 exc = fpu_causes(c, v.cause);
	*condition = exc ? c->fcond : (u32)v.bits;
	return exc & EXC_TAKEN;
}

static u32 fpu_moved(struct cpu *c, const struct decoded *d, enum fpu_format to, u64 bits)
{
	c->r[d->wd] = (u32)bits;
	if (to == FPU_D) c->r[d->wd + 1] = (u32)(bits >> 32);
	return 0;
}

/* cfc1 waits until comparisons are through, so it sees C at once, unlike bc1. */
static u32 fcr_read(const struct cpu *c, u32 n)
{
	return n == 31 ? c->fcsr | (c->fcond ? FCSR_C : 0) : n == 0 ? FCR0_R3010 : 0;
}

static void fcr_write(struct cpu *c, u32 n, u32 v)
{
	if (n != 31) return;
	c->fcsr = v & FCSR_WRITTEN & ~(u32)FCSR_C;
	c->fcond = v >> 23 & 1;
}
