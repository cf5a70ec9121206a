/* words.c: see words.h. */
#include "words.h"
#include "ram.h"

enum { CODE = 8192, FEW = 4 };           /* registers 0-3 meet often */

u32 draw(struct draw *g)
{
	g->s = g->s * 6364136223846793005u + 1442695040888963407u;
	u32 x = (u32)(g->s >> 33), r = (u32)(g->s >> 59);
	return (x >> r | x << (-r & 31)) ^ x << 7;
}

u32 draw_under(struct draw *g, u32 n)
{
	return draw(g) % n;
}

u32 draw_edge(struct draw *g)
{
	static const u32 edge[] = { 0, 1, 2, 3, 4, 31, 32, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff,
		0x7ffffffe, 0x7fffffff, 0x80000000, 0x80000001, 0xfffffffe, 0xffffffff, 0xffff8000,
		0x7f800000, 0x7fc00000, 0xff800001, 0x3f800000, 0x00000001, 0x7ff00000, 0x3ff00000,
		0x41dfffff, 0xaaaaaaaa };
	u32 pick = draw_under(g, COUNT_OF(edge)), other = draw(g);
	return draw_under(g, 2) ? edge[pick] : other;
}

/* Rows that only trap would end most runs: they become arithmetic. */
static enum insn draw_row(struct draw *g)
{
	enum insn i = draw_under(g, INSN_COUNT);
	bool only_traps = insn_masks[i] & M_TRAP && !(insn_masks[i] & ~M_TRAP);
	u32 instead = draw_under(g, 20);
	return only_traps && draw_under(g, 8) ? INSN_addu + instead : i;
}

static bool has_operand(enum insn i, char letter)
{
	for (const char *o = insn_operands[i]; *o; o++)
		if (*o == letter) return true;
	return false;
}

u32 draw_word(struct draw *g)
{
	enum insn i = draw_row(g);
	u32 w = draw(g), few = draw(g) & 0x00631800, near = draw_under(g, CODE / 4);
	if (draw_under(g, 16) == 0) return w;
	if (draw_under(g, 2)) w = (w & ~0x03fff800u) | few;
	if (draw_under(g, 2)) w = (w & ~0xfff8u) | (few & 0xf800);
	if (draw_under(g, 8)) w = (w & ~0xffe0u) | (w >> 31 ? 0xffe0u : 0); /* a near target */
	if (has_operand(i, 'j')) w = (w & ~0x03ffffffu) | near;
	if (draw_under(g, 8)) w &= insn_claimed(i);
	if (!insn_base(i)) return w & 0x03fffffc;
	return (w & ~insn_fixed(i)) | insn_base(i);
}

void draw_memory(struct draw *g, struct machine *m)
{
	for (u32 at = 0; at < CODE; at += 4) ram_word_put(m->region[0].at + at, m->order, draw_word(g));
}

/* uMPS3's map is the R3000's with its halves exchanged. */
static u32 half(const struct cpu *c, u32 va)
{
	return va ^ (c->model->tlb_floor ? 0x80000000 : 0);
}

/* An address that often is code, by the window or by the TLB. */
static u32 draw_place(struct draw *g)
{
	u32 inside = draw_under(g, CODE), end = 4096 - 8 + draw_under(g, 16), any = draw(g);
	u32 at = draw_under(g, 8) ? inside : draw_under(g, 4) ? end : any;
	u32 device = 0xbf000000 + draw_under(g, 32);
	switch (draw_under(g, 8)) {
	case 0: return at;
	case 1: return at + 0xc0000000;
	case 2: return at + 0xa0000000;
	case 3: return device;
	default: return at + 0x80000000;
	}
}

static u32 draw_aligned(struct draw *g, const struct cpu *c, u32 odds)
{
	u32 at = half(c, draw_place(g));
	return draw_under(g, odds) ? at & ~3u : at;
}

static void draw_registers(struct draw *g, struct cpu *c)
{
	for (u32 i = 1; i < 32; i++) {
		u32 place = draw_aligned(g, c, 8), edge = draw_edge(g);
		c->gpr[i] = draw_under(g, 4) ? place : edge;
	}
	for (u32 i = 0; i < 32; i++) c->fpr[i] = draw_edge(g);
	c->hi = draw_edge(g), c->lo = draw_edge(g);
	u32 fcsr = draw(g) & 0x0003ff83, causes = draw_under(g, 4) ? ~(u32)FCSR_CAUSES : ~0u;
	/* What lets the translator compute by itself. */
	if (draw_under(g, 2)) fcsr = draw(g) & 0x107c;
	c->fcsr = fcsr & causes, c->fcond = draw_under(g, 2);
}

