/* vr3000_core.h: opening a machine in memory of the caller's, for hosts without mmap. */
#ifndef VR3000_CORE_H
#define VR3000_CORE_H
#include "vr3000.h"

/* Arenas, in bytes.  All zero-filled; ram page aligned (its pages may appear on first touch),
 * tables likewise and mostly untouched, state aligned to 64.  code is memory for host code, seen
 * at two
 * addresses: where it is written and where it runs; without it (NULL) a translating engine
 * interprets. */
struct vr3000_needs { size_t state, ram, tables, code; };
struct vr3000_memory { void *state, *ram, *tables, *code_write, *code_run; };

/* False with the sentence: the configuration is refused. */
bool vr3000_needs(const struct vr3000_config *, struct vr3000_needs *, struct vr3000_error *);
/* The machine lives in the arenas, which stay the caller's; there is nothing to close.  Without
 * tables (NULL) it runs, more slowly. */
struct vr3000 *vr3000_make(const struct vr3000_config *, const struct vr3000_doors *,
	const struct vr3000_memory *, struct vr3000_error *);
/* vr3000_keep in memory of the caller's, zero-filled, page aligned, his until the machine ends. */
bool vr3000_keep_in(struct vr3000 *, void *memory, size_t bytes, uint64_t period,
	struct vr3000_error *);
#endif
