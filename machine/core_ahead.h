/* core_ahead.h: two habits of System/161's pipeline, for cores with the words STALLS, LOOKS_AHEAD.
 *
 * HI and LO: an instruction that reads or writes one is followed by a tick in which another that
 * does so cannot start; it is begun, and begun again a tick later.  hi_at and lo_at are one more
 * than the tick, counted as this CPU executes them, that has to pass.
 *
 * Fetching: where the next instruction but one lies in a new page, that page is looked up before
 * this instruction is executed, and a fault is this one's: so the last two words of a page fault
 * where the next page is not mapped, though it may never be entered.  Count and Random stand still
 * in that tick.  A jump looks up its target, and faults itself; not so before an rfe, which looks
 * up what it returns to, in its own tick.  (System/161 2.0.8, observed.) */
enum { M_HILO = M_HI | M_LO | M_W_HI | M_W_LO };

static inline bool stalls(const struct cpu *c, u32 mask)
{
	u64 at = executed(c) + 1;
	return (mask & (M_HI | M_W_HI) && c->hi_at == at) || (mask & (M_LO | M_W_LO) && c->lo_at == at);
}

static inline void busy(struct cpu *c, u32 mask)
{
	u64 at = executed(c) + 2;
	if (mask & (M_HI | M_W_HI)) c->hi_at = at;
	if (mask & (M_LO | M_W_LO)) c->lo_at = at;
}

/* What fetching at va would take, or 0. */
static u32 ahead(struct cpu *c, u32 va)
{
	u32 pa, matches;
	if (c->map && c->map[va >> 12] && !(user(c) && (va ^ USER_FLIP) >> 31)) return 0;
	u32 exc = translate_pure(c, va, false, user(c), &pa, &matches);
	if (!exc && !region_at(c->machine, pa, 4)) exc = EXC_FETCH_BUS;
	if (exc) c->bad_va = va;
	return exc;
}

static bool is_rfe(struct cpu *c, u32 va)
{
	u32 pa, matches;
	if (translate_pure(c, va, false, user(c), &pa, &matches)) return false;
	const struct region *r = region_at(c->machine, pa, 4);
	return r && decode(ram_word(r->at + (pa - r->pa), ORDER)) == INSN_rfe;
}

/* Of the jump at pc, if it is taken into another page. */
static u32 ahead_jump(struct cpu *c, u32 pc, u32 target)
{
	u32 exc = ahead(c, target);
	return exc && is_rfe(c, pc + 4) ? 0 : exc;
}

/* Of the instruction at c->pc. */
static u32 ahead_page(struct cpu *c, u32 word)
{
	u32 va = c->after == SLOT ? c->target + 4 : c->pc + 8;
	return va & 0xfff || decode(word) == INSN_rfe ? 0 : ahead(c, va);
}

/* A tick of which Count and Random know nothing. */
static void early(struct cpu *c)
{
	c->stood++, c->early++;
}

/* After an rfe: c->pc is where it returns to. */
static void ahead_return(struct cpu *c)
{
	u32 exc = ahead(c, c->pc);
	if (!exc && !((c->pc + 4) & 0xfff)) exc = ahead(c, c->pc + 4);
	if (exc) trap(c, exc);
}
