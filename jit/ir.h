/* ir.h: what a front end makes of guest code, and all that passes and back ends know of it.
 *
 * A block is a list of items in execution order.  An item that makes a value is named by its index.
 * Registers are places: words of the guest's state, by offset / 4 from its start.  Nothing here
 * knows a guest's instructions.
 *
 * A block is entered with the canonical state in the places and with at least `ticks` ticks to go,
 * and ends by its last item.  Wherever an item cannot go on (an access that is no plain memory, a
 * condition
 * that traps), it leaves *before* its instruction: the state is then what IR_BEGIN of that
 * instruction says, and the caller's exact path does the instruction at once: there is a tick left
 * for it, and nobody looks at the state before it is through.
 *
 *   CONST k               a number
 *   GET k                 the place k
 *   OP sub a b            an operator of op.def
 *   LOAD sub a            memory at address a, of width sub; may leave
 *   SET k a               the place k becomes a
 *   STORE sub a b         memory at a becomes b; may leave
 *   BEGIN k sub           the instruction at pc k begins, with what sub says on its way (enum on):
 *                         ON_LATE: a will reach the place k2; ON_TO: the pc after it is a;
 *                         ON_IF: the pc after it is k2 if a is not zero, else k + 4
 *   LEAVE_IF a            leaves when a is not zero
 *   LEAVE                 leaves
 *   TRAP k                leaves, to take the exception k at this instruction
 *   CALL sub k k2         the front end's function sub with the eight bytes k, k2; it may change
 *                         the places from a up to b, and PLACE_LATE_VALUE; leaves when it
 *                         answers nonzero (of coprocessor 0's places: told what time it is)
 *   SIDE a k              ends at pc k when a is not zero
 *   GOTO k                ends at pc k
 *   BRANCH a k k2         ends at k when a is not zero, else at k2
 *   JUMP a                ends at the pc that a is
 *   LOOK a                the same; mode, interrupts or mappings may be others now
 *
 * The sub of the last five is the place that a load is on its way to, or 0; PLACE_LATE_VALUE then
 * holds its value.  A block's first GET of that place is how it takes such a load over. */
#ifndef IR_H
#define IR_H
#include "cpu.h"

enum ir_kind {
	IR_CONST,
	IR_GET,
	IR_OP,
	IR_LOAD, /* these make values */
	IR_SET,
	IR_STORE,
	IR_BEGIN,
	IR_LEAVE_IF,
	IR_LEAVE,
	IR_TRAP,
	IR_CALL,
	IR_SIDE,
	IR_GOTO,
	IR_BRANCH,
	IR_JUMP,
	IR_LOOK,
	IR_KINDS
};
/* What a block assumes of the machine, beside its code. */
enum { MODE_USER = 1, MODE_FPU = 2, MODES = 4 };
/* A CALL's k2, where it is floating arithmetic: what it makes of the places that the second and
 * third byte of k name, for the place that the fourth does; a back end may do it by itself.  A
 * comparison's condition is above. */
enum floating {
	FLOAT_OTHER, FLOAT_add, FLOAT_sub, FLOAT_mul, FLOAT_div, FLOAT_COMPARE, FLOAT_FROM_WORD,
	FLOAT_WHAT = 15, FLOAT_DOUBLE = 16, FLOAT_CONDITION = 8
};
enum on { ON_PLAIN, ON_LATE, ON_TO, ON_IF };
enum {
	IR_MAX = 1536,
	IR_STACK = 16,
	IR_PLACES = 240,
	IR_NONE = 0xffff,
	IR_TICKS_MAX = 64,
	PLACE_LATE_VALUE = offsetof(struct cpu, late_value) / 4,
	PLACE_CP0 = offsetof(struct cpu, cp0) / 4,
	PLACE_LINES = offsetof(struct cpu, lines) / 4
};

struct ir { u8 kind, sub; u16 a, b; u32 k, k2; };

struct ir_block {
	struct ir ir[IR_MAX];
	u32 n, ticks;                    /* items; BEGINs */
	u32 pc, bytes;                   /* the code it was made from */
	bool empty;                      /* its first instruction is left to the exact path */
	/* The builder's: the operand stack, and which value each place holds. */
	u16 stack[IR_STACK];
	u32 depth;
	u16 held[IR_PLACES];
};

void ir_begin(struct ir_block *, u32 pc);
u16 ir_put(struct ir_block *, struct ir);
u16 ir_number(struct ir_block *, u32 k);
u16 ir_get(struct ir_block *, u32 place);        /* the value it holds now */
void ir_set(struct ir_block *, u32 place, u16 value);
u16 ir_op(struct ir_block *, enum op, u16 a, u16 b); /* folded, or found again */
void ir_forget(struct ir_block *, u32 place, u32 end); /* places may have changed */
bool ir_full(const struct ir_block *);           /* no room for one more instruction */
u32 ir_apply(enum op, u32 a, u32 b);

/* The postfix form that the translate reading is written in. */
void ir_push(struct ir_block *, u16 value);
u16 ir_pop(struct ir_block *);
static inline void ir_push_number(struct ir_block *b, u32 k)
{
	ir_push(b, ir_number(b, k));
}
void ir_push_op(struct ir_block *, enum op);
u64 ir_hash(const struct ir_block *, u64 seed);  /* the same from every compiler */
#endif
