/* region.c: physical memory: which region holds an address, and copies in and out. */
#include "change.h"
#include "code.h"

static bool holds(const struct region *r, u32 pa, u32 bytes)
{
	return pa - r->pa < r->bytes && r->bytes - (pa - r->pa) >= bytes;
}

const struct region *region_peek(const struct machine *m, u32 pa, u32 bytes)
{
	for (u32 i = 0; i < m->regions; i++)
		if (!m->region[i].store && holds(&m->region[i], pa, bytes)) return &m->region[i];
	return NULL;
}

struct region *region_at(struct machine *m, u32 pa, u32 bytes)
{
	if (LIKELY(holds(&m->region[0], pa, bytes))) return &m->region[0];
	return (struct region *)region_peek(m, pa, bytes);
}

/* A span may cross from one region into the next. */
bool memory_read(const struct machine *m, u32 pa, u8 *to, u32 bytes)
{
	while (bytes) {
		const struct region *r = region_peek(m, pa, 1);
		if (!r) return false;
		u32 n = r->bytes - (pa - r->pa) < bytes ? r->bytes - (pa - r->pa) : bytes;
		memcpy(to, r->at + (pa - r->pa), n);
		to += n, pa += n, bytes -= n;
	}
	return true;
}

static void forget_span(struct machine *m, const struct region *r, u32 offset, u32 bytes)
{
	while (bytes) {
		u32 page = r->first_page + (offset >> 12), room = 4096 - (offset & 4095);
		u32 n = room < bytes ? room : bytes;
		if (m->watch[page] & WATCH_CODE) code_forget(m, page, offset & 4095, n);
		offset += n, bytes -= n;
	}
}

bool memory_write(struct machine *m, u32 pa, const u8 *from, u32 bytes)
{
	for (u32 at = pa, left = bytes; left; ) {
		const struct region *r = region_peek(m, at, 1);
		if (!r) return false;
		u32 n = r->bytes - (at - r->pa) < left ? r->bytes - (at - r->pa) : left;
		at += n, left -= n;
	}
	while (bytes) {
		struct region *r = region_at(m, pa, 1);
		u32 n = r->bytes - (pa - r->pa) < bytes ? r->bytes - (pa - r->pa) : bytes;
		change_span(m, r, pa - r->pa, n);
		memcpy(r->at + (pa - r->pa), from, n);
		forget_span(m, r, pa - r->pa, n);
		from += n, pa += n, bytes -= n;
	}
	m->noisy++;
	return true;
}
