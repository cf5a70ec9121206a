/* cache.h: translated blocks: found by what they assume, joined to each other, forgotten when their
 * code changes.  All of it is a cache: nothing here is state. */
#ifndef CACHE_H
#define CACHE_H
#include "back.h"
#include "jit.h"

enum { HASHES = 1 << 16, HEATS = 1 << 14 };

struct block {
	u32 page, pc;                    /* physical page, virtual address */
	u8 mode, late, live;
	bool mapped;
	u32 bytes;                       /* of guest code from pc on */
	u32 checked, entry;              /* offsets of its host code; 0: the exact path's */
	u32 joined;                      /* the first exit that jumps here: its offset; 0: none */
	u32 next_hash, next_page;
};

struct translator {
	const struct front *front;
	const struct back *back;
	struct code_memory code;
	u32 first, at;                   /* where blocks may start, where the next does */
	u32 blocks, blocks_max;          /* block 0 is none */
	u32 flushes;
	struct block *block;
	u32 *hash, *page;                /* the first block of a bucket, of a physical page */
	struct jump *jump;
	struct ir_block *ir;
	void *work;
	u32 begins[IR_TICKS_MAX + 1];    /* of the block made last: where instructions begin, the end */
	u8 heat[HEATS];
	/* The tier's. */
	u32 heat_needed, ticks_most;
	bool follow;
	/* The run under way. */
	u64 stop, spent;                 /* its end; m->done where its budget will be spent */
	u64 interpret;                   /* ticks that the interpreter shall run next; 0: look around */
};

static inline struct jump *jump_of(struct translator *t, u32 pc, u32 mode, u32 late)
{
	u32 table = mode + (late ? MODES : 0);
	return &t->jump[table * JUMPS + (pc >> 2 & (JUMPS - 1))];
}

static inline u64 tag_of(u32 pc, u32 late)
{
	return pc | (u64)late << 32;
}

/* The code that ran at c's state last, or NULL.  There has been a block. */
static inline const u8 *cache_known(struct translator *t, const struct cpu *c)
{
	u32 late = c->after == LOADED ? c->late_reg : 0;
	const struct jump *j = jump_of(t, c->pc, jit_mode(c), late);
	return j->tag == tag_of(c->pc, late) ? j->code : NULL;
}

size_t cache_table_bytes(u32 pages, size_t code_bytes);
/* NULL: this machine has no code memory, no tables, or no front end: the interpreter runs it. */
struct translator *cache_open(struct machine *);
/* The code to run at c's state; NULL: none, then *odd says that one instruction is the exact
 * path's. */
const u8 *cache_code(struct machine *, struct cpu *, bool *odd);
/* The same where a block left by an exit for c's state: joins it. */
const u8 *cache_code_after(struct machine *, struct cpu *, struct exit *, bool *odd);

/* onward.c */
struct way jit_onward(struct cpu *, const u8 *exit, u32 left);
u32 jit_timed(struct cpu *, const struct decoded *, u32 left, bool loaded);
const u8 *jit_begin(struct machine *, struct cpu *, u32 *left); /* code to run now, or NULL */
void cache_forget(struct machine *, u32 page, u32 first, u32 bytes);
#endif
