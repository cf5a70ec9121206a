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
	u32 begins[IR_TICKS_MAX];        /* of the block made last: where its instructions begin */
	u8 heat[HEATS];
	/* The tier's. */
	u32 heat_needed, ticks_most;
	bool follow;
};

size_t cache_table_bytes(u32 pages, size_t code_bytes);
/* NULL: this machine has no code memory, no tables, or no front end: the interpreter runs it. */
struct translator *cache_open(struct machine *);
/* The code to run at c's state; NULL: none, then *odd says that one instruction is the exact
 * path's. */
const u8 *cache_code(struct machine *, struct cpu *, bool *odd);
/* The same where a block left by an exit for c's state: joins it. */
const u8 *cache_code_after(struct machine *, struct cpu *, struct exit *, bool *odd);
void cache_forget(struct machine *, u32 page, u32 first, u32 bytes);
#endif
