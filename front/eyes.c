/* eyes.c: see eyes.h. */
#include "eyes.h"
#include "error.h"
#include "options.h"
#include "pace.h"
#include "where.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

bool eyes_wanted(const struct options *o)
{
	return o->dump || o->perf_map || o->jitdump || o->gdb_jit || o->stats;
}

static int open_dump(struct eyes *e, const char *what, struct error *error)
{
	for (const char *p = what; p && *p;) {
		size_t length = strcspn(p, ",");
		if (length == 2 && !strncmp(p, "ir", 2))
			e->ir = true;
		else if (length == 3 && !strncmp(p, "x86", 3))
			e->x86 = true;
		else
			return error_set(error, E_USAGE, "--dump %s: must be of ir, x86", what);
		p += length + (p[length] == ',');
	}
	return E_NONE;
}

/* tools/perf/Documentation of Linux: perf reads names of code in /tmp/perf-PID.map. */
static int open_map(struct eyes *e, struct error *error)
{
	char path[64];
	snprintf(path, sizeof path, "/tmp/perf-%d.map", (int)getpid());
	e->map = fopen(path, "we");
	return e->map ? E_NONE : error_set(error, E_HOST, "--perf-map: %s: %s", path, strerror(errno));
}

int eyes_open(struct eyes *e, const struct options *o, struct error *error)
{
	*e = (struct eyes){ .gdb = o->gdb_jit };
	if (open_dump(e, o->dump, error) || (o->perf_map && open_map(e, error)) ||
		(o->jitdump && jitdump_open(e, error)))
		return error->kind;
	return E_NONE;
}

void eyes_close(struct eyes *e)
{
	gdb_block_gone(e, NULL);
	jitdump_close(e);
	if (e->map)
		fclose(e->map);
	*e = (struct eyes){ 0 };
}

void eyes_name(const struct eyes *e, u32 pc, char *name, size_t size)
{
	const char *symbol;
	u32 offset;
	if (!where_symbol(e->where, pc, &symbol, &offset))
		snprintf(name, size, "vr3000:%08x", pc);
	else if (offset)
		snprintf(name, size, "vr3000:%s+0x%x", symbol, offset);
	else
		snprintf(name, size, "vr3000:%s", symbol);
}

static void made(struct eyes *e, const struct vr3000_block *b)
{
	char name[160];
	eyes_name(e, b->pc, name, sizeof name);
	if (e->ir || e->x86)
		eyes_dump(e, stderr, b);
	if (e->map)
		fprintf(e->map, "%zx %x %s\n", (size_t)(uintptr_t)b->code, b->bytes, name);
	if (e->dump)
		jitdump_block(e, b, name);
	if (e->gdb)
		gdb_block_made(e, b, name);
}

void eyes_block(struct eyes *e, enum vr3000_told what, const struct vr3000_block *b)
{
	switch (what) {
	case VR3000_BLOCK_BEGINS: e->began = host_nanoseconds(); break;
	case VR3000_BLOCK_MADE:
		e->host += host_nanoseconds() - e->began;
		made(e, b);
		break;
	case VR3000_BLOCK_FORGOTTEN: gdb_block_gone(e, b->code); break;
	case VR3000_BLOCKS_FLUSHED: gdb_block_gone(e, NULL); break;
	}
}
