/* change.c: see change.h. */
#include "board.h"
#include "change.h"
#include "code.h"

static void remap(struct machine *m)
{
	for (u32 i = 0; i < m->cpus; i++) m->cpu[i].model->core[m->order]->remap(&m->cpu[i]);
}

void change_seen(struct machine *m, enum same who)
{
	for (u32 page = 0; page < m->pages; page++) {
		m->same[page] |= (u8)who;
		m->watch[page] |= WATCH_CLEAN;
	}
	remap(m);
}

void change_begins(struct machine *m, u32 page)
{
	if (!(m->watch[page] & WATCH_CLEAN)) return;
	if (m->same[page] & SAME_HISTORY && m->doors.changing)
		m->doors.changing(m->doors.context, page);
	m->watch[page] &= (u8)~WATCH_CLEAN;
	m->same[page] = 0;
	remap(m);
}

void change_span(struct machine *m, const struct region *r, u32 offset, u32 bytes)
{
	if (!bytes) return;
	u32 last = r->first_page + ((offset + bytes - 1) >> 12);
	for (u32 page = r->first_page + (offset >> 12); page <= last; page++) change_begins(m, page);
}

void change_travels(struct machine *m, u32 page)
{
	m->same[page] &= SAME_HISTORY;
	if (m->watch[page] & WATCH_CODE) code_forget(m, page, 0, 4096);
}
