/* history_pages.c: the states of the time that is kept (history.h): the pool of slots, the lists of
 * changed pages, and the exchange by which the machine travels. */
#include "history.h"
#include "event.h"

enum { MERGE_ABOVE = 48 };              /* with fewer states the oldest goes, not the closest */

/* ---- slots ---- */

static bool give_up_oldest(struct history *h);

u32 history_slot(struct history *h)
{
	while (!h->free && h->unused == h->slots)
		if (h->past || !give_up_oldest(h)) {
			h->lost = true;
			return 0;
		}
	u32 s = h->free ? h->free : h->unused++;
	if (h->free) h->free = h->slot[s].next, h->free_count--;
	h->slot[s] = (struct slot){ 0 };
	return s;
}

void history_free(struct history *h, struct chain *c)
{
	for (u32 s = c->first, next; s; s = next) {
		next = h->slot[s].next;
		h->slot[s].next = h->free;
		h->free = s, h->free_count++;
	}
	*c = (struct chain){ 0 };
}

static u8 *slot_bytes(const struct history *h, u32 slot)
{
	return h->memory + (size_t)slot * SLOT_BYTES;
}

static void link(struct history *h, struct chain *c, u32 s)
{
	h->slot[s].next = c->first;
	c->first = s, c->slots++;
}

static void push(struct history *h, struct chain *c, u32 page, const u8 *bytes)
{
	u32 s = history_slot(h);
	if (!s) return;
	h->slot[s].page = page;
	memcpy(slot_bytes(h, s), bytes, SLOT_BYTES);
	link(h, c, s);
}

void history_changing(void *context, u32 page)
{
	struct history *h = ((struct vr3000 *)context)->history;
	if (!h->lost) push(h, &h->fresh, page, code_bytes(h->machine, page));
}

/* ---- the blob: every field of the lists, the isolated caches, and the counters ---- */

struct walk { u8 *blob; size_t used; bool load; };

static void span(struct walk *w, void *at, size_t bytes)
{
	if (w->blob && w->load) memcpy(at, w->blob + w->used, bytes);
	else if (w->blob) memcpy(w->blob + w->used, at, bytes);
	w->used += bytes;
}

static void walk_counters(struct walk *w, struct machine *m)
{
	span(w, &m->counters, sizeof m->counters);
	for (u32 i = 0; i < m->cpus; i++)
		span(w, m->cpu[i].traps,
			offsetof(struct cpu, window) - offsetof(struct cpu, traps));
}

size_t history_blob(struct history *h, u8 *blob, bool load)
{
	struct machine *m = h->machine;
	struct walk w = { blob, 0, load };
	struct section s;
	for (u32 i = 0; machine_section(m, i, &s); i++)
		for (u32 k = 0; k < s.fields; k++) {
			u8 *at = (u8 *)s.base + s.field[k].offset;
			if (at == (u8 *)&m->out_at) h->blob_out_at = (u32)w.used;
			span(&w, at, s.field[k].size * s.field[k].count);
		}
	for (u32 i = 0; i < m->cpus; i++)
		for (int k = 0; k < 2; k++)
			if (m->cpu[i].cache[k]) span(&w, m->cpu[i].cache[k], 2 * m->cache_bytes[k]);
	h->blob_state = (u32)w.used;
	walk_counters(&w, m);
	return w.used;
}

/* ---- travelling ---- */

static void exchange_page(u8 *a, u8 *b)
{
	u8 keep[SLOT_BYTES];
	memcpy(keep, a, sizeof keep);
	memcpy(a, b, sizeof keep);
	memcpy(b, keep, sizeof keep);
}

static void exchange(struct history *h, const struct chain *c)
{
	struct machine *m = h->machine;
	for (u32 s = c->first; s; s = h->slot[s].next) {
		u32 page = h->slot[s].page;
		u8 *kept = slot_bytes(h, s);
		if (page >= m->pages) exchange_page(h->blob + (size_t)(page - m->pages) * SLOT_BYTES, kept);
		else if (memcmp(code_bytes(m, page), kept, SLOT_BYTES)) {
			change_travels(m, page);
			exchange_page(code_bytes(m, page), kept);
		}
	}
}

