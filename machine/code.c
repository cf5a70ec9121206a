/* code.c: the arena of decoded pages (code.h). */
#include "code.h"

enum { STORES_FIRST = TUNED(32, 1), STORES_MOST = TUNED(16384, 2) };

u8 *code_bytes(const struct machine *m, u32 page)
{
	for (u32 i = 0; i < m->regions; i++) {
		const struct region *r = &m->region[i];
		if (page - r->first_page < r->bytes >> 12) return r->at + ((page - r->first_page) << 12);
	}
	must(false);
}

/* An array leaves its page, and so does what an engine has made of it. */
static void drop(struct machine *m, u32 index)
{
	struct code *k = m->code;
	u32 page = k->owner[index];
	if (page == ~0u) return;
	k->of[page] = 0;
	k->epoch++;
	m->watch[page] &= (u8)~WATCH_CODE;
	k->owner[index] = ~0u;
	if (m->engine->forget) m->engine->forget(m, page, 0, 4096);
}

struct code_page *code_page(struct machine *m, u32 page, bool *fresh)
{
	struct code *k = m->code;
	*fresh = !k->of[page];
	if (!*fresh) return &k->page[k->of[page] - 1];
	u32 index = k->next;
	k->next = index + 1 < k->pages ? index + 1 : 0;
	drop(m, index);
	k->owner[index] = page;
	k->stores[page] = 0;
	k->of[page] = (u16)(index + 1);
	m->watch[page] |= WATCH_CODE;
	m->counters.pages_decoded++;
	for (u32 i = 0; i < CODE_WORDS; i++) k->page[index].at[i].op = UNDECODED;
	k->page[index].at[CODE_WORDS].op = PAGE_END;
	return &k->page[index];
}

/* A page that is written over and over holds code no more: stores to it are direct again, until
 * something runs there; then it takes twice as many. */
static void wear(struct machine *m, u32 page, u32 index)
{
	struct code *k = m->code;
	if (!k->most[page]) k->most[page] = STORES_FIRST;
	if (++k->stores[page] < k->most[page]) return;
	if (k->most[page] < STORES_MOST) k->most[page] *= 2;
	drop(m, index);
	m->called = true; /* who runs by the array looks again */
	for (u32 i = 0; i < m->cpus; i++) m->cpu[i].model->core[m->order]->remap(&m->cpu[i]);
}

void code_forget(struct machine *m, u32 page, u32 first, u32 bytes)
{
	u32 index = m->code->of[page];
	for (u32 a = first & ~3u; index && a < first + bytes && a < CODE_WORDS * 4; a += 4) {
		m->code->page[index - 1].at[a >> 2].op = UNDECODED;
		m->counters.words_forgotten++;
	}
	if (m->engine->forget) m->engine->forget(m, page, first, bytes);
	if (index) wear(m, page, index - 1);
}

void code_forget_all(struct machine *m)
{
	for (u32 i = 0; i < m->code->pages; i++) drop(m, i);
}

bool code_breaks(const struct machine *m, u32 offset)
{
	for (u32 i = 0; i < m->breaks; i++)
		if ((m->break_va[i] & 0xfff) == offset) return true;
	return false;
}
