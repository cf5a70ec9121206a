/* cache.c: see cache.h. */
#include "cache.h"

enum { CODE_LEAST = 4 * BACK_ROOM, CODE_A_BLOCK = 192 };

/* ---- memory ---- */

static u32 blocks_for(size_t code_bytes)
{
	return (u32)(code_bytes / CODE_A_BLOCK) + 2;
}

static void *piece(u8 **at, size_t bytes)
{
	void *here = *at;
	*at += (bytes + 63) & ~(size_t)63;
	return here;
}

/* The same twice: with no memory it counts. */
static size_t lay_out(struct translator *t, u8 *memory, u32 pages, size_t code_bytes)
{
	u8 *at = memory;
	piece(&at, sizeof *t);
	t->blocks_max = blocks_for(code_bytes);
	t->block = piece(&at, t->blocks_max * sizeof *t->block);
	t->hash = piece(&at, HASHES * sizeof *t->hash);
	t->page = piece(&at, pages * sizeof *t->page);
	t->jump = piece(&at, JUMPS * JUMP_TABLES * sizeof *t->jump);
	t->ir = piece(&at, sizeof *t->ir);
	t->work = piece(&at, back_host->work_bytes);
	return (size_t)(at - memory);
}

size_t cache_table_bytes(u32 pages, size_t code_bytes)
{
	struct translator t;
	return back_host && code_bytes ? lay_out(&t, (u8 *)64, pages, code_bytes) : 0;
}

struct translator *cache_open(struct machine *m)
{
	struct translator *t = m->translator;
	const struct front *front = front_of(m->cpu->model->core[m->order]);
	if (!t || !front || !back_host || m->code_memory.bytes < CODE_LEAST || !m->cpu->map)
		return NULL;
	lay_out(t, (u8 *)t, m->pages, m->code_memory.bytes);
	t->front = front, t->back = back_host, t->code = m->code_memory;
	t->ticks_most = TUNED(IR_TICKS_MAX, 1);
	for (u32 i = 0; i < m->cpus; i++) {
		struct cpu *c = &m->cpu[i];
		c->window = (u8 *)((uintptr_t)m->region[0].at - 0x80000000u);
		c->watch = m->watch, c->jumps = t->jump;
	}
	return t;
}

/* A tag that no jump looks for where pc's tag would stand, misaligned ones included. */
static u64 no_tag(u32 pc)
{
	return (pc ^ 4) & ((JUMPS - 1) << 2);
}

/* Entry and exit code appear with the first block, so that an idle machine costs nothing. */
static void start(struct translator *t)
{
	t->first = t->back->begin(&t->code, jit_onward);
	t->at = t->first, t->blocks = 1;
	for (u32 i = 0; i < JUMPS * JUMP_TABLES; i++)
		t->jump[i] = (struct jump){ no_tag(i << 2), NULL };
}

/* ---- finding ---- */

static u32 *bucket(struct translator *t, u32 page, u32 pc, u32 key)
{
	u32 h = (page << 10 ^ pc >> 2 ^ key * 0x9e37u) * 0x9e3779b1u;
	return &t->hash[h >> 16];
}
_Static_assert(HASHES == 1 << 16, "the bucket is the hash's upper half");

static u32 key_of(u32 mode, u32 late)
{
	return mode | late << 2;
}

static struct block *find(struct translator *t, u32 page, u32 pc, u32 mode, u32 late)
{
	for (u32 i = *bucket(t, page, pc, key_of(mode, late)); i; i = t->block[i].next_hash) {
		struct block *b = &t->block[i];
		if (b->page == page && b->pc == pc && b->mode == mode && b->late == late) return b;
	}
	return NULL;
}

/* ---- forgetting ---- */

static struct exit *exit_at(struct translator *t, u32 at)
{
	return (struct exit *)(t->code.write + at);
}

static void unlink(struct translator *t, u32 *head, u32 index, bool by_hash)
{
	while (*head != index) {
		must(*head);
		head = by_hash ? &t->block[*head].next_hash : &t->block[*head].next_page;
	}
	*head = by_hash ? t->block[index].next_hash : t->block[index].next_page;
}

/* Tells who looks at translated code.  Made: the code from b->checked to `end`. */
static void tell(const struct machine *m, enum code_told what, const struct block *b, u32 end)
{
	struct translator *t = m->translator;
	if (!m->doors.code) return;
	struct code_block told = { .pc = b->pc, .page = b->page, .mode = b->mode };
	if (b->entry) told.code = t->code.run + b->checked;
	if (what == CODE_MADE) told.bytes = end - b->checked, told.ir = t->ir, told.at = t->begins;
	for (u32 i = 0; told.at && i <= t->ir->ticks; i++) t->begins[i] -= b->checked;
	m->doors.code(m->doors.context, what, &told);
}

static void forget(struct translator *t, u32 index)
{
	struct block *b = &t->block[index];
	for (u32 at = b->joined, next; at; at = next) {
		next = exit_at(t, at)->next;
		t->back->part(&t->code, exit_at(t, at), at);
		exit_at(t, at)->next = 0;
	}
	unlink(t, bucket(t, b->page, b->pc, key_of(b->mode, b->late)), index, true);
	unlink(t, &t->page[b->page], index, false);
	struct jump *j = jump_of(t, b->pc, b->mode, b->late);
	if (j->code == t->code.run + b->checked) j->tag = no_tag(b->pc);
	b->live = 0;
}

