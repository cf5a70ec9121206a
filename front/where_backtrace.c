/* where_backtrace.c: the chain of callers.  For each frame three ways to the next one are
 * tried, the most trustworthy first: what an exception saved, .debug_frame, the function's own
 * instructions. */
#include "where_cfi.h"
#include "where_unwind.h"
#include <string.h>

/* ---- by .debug_frame ---- */

static const struct cfi *open_cfi(struct where *where)
{
	if (!where->cfi_tried) {
		where->cfi_tried = true;
		where->cfi = cfi_open(where->elf);
	}
	return where->cfi;
}

static bool apply_rule(const struct cursor *c, const struct cfi_row *row, u32 cfa, u32 column,
		       u32 *value)
{
	must(column < CFI_COLUMNS);
	const struct cfi_rule *rule = &row->rule[column];
	switch (rule->kind) {
	case CFI_SAME:
		if (column > 31)
			return false;
		*value = column == REG_SP ? cfa : c->regs.gpr[column];
		return true;
	case CFI_AT:
		return cursor_word(c, cfa + (u32)rule->number, value);
	case CFI_VALUE:
		*value = cfa + (u32)rule->number;
		return true;
	case CFI_REGISTER:
		if (rule->number < 0 || rule->number > 31)
			return false;
		*value = c->regs.gpr[rule->number];
		return true;
	default:
		return false;
	}
}

/* Entry code often has rows that say nothing: $ra holds the caller's address only where no call
 * and no exception came in between. */
static bool says_nothing(const struct cursor *c, const struct cfi_row *row)
{
	return row->rule[row->return_column].kind == CFI_SAME && (c->called || row->interrupted);
}

bool unwind_cfi(struct cursor *c)
{
	struct cfi_row row;
	struct where_regs caller = c->regs;
	u32 inside = c->regs.pc - (c->called ? 1 : 0); /* the delay slot's row, not the next one */
	if (!cfi_find(open_cfi(c->where), inside, &row))
		return false;
	if (says_nothing(c, &row)) {
		c->end = row.interrupted ? "exception entry: EPC says where it came from" : NULL;
		return false;
	}
	must(row.cfa_register < 32);
	u32 cfa = c->regs.gpr[row.cfa_register] + (u32)row.cfa_offset;
	if (!apply_rule(c, &row, cfa, row.return_column, &caller.pc)) {
		c->end = "the return address cannot be read";
		return false;
	}
	/* A register that is lost keeps its stale value: no row that could need it is sound. */
	for (u32 i = 1; i < 32; i++)
		apply_rule(c, &row, cfa, i, &caller.gpr[i]);
	c->regs = caller;
	c->called = !row.interrupted;
	c->how = row.interrupted ? WHERE_EXCEPTION : WHERE_CFI;
	return true;
}

/* ---- the chain ---- */

static bool is_vector(u32 pc)
{
	return pc >> 9 == 0x80000000 >> 9 || pc >> 9 == 0xbfc00000 >> 9;
}

/* At a vector nothing is saved yet: the registers are those of where EPC says. */
static bool unwind_vector(struct cursor *c)
{
	if (c->how != WHERE_HERE || !is_vector(c->regs.pc) || !c->regs.epc)
		return false;
	c->regs.pc = c->regs.epc;
	c->how = WHERE_EXCEPTION;
	return true;
}

/* A jump to a wild address: whoever jumped there may have left its own in $ra. */
static bool unwind_wild(struct cursor *c)
{
	u32 ra = c->regs.gpr[REG_RA];
	if (c->called || is_vector(c->regs.pc) || where_is_code(c->where, c->regs.pc) ||
	    !where_is_code(c->where, ra - 8))
		return false;
	c->regs.pc = ra;
	c->called = true;
	c->how = WHERE_RETURN;
	return true;
}

static const char *why_not_code(u32 pc)
{
	if (is_vector(pc))
		return "an exception vector: EPC says where it came from";
	if (pc >> 20 == 0xbfc)
		return "in the firmware";
	return pc < 0x80000000 ? "user mode" : "not in the program's code";
}

static bool step(struct cursor *c)
{
	c->end = NULL;
	if (unwind_vector(c) || unwind_wild(c))
		return true;
	if (!where_is_code(c->where, cursor_place(c))) {
		c->end = why_not_code(c->regs.pc);
		return false;
	}
	/* Linux first: its rows for the interrupt handler do not know the interrupt stack. */
	if (unwind_linux_exception(c) || unwind_cfi(c))
		return true;
	return !c->end && unwind_prologue(c);
}

/* One frame, before it those of the functions inlined at its place; how many. */
static int fill_frames(struct cursor *c, struct where_frame *frames, int max)
{
	u32 place = cursor_place(c);
	memset(frames, 0, (size_t)max * sizeof *frames);
	int n = where_inlined(c->where, place, frames, max);
	must(n <= max);
	if (n == 0)
		n = 1;
	for (int i = 0; i < n; i++) {
		frames[i].pc = c->regs.pc;
		frames[i].sp = c->regs.gpr[REG_SP];
		frames[i].how = i == 0 ? c->how : WHERE_INLINED;
	}
	if (where_symbol(c->where, place, &frames[n - 1].name, &frames[n - 1].offset))
		frames[n - 1].offset += c->regs.pc - place;
	return n;
}

/* Stacks grow down, so a caller's sp is higher; an exception may have come from another stack. */
static const char *implausible(const struct cursor *before, const struct cursor *after)
{
	u32 sp = after->regs.gpr[REG_SP], sp_before = before->regs.gpr[REG_SP];
	if (after->regs.pc == 0)
		return "no caller";
	if (after->regs.pc & 3 || sp & 3)
		return "the caller's address or stack is damaged";
	if (after->how == WHERE_EXCEPTION)
		return NULL;
	if (sp < sp_before || (sp == sp_before && before->called))
		return "the stack does not go on";
	if (!where_is_code(after->where, cursor_place(after)))
		return "the return address is not code";
	return NULL;
}

int where_backtrace(struct where *where, const struct where_regs *regs,
		    const struct where_memory *memory, struct where_frame *frames, int max)
{
	struct cursor c = { .where = where, .memory = memory, .regs = *regs, .how = WHERE_HERE };
	if (!where || max <= 0)
		return 0;
	for (int n = 0; n < max;) {
		struct cursor before = c;
		n += fill_frames(&c, frames + n, max - n);
		if (step(&c))
			c.end = implausible(&before, &c);
		if (c.end) {
			frames[n - 1].end = c.end;
			return n;
		}
	}
	return max;
}
