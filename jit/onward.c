/* onward.c: from an exit of translated code on to the next block.
 *
 * The exit itself asks, without leaving translated code's frame: an instruction of the exact path
 * is done here, and if nobody has to look at anything then, translated code goes on. */
#include "cache.h"
#include "code.h"

enum { COLD_TICKS = TUNED(24, 1), SLICE_MOST = 0x7fffffff };

static void count(struct counters *n, enum exit_kind kind)
{
	switch (kind) {
	case EXIT_CHAIN: n->exits_chain++; break;
	case EXIT_INDIRECT: n->exits_indirect++; break;
	case EXIT_BUDGET: n->exits_budget++; break;
	case EXIT_REMAP: n->exits_remap++; break;
	case EXIT_ODD: n->exits_odd++; break;
	case EXIT_TRAP: n->exits_trap++; break;
	case EXIT_LOOK: n->exits_look++; break;
	}
}

/* What an exit says of the state and of the ticks done. */
static void arrive(struct machine *m, struct cpu *c, const struct exit *x, u32 left)
{
	const struct translator *t = m->translator;
	float_settle(c);
	u64 done = t->spent - (left + x->back);
	must(done >= m->done);
	c->retired += done - m->done;
	m->done = done;
	bool jumps = x->kind == EXIT_INDIRECT || x->kind == EXIT_LOOK;
	jit_settle(c, jumps ? c->pc : x->pc, x->after, x->late);
	count(&m->counters, x->kind);
}

/* One instruction whose word is decoded already needs no fetch. */
static void run_one(struct machine *m, struct cpu *c, const struct core *core)
{
	u32 page, index = 0;
	if (jit_code_at(c, &page)) index = m->code->of[page];
	const struct decoded *d = index ? &m->code->page[index - 1].at[c->pc >> 2 & 1023] : NULL;
	bool chained = c->after == SLOT && c->branch_pc != c->pc - 4; /* a branch in a slot */
	u64 called = m->counters.device_reads + m->counters.device_writes;
	if (d && d->op < INSN_COUNT && !m->breaks) core->step(c, d);
	else if (chained) core->run_exact(c, time_of(m) + 1);
	else core->run(c, time_of(m) + 1);
	m->called |= called != m->counters.device_reads + m->counters.device_writes;
}

/* What the engine's loop would look for before the next instruction is there. */
static inline bool something_due(
	const struct machine *m, const struct cpu *c, const struct core *core)
{
	u32 status = c->cp0[Status];
	return m->called || m->end || m->breaks || m->hit || m->stopped_short || c->waiting ||
		   c->stopped || status & STATUS_ISC || m->row.test != TEST_BEFORE ||
		   (status & STATUS_IEC && core->interrupted(c));
}

static struct way nowhere(struct translator *t, u64 interpret)
{
	t->interpret = interpret;
	return (struct way){ NULL, 0 };
}

static inline struct way go(const struct machine *m, struct cpu *c, const u8 *code)
{
	struct translator *t = m->translator;
	u32 left = (u32)least(t->stop - time_of(m), SLICE_MOST);
	t->spent = m->done + left;
	c->base = c->cp0[Status] & STATUS_KUC ? (const void *)c->map : c->window;
	return (struct way){ code, left };
}

static u64 stop_of(const struct machine *m)
{
	const struct translator *t = m->translator;
	return t->stop;
}

/* Before the next instruction: is it the engine's turn? */
static inline bool stops(struct machine *m, struct cpu *c, const struct core *core)
{
	if (time_of(m) >= stop_of(m) || something_due(m, c, core)) return true;
	machine_stretch(m, c);
	return false;
}

/* On from c's state, past what is odd; the block there may be known already. */
static struct way seek(struct machine *m, struct cpu *c, const u8 *code, bool odd)
{
	struct translator *t = m->translator;
	const struct core *core = c->model->core[m->order];
	while (!code) {
		if (!odd) return nowhere(t, COLD_TICKS);
		run_one(m, c, core);
		if (stops(m, c, core)) return nowhere(t, 0);
		odd = c->after == SLOT;
		if (!odd) code = cache_code(m, c, &odd);
	}
	return go(m, c, code);
}

/* The state is another than translated code left, and whoever must look at it has. */
static struct way anew(struct machine *m, struct cpu *c, const struct core *core)
{
	struct translator *t = m->translator;
	bool odd = false;
	if (stops(m, c, core)) return nowhere(t, 0);
	const u8 *code = cache_known(t, c);
	if (!code) code = cache_code(m, c, &odd);
	return code ? go(m, c, code) : seek(m, c, code, odd);
}

static struct way joined(struct machine *m, struct cpu *c, struct exit *x)
{
	bool odd;
	if (time_of(m) >= stop_of(m)) return nowhere(m->translator, 0);
	const u8 *code = cache_code_after(m, c, x, &odd);
	return seek(m, c, code, odd);
}

struct way jit_onward(struct cpu *c, const u8 *exit, u32 left)
{
	struct machine *m = c->machine;
	struct translator *t = m->translator;
	const struct core *core = c->model->core[m->order];
	struct exit *x = (struct exit *)(t->code.write + (exit - t->code.run));
	arrive(m, c, x, left);
	switch ((enum exit_kind)x->kind) {
	case EXIT_CHAIN: case EXIT_INDIRECT: case EXIT_REMAP: return joined(m, c, x);
	case EXIT_BUDGET: return nowhere(t, t->stop - time_of(m));
	case EXIT_ODD: return seek(m, c, NULL, true);
	case EXIT_TRAP:
		m->done++;
		core->trap(c, x->from);
		return anew(m, c, core);
	case EXIT_LOOK: return anew(m, c, core);
	}
	must(false);
}

/* A row that asks what time it is: m->done stands where this run of translated code began. */
u32 jit_timed(struct cpu *c, const struct decoded *d, u32 left, bool loaded)
{
	struct machine *m = c->machine;
	const struct translator *t = m->translator;
	u64 began = m->done;
	m->done = t->spent - left;
	u32 leaves = c->model->core[m->order]->call[d->op](c, d, 0, loaded);
	m->done = began;
	return leaves;
}

const u8 *jit_begin(struct machine *m, struct cpu *c, u32 *left)
{
	bool odd = c->after == SLOT;
	const u8 *code = odd ? NULL : cache_code(m, c, &odd);
	struct way way = seek(m, c, code, odd);
	*left = (u32)way.left;
	return way.code;
}
