/* where_unwind.h: one step of a backtrace, from a function's registers to its caller's. */
#ifndef WHERE_UNWIND_H
#define WHERE_UNWIND_H
#include "where_inside.h"

struct cursor {
	struct where *where;
	const struct where_memory *memory;
	struct where_regs regs; /* those that a callee must preserve, sp and ra; others are stale */
	bool called;            /* pc is where a call returns to; else the very next instruction */
	enum where_how how;
	const char *end; /* why step failed */
};

enum { REG_SP = 29, REG_RA = 31 };

/* The address that stands for the frame: of the call, or pc. */
static inline u32 cursor_place(const struct cursor *c) { return c->regs.pc - (c->called ? 8 : 0); }
static inline bool cursor_word(const struct cursor *c, u32 va, u32 *value)
{
	return where_word(c->where, c->memory, va, value);
}

/* Each tries one way; true: the cursor is at the caller.  False: nothing changed, but end may
 * be. */
bool unwind_cfi(struct cursor *);
bool unwind_linux_exception(struct cursor *);
bool unwind_prologue(struct cursor *);
#endif