void cache_forget(struct machine *m, u32 page, u32 first, u32 bytes)
{
	struct translator *t = m->translator;
	if (!t || !t->blocks) return;
	for (u32 i = t->page[page], next; i; i = next) {
		const struct block *b = &t->block[i];
		next = b->next_page;
		u32 begins = b->pc & 4095;
		if (begins >= first + bytes || begins + b->bytes <= first) continue;
		tell(m, CODE_FORGOTTEN, b, 0);
		forget(t, i);
		m->counters.blocks_forgotten++;
	}
}

/* Out of room: all of it goes. */
static void flush(struct machine *m, struct translator *t)
{
	for (u32 i = 1; i < t->blocks; i++) {
		struct block *b = &t->block[i];
		t->page[b->page] = 0;
		*bucket(t, b->page, b->pc, key_of(b->mode, b->late)) = 0;
		jump_of(t, b->pc, b->mode, b->late)->tag = no_tag(b->pc);
	}
	tell(m, CODE_FLUSHED, &t->block[0], 0);
	t->blocks = 1, t->at = t->first, t->flushes++;
	m->counters.code_flushes++;
}

/* ---- making ---- */

static bool on_break_page(const struct machine *m, u32 pc)
{
	for (u32 i = 0; i < m->breaks; i++)
		if (m->break_va[i] >> 12 == pc >> 12) return true;
	return false;
}

static void emit(struct machine *m, const struct cpu *c, struct translator *t, struct block *b)
{
	bool mapped = b->pc >> 30 != 2;
	struct back_job job = { .ir = t->ir,
		.mode = b->mode,
		.late = b->late,
		.order = m->order,
		.ram_bytes = m->region[0].bytes,
		.ieee = m->fpu == FPU_IEEE,
		.mapped = mapped,
		.distance = mapped ? c->map[b->pc >> 12] : 0,
		.call = c->model->core[m->order]->call,
		.timed = jit_timed,
		.work = t->work,
		.at = t->begins };
	struct back_code code = t->back->emit(&t->code, t->at, &job);
	must(code.end - t->at <= BACK_ROOM);
	b->checked = code.checked, b->entry = code.entry, b->mapped = mapped;
	t->at = (code.end + 15) & ~15u;
	m->counters.code_bytes += code.end - code.checked;
	m->counters.instructions_translated += t->ir->ticks;
	tell(m, CODE_MADE, b, code.end);
}

static struct block *make(
	struct machine *m, struct cpu *c, const u8 *code, u32 page, u32 mode, u32 late)
{
	struct translator *t = m->translator;
	if (!t->blocks) start(t);
	if (t->blocks >= TUNED(t->blocks_max, 8) || t->at + BACK_ROOM > t->code.bytes) flush(m, t);
	tell(m, CODE_BEGINS, &(struct block){ .page = page, .pc = c->pc, .mode = (u8)mode }, 0);
	jit_watch(m, page);
	struct front_source s = { c->model, code, c->pc, mode, late, t->ticks_most, t->follow,
		m->row.test == TEST_BEFORE };
	t->front->translate(&s, t->ir);
	u32 index = t->blocks++, *head = bucket(t, page, c->pc, key_of(mode, late));
	struct block *b = &t->block[index];
	*b = (struct block){ .page = page, .pc = c->pc, .mode = (u8)mode, .late = (u8)late, .live = 1,
		.bytes = t->ir->bytes, .next_hash = *head, .next_page = t->page[page] };
	*head = t->page[page] = index;
	if (!t->ir->empty) emit(m, c, t, b);
	m->counters.blocks_translated++;
	return b;
}

static struct block *find_or_make(struct machine *m, struct cpu *c)
{
	struct translator *t = m->translator;
	u32 page, mode = jit_mode(c), late = c->after == LOADED ? c->late_reg : 0;
	const u8 *code = jit_code_at(c, &page);
	if (!code) return NULL;
	struct block *b = t->blocks ? find(t, page, c->pc, mode, late) : NULL;
	if (b) return b;
	u8 *heat = &t->heat[(c->pc >> 2 ^ c->pc >> 16) % HEATS];
	if (*heat < t->heat_needed) {
		++*heat;
		return NULL;
	}
	return on_break_page(m, c->pc) ? NULL : make(m, c, code, page, mode, late);
}

static const u8 *code_of(struct translator *t, struct cpu *c, const struct block *b, bool *odd)
{
	*odd = b && !b->entry;
	if (!b || !b->entry) return NULL;
	*jump_of(t, b->pc, b->mode, b->late) =
		(struct jump){ tag_of(c->pc, b->late), t->code.run + b->checked };
	return t->code.run + b->checked;
}

const u8 *cache_code(struct machine *m, struct cpu *c, bool *odd)
{
	struct translator *t = m->translator;
	const u8 *code = t->blocks ? cache_known(t, c) : NULL;
	*odd = false;
	return code ? code : code_of(t, c, find_or_make(m, c), odd);
}

/* Within a page the mapping that was looked at holds. */
static void join(struct translator *t, struct exit *x, struct block *b)
{
	bool near = !b->mapped || x->from >> 12 == b->pc >> 12;
	t->back->join(&t->code, x, near ? b->entry : b->checked);
	x->next = b->joined;
	b->joined = (u32)((u8 *)x - t->code.write);
}

const u8 *cache_code_after(struct machine *m, struct cpu *c, struct exit *x, bool *odd)
{
	struct translator *t = m->translator;
	u32 flushes = t->flushes, kind = x->kind;
	struct block *b = find_or_make(m, c);
	const u8 *code = code_of(t, c, b, odd);
	if (code && kind == EXIT_CHAIN && flushes == t->flushes) {
		join(t, x, b);
		m->counters.blocks_joined++;
	}
	return code;
}
