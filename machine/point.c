/* point.c: see point.h. */
#include "point.h"

/* ---- which pages they are on ---- */

static bool is_direct(u32 va)
{
	return va >> 30 == 2;
}

static u32 page_of(const struct machine *m, u32 pa)
{
	const struct region *r = region_peek(m, pa, 1);
	return r ? r->first_page + ((pa - r->pa) >> 12) : m->pages;
}

static void mark(struct machine *m, const struct point *p)
{
	for (u32 at = p->pa & ~4095u; p->direct && at < p->pa + p->bytes; at += 4096) {
		u32 page = page_of(m, at);
		if (page < m->pages && p->kinds & POINT_WRITE) m->watch[page] |= WATCH_POINT;
		m->points_read |= p->kinds & POINT_READ;
	}
}

static void mark_all(struct machine *m)
{
	for (u32 i = 0; i < m->pages; i++) m->watch[i] &= (u8)~WATCH_POINT;
	m->points_read = false;
	for (u32 i = 0; i < m->points; i++) mark(m, &m->point[i]);
	for (u32 i = 0; i < m->cpus; i++) m->cpu[i].model->core[m->order]->remap(&m->cpu[i]);
}

bool point_set(struct machine *m, u32 va, u32 bytes, u32 kinds, bool set)
{
	u32 i = 0;
	while (i < m->points && (m->point[i].va != va || m->point[i].bytes != bytes ||
		m->point[i].kinds != kinds)) i++;
	if (set && (i == POINTS_MAX || !bytes || bytes - 1 > ~va)) return false;
	if (set && i == m->points)
		m->point[m->points++] = (struct point){ va, va & 0x1fffffff, bytes, kinds, is_direct(va) };
	if (!set && i < m->points) m->point[i] = m->point[--m->points];
	mark_all(m);
	return true;
}

bool point_on_page(const struct machine *m, u32 va, u32 kinds)
{
	u32 page = va >> 12;
	for (u32 i = 0; i < m->points; i++) {
		const struct point *p = &m->point[i];
		if (!p->direct && p->kinds & kinds && p->va >> 12 <= page &&
			(p->va + p->bytes - 1) >> 12 >= page) return true;
	}
	return false;
}

/* ---- accesses ---- */

static void accessed(struct cpu *c, u32 va, u32 pa, u32 bytes, u32 kind)
{
	struct machine *m = c->machine;
	for (u32 i = 0; i < m->points; i++) {
		const struct point *p = &m->point[i];
		u32 at = p->direct ? pa : va, from = p->direct ? p->pa : p->va;
		if (!(p->kinds & kind) || (at - from >= p->bytes && from - at >= bytes)) continue;
		m->hit = kind, m->hit_va = p->va, m->hit_cpu = c->index;
		m->called = true;       /* the core comes back after this instruction */
		m->noisy++;             /* which is no part of an idle loop */
		return;
	}
}

/* Of one that reaches part of a word: the first and the number of its bytes. */
static u32 part_of(const struct machine *m, u32 va, enum width width, u32 *bytes)
{
	u32 marks = ram_merge(0, va & 3, width, m->order, ~0u), first = 4, last = 0;
	for (u32 i = 0; i < 4; i++) {
		if (!(marks >> 8 * (m->order == BIG ? 3 - i : i) & 1)) continue;
		first = least(first, i), last = i;
	}
	*bytes = last - first + 1;
	return first - (va & 3);
}

void point_written(struct cpu *c, u32 va, u32 pa, enum width width)
{
	u32 bytes, at = part_of(c->machine, va, width, &bytes);
	accessed(c, va + at, pa + at, bytes, POINT_WRITE);
}

void point_read(struct cpu *c, u32 va, u32 pa, enum width width)
{
	u32 bytes = width == U8 || width == S8 ? 1 : width == U16 || width == S16 ? 2 : 4;
	u32 into = width == PART ? va & 3 : 0;
	if (width != TOUCH) accessed(c, va - into, pa - into, bytes, POINT_READ);
}
