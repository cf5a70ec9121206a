/* back.h: a back end: IR in, host code out.  A block's code leaves through exits, which lie in the
 * code memory behind the call that reaches them. */
#ifndef BACK_H
#define BACK_H
#include "ir.h"
#include "machine.h"

enum exit_kind {
	EXIT_CHAIN,     /* on at pc: may be joined to the block there */
	EXIT_INDIRECT,  /* on at the pc that is in its place */
	EXIT_BUDGET,    /* the block has not begun: too few ticks are left */
	EXIT_REMAP,     /* nor here: its page is mapped elsewhere */
	EXIT_ODD,       /* the exact path's turn, for one instruction */
	EXIT_TRAP,      /* an exception: its code is in `from` */
	EXIT_LOOK       /* on at the pc that is in its place, if nothing is due */
};
struct exit {
	u32 pc;
	u8 kind, after, late;
	u8 back;                         /* ticks taken from the budget that were not run */
	u32 site;                        /* where the distance stands that leads here */
	u32 from;                        /* pc of the block it leaves; or the exception */
	u32 next;                        /* the next exit joined to the same block; 0: none */
};

/* What the code of a block assumes. */
struct back_job {
	const struct ir_block *ir;
	u32 mode, late, order, ram_bytes;
	bool ieee;                       /* the FPU computes with denormalized operands */
	bool mapped;                     /* its page is seen through the flat table, at this distance */
	uintptr_t distance;
	u32 (*const *call)(struct cpu *, const struct decoded *, u32 npc, bool loaded);
	/* The same for a row that asks what time it is, with the ticks left in place of npc. */
	u32 (*timed)(struct cpu *, const struct decoded *, u32 left, bool loaded);
	void *work;                      /* work_bytes of it */
	u32 *at;                         /* told: where each instruction's code begins, the last ends */
};
/* Where to go on behind an exit (its address as it runs): code, or NULL; and the ticks to go. */
struct way { const u8 *code; u64 left; };

struct back_code { u32 checked, entry, end; }; /* offsets; checked looks where the page is mapped */

enum { JUMPS = 4096, JUMP_TABLES = 8, BACK_ROOM = 48 << 10 }; /* room for any block */
struct jump { u64 tag; const u8 *code; };       /* tag: pc, and the late place above it */

struct back {
	const char *name;
	size_t work_bytes;
	/* Entry and exit code: where blocks may start.  Exits ask `onward` where to go on. */
	u32 (*begin)(const struct code_memory *,
		struct way (*onward)(struct cpu *, const u8 *exit, u32 left));
	struct back_code (*emit)(const struct code_memory *, u32 at, const struct back_job *);
	/* Runs from `code`, with so many ticks to go, until `onward` knows no code to run. */
	void (*enter)(const struct code_memory *, struct cpu *, const u8 *code, u32 left);
	void (*join)(const struct code_memory *, const struct exit *, u32 target);
	void (*part)(const struct code_memory *, const struct exit *, u32 exit_at);
};
extern const struct back *const back_host;      /* NULL: none for this host */
#endif
