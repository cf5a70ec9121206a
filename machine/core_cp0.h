/* core_cp0.h: coprocessor 0: its registers, the TLB, and the flat table that follows the TLB.
 *
 * The table has two entries a virtual page (cpu.h), for loads and for stores.  It
 * holds only what the TLB matches now, so a guest sees every miss; an entry left empty is always
 * right, only slower.  Pages without memory, stores to decoded code and pages that two entries
 * match stay empty. */
#include TIMER_FILE

static bool user(const struct cpu *c)
{
	return c->cp0[Status] & STATUS_KUC;
}

static bool isolated(const struct cpu *c)
{
	return c->cp0[Status] & STATUS_ISC;
}

static bool cp0_present(const struct cpu *c, u32 n)
{
	u32 constant;
	if (SELECTS && n >= 32) return cp0_selected(n, &constant);
	return c->model->cp0_written[n] != CP0_ABSENT;
}

/* 0, or the exception: coprocessor n is unusable. */
static u32 need(const struct cpu *c, u32 n)
{
	u32 cu = c->cp0[Status] & (u32)(COPROCESSORS | USER_COP0) << 28, mine = cu >> (28 + n) & 1;
	bool can = n == 0 ? !user(c) || mine : n == 1 ? mine && c->machine->fpu != FPU_NONE : mine;
	return can ? 0 : EXC_CPU | n << CE_SHIFT;
}

static u32 need_reg(const struct cpu *c, const struct decoded *d)
{
	bool unread = d->imm == TLBCLR && d->op == INSN_mfc0;
	return cp0_present(c, d->imm) && !unread ? 0 : ABSENT_REG;
}

/* The FPU's line is up while FCSR holds a cause that is enabled; unimplemented operation always
 * is. */
static bool fpu_line(const struct cpu *c)
{
	return (c->fcsr >> 12 & (c->fcsr >> 7 & 31)) || c->fcsr >> 17 & 1;
}

/* The interrupts that are up when an instruction has ended. */
static u32 pending(const struct cpu *c)
{
	return c->cp0[Cause] | IP_OF(c->lines | (u32)fpu_line(c) << FPU_LINE);
}

static u32 cp0_read(const struct cpu *c, u32 n)
{
	u32 constant;
	if (SELECTS && n >= 32) return cp0_selected(n, &constant) ? constant : 0;
	if (TIMER && n == Count) return timer_read(c);
	switch (n) {
	case Random: return RANDOM(c) << 8;
	case Cause: return pending(c) | TIMER_SHOWS(c);
	default: return cp0_present(c, n) ? c->cp0[n] : 0;
	}
}

static bool interrupted(const struct cpu *c)
{
	return c->cp0[Status] & STATUS_IEC && pending(c) & c->cp0[Status] & STATUS_IM;
}

static bool wakes(const struct cpu *c)
{
	u32 allowed = c->model->wake ? c->model->wake : c->cp0[Status] & STATUS_IM;
	return cp0_read(c, Cause) & allowed;
}

/* ---- the TLB ---- */

static bool entry_matches(const struct cpu *c, u32 i, u32 va, u32 asid)
{
	u32 differs = c->tlb_hi[i] ^ va;
	return !(differs & HI_VPN) && (c->tlb_lo[i] & LO_G || !((c->tlb_hi[i] ^ asid) & HI_ASID));
}

/* c->near marks the entries whose pages are alike in these bits, so few are looked at. */
static u32 near_of(u32 va)
{
	return (va >> 12 ^ va >> 22) & (TLB_NEAR - 1);
}

static u32 lowest(u64 marks)
{
	return (u32)__builtin_ctzll(marks);
}

/* The lowest match (the highest, if TLB_LAST), or -1; *matches counts them.  After a TLB shutdown
 * nothing matches. */
static int tlb_find(const struct cpu *c, u32 va, u32 *matches)
{
	int found = -1;
	*matches = 0;
	for (u64 near = c->near[near_of(va)]; near; near &= near - 1) {
		u32 i = lowest(near);
		if (!entry_matches(c, i, va, c->cp0[EntryHi])) continue;
		if (!(*matches)++ || TLB_LAST) found = (int)i;
	}
	return c->cp0[Status] & STATUS_TS ? -1 : found;
}

static void map_clear(struct cpu *c, u32 page)
{
	c->map[page] = c->map[MAP_STORE + page] = 0;
	c->here_epoch = 0;
}

/* Fills the entries of the virtual page that TLB entry i maps, by what it allows. */
static void map_fill(struct cpu *c, u32 i, u32 va)
{
	struct machine *m = c->machine;
	const struct region *r = c->tlb_lo[i] & LO_V ? region_at(m, c->tlb_lo[i] & HI_VPN, 4096) : NULL;
	if (!r) return;
	u32 offset = (c->tlb_lo[i] & HI_VPN) - r->pa;
	uintptr_t distance = (uintptr_t)(r->at + offset) - va;
	if (!m->points || !point_on_page(m, va, POINT_READ)) c->map[va >> 12] = distance;
	if (m->points && point_on_page(m, va, POINT_WRITE)) return;
	if (c->tlb_lo[i] & LO_D && r->writable && !m->watch[r->first_page + (offset >> 12)])
		c->map[MAP_STORE + (va >> 12)] = distance;
}

