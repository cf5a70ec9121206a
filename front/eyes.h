/* eyes.h: who looks at translated code: dumps for people, names for perf and gdb, and the time that
 * translation takes of the host.  Nothing here can change what a guest sees. */
#ifndef EYES_H
#define EYES_H
#include "base.h"
#include "vr3000.h"
#include <stdio.h>

struct error;
struct options;
struct where;

struct gdb_block;

struct eyes {
	const struct vr3000 *machine;
	struct where *where;
	bool ir, x86;                   /* --dump */
	FILE *map, *dump;               /* --perf-map, --jitdump; or NULL */
	void *mark;                     /* the page that tells perf of the dump */
	bool gdb;
	struct gdb_block *blocks;       /* that gdb knows of */
	u64 number;                     /* of the next block */
	u64 began, host;                /* nanoseconds: this translation's beginning; all of them */
};

bool eyes_wanted(const struct options *);
int eyes_open(struct eyes *, const struct options *, struct error *);
void eyes_close(struct eyes *);
/* The machine's door. */
void eyes_block(struct eyes *, enum vr3000_told, const struct vr3000_block *);
/* "vr3000:memset+0x58" */
void eyes_name(const struct eyes *, u32 pc, char *name, size_t size);

/* eyes_dump.c: a block, guest and host side by side. */
void eyes_dump(const struct eyes *, FILE *, const struct vr3000_block *);

/* eyes_perf.c */
int jitdump_open(struct eyes *, struct error *);
void jitdump_block(struct eyes *, const struct vr3000_block *, const char *name);
void jitdump_close(struct eyes *);

/* eyes_gdb.c */
void gdb_block_made(struct eyes *, const struct vr3000_block *, const char *name);
void gdb_block_gone(struct eyes *, const void *code); /* NULL: all of them */
#endif
