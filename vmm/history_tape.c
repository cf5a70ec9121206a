/* history_tape.c: the inputs of the time that is kept (history.h): entries and their bytes, one
 * after the other over a chain of slots. */
#include "history.h"

static u8 *bytes_of(const struct history *h, u32 slot)
{
	return h->memory + (size_t)slot * SLOT_BYTES;
}

void history_tape_begin(struct history *h)
{
	h->tape_first = h->tape_last = history_slot(h);
}

static bool append(struct history *h, const void *bytes, u32 count)
{
	for (const u8 *from = bytes; count; ) {
		struct slot *last = &h->slot[h->tape_last];
		if (last->used == SLOT_BYTES) {
			u32 fresh = history_slot(h);
			if (!fresh) return false;
			h->slot[h->tape_last].next = fresh;
			h->tape_last = fresh;
			continue;
		}
		u32 n = SLOT_BYTES - last->used < count ? SLOT_BYTES - last->used : count;
		memcpy(bytes_of(h, h->tape_last) + last->used, from, n);
		last->used += n, from += n, count -= n;
	}
	return true;
}

void history_took(struct history *h, u64 when, u32 device, const u8 *byte, u32 bytes)
{
	struct tape_entry entry = { when, device, bytes };
	if (h->lost || !append(h, &entry, sizeof entry)) return;
	append(h, byte, bytes);
}

/* False: the tape ends before. */
static bool get(const struct history *h, struct place_on_tape *p, void *bytes, u32 count)
{
	for (u8 *to = bytes; count; ) {
		const struct slot *s = &h->slot[p->slot];
		if (p->at == s->used) {
			if (!s->next) return false;
			*p = (struct place_on_tape){ s->next, 0 };
			continue;
		}
		u32 n = s->used - p->at < count ? s->used - p->at : count;
		memcpy(to, bytes_of(h, p->slot) + p->at, n);
		p->at += n, to += n, count -= n;
	}
	return true;
}

bool history_next(const struct history *h, struct tape_entry *entry)
{
	struct place_on_tape p = h->next;
	return get(h, &p, entry, sizeof *entry);
}

void history_post(struct history *h)
{
	struct machine *m = h->machine;
	struct tape_entry entry;
	u8 bytes[INPUT_BYTES];
	while (!m->begun && history_next(h, &entry) && entry.when == m->now) {
		get(h, &h->next, &entry, sizeof entry);
		must(entry.bytes <= sizeof bytes && get(h, &h->next, bytes, entry.bytes));
		must(machine_post(m, entry.device, bytes, entry.bytes));
	}
}

void history_tape_cut(struct history *h)
{
	struct chain later = { h->slot[h->next.slot].next, 0 };
	h->slot[h->next.slot].next = 0;
	h->slot[h->next.slot].used = h->next.at;
	h->tape_last = h->next.slot;
	history_free(h, &later);
}

void history_tape_trim(struct history *h)
{
	while (h->tape_first != h->kept[0].tape.slot) {
		struct chain one = { h->tape_first, 1 };
		h->tape_first = h->slot[h->tape_first].next;
		h->slot[one.first].next = 0;
		history_free(h, &one);
	}
}