static void draw_pipeline(struct draw *g, struct cpu *c)
{
	c->pc = draw_aligned(g, c, 64);
	c->after = draw_under(g, 3);
	u32 target = draw_aligned(g, c, 32);
	u32 branch = draw_under(g, 8) ? c->pc - 4 : half(c, draw_place(g)) & ~3u;
	if (c->after == SLOT) c->target = target, c->branch_pc = branch;
	u32 reg = draw_under(g, 8), value = draw_edge(g);
	static const u8 late_cp0[] = { Status, EntryHi, Index, Count, EntryLo };
	static const u8 late[] = { NOWHERE, 1, 2, 3, NOWHERE, REG_FCOND, REG_F, REG_F + 2 };
	if (c->after == LOADED) c->late_reg = late[reg], c->late_value = reg == 5 ? value & 1 : value;
	if (c->after == LOADED && c->model->tlb_floor && reg < 5) c->late_reg = REG_CP0 + late_cp0[reg];
}

/* A timer of its own, due soon, now and then. */
static void draw_timer(struct draw *g, struct cpu *c)
{
	c->cp0[Count] = draw(g), c->cp0[Compare] = draw_under(g, 30);
	if (draw_under(g, 2)) c->timer_at = c->machine->now + 1 + draw_under(g, 14);
}

static void draw_cp0(struct draw *g, struct cpu *c)
{
	u32 status = draw(g) & 0xf043ff3f;
	if (draw_under(g, 3)) status &= ~(u32)STATUS_KUC;
	if (draw_under(g, 16)) status &= ~(u32)(STATUS_ISC | STATUS_SWC);
	if (draw_under(g, 64)) status &= ~(u32)STATUS_BEV;
	if (draw_under(g, 2)) status |= 0xf0000000;
	c->cp0[Status] = status;
	c->cp0[Cause] = draw(g) & 0x300;
	c->cp0[EntryLo] = draw(g) & 0xffffff00;
	c->cp0[Index] = draw(g) & 0x3f00;
	c->cp0[Context] = draw(g) & 0xfffffffc;
	c->cp0[EPC] = draw_place(g), c->cp0[BadVAddr] = draw(g);
	u32 page = draw(g) & HI_VPN;
	c->cp0[EntryHi] = page | draw_under(g, 2) << 6;
	/* User mode: code where it may run. */
	u32 at = half(c, draw_under(g, CODE) & ~3u);
	if (status & STATUS_KUC && draw_under(g, 8)) {
		c->pc = at;
		if (c->after == SLOT) c->target = at ^ 64, c->branch_pc = at - 4;
	}
}

static void draw_tlb(struct draw *g, struct cpu *c)
{
	for (u32 i = 0; i < TLB_ENTRIES; i++) {
		u32 frame = draw_under(g, 4) * 4096, flags = draw(g) & 0xf00,
			page = draw_under(g, 3) * 4096;
		u32 base = draw_under(g, 2) ? 0xc0000000 : 0, asid = draw_under(g, 2) << 6;
		if (draw_under(g, 2)) flags |= LO_V | LO_G;
		if (draw_under(g, 16) == 0) frame = 0x1f000000;
		c->tlb_lo[i] = frame | flags;
		c->tlb_hi[i] = half(c, i < 8 ? (base + page) | asid : 0xe0000000 + (i << 12));
	}
}

/* A loop that writes to itself: sw $2, 0 to 28($1), where $1 is pc or a mapped alias of it, and a
 * branch back. */
static void self_modify(struct draw *g, struct machine *m)
{
	struct cpu *c = m->cpu;
	u32 offset = half(c, c->pc) - 0x80000000;
	u32 store = draw_under(g, 8) * 4, branch = 4 * draw_under(g, 3);
	u32 word = draw_word(g);
	if (offset > CODE - 32 || offset & 3) return;
	c->gpr[1] = c->pc, c->gpr[2] = word;
	c->after = PLAIN, c->target = c->branch_pc = c->late_reg = c->late_value = 0;
	if (draw_under(g, 2)) {
		c->tlb_hi[0] = half(c, 0xc0000000);
		c->tlb_lo[0] = (offset & 0xfffff000) | LO_V | LO_D | LO_G;
		c->gpr[1] = half(c, 0xc0000000) + (offset & 0xfff);
	}
	ram_word_put(m->region[0].at + offset + 4, m->order, 0xac220000 | store);
	ram_word_put(m->region[0].at + offset + 8 + branch, m->order, 0x1000fffc);
}

void draw_state(struct draw *g, struct machine *m)
{
	struct cpu *c = m->cpu;
	machine_reset(m);
	m->asking[0] = 0, m->ask_at[0] = 0;
	draw_registers(g, c);
	draw_pipeline(g, c);
	draw_cp0(g, c);
	draw_tlb(g, c);
	u32 itself = draw_under(g, 8), lines = draw(g) & 31, alarm = draw_under(g, 14);
	if (draw_under(g, 2)) c->gpr[1 + itself % 3] = c->pc + 4 * itself;
	m->now = draw(g);
	if (c->model->core[m->order]->timer_ticks) draw_timer(g, c);
	c->lines = draw_under(g, 4) ? 0 : lines;
	if (draw_under(g, 2)) m->when[0] = m->now + 1 + alarm;
	if (draw_under(g, 4) == 0) self_modify(g, m);
}
