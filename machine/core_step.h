/* core_step.h: the run reading once more as functions, with the fast ways to code and memory of
 * core_switch.h: for CPUs that take turns of one tick each (turns.c), where the switch would enter
 * and leave at every instruction. */
#undef RAISE
#undef TIME
#undef LATE
#undef W_CP0
#undef LOAD
#undef STORE
#define RAISE(x) return x;
#define TIME ((void)0)
#define LATE(reg, v) if (LOADS_LATE) { late_value = v; late_reg = reg; } else r[reg] = v;
#define W_CP0(v) \
	if (CP0_LATE) { \
		late_value = v; \
		late_reg = REG_CP0 + d->imm; \
	} else cp0_write(c, d->imm, v);
#define BY_MAP(first) (c->map && (distance = c->map[(first) + (va >> 12)]) != 0)
#define LOAD(width, a) { \
	u32 va = a, off = va - WINDOW, guard = user(c) ? 1u << 31 : 0; \
	const struct region *ram = &c->machine->region[0]; \
	uintptr_t distance; \
	if (!FAST(width) || !PASSES(width, va) || isolated(c)) exc = load_slow(c, width, va, &mem); \
	else if (off < ram->bytes) mem = fast_get(ram->at + off, width); \
	else if (BY_MAP(0)) mem = fast_get((const u8 *)(distance + va), width); \
	else exc = load_slow(c, width, va, &mem); \
	if (exc) return exc; }
#define STORE(width, a, v) { \
	u32 va = a, off = va - WINDOW, guard = user(c) ? 1u << 31 : 0; \
	const struct region *ram = &c->machine->region[0]; \
	uintptr_t distance; \
	if (!FAST(width) || !PASSES(width, va) || isolated(c)) \
		exc = store_slow(c, width, va, v, &mem); \
	else if (off < ram->bytes && !c->machine->watch[off >> 12]) fast_put(ram->at + off, width, v); \
	else if (BY_MAP(MAP_STORE)) fast_put((u8 *)(distance + va), width, v); \
	else exc = store_slow(c, width, va, v, &mem); \
	if (exc) return exc; }
/* Rows of words that execute() of core_calls.h looks up are constants here. */
#define STEP_STALLED (1u << 31)
#define INSN(name, level, class, number, operands, ...) \
	static u32 step_##name(struct cpu *c, const struct decoded *d, u32 npc, bool loaded_) \
	{ \
		const bool loaded = LOADS_LATE && loaded_; \
		u32 *const r = c->r; \
		const u32 pc = c->pc; \
		if (STALLS && MASK_##name & M_HILO) { \
			if (stalls(c, MASK_##name)) return STEP_STALLED; \
			busy(c, MASK_##name); \
		} \
		OPERANDS(MASK_##name) \
		__VA_ARGS__ \
		if (LOOKS_AHEAD && taken && (target ^ pc) & ~0xfffu && \
			(exc = ahead_jump(c, pc, target)) != 0) return exc; \
		bool slot = MASK_##name & M_FLOW && (!SLOT_IF_TAKEN || taken); \
		c->after = slot ? SLOT : PLAIN, c->target = slot ? target : 0; \
		c->branch_pc = slot ? pc : 0, c->pc = npc; \
		c->machine->done++, c->retired++; \
		if (LOOKS_AHEAD && INSN_##name == INSN_rfe) ahead_return(c); \
		return 0; \
	}
#include "insn.def"
#undef INSN
static call_function *const steps[] = {
#define INSN(name, ...) step_##name,
#include "insn.def"
#undef INSN
};

/* The code that c->pc lies in: kept beside the CPU while neither code nor mappings change. */
static bool find_here(struct cpu *c)
{
	const struct machine *m = c->machine;
	u32 pc = c->pc, page = (pc - WINDOW) >> 12;
	if (pc & 3) return false;
	if (pc - WINDOW >= m->region[0].bytes) {
		uintptr_t distance = c->map ? c->map[pc >> 12] : 0;
		if (!distance) return false;
		page = (u32)((u64)(distance + pc - (uintptr_t)m->region[0].at) >> 12);
		if (page >= m->region[0].bytes >> 12) return false;
	}
	u32 index = m->code->of[page];
	if (!index) return false;
	c->here = m->code->page[index - 1].at;
	c->here_va = pc & HI_VPN;
	c->here_epoch = m->code->epoch;
	return true;
}

static inline bool interrupt_due(const struct cpu *c, u32 status)
{
	u32 up = (c->cp0[Cause] & 0x300) | c->lines << IP_SHIFT;
	return status & STATUS_IEC && up & status & STATUS_IM;
}

/* One tick; false: it has not begun, and goes another way. */
static bool turn(struct cpu *c)
{
	u32 status = c->cp0[Status];
	if (interrupt_due(c, status)) {
		if (status & STATUS_BEV) return false;
		trap(c, EXC_INT);
		status = c->cp0[Status];
	}
	struct machine *m = c->machine;
	u32 pc = c->pc, in_user = status >> 1 & 1, was = c->after;
	if (in_user && (pc ^ USER_FLIP) >> 31) return false;
	if ((pc ^ c->here_va) & (HI_VPN | 3) || c->here_epoch != m->code->epoch)
		if (!find_here(c)) return false;
	const struct decoded *d = &c->here[pc >> 2 & 1023];
	if (d->op >= INSN_COUNT) return false;
	u32 npc = was == SLOT ? c->target : pc + 4;
	if (LOOKS_AHEAD && was == SLOT && (npc & 0xffc) == 0xffc) return false;
	c->user_ticks += in_user, m->lively += in_user;
	u32 exc = steps[d->op](c, d, npc, false);
	if (exc) {
		m->done++;
		if (exc != STEP_STALLED) trap(c, exc);
	}
	if (TIMER && c->timer_at && executed(c) >= c->timer_at) timer_count(c, 1);
	return true;
}
