/* core_switch.h: the run reading as cases over decoded code (code.h): the fast interpreter.
 *
 * Each row stands here three times, once for each past (cpu.h), so a case knows without asking
 * whether a load is on its way and where the next instruction is.  `left` counts the ticks that
 * may still start; it is tested at every boundary, so the loop stops at any `stop`, exactly.
 * After a device call, which may change a deadline or a line, it goes back to the engine, by
 * `left = 0`; after an exception or a CP0 write it does if there is anything to look at
 * (`changed`).  A branch in a delay slot is left to the exact path. */

/* Called with a constant width, so that one line of the switch is left of each. */
static inline u32 fast_get(const u8 *p, enum width width)
{
	u32 half = ORDER == BIG ? (u32)p[0] << 8 | p[1] : (u32)p[1] << 8 | p[0];
	switch (width) {
	case U8: return *p;
	case S8: return (u32)(s32)(int8_t)*p;
	case U16: return half;
	case S16: return (half ^ 0x8000) - 0x8000;
	case PART: return ram_word(p - ((uintptr_t)p & 3), ORDER);
	default: return ram_word(p, ORDER);
	}
}

static inline void fast_put(u8 *p, enum width width, u32 v)
{
	switch (width) {
	case U8: *p = (u8)v; break;
	case U16:
		p[ORDER == BIG] = (u8)v;
		p[ORDER != BIG] = (u8)(v >> 8);
		break;
	default: ram_word_put(p, ORDER, v);
	}
}
#define FAST(width) ((width) <= PART)
#define PASSES(width, va) (!(((va) ^ USER_FLIP) & (guard | align_of(width))))

/* Where code at pc stands decoded.  A page first met is decoded word by word, as it runs.
 * LEFT_ALONE:
 * the fetch shuts the TLB down, which the exact path shall do, once. */
enum { LEFT_ALONE = 0x8000 };
static u32 find_code(struct cpu *c, u32 pc, const struct code_page **page)
{
	struct machine *m = c->machine;
	u32 pa, exc, matches;
	bool fresh;
	c->bad_va = pc;
	if (pc & 3) return EXC_ADEL;
	uintptr_t distance = c->map && !(user(c) && (pc ^ USER_FLIP) >> 31) ? c->map[pc >> 12] : 0;
	const u8 *known = distance ? (const u8 *)(distance + (pc & HI_VPN)) : NULL;
	u32 number = known ? (u32)(known - m->region[0].at) >> 12 : ~0u;
	if (!known || (uintptr_t)known - (uintptr_t)m->region[0].at >= m->region[0].bytes) {
		exc = translate_pure(c, pc, false, user(c), &pa, &matches);
		if (shuts_down(c, matches)) return LEFT_ALONE;
		if (exc) return exc;
		const struct region *r = region_at(m, pa, 4);
		if (!r) return EXC_FETCH_BUS;
		number = r->first_page + ((pa - r->pa) >> 12);
	}
	*page = code_page(m, number, &fresh);
	/* The page takes no more stores directly, and the one it drove out does again. */
	for (u32 i = 0; fresh && i < m->cpus; i++) map_all(&m->cpu[i]);
	return 0;
}

static void decode_at(struct machine *m, const struct code_page *page, const struct decoded *d)
{
	u32 k = (u32)(page - m->code->page), i = (u32)(d - page->at);
	u32 word = ram_word(code_bytes(m, m->code->owner[k]) + 4 * i, ORDER);
	m->counters.words_decoded++;
	m->code->page[k].at[i] = fields_of(decode(word), word);
	if (LOOKS_AHEAD && i == LOOKS_AT) {
		m->code->page[k].ahead = d->op;
		m->code->page[k].at[i].op = LOOK_AHEAD;
	}
	if (m->breaks && code_breaks(m, 4 * i)) m->code->page[k].at[i].op = BREAK_HERE;
}

