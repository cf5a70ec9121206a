/* state.c: the lists, walked: sections, fields by place, and the hash of an instant.
 *
 * A hash covers every field of every section in list order, element by element as little-endian
 * bytes, then the isolated caches, then every page of memory: XXH3-128 of one XXH3-128 a page.
 * Pages that have not changed since the last hash are not read again (change.h). */
#include "board.h"
#include "change.h"
#include "code.h"
#include "hash.h"

u64 field_get(const void *base, const struct field *f, u32 index)
{
	const u8 *at = (const u8 *)base + f->offset + index * f->size;
	must(index < f->count);
	u64 v = 0;
	switch (f->size) {
	case 1: return *at;
	case 2: { u16 h; memcpy(&h, at, 2); return h; }
	case 4: { u32 w; memcpy(&w, at, 4); return w; }
	default: memcpy(&v, at, 8); return v;
	}
}

void field_put(void *base, const struct field *f, u32 index, u64 value)
{
	u8 *at = (u8 *)base + f->offset + index * f->size;
	must(index < f->count);
	u16 half = (u16)value;
	u32 word = (u32)value;
	switch (f->size) {
	case 1: *at = (u8)value; break;
	case 2: memcpy(at, &half, 2); break;
	case 4: memcpy(at, &word, 4); break;
	default: memcpy(at, &value, 8);
	}
}

static const struct field machine_fields[] = {
#define F(type, name, ...) STATE_FIELD(machine, type, name)
	MACHINE_STATE(F, F)
#undef F
};

bool machine_section(const struct machine *m, u32 i, struct section *s)
{
	struct machine *w = (struct machine *)m;
	if (i == 0) {
		*s = (struct section){ "machine", -1, w, machine_fields, COUNT_OF(machine_fields) };
		return true;
	}
	if (i <= m->cpus) {
		*s = (struct section){ "cpu", i - 1, &w->cpu[i - 1], cpu_fields, cpu_field_count };
		return true;
	}
	if (i - 1 - m->cpus == m->devices && m->row.classic) {
		*s = (struct section){ "classic", -1, &w->classic, classic_fields, classic_field_count };
		return true;
	}
	if (i - 1 - m->cpus >= m->devices) return false;
	struct device *d = w->device[i - 1 - m->cpus];
	*s = (struct section){ d->row->name, -1, d, d->type->field, d->type->fields };
	return true;
}

static void hash_section(struct hasher *h, const struct section *s)
{
	for (u32 i = 0; i < s->fields; i++) {
		const struct field *f = &s->field[i];
		if (HOST_ORDER == LITTLE) {
			hash_bytes(h, (const u8 *)s->base + f->offset, f->size * f->count);
			continue;
		}
		for (u32 k = 0; k < f->count; k++) {
			u64 v = field_get(s->base, f, k);
			u8 byte[8];
			for (u32 b = 0; b < f->size; b++) byte[b] = (u8)(v >> 8 * b);
			hash_bytes(h, byte, f->size);
		}
	}
}

static void hash_words(struct hasher *h, const u32 *word, u32 words)
{
	for (u32 i = 0; i < words; i++) {
		u8 byte[4] = { (u8)word[i], (u8)(word[i] >> 8), (u8)(word[i] >> 16), (u8)(word[i] >> 24) };
		hash_bytes(h, byte, 4);
	}
}

static void hash_pages(struct hasher *h, struct machine *m)
{
	for (u32 page = 0; page < m->pages; page++) {
		if (!(m->same[page] & SAME_HASH)) m->page_hash[page] = hash_of_page(code_bytes(m, page));
		hash_hash(h, &m->page_hash[page]);
	}
	change_seen(m, SAME_HASH);
}

struct hash128 machine_hash(const struct machine *m)
{
	struct hasher h;
	struct section s;
	hash_begin(&h);
	for (u32 i = 0; machine_section(m, i, &s); i++) hash_section(&h, &s);
	for (u32 i = 0; i < m->cpus; i++)
		for (int k = 0; k < 2; k++)
			if (m->cpu[i].cache[k]) hash_words(&h, m->cpu[i].cache[k], m->cache_bytes[k] / 2);
	hash_pages(&h, (struct machine *)m); /* the hashes it keeps are no state */
	return hash_end(&h);
}
