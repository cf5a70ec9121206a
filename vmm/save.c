/* save.c: all state as bytes, and back.
 *
 * The form: a header (magic, version, what the configuration must agree on), then each section as
 * name, fields, and each field as name, size, count and little-endian values; then the isolated
 * caches; then the pages of memory that are not all zero, by number; then a 64-bit check of it all.
 * Fields are found by name, so that a list may grow.  Loading walks all of it before it changes
 * anything. */
#include "hash.h"
#include "history.h"

enum { VERSION = 1, NAME_BYTES = 24 };
static const char magic[8] = "vr3000\n\032";

/* ---- a stream of bytes: counting, writing or reading ---- */

struct stream { u8 *to; const u8 *from; size_t at, size; bool short_; };

static void put_bytes(struct stream *s, const void *bytes, size_t n)
{
	if (s->to && s->size - s->at >= n) memcpy(s->to + s->at, bytes, n);
	s->at += n;
}

static void put_number(struct stream *s, u64 v, u32 bytes)
{
	u8 byte[8];
	for (u32 i = 0; i < bytes; i++) byte[i] = (u8)(v >> 8 * i);
	put_bytes(s, byte, bytes);
}

static void put_name(struct stream *s, const char *name)
{
	char padded[NAME_BYTES] = { 0 };
	text_format(padded, sizeof padded, "%s", name);
	put_bytes(s, padded, sizeof padded);
}

static const u8 *get_bytes(struct stream *s, size_t n)
{
	s->short_ = s->short_ || s->size - s->at < n;
	if (s->short_) return NULL;
	s->at += n;
	return s->from + s->at - n;
}

static u64 get_number(struct stream *s, u32 bytes)
{
	const u8 *byte = get_bytes(s, bytes);
	u64 v = 0;
	for (u32 i = 0; byte && i < bytes; i++) v |= (u64)byte[i] << 8 * i;
	return v;
}

/* ---- saving ---- */

static void save_header(struct stream *s, const struct machine *m)
{
	put_bytes(s, magic, sizeof magic);
	put_number(s, VERSION, 4);
	put_name(s, m->board->name);
	put_name(s, m->cpu->model->name);
	const u32 agree[] = { m->order, m->cpus, m->region[0].bytes, m->pages, m->mhz, m->row.quantum,
		m->row.classic, m->fpu, m->cache_bytes[0], m->cache_bytes[1] };
	for (u32 i = 0; i < COUNT_OF(agree); i++) put_number(s, agree[i], 4);
	put_number(s, m->seed, 8);
}

static void save_section(struct stream *s, const struct section *section)
{
	char name[NAME_BYTES];
	vm_section_name(section, name, sizeof name);
	put_name(s, name);
	put_number(s, section->fields, 4);
	for (u32 i = 0; i < section->fields; i++) {
		const struct field *f = &section->field[i];
		put_name(s, f->name);
		put_number(s, f->size, 2);
		put_number(s, f->count, 2);
		for (u32 k = 0; k < f->count; k++) put_number(s, field_get(section->base, f, k), f->size);
	}
}

static bool all_zero(const u8 *page)
{
	static const u8 zero[4096];
	return !memcmp(page, zero, sizeof zero);
}

static void save_memory(struct stream *s, const struct machine *m)
{
	for (u32 page = 0; page < m->pages; page++) {
		const u8 *bytes = code_bytes(m, page);
		if (all_zero(bytes)) continue;
		put_number(s, page, 4);
		put_bytes(s, bytes, 4096);
	}
	put_number(s, ~0u, 4);
}

static u32 cache_words(const struct machine *m, u32 i)
{
	return m->cpu[i / 2].cache[i & 1] ? m->cache_bytes[i & 1] / 2 : 0;
}

size_t vr3000_save(const struct vr3000 *vm, void *bytes, size_t size)
{
	const struct machine *m = &vm->machine;
	struct stream s = { .to = bytes, .size = size };
	struct section section;
	u32 sections = 0;
	while (machine_section(m, sections, &section)) sections++;
	save_header(&s, m);
	put_number(&s, sections, 4);
	for (u32 i = 0; machine_section(m, i, &section); i++) save_section(&s, &section);
	for (u32 i = 0; i < m->cpus * 2; i++)
		for (u32 k = 0; k < cache_words(m, i); k++)
			put_number(&s, m->cpu[i / 2].cache[i & 1][k], 4);
	save_memory(&s, m);
	put_number(&s, bytes && s.at + 8 <= size ? XXH3_64bits(bytes, s.at) : 0, 8);
	return s.at;
}

/* ---- loading: one walk that checks, the same walk again that acts ---- */

static bool refuse(struct vr3000_error *error, const char *text, const char *what)
{
	text_format(error->text, sizeof error->text, text, what);
	return false;
}