static void map_entry(struct cpu *c, u32 i)
{
	u32 va = c->tlb_hi[i] & HI_VPN, matches, pa;
	c->mapped[i] = va >> 12;
	if (direct(c, va, &pa) || !entry_matches(c, i, va, c->cp0[EntryHi])) return;
	int found = tlb_find(c, va, &matches);
	map_clear(c, va >> 12);
	if (found == (int)i && matches == 1) map_fill(c, i, va);
}

static void map_all(struct cpu *c)
{
	if (!c->map) return;
	for (u32 i = 0; i < ENTRIES(c); i++) map_clear(c, c->mapped[i]);
	for (u32 i = 0; i < ENTRIES(c); i++) map_entry(c, i);
}

/* Does entry i, as it is now, ever match what another matches? */
static bool tlb_unique(const struct cpu *c, u32 i)
{
	for (u64 near = c->near[near_of(c->tlb_hi[i])]; near; near &= near - 1) {
		u32 k = lowest(near);
		if (k == i || (c->tlb_hi[k] ^ c->tlb_hi[i]) & HI_VPN) continue;
		if ((c->tlb_lo[k] | c->tlb_lo[i]) & LO_G || c->tlb_hi[k] == c->tlb_hi[i]) return false;
	}
	return true;
}

/* The TLB has been written from outside. */
static void remap(struct cpu *c)
{
	memset(c->near, 0, sizeof c->near);
	for (u32 i = 0; i < ENTRIES(c); i++) c->near[near_of(c->tlb_hi[i])] |= 1ull << i;
	map_all(c);
}

/* The page that entry i mapped: another entry may map it, for this address space or for all. */
static void map_leave(struct cpu *c, u32 page)
{
	u32 matches;
	map_clear(c, page);
	int other = tlb_find(c, page << 12, &matches);
	if (other >= 0) map_entry(c, (u32)other);
}

static void tlb_write(struct cpu *c, u32 i)
{
	u32 left = c->mapped[i];
	c->near[near_of(c->tlb_hi[i])] &= ~(1ull << i);
	c->tlb_hi[i] = c->cp0[EntryHi];
	c->near[near_of(c->tlb_hi[i])] |= 1ull << i;
	c->tlb_lo[i] = c->cp0[EntryLo];
	c->machine->counters.tlb_writes++;
	if (c->map) {
		map_leave(c, left);
		map_entry(c, i);
	}
	if (TLB_UNIQUE && !tlb_unique(c, i))
		machine_stop(c->machine, END_REFUSED, i, c->index, REFUSED_TLB);
}

/* All entries but the first. */
static void tlb_clear(struct cpu *c)
{
	for (u32 i = 1; i < ENTRIES(c); i++) c->tlb_hi[i] = c->tlb_lo[i] = 0;
	c->machine->noisy++;
	remap(c);
}

static void asid_change(struct cpu *c, u32 old)
{
	if (!((old ^ c->cp0[EntryHi]) & HI_ASID)) return;
	c->machine->counters.asid_switches++;
	map_all(c);
}

/* ---- mtc0 and the operations ---- */

static void status_written(struct cpu *c, u32 asked)
{
	struct machine *m = c->machine;
	if (asked & STATUS_REFUSED) machine_stop(m, END_REFUSED, asked, c->index, REFUSED_STATUS);
	if (m->row.test == TEST_SAMPLED) c->owed = 1;
}

static void cp0_write(struct cpu *c, u32 n, u32 v)
{
	if (!cp0_present(c, n) || n >= 32) return;
	if (n == TLBCLR) {
		tlb_clear(c);
		return;
	}
	if (TIMER && (n == Count || n == Compare)) {
		timer_write(c, n, v);
		return;
	}
	u32 old = c->cp0[n], mask = c->model->cp0_written[n];
	if (n == Index) mask &= (ENTRIES(c) - 1) << 8 | 1u << 31;
	c->cp0[n] = (old & ~mask) | (v & mask);
	if (n == EntryHi) asid_change(c, old);
	if (n == Status) {
		TIMER_SWITCH(c, old);
		status_written(c, v);
	}
	if (n == Config && v & CONFIG_HALT) {
		c->cp0[n] &= ~(u32)CONFIG_HALT;
		c->waiting = !wakes(c);
	}
}

static void sys_tlbr(struct cpu *c)
{
	u32 old = c->cp0[EntryHi], i = c->cp0[Index] >> 8 & (ENTRIES(c) - 1);
	c->cp0[EntryHi] = c->tlb_hi[i];
	c->cp0[EntryLo] = c->tlb_lo[i];
	asid_change(c, old);
}

static void sys_tlbwi(struct cpu *c)
{
	tlb_write(c, c->cp0[Index] >> 8 & (ENTRIES(c) - 1));
}

static void sys_tlbwr(struct cpu *c)
{
	c->machine->noisy++;
	tlb_write(c, RANDOM(c));
}

static void sys_tlbp(struct cpu *c)
{
	u32 matches;
	int found = tlb_find(c, c->cp0[EntryHi], &matches);
	c->cp0[Index] = found >= 0 ? (u32)found << 8 : 1u << 31 | (c->cp0[Index] & INDEX_KEPT);
}

/* Stores are in order as they are: it is only counted. */
static void sys_sync(struct cpu *c)
{
	c->syncs++;
}

static void sys_wait(struct cpu *c)
{
	c->waiting = !wakes(c);
	if (WAITS_AGAIN) c->stood += c->waiting; /* Random stands: it is not done yet */
}

static void sys_rfe(struct cpu *c)
{
	c->cp0[Status] = (c->cp0[Status] & ~15u) | (c->cp0[Status] >> 2 & 15);
}
