/* where_linux.c: through the frames that Linux's exception entry leaves on the stack
 * (arch/mips/kernel/ genex.S, SAVE_ALL): a struct pt_regs at sp.  Most of that code has no rows
 * in .debug_frame. */
#include "where_unwind.h"
#include <string.h>

/* struct pt_regs of a 32-bit kernel (asm/ptrace.h of Linux 6.1.192, whose pad0 has eight words;
 * it had six before).  Debug information has the last word. */
struct layout {
	u32 size, regs, status, epc, hi, lo;
};

static struct layout find_layout(struct where *where)
{
	struct layout layout = { .size = 184, .regs = 32, .status = 160, .epc = 180,
				 .hi = 164, .lo = 168 };
	static const char anchor[] = "show_regs", type[] = "pt_regs";
	where_field(where, anchor, type, NULL, &layout.size);
	where_field(where, anchor, type, "regs", &layout.regs);
	where_field(where, anchor, type, "cp0_status", &layout.status);
	where_field(where, anchor, type, "cp0_epc", &layout.epc);
	where_field(where, anchor, type, "hi", &layout.hi);
	where_field(where, anchor, type, "lo", &layout.lo);
	return layout;
}

/* By whole names: handle_irq_event and many others are ordinary functions.  Some kernels put the
 * labels ret_from_ into ra, so it is the pc that counts, not the call before it. */
static bool is_entry_code(const struct cursor *c, bool *interrupt)
{
	static const char *const names[] = {
		"handle_int", "handle_sys", "handle_adel", "handle_ades", "handle_ibe",
		"handle_dbe", "handle_bp", "handle_ri", "handle_ri_rdhwr", "handle_cpu",
		"handle_ov", "handle_tr", "handle_fpe", "handle_reserved", "tlb_do_page_fault_0",
		"tlb_do_page_fault_1", "ret_from_exception", "ret_from_irq",
	};
	const char *name;
	u32 offset;
	if (!where_symbol(c->where, c->regs.pc, &name, &offset))
		return false;
	*interrupt = strcmp(name, names[0]) == 0;
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

/* Is there a struct pt_regs at `at`?  If it saved the kernel's own registers, sp was just above
 * it. */
static bool read_registers(const struct cursor *c, const struct layout *layout, u32 at,
			   struct where_regs *regs)
{
	enum { STATUS_KUP = 8 };
	u32 status;
	for (u32 i = 0; i < 32; i++)
		if (!cursor_word(c, at + layout->regs + 4 * i, &regs->gpr[i]))
			return false;
	if (!cursor_word(c, at + layout->status, &status) ||
	    !cursor_word(c, at + layout->epc, &regs->pc) ||
	    !cursor_word(c, at + layout->hi, &regs->hi) ||
	    !cursor_word(c, at + layout->lo, &regs->lo))
		return false;
	if (regs->gpr[0] != 0 || regs->pc & 3)
		return false;
	if (status & STATUS_KUP)
		return regs->pc < 0x80000000 && regs->gpr[REG_SP] < 0x80000000;
	return regs->gpr[REG_SP] == at + layout->size;
}

bool unwind_linux_exception(struct cursor *c)
{
	u32 va;
	bool interrupt;
	if (!c->called || !is_entry_code(c, &interrupt) ||
	    !where_address(c->where, "ret_from_exception", &va, NULL))
		return false;
	struct layout layout = find_layout(c->where);
	struct where_regs regs = { .pc = 0 };
	u32 sp = c->regs.gpr[REG_SP], above = 0;
	/* handle_int changes to the interrupt stack, whose first word is then the old sp. */
	if (!read_registers(c, &layout, sp, &regs) &&
	    !(interrupt && cursor_word(c, sp, &above) && read_registers(c, &layout, above, &regs)))
		return false;
	c->regs = regs;
	c->called = false;
	c->how = WHERE_EXCEPTION;
	return true;
}