static u64 idle_ticks(const struct machine *m)
{
	return m->counters.waited + m->counters.skipped;
}

static void seen(struct history *h)
{
	struct kept *k = &h->kept[h->here];
	h->next = k->tape;
	h->idle = idle_ticks(h->machine);
	change_seen(h->machine, SAME_HISTORY);
}

void history_go(struct history *h, u32 kept)
{
	struct machine *m = h->machine;
	must(h->past && kept < h->count);
	exchange(h, &h->fresh);
	history_free(h, &h->fresh);
	while (h->here > kept) exchange(h, &h->kept[--h->here].pages);
	while (h->here < kept) exchange(h, &h->kept[h->here++].pages);
	history_blob(h, h->blob, true);
	m->input_count = 0;
	m->next_event = event_next(m);
	m->probe_at = 0, m->probe_wait = 0;
	m->idled = m->stopped_short = m->breaks_here = false;
	m->break_at = 0, m->hit = 0;
	m->called = true;
	seen(h);
}

/* ---- keeping ---- */

static void place(struct history *h, struct kept *k)
{
	const struct machine *m = h->machine;
	*k = (struct kept){ .at = { m->now, m->done, m->turn, m->begun }, .written = h->written,
		.tape = { h->tape_last, h->slot[h->tape_last].used } };
	h->written = false;
}

void history_begin(struct history *h)
{
	h->unused = 1, h->free = h->free_count = 0;
	h->fresh = (struct chain){ 0 };
	h->past = h->written = h->lost = false;
	h->here = 0, h->count = 1, h->held_count = 0;
	h->kept[0] = (struct kept){ 0 };
	history_tape_begin(h);
	place(h, &h->kept[0]);
	history_blob(h, h->blob, false);
	seen(h);
}

/* What of the blob has changed goes into `fresh`. */
static void blob_changes(struct history *h)
{
	history_blob(h, h->scratch, false);
	for (u32 i = 0; i < h->blob_pages; i++) {
		u8 *then = h->blob + (size_t)i * SLOT_BYTES, *now = h->scratch + (size_t)i * SLOT_BYTES;
		if (!memcmp(then, now, SLOT_BYTES)) continue;
		push(h, &h->fresh, h->machine->pages + i, then);
		memcpy(then, now, SLOT_BYTES);
	}
}

static void remove_kept(struct history *h, u32 i)
{
	memmove(&h->kept[i], &h->kept[i + 1], (h->count - i - 1) * sizeof h->kept[0]);
	h->count--, h->here--;
}

static bool give_up_oldest(struct history *h)
{
	if (!h->here) return false;
	history_free(h, &h->kept[0].pages);
	remove_kept(h, 0);
	history_tape_trim(h);
	return true;
}

/* kept[i] goes: what had changed by then stays as it was before, the rest as it was there. */
static void merge(struct history *h, u32 i)
{
	struct chain *before = &h->kept[i - 1].pages, *after = &h->kept[i].pages, spare = { 0 };
	for (u32 s = before->first; s; s = h->slot[s].next) h->mark[h->slot[s].page] = 1;
	for (u32 s = after->first, next; s; s = next) {
		next = h->slot[s].next;
		link(h, h->mark[h->slot[s].page] ? &spare : before, s);
	}
	for (u32 s = before->first; s; s = h->slot[s].next) h->mark[h->slot[s].page] = 0;
	history_free(h, &spare);
	remove_kept(h, i);
}

/* The state whose neighbours are closest, measured by their age; 0: none may go. */
static u32 closest(const struct history *h)
{
	u64 least_gap = NEVER, now = h->machine->now;
	u32 best = 0;
	for (u32 i = 1; i < h->here; i++) {
		u64 gap = h->kept[i + 1].at.now - h->kept[i - 1].at.now;
		u64 score = (gap << 8) / (now - h->kept[i].at.now + 1);
		if (!h->kept[i].written && gap < NEVER >> 9 && score < least_gap)
			least_gap = score, best = i;
	}
	return best;
}

