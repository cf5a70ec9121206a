/* where_prologue.c: finds a caller without debug information, from the instructions between the
 * start of the function and the place: how much stack was taken, where $ra and others were
 * saved. */
#include "where_unwind.h"

enum {
	SCAN_BYTES_MAX = 1 << 16,
	SEARCH_BYTES_MAX = 1 << 12, /* back to the start of a function that has no symbol */
	REG_S0 = 16, REG_S7 = 23, REG_FP = 30,
	INSN_JR_RA = 0x03e00008,
	INSN_ADDU_FP_SP = 0x03a0f021,
	INSN_OR_FP_SP = 0x03a0f025,
};

/* The frame's address is sp as the caller had it. */
struct prologue {
	u32 taken;     /* the frame's address is sp + taken */
	bool has_fp;   /* it is fp + fp_taken too, and stays so when sp moves */
	u32 fp_taken;
	u32 saved;     /* a bit for each register that lies in the frame */
	u32 place[32]; /* from the frame's address */
};

static bool is_addiu_sp(u32 insn) { return insn >> 16 == 0x27bd; }
static bool is_sw_at_sp(u32 insn) { return insn >> 21 == (0x2b << 5 | REG_SP); }
static u32 immediate(u32 insn) { return ((insn & 0xffff) ^ 0x8000) - 0x8000; }
static bool takes_stack(u32 insn) { return is_addiu_sp(insn) && insn & 0x8000; }

static bool is_preserved(u32 reg)
{
	return (reg >= REG_S0 && reg <= REG_S7) || reg == REG_FP || reg == REG_RA;
}

static void read_instruction(struct prologue *p, u32 insn)
{
	u32 reg = insn >> 16 & 31;
	if (is_addiu_sp(insn)) {
		p->taken -= immediate(insn);
	} else if (insn == INSN_ADDU_FP_SP || insn == INSN_OR_FP_SP) {
		p->has_fp = true;
		p->fp_taken = p->taken;
	} else if (is_sw_at_sp(insn) && is_preserved(reg) && !(p->saved & 1u << reg)) {
		p->saved |= 1u << reg;
		p->place[reg] = immediate(insn) - p->taken;
	}
}

/* A return in mid-function gives the stack back for those who leave there; behind its delay slot
 * things are as they were. */
static bool read_instructions(const struct cursor *c, u32 from, u32 to, struct prologue *p)
{
	u32 insn = 0, before = 0, taken = 0;
	for (u32 at = from; at != to; at += 4, before = insn) {
		if (!cursor_word(c, at, &insn))
			return false;
		read_instruction(p, insn);
		if (takes_stack(insn))
			taken = p->taken;
		if (before == INSN_JR_RA)
			p->taken = taken;
	}
	return true;
}

/* Upwards: the `addiu sp,sp,-n` above the nearest `sw ra,m(sp)`, else the nearest one.  A `jr ra`
 * ends another function, or this one in its middle, which cannot be told. */
static bool search_start(const struct cursor *c, u32 place, u32 *start)
{
	u32 insn;
	bool found = false, saves = false;
	for (u32 at = place; place - at < SEARCH_BYTES_MAX && cursor_word(c, at, &insn); at -= 4) {
		if (insn == INSN_JR_RA && place - at > 4)
			break;
		saves |= is_sw_at_sp(insn) && (insn >> 16 & 31) == REG_RA;
		if (takes_stack(insn) && (saves || !found)) {
			*start = at;
			found = true;
			if (saves)
				break;
		}
	}
	return found;
}

static bool find_start(const struct cursor *c, u32 place, u32 *start)
{
	const struct elf_symbol *symbol = where_find(c->where, place);
	if (!symbol || !symbol->code)
		return search_start(c, place, start);
	*start = symbol->value;
	return place - *start < SCAN_BYTES_MAX;
}

static bool restore(struct cursor *c, const struct prologue *p)
{
	struct where_regs caller = c->regs;
	u32 frame = p->has_fp && p->taken ? c->regs.gpr[REG_FP] + p->fp_taken
					  : c->regs.gpr[REG_SP] + p->taken;
	/* Nothing taken: before the frame is made or after it is gone, the registers are whole. */
	for (u32 reg = 0; reg < 32 && p->taken; reg++)
		if (p->saved & 1u << reg &&
		    !cursor_word(c, frame + p->place[reg], &caller.gpr[reg]))
			return false;
	caller.gpr[REG_SP] = frame;
	caller.pc = caller.gpr[REG_RA];
	c->regs = caller;
	c->called = true;
	c->how = WHERE_PROLOGUE;
	return true;
}

bool unwind_prologue(struct cursor *c)
{
	struct prologue p = { 0 };
	u32 start, place = cursor_place(c), entry = c->where->elf->entry;
	if (place & 3 || !find_start(c, place, &start) || !read_instructions(c, start, place, &p)) {
		c->end = "no frame information here";
		return false;
	}
	if (c->called && !(p.taken && p.saved & 1u << REG_RA)) {
		c->end = entry - start <= place - start ? "the program starts here"
							: "entry code: no caller is saved here";
		return false;
	}
	if (restore(c, &p))
		return true;
	c->end = "the stack cannot be read";
	return false;
}
