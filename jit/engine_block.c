/* engine_block.c: the engines that run translated blocks. */
#include "cache.h"
#include "code.h"

enum { COLD_TICKS = TUNED(24, 1), HEAT_NEEDED = TUNED(3, 0), SLICE_MOST = 0x7fffffff };

/* What an exit says of the state and of the ticks left; the budget was `had`. */
static void leave(struct machine *m, struct cpu *c, const struct exit *x, u32 had, u32 left)
{
	u32 ticks = had - (left + x->back);
	must(ticks <= had);
	m->done += ticks, c->retired += ticks;
	jit_settle(c, x->kind == EXIT_INDIRECT ? c->pc : x->pc, x->after, x->late);
	switch ((enum exit_kind)x->kind) {
	case EXIT_CHAIN: m->counters.exits_chain++; break;
	case EXIT_INDIRECT: m->counters.exits_indirect++; break;
	case EXIT_BUDGET: m->counters.exits_budget++; break;
	case EXIT_REMAP: m->counters.exits_remap++; break;
	case EXIT_ODD: m->counters.exits_odd++; break;
	}
}

/* Translated code from `code` on; how many ticks the interpreter is to run then. */
static u64 run_code(struct machine *m, struct cpu *c, const u8 *code, u64 stop)
{
	struct translator *t = m->translator;
	bool odd = false;
	while (code) {
		u64 ahead = stop - time_of(m);
		if (!ahead) return 0;
		u32 had = (u32)least(ahead, SLICE_MOST), left = had;
		struct exit *x = t->back->enter(&t->code, c, code, &left);
		leave(m, c, x, had, left);
		if (x->kind == EXIT_BUDGET) return stop - time_of(m);
		if (x->kind == EXIT_ODD) return 1;
		code = cache_code_after(m, c, x, &odd);
	}
	return odd ? 1 : COLD_TICKS;
}

/* How many ticks the interpreter is to run next, after what translated code could do. */
static u64 run_to_odd(struct machine *m, struct cpu *c, u64 stop)
{
	bool odd;
	if (c->after == SLOT) return 1;
	const u8 *code = cache_code(m, c, &odd);
	return code ? run_code(m, c, code, stop) : odd ? 1 : COLD_TICKS;
}

/* One instruction whose word is decoded already needs no fetch. */
static void run_one(struct machine *m, struct cpu *c, const struct core *core)
{
	u32 page, index = 0;
	if (jit_code_at(c, &page)) index = m->code->of[page];
	const struct decoded *d = index ? &m->code->page[index - 1].at[c->pc >> 2 & 1023] : NULL;
	bool chained = c->after == SLOT && c->branch_pc != c->pc - 4; /* a branch in a slot */
	if (d && d->op < INSN_COUNT && !m->breaks) core->step(c, d);
	else if (chained) core->run_exact(c, time_of(m) + 1);
	else core->run(c, time_of(m) + 1);
}

/* What the engine's loop would look for before the next instruction is not there. */
static bool nothing_due(const struct machine *m, const struct cpu *c, const struct core *core)
{
	return m->row.test == TEST_BEFORE && !m->end && !m->stopped_short && !m->breaks && !m->hit &&
		   !core->count && !c->waiting && !c->stopped && !(c->cp0[Status] & STATUS_ISC) &&
		   !core->interrupted(c);
}

static u64 device_calls(const struct machine *m)
{
	return m->counters.device_reads + m->counters.device_writes;
}

static void run(struct cpu *c, u64 stop)
{
	struct machine *m = c->machine;
	const struct core *core = c->model->core[m->order];
	if (!m->translator || c->cp0[Status] & STATUS_ISC) {
		core->run(c, stop);
		return;
	}
	u64 calls = device_calls(m);
	do {
		m->lively += (c->cp0[Status] & STATUS_KUC) != 0;
		u64 ticks = run_to_odd(m, c, stop);
		if (time_of(m) >= stop) return;
		if (ticks == 1) run_one(m, c, core);
		else core->run(c, least(stop, time_of(m) + ticks));
	} while (time_of(m) < stop && calls == device_calls(m) && nothing_due(m, c, core));
}

static u32 run_block(struct machine *m, struct cpu *c)
{
	return engine_run(m, c, run);
}

static bool open_block(struct machine *m)
{
	m->translator = cache_open(m);
	return true;
}

/* Traces go on behind branches; what runs once or twice is not worth them. */
static bool open_jit(struct machine *m)
{
	struct translator *t = m->translator = cache_open(m);
	if (t) t->follow = true, t->heat_needed = HEAT_NEEDED;
	return true;
}

const struct engine engine_block = {
	.name = "block", .text = "code translated block by block", .run = run_block, .open = open_block,
	.forget = cache_forget, .table_bytes = cache_table_bytes,
};
const struct engine engine_jit = {
	.name = "jit", .text = "hot code translated in traces", .run = run_block, .open = open_jit,
	.forget = cache_forget, .table_bytes = cache_table_bytes,
};
