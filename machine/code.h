/* code.h: code made ready to run: one array of decoded instructions for each physical page that
 * executes, taken round robin from an arena.  A cache: it holds no state.
 *
 * A page with decoded words has its byte in m->watch set and leaves the flat tables' store entries
 * of every CPU, so that stores to it take the slow path and call code_forget. */
#ifndef CODE_H
#define CODE_H
#include "machine.h"

/* Beside the rows of the table: a word not looked at yet, the end of the page, a break address, the
 * last word but one where the core looks ahead (its row is in `ahead`). */
enum { UNDECODED = INSN_COUNT, PAGE_END, BREAK_HERE, LOOK_AHEAD, OPS };
enum { CODE_WORDS = 1024, LOOKS_AT = CODE_WORDS - 2 };

struct code_page { struct decoded at[CODE_WORDS + 1]; u64 ahead; };
struct code {
	struct code_page *page;
	u32 pages, next;
	u32 epoch;               /* counts what makes a kept place of code stale; from 1 */
	u16 *stores, *most;      /* by physical page: words overwritten since decoded; how many end */
	u16 *of;                 /* physical page: 1 + index of its array, or 0 */
	u32 *owner;              /* index of the array: its physical page, or ~0 */
};

struct code_page *code_page(struct machine *, u32 page, bool *fresh);
void code_forget(struct machine *, u32 page, u32 first, u32 bytes); /* offsets in the page */
void code_forget_all(struct machine *);
u8 *code_bytes(const struct machine *, u32 page); /* the memory of a physical page */
bool code_breaks(const struct machine *, u32 offset); /* a break address lies there in some page */
#endif
