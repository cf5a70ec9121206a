/* core_calls.h: the run reading as functions, one an instruction, and the engine's exact step:
 * fetch, decode, execute by the exact path, without any cache.  The oracle of all other ways. */

/* Random and whatever else moves with time make a pass of a loop unlike the one before it. */
static u32 cp0_seen(struct cpu *c, u32 n)
{
	if (n == Random || (TIMER && n == Count)) c->machine->noisy++;
	return cp0_read(c, n);
}

#define OPERANDS(mask) \
	if (loaded && (mask) & (LAND_FIRST)) land(c); \
	u32 rs = r[d->rs], rt = r[d->rt], fcond = r[REG_FCOND]; \
	u32 rs_high = r[d->rs + 1], rt_high = r[d->rt + 1], rd = r[d->wd]; \
	if (loaded && !((mask) & ((LAND_FIRST) | (LAND_LAST)))) land(c); \
	u32 rt_fwd = r[d->rt], mem = 0, exc = 0, target = 0, late_reg = 0, late_value = 0; \
	bool taken = false; \
	(void)taken, (void)target, (void)late_reg, (void)late_value; \
	(void)rs, (void)rt, (void)rt_fwd, (void)mem, (void)exc, (void)npc, (void)fcond; \
	(void)rs_high, (void)rt_high, (void)rd;
#define DONE(mask) \
	if (loaded && (mask) & (LAND_LAST)) land(c); \
	c->taken = taken; \
	c->target = SLOT_IF_TAKEN && !taken ? 0 : target; \
	c->late_reg = late_reg, c->late_value = late_value; \
	return 0;
#define RAISE(x) return x;
#define TIME ((void)0)
#define LATE(reg, v) if (LOADS_LATE) { late_value = v; late_reg = reg; } else r[reg] = v;
#define W_CP0(v) \
	if (CP0_LATE && d->imm == TLBCLR) { \
		cp0_write(c, TLBCLR, v); \
		late_reg = NOWHERE; \
	} else if (CP0_LATE) { \
		late_value = v; \
		late_reg = REG_CP0 + d->imm; \
	} else cp0_write(c, d->imm, v);
#define LOAD(width, a) if ((exc = load_slow(c, width, a, &mem)) != 0) return exc;
#define STORE(width, a, v) if ((exc = store_slow(c, width, a, v, &mem)) != 0) return exc;
#include "run_words.h"
#define INSN(name, level, class, number, operands, ...) \
	static u32 run_##name(struct cpu *c, const struct decoded *d, u32 npc, bool loaded) \
	{ \
		u32 *const r = c->r; \
		OPERANDS(MASK_##name) \
		__VA_ARGS__ \
		DONE(MASK_##name) \
	}
#include "insn.def"
#undef INSN
static call_function *const functions[] = {
#define INSN(name, ...) run_##name,
#include "insn.def"
#undef INSN
};
#undef RAISE
#undef TIME
#undef LATE
#undef W_CP0
#undef LOAD
#undef STORE

/* The word at pc, or the exception that fetching it takes. */
static u32 fetch(struct cpu *c, u32 *word)
{
	u32 pa, exc;
	c->bad_va = c->pc;
	if (c->pc & 3) return EXC_ADEL;
	if ((exc = translate_va(c, c->pc, false, &pa)) != 0) return exc;
	const struct region *r = region_at(c->machine, pa, 4);
	if (!r) return EXC_FETCH_BUS;
	*word = ram_word(r->at + (pa - r->pa), ORDER);
	return 0;
}

static inline void execute(struct cpu *c, const struct decoded *d, call_function *const *call)
{
	u32 pc = c->pc, npc = c->after == SLOT ? c->target : pc + 4, mask = masks[d->op];
	if (STALLS && mask & M_HILO) {
		if (stalls(c, mask)) {
			c->machine->done++;
			return;
		}
		busy(c, mask);
	}
	u32 exc = call[d->op](c, d, npc, c->after == LOADED);
	if (LOOKS_AHEAD && !exc && c->taken) exc = ahead_jump(c, pc, c->target);
	c->machine->done++;
	if (exc) {
		trap(c, exc);
		return;
	}
	c->retired++;
	c->pc = npc;
	c->after = SLOT_IF_TAKEN && mask & M_FLOW && !c->taken ? PLAIN : next[d->op];
	c->branch_pc = c->after == SLOT ? pc : 0;
	if (LOOKS_AHEAD && d->op == INSN_rfe) ahead_return(c);
}

static void run_exact(struct cpu *c, u64 stop)
{
	u32 word = 0;
	must(time_of(c->machine) < stop);
	u32 exc = fetch(c, &word);
	if (LOOKS_AHEAD && !exc && (exc = ahead_page(c, word)) != 0) early(c);
	struct decoded d = fields_of(decode(word), word);
	if (exc) {
		c->machine->done++;
		trap(c, exc);
	} else execute(c, &d, functions);
}

static void step_exactly(struct cpu *c, const struct decoded *d)
{
	execute(c, d, functions);
}
