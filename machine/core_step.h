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
#define INSN(name, level, class, number, operands, ...) \
	static u32 step_##name(struct cpu *c, const struct decoded *d, u32 npc, bool loaded) \
	{ \
		u32 *const r = c->r; \
		OPERANDS(MASK_##name) \
		__VA_ARGS__ \
		DONE(MASK_##name) \
	}
#include "insn.def"
#undef INSN
static call_function *const steps[] = {
#define INSN(name, ...) step_##name,
#include "insn.def"
#undef INSN
};

/* The decoded instruction at c->pc, if nothing about it is odd. */
static inline const struct decoded *decoded_at(const struct cpu *c)
{
	const struct machine *m = c->machine;
	u32 pc = c->pc, page = (pc - WINDOW) >> 12;
	if (pc & 3 || (user(c) && (pc ^ USER_FLIP) >> 31)) return NULL;
	if (pc - WINDOW >= m->region[0].bytes) {
		uintptr_t distance = c->map ? c->map[pc >> 12] : 0;
		if (!distance) return NULL;
		page = (u32)((u64)(distance + pc - (uintptr_t)m->region[0].at) >> 12);
		if (page >= m->region[0].bytes >> 12) return NULL;
	}
	u32 index = m->code->of[page];
	const struct decoded *d = index ? &m->code->page[index - 1].at[pc >> 2 & 1023] : NULL;
	return d && d->op < INSN_COUNT ? d : NULL;
}

/* One tick; false: it has not begun, and goes another way. */
static bool turn(struct cpu *c)
{
	if (LIKELY(!interrupted(c))) ;
	else if (c->cp0[Status] & STATUS_BEV) return false;
	else trap(c, EXC_INT);
	const struct decoded *d = decoded_at(c);
	if (!d || (LOOKS_AHEAD && c->after == SLOT && (c->target & 0xffc) == 0xffc)) return false;
	bool in_user = user(c);
	c->user_ticks += in_user, c->machine->lively += in_user;
	execute(c, d, steps);
	if (TIMER && c->timer_at) timer_count(c, 1);
	return true;
}