#define RAISE(x) { exc = x; after = HERE; goto raise; }
#define TIME (m->done = end - left - 1)
#define LATE(reg, v) if (LOADS_LATE) { late_value = v; late_reg = reg; } else r[reg] = v;
#define W_CP0(v) \
	TIME; \
	if (CP0_LATE && d->imm == TLBCLR) { \
		cp0_write(c, TLBCLR, v); \
		late_value = 0; \
		late_reg = NOWHERE; \
	} else if (CP0_LATE) { \
		late_value = v; \
		late_reg = REG_CP0 + d->imm; \
	} else cp0_write(c, d->imm, v);
#define BY_TABLE(first) (map && (distance = map[(first) + (va >> 12)]) != 0)
#define LEAVE_IF_CALLED if (m->called) { m->called = false; end -= left, left = 0; }
#define LOAD(width, a) { \
	u32 va = a, off = va - first; \
	uintptr_t distance; \
	if (FAST(width) && LIKELY(off < window && PASSES(width, va))) \
		mem = fast_get(ram + off, width); \
	else if (FAST(width) && PASSES(width, va) && BY_TABLE(0)) \
		mem = fast_get((const u8 *)(distance + va), width); \
	else { \
		TIME; \
		if ((exc = load_slow(c, width, va, &mem)) != 0) RAISE(exc) \
		LEAVE_IF_CALLED \
	} }
#define STORE(width, a, v) { \
	u32 va = a, off = va - first; \
	uintptr_t distance; \
	if (FAST(width) && LIKELY(off < window && PASSES(width, va) && !watch[off >> 12])) \
		fast_put(ram + off, width, v); \
	else if (FAST(width) && PASSES(width, va) && BY_TABLE(MAP_STORE)) \
		fast_put((u8 *)(distance + va), width, v); \
	else { \
		TIME; \
		if ((exc = store_slow(c, width, va, v, &mem)) != 0) RAISE(exc) \
		LEAVE_IF_CALLED \
	} }

#if DIRECT
#define CASE(past, name) past##_##name:
#define JUMP_AS(past, row) goto *label[(past) * OPS + (row)]
#else
#define CASE(past, name) case past * OPS + name:
#define JUMP_AS(past, row) do { at = (past) * OPS + (u32)(row); goto again; } while (0)
#endif
#define JUMP_TO(past) JUMP_AS(past, d->op)
#define PC (page_va + ((u32)((const u8 *)d - (const u8 *)page) >> 1))
#define GO(past) do { \
	if (left == 0) { after = past; goto out; } \
	left--; \
	JUMP_TO(past); } while (0)
#define GO_TO(past) do { \
	u32 off = npc - page_va; \
	if (left == 0 || off & ~0xffcu) { after = past; goto far; } \
	left--; \
	d = page->at + (off >> 2); \
	JUMP_TO(past); } while (0)
#define BIND \
	u32 rt_fwd = r[d->rt], mem = 0; \
	(void)rs, (void)rt, (void)rt_fwd, (void)mem, (void)fcond; \
	(void)rs_high, (void)rt_high, (void)rd;
#define ENDS(mask) ((mask) & M_SYSTEM)
/* core_ahead.h: before an instruction, and after it. */
#define STALL(mask) \
	if (STALLS && (mask) & M_HILO) { \
		TIME; \
		if (stalls(c, mask)) { \
			c->retired--; \
			if (left == 0) { after = HERE; goto out; } \
			left--; \
			TIME; \
		} \
		busy(c, mask); \
	}
#define AHEAD(mask) \
	if (LOOKS_AHEAD && (mask) & M_FLOW && taken && (target ^ PC) & ~0xfffu && \
		(exc = ahead_jump(c, PC, target)) != 0) RAISE(exc)