/* Room enough to go back from here to anywhere and to come again. */
static bool is_short(const struct history *h)
{
	u32 most = 0;
	for (u32 i = 0; i < h->count; i++)
		if (h->kept[i].pages.slots > most) most = h->kept[i].pages.slots;
	return h->free_count + (h->slots - h->unused) < most + 2 * h->blob_pages + 16;
}

static void thin(struct history *h)
{
	while (h->count == KEPT_MAX || is_short(h)) {
		u32 i = h->count > MERGE_ABOVE ? closest(h) : 0;
		if (i) merge(h, i);
		else if (!give_up_oldest(h)) return;
	}
}

void history_keep(struct history *h)
{
	must(!h->past);
	blob_changes(h);
	if (h->lost) {
		history_begin(h);
		return;
	}
	h->kept[h->here].pages = h->fresh;
	h->fresh = (struct chain){ 0 };
	h->here = h->count++;
	place(h, &h->kept[h->here]);
	seen(h);
	thin(h);
}

/* ---- repeating ---- */

/* The blob as it is now against that of kept[here + 1]; what a listener hears may differ. */
static bool blob_agrees(struct history *h)
{
	history_blob(h, h->scratch, false);
	memset(h->scratch + h->blob_out_at, 0, sizeof h->machine->out_at);
	u8 keep[sizeof h->machine->out_at];
	memcpy(keep, h->blob + h->blob_out_at, sizeof keep);
	memset(h->blob + h->blob_out_at, 0, sizeof keep);
	bool same = !memcmp(h->blob, h->scratch, h->blob_state);
	memcpy(h->blob + h->blob_out_at, keep, sizeof keep);
	return same;
}

/* Takes the pages of the blob, or the others, out of a list. */
static struct chain part(struct history *h, struct chain *c)
{
	struct chain blob = { 0 }, memory = { 0 };
	for (u32 s = c->first, next; s; s = next) {
		next = h->slot[s].next;
		link(h, h->slot[s].page >= h->machine->pages ? &blob : &memory, s);
	}
	*c = memory;
	return blob;
}

static bool memory_agrees(const struct history *h, const struct chain *c)
{
	for (u32 s = c->first; s; s = h->slot[s].next)
		if (memcmp(code_bytes(h->machine, h->slot[s].page), slot_bytes(h, s), SLOT_BYTES))
			return false;
	return true;
}

/* What changed on the way here is now known twice: the older list goes, but for the blob's. */
static void move_on(struct history *h, struct chain blob)
{
	struct kept *k = &h->kept[h->here];
	history_free(h, &k->pages);
	for (u32 s = blob.first, next; s; s = next) {
		next = h->slot[s].next;
		link(h, &h->fresh, s);
	}
	k->pages = h->fresh;
	h->fresh = (struct chain){ 0 };
	h->here++;
	seen(h);
}

void history_arrive(struct history *h)
{
	struct kept *k = &h->kept[h->here];
	must(h->past && h->here + 1 < h->count);
	if (!h->kept[h->here + 1].written) {
		struct chain blob = part(h, &k->pages);
		exchange(h, &blob);
		if (blob_agrees(h) && memory_agrees(h, &k->pages)) {
			move_on(h, blob);
			return;
		}
		h->disagreed++;
		exchange(h, &blob);
		for (u32 s = blob.first, next; s; s = next) {
			next = h->slot[s].next;
			link(h, &k->pages, s);
		}
	}
	history_go(h, h->here + 1);
}

void history_cut(struct history *h)
{
	for (u32 i = h->here; i < h->count; i++) history_free(h, &h->kept[i].pages);
	h->count = h->here + 1;
	history_tape_cut(h);
	h->machine->input_count = h->held_count = 0;
	h->past = false;
}
