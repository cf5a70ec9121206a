/* lower.h: IR to x86-64, what its parts share.
 *
 * rbp is the CPU, r14d the ticks left, r15 the window's base (kernel) or the flat table (user);
 * nine
 * registers hold nine of the guest's at every block's edge; rax, rcx and rdx are free.  All other
 * places are operands in memory.  A value lies in the home of a place that holds it, in a free
 * register, in a slot of the stack, or is made where it is used: an address by the access, a
 * comparison by the jump. */
#ifndef LOWER_H
#define LOWER_H
#include "back.h"
#include "encode.h"

enum {
	CPU = RBP,
	LEFT = R14,
	BASE = R15,
	TEMPS = 3,
	SLOTS = 64,
	STUBS_MAX = 512,
	NO_SLOT = 0xffff
};
enum { ANY_TEMP = 1 << RAX | 1 << RCX | 1 << RDX };
enum { EXIT_CALL = 15 };                 /* bytes from which an exit is taken, before it */
enum { FRAME = 4 * SLOTS + 8, ARGUMENT = 4 * SLOTS };

struct value {
	u16 last;                        /* the item that uses it last */
	u16 home, slot;                  /* a place that holds it; 0: none */
	u8 homes;                        /* how many places hold it */
	u8 temp;                         /* a free register, or NO_REG */
	bool condition, address, other;  /* how it is used */
	bool lazy;                       /* made where it is used */
};

/* Code out of line: an exit, or a slower way that comes back. */
enum stub_what {
	STUB_EXIT, STUB_SIDE, STUB_LOAD, STUB_STORE, STUB_DIVIDE, STUB_INEXACT, STUB_CALL
};
enum { SITES = 8 };
struct stub {
	enum stub_what what;
	u32 site[SITES], sites;          /* jumps that lead here */
	/* An exit: what the state needs, a value for a place or a condition between two targets. */
	u8 kind, after, late, back, on;
	u32 pc, k, exception;
	const struct ir *condition;      /* or the call */
	struct rm a, b;
	/* The slower way. */
	u32 again;
	struct rm base, data;
	u8 width, reg;
	struct stub *exit;               /* for what it cannot do either: a later stub */
};

struct lower {
	struct emit e;
	const struct back_job *job;
	const struct ir_block *b;
	const struct ir *begin;
	u32 now, ticks;                  /* the item, and instructions begun */
	struct value v[IR_MAX];
	u16 holds[IR_PLACES];
	u16 in[TEMPS];
	u32 locked;                      /* free registers that this item uses */
	u16 slot_of[SLOTS];              /* whose it was last */
	struct stub stub[STUBS_MAX];
	u32 stubs;
	u32 exit_code;                   /* where exits are taken */
	const u8 *run;                   /* where the code memory runs */
};

/* values.c */
extern const u8 pin_of[IR_PLACES];       /* the register of a place, or 0 */
extern const u8 pinned[], pinned_count;
void values_prepare(struct lower *);
struct rm value_at(struct lower *, u32 v);           /* where it lies now */
u32 value_in_reg(struct lower *, u32 v);             /* moved to a register if need be; locked */
u32 temp_take(struct lower *, u32 allowed);          /* a free register, emptied and locked */
void temp_claim(struct lower *, u32 reg);            /* this one */
void temp_give(struct lower *, u32 reg, u32 v);      /* v lies there now */
void temps_empty(struct lower *);                    /* before a call */
void place_release(
	struct lower *, u32 place, u32 from); /* what it holds is kept if used from there on */
void place_holds(struct lower *, u32 place, u32 v);
u32 result_in(struct lower *, u32 v);                /* the register to make v in; locked */
void result_is(struct lower *, u32 v, u32 reg);
struct rm place_at(u32 place);

/* operate.c */
void lower_op(struct lower *, u32 v);
enum cc lower_compare(struct lower *, u32 v); /* emits a comparison: the condition for v != 0 */
enum cc emit_compare(struct lower *, const struct ir *, struct rm a, struct rm b, u32 scratch);

/* access.c */
void lower_load(struct lower *, u32 v);
void lower_store(struct lower *, u32 item);
void stub_load(struct lower *, const struct stub *);
void stub_store(struct lower *, const struct stub *);

/* float.c */
void lower_float(struct lower *, const struct ir *, struct stub *inexact, struct stub *slow);
void stub_inexact(struct lower *, const struct stub *);
void stub_float(struct lower *, const struct stub *);

/* lower.c */
void emit_call(struct lower *, const struct ir *, struct stub *exit);

/* exits.c */
struct stub *stub_new(struct lower *, enum stub_what);
struct stub *stub_leave(struct lower *); /* to the exact path, before this instruction */
void stub_site(struct stub *, u32 site);
void lower_end(struct lower *, const struct ir *);
void stubs_emit(struct lower *);
void emit_pins(struct emit *, bool to_memory);
#endif