#define NOT_TAKEN(mask) (SLOT_IF_TAKEN && (mask) & M_FLOW && !taken)
#define RETURNED(row) if (LOOKS_AHEAD && (row) == INSN_rfe) returned = true;
#define FETCH_OPERANDS \
	u32 rs = r[d->rs], rt = r[d->rt], fcond = r[REG_FCOND]; \
	u32 rs_high = r[d->rs + 1], rt_high = r[d->rt + 1], rd = r[d->wd];
#define SPECIAL_CASES(past) \
	CASE(past, UNDECODED) after = past; goto decode_it; \
	CASE(past, PAGE_END) after = past; npc = PC; goto refetch; \
	CASE(past, BREAK_HERE) after = past; goto stopped; \
	CASE(past, LOOK_AHEAD) \
	if (LOOKS_AHEAD && past != SLOT && page->ahead != INSN_rfe && \
		(exc = ahead(c, page_va + 4096)) != 0) { after = past; goto raise_early; } \
	JUMP_AS(past, page->ahead);

/* At a boundary: would the engine's loop do nothing but run on? */
static bool runs_on(const struct machine *m, const struct cpu *c)
{
	return m->row.test == TEST_BEFORE && !m->called && !m->end && !m->breaks && !c->waiting &&
		!c->stopped && !interrupted(c);
}

