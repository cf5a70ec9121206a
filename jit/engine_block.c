/* engine_block.c: the engines that run translated blocks. */
#include "cache.h"

enum { HEAT_NEEDED = TUNED(64, 0) };

static u64 device_calls(const struct machine *m)
{
	return m->counters.device_reads + m->counters.device_writes;
}

/* The interpreter's share: cold code, and the last ticks before something is due. */
static void interpret(struct machine *m, struct cpu *c, u64 stop)
{
	u64 calls = device_calls(m);
	c->model->core[m->order]->run(c, stop);
	m->called = calls != device_calls(m);
}

static bool goes_on(const struct machine *m, const struct cpu *c)
{
	return m->row.test == TEST_BEFORE && !m->called && !m->end && !m->breaks && !m->hit &&
		   !m->stopped_short && !c->waiting && !c->stopped && !(c->cp0[Status] & STATUS_ISC) &&
		   !c->model->core[m->order]->interrupted(c);
}

static void run(struct cpu *c, u64 stop)
{
	struct machine *m = c->machine;
	struct translator *t = m->translator;
	if (!t || c->cp0[Status] & STATUS_ISC) {
		c->model->core[m->order]->run(c, stop);
		return;
	}
	t->stop = stop, m->called = false;
	do {
		u32 left;
		const u8 *code = jit_begin(m, c, &left);
		if (code) t->back->enter(&t->code, c, code, left);
		if (!t->interpret) return;
		interpret(m, c, least(stop, time_of(m) + t->interpret));
	} while (time_of(m) < stop && goes_on(m, c));
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