static bool load_header(struct stream *s, const struct machine *m, struct vr3000_error *error)
{
	u8 mine[128];
	struct stream header = { .to = mine, .size = sizeof mine };
	save_header(&header, m);
	must(header.at <= sizeof mine);
	const u8 *theirs = get_bytes(s, header.at);
	if (!theirs || memcmp(theirs, magic, sizeof magic))
		return refuse(error, "this is no saved state%s", "");
	if (memcmp(theirs, mine, sizeof magic + 4))
		return refuse(error, "the saved state is of another version%s", "");
	if (memcmp(theirs, mine, header.at))
		return refuse(error, "the saved state is of a machine configured differently%s", "");
	return true;
}

static const struct field *field_named(const struct section *s, const u8 *name)
{
	char mine[NAME_BYTES];
	for (u32 i = 0; i < s->fields; i++) {
		memset(mine, 0, sizeof mine);
		text_format(mine, sizeof mine, "%s", s->field[i].name);
		if (!memcmp(mine, name, NAME_BYTES)) return &s->field[i];
	}
	return NULL;
}

static bool load_section(struct stream *s, const struct section *section, bool act,
	struct vr3000_error *error)
{
	char name[NAME_BYTES] = { 0 };
	vm_section_name(section, name, sizeof name);
	const u8 *theirs = get_bytes(s, NAME_BYTES);
	if (!theirs || memcmp(theirs, name, NAME_BYTES))
		return refuse(error, "the saved state lacks %s", name);
	u32 fields = (u32)get_number(s, 4);
	for (u32 i = 0; i < fields && !s->short_; i++) {
		const u8 *field_name = get_bytes(s, NAME_BYTES);
		u32 size = (u32)get_number(s, 2), count = (u32)get_number(s, 2);
		const struct field *f = field_name ? field_named(section, field_name) : NULL;
		if (!f || f->size != size || f->count != count)
			return refuse(error, "the saved state has another list for %s", name);
		for (u32 k = 0; k < count && !s->short_; k++) {
			u64 v = get_number(s, size);
			if (act) field_put(section->base, f, k, v);
		}
	}
	return !s->short_ || refuse(error, "the saved state ends early%s", "");
}

/* NULL: zeros.  A page that is so already stays untouched. */
static void load_page(struct machine *m, u32 page, const u8 *bytes)
{
	u8 *at = code_bytes(m, page);
	if (bytes ? !memcmp(at, bytes, 4096) : all_zero(at)) return;
	change_begins(m, page);
	if (bytes) memcpy(at, bytes, 4096);
	else memset(at, 0, 4096);
}

static bool load_memory(struct stream *s, struct machine *m, bool act, struct vr3000_error *error)
{
	for (s64 last = -1;;) {
		u32 page = (u32)get_number(s, 4);
		if (s->short_) return refuse(error, "the saved state ends early%s", "");
		if (page != ~0u && (page >= m->pages || page <= last))
			return refuse(error, "the saved state names a page that is not there%s", "");
		u32 until = page == ~0u ? m->pages : page;
		for (u32 p = (u32)(last + 1); act && p < until; p++)
			load_page(m, p, NULL);
		if (page == ~0u) return true;
		const u8 *bytes = get_bytes(s, 4096);
		if (act && bytes) load_page(m, page, bytes);
		last = page;
	}
}

static bool load(struct vr3000 *vm, struct stream s, bool act, struct vr3000_error *error)
{
	struct machine *m = &vm->machine;
	struct section section;
	u32 sections = 0;
	if (!load_header(&s, m, error)) return false;
	while (machine_section(m, sections, &section)) sections++;
	if (get_number(&s, 4) != sections)
		return refuse(error, "the saved state has other parts%s", "");
	for (u32 i = 0; machine_section(m, i, &section); i++)
		if (!load_section(&s, &section, act, error)) return false;
	for (u32 i = 0; i < m->cpus * 2; i++)
		for (u32 k = 0; k < cache_words(m, i); k++) {
			u32 word = (u32)get_number(&s, 4);
			if (act && !s.short_) m->cpu[i / 2].cache[i & 1][k] = word;
		}
	if (!load_memory(&s, m, act, error)) return false;
	return s.at + 8 == s.size ||
		refuse(error, "the saved state has something behind its end%s", "");
}

bool vr3000_load(struct vr3000 *vm, const void *bytes, size_t size, struct vr3000_error *error)
{
	struct stream s = { .from = bytes, .size = size };
	if (!load(vm, s, false, error)) return false;
	struct stream tail = { .from = bytes, .at = size - 8, .size = size };
	if (get_number(&tail, 8) != XXH3_64bits(bytes, size - 8))
		return refuse(error, "the saved state is damaged: its check does not agree%s", "");
	must(load(vm, s, true, error));
	history_lose(vm);
	vm->machine.input_count = 0;
	machine_changed(&vm->machine);
	return true;
}