static void run_switch(struct cpu *c, u64 stop)
{
#if DIRECT
#define LABELS_OF_PAST(past) &&past##_UNDECODED, &&past##_PAGE_END, &&past##_BREAK_HERE, \
	&&past##_LOOK_AHEAD,
	static const void *const label[] = {
#define INSN(name, ...) &&PLAIN_INSN_##name,
#include "insn.def"
#undef INSN
		LABELS_OF_PAST(PLAIN)
#define INSN(name, ...) &&LOADED_INSN_##name,
#include "insn.def"
#undef INSN
		LABELS_OF_PAST(LOADED)
#define INSN(name, ...) &&SLOT_INSN_##name,
#include "insn.def"
#undef INSN
		LABELS_OF_PAST(SLOT)
	};
#else
	u32 at;
#endif
	struct machine *const m = c->machine;
	u8 *const ram = m->region[0].at;
	const u8 *const watch = m->watch;
	const u32 first = WINDOW;
	const uintptr_t *map = isolated(c) ? NULL : c->map;
	u32 window = isolated(c) ? 0 : m->region[0].bytes, guard = user(c) ? 1u << 31 : 0;
	u32 *const r = c->r;
	const struct code_page *page = NULL;
	const struct decoded *d = NULL;
	u64 end = stop - m->now, began = m->done;
	u32 page_va = 1, left = (u32)(end - began), exc, after = c->after, npc = c->pc;
	u32 target = c->target, late_reg = c->late_reg, late_value = c->late_value;
	bool returned = false, taken = false; /* by rfe; the branch */
	if (CP0_LATE && after == LOADED && late_reg >= REG_CP0) { /* its time: the exact path's */
		run_exact(c, stop);
		return;
	}
	m->called = false;

far:    /* the next instruction is at npc, its past is `after`, its tick has not begun */
	if (left == 0) {
		c->pc = npc;
		goto save;
	}
	left--;
refetch:
	m->done = end - left - 1;
	if ((exc = find_code(c, npc, &page)) != 0) {
		c->pc = npc;
		if (exc != LEFT_ALONE) goto raise_at;
		left++;
		m->stopped_short = true;
		goto save;
	}
	page_va = npc & ~0xfffu;
	d = page->at + (npc >> 2 & 1023);
	JUMP_TO(after);
decode_it:
	decode_at(m, page, d);
	JUMP_TO(after);
raise_early:
	early(c);
raise:  /* after: the past of the victim at d */
	c->pc = PC;
raise_at:
	m->done = end - left;
	began++; /* the victim does not retire */
	c->after = after;
	c->branch_pc = after == SLOT ? c->pc - 4 : 0;
	if (after == LOADED) c->late_reg = late_reg, c->late_value = late_value;
	trap(c, exc);
	npc = c->pc, after = PLAIN;
changed: /* the next instruction is at npc; Status, the TLB or a line may have changed */
	c->pc = npc;
	m->done = end - left;
	if (left == 0 || returned || !runs_on(m, c) || (CP0_LATE && after == LOADED)) goto save;
	machine_stretch(m, c);
	map = isolated(c) ? NULL : c->map;
	window = isolated(c) ? 0 : m->region[0].bytes, guard = user(c) ? 1u << 31 : 0;
	if ((npc ^ page_va) & ~0xfffu || npc & 3 || npc >> 30 != 2 || guard) goto far;
	left--;
	d = page->at + (npc >> 2 & 1023);
	JUMP_TO(after);
stopped: /* not begun: a break address, or a branch in a slot */
	left++;
	m->stopped_short = true;
out:
	c->pc = PC;
save:
	m->done = end - left;
	c->retired += m->done - began;
	c->after = after;
	c->target = after == SLOT ? target : 0;
	c->branch_pc = after == SLOT ? c->pc - 4 : 0;
	c->late_reg = after == LOADED ? late_reg : 0;
	c->late_value = after == LOADED ? late_value : 0;
	if (returned) ahead_return(c);
	return;

#if !DIRECT
again:
	switch (at) {
#endif
/* Nothing is on its way. */
#define HERE PLAIN
#define INSN(name, level, class, number, operands, ...) CASE(PLAIN, INSN_##name) { \
	STALL(MASK_##name) \
	FETCH_OPERANDS \
	npc = PC + 4; \
	BIND \
	__VA_ARGS__ \
	AHEAD(MASK_##name) \
	d++; \
	RETURNED(INSN_##name) \
	if (ENDS(MASK_##name)) { after = NEXT(MASK_##name), npc = PC; goto changed; } \
	if (NOT_TAKEN(MASK_##name)) GO(PLAIN); \
	GO(NEXT(MASK_##name)); }
#include "insn.def"
#undef INSN
	SPECIAL_CASES(PLAIN)
/* A load is: it lands after the operands are fetched, or where the model says. */
#undef HERE
#define HERE LOADED
#define INSN(name, level, class, number, operands, ...) CASE(LOADED, INSN_##name) { \
	if (SLOT_IF_TAKEN) { after = LOADED; goto stopped; } /* such a core has none */ \
	if (MASK_##name & (LAND_FIRST)) r[late_reg] = late_value; \
	FETCH_OPERANDS \
	npc = PC + 4; \
	if (!(MASK_##name & ((LAND_FIRST) | (LAND_LAST)))) r[late_reg] = late_value; \
	BIND \
	__VA_ARGS__ \
	if (MASK_##name & (LAND_LAST)) r[late_reg] = late_value; \
	d++; \
	if (ENDS(MASK_##name)) { after = NEXT(MASK_##name), npc = PC; goto changed; } \
	GO(NEXT(MASK_##name)); }
#include "insn.def"
#undef INSN
	SPECIAL_CASES(LOADED)
/* This is a delay slot: the next instruction is at target. */
#undef HERE
#define HERE SLOT
#define INSN(name, level, class, number, operands, ...) CASE(SLOT, INSN_##name) { \
	if (MASK_##name & M_FLOW || (LOOKS_AHEAD && (target & 0xffc) == 0xffc)) { \
		after = SLOT; \
		goto stopped; \
	} \
	STALL(MASK_##name) \
	FETCH_OPERANDS \
	npc = target; \
	BIND \
	__VA_ARGS__ \
	RETURNED(INSN_##name) \
	if (ENDS(MASK_##name)) { after = NEXT(MASK_##name); goto changed; } \
	GO_TO(NEXT(MASK_##name)); }
#include "insn.def"
#undef INSN
	SPECIAL_CASES(SLOT)
#if !DIRECT
	}
	must(false);
#endif
}
