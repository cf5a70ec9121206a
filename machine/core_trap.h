/* core_trap.h: exceptions.  Source: Kane and Heinrich ch. 6: an address error sets BadVAddr only;
 * the TLB's exceptions set BadVAddr, Context and EntryHi; Cause.CE means something after
 * coprocessor unusable alone and is zero otherwise; EPC is the branch when the victim is in its
 * delay slot. */
static void land(struct cpu *c)
{
	if (CP0_LATE && c->late_reg >= REG_CP0) cp0_write(c, c->late_reg - REG_CP0, c->late_value);
	else c->r[c->late_reg] = c->late_value;
	if (CP0_LATE) c->late_reg = NOWHERE; /* once */
}

/* The victim's tick is done already: what lands then does so within it. */
static void land_at_trap(struct cpu *c)
{
	c->machine->done--;
	land(c);
	c->machine->done++;
}

/* The next instruction begins with nothing on its way. */
static void settle(struct cpu *c)
{
	c->after = PLAIN;
	c->target = c->branch_pc = c->late_reg = c->late_value = 0;
}

static void count_trap(struct cpu *c, u32 exc)
{
	struct machine *m = c->machine;
	c->traps[exc & 31]++;
	m->noisy += (exc & 31) == EXC_INT;
	m->counters.interrupts += (exc & 31) == EXC_INT;
	m->counters.tlb_refills += (exc & EXC_REFILL) != 0;
	u32 what = (exc & 31) == EXC_INT ? TRACE_IRQ : exc & EXC_REFILL ? TRACE_TLB : TRACE_EXCEPTION;
	if (m->trace & what && m->doors.trace)
		m->doors.trace(m->doors.context, what, c, exc, c->bad_va);
}

static void trap(struct cpu *c, u32 exc)
{
	u32 code = exc & 31, bd = c->after == SLOT, *cp0 = c->cp0;
	if (c->after == LOADED && !CP0_LATE) land(c);
	count_trap(c, exc);
	cp0[Cause] = (cp0[Cause] & 0x300) | bd << 31 | (exc >> CE_SHIFT & 3) << CE_BIT | code << 2;
	cp0[EPC] = bd ? c->branch_pc : c->pc;
	bool tlb = code >= EXC_MOD && code <= EXC_TLBS, address = code >= EXC_MOD && code <= EXC_ADES;
	u32 bad_va = address ? c->bad_va : 0;
	if (address || ALWAYS_BADVADDR) cp0[BadVAddr] = bad_va;
	if (tlb || ALWAYS_BADVADDR)
		cp0[Context] = (cp0[Context] & 0xffe00000) | (bad_va >> 10 & 0x1ffffc);
	if (tlb) cp0[EntryHi] = (cp0[EntryHi] & HI_ASID) | (bad_va & HI_VPN);
	if (c->after == LOADED && CP0_LATE) land_at_trap(c);
	if (cp0[Status] & STATUS_BEV && c->machine->board->bev_stops) machine_fault(c->machine, c, exc);
	cp0[Status] = (cp0[Status] & ~63u) | (cp0[Status] << 2 & 60);
	c->pc = (cp0[Status] & STATUS_BEV ? BEV_BASE : VECTOR_BASE) + (exc & EXC_REFILL ? 0 : 0x80);
	c->link_active = c->link_va = c->link_value = 0;
	settle(c);
}
