/* engine_block.c: the engines that run translated blocks. */
#include "cache.h"

enum { COLD_TICKS = 24, SLICE_MOST = 0x7fffffff };

/* What an exit says of the state and of the ticks left; the budget was `had`. */
static void leave(struct machine *m, struct cpu *c, const struct exit *x, u32 had, u32 left)
{
	u32 ticks = had - (left + x->back);
	must(ticks <= had);
	m->done += ticks, c->retired += ticks;
	jit_settle(c, x->kind == EXIT_INDIRECT ? c->pc : x->pc, x->after, x->late);
}

/* Translated code until the deadline, or until the interpreter must go on: for this many ticks. */
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

static void run(struct cpu *c, u64 stop)
{
	struct machine *m = c->machine;
	const struct core *core = c->model->core[m->order];
	bool odd;
	u64 ticks;
	if (c->after == SLOT) ticks = 1;
	else if (!m->translator || c->cp0[Status] & STATUS_ISC) ticks = SLICE_MOST;
	else {
		const u8 *code = cache_code(m, c, &odd);
		ticks = code ? run_code(m, c, code, stop) : odd ? 1 : COLD_TICKS;
	}
	if (time_of(m) < stop) core->run(c, least(stop, time_of(m) + ticks));
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

const struct engine engine_block = {
	.name = "block", .text = "code translated block by block", .run = run_block, .open = open_block,
	.forget = cache_forget, .table_bytes = cache_table_bytes,
};
