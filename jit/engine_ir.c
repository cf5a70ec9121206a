/* engine_ir.c: the engine that makes IR of a block each time and evaluates it: for tests alone. */
#include "code.h"
#include "jit.h"

static void run(struct cpu *c, u64 stop)
{
	struct machine *m = c->machine;
	const struct core *core = c->model->core[m->order];
	u32 page;
	struct ir_block b;
	const u8 *code = jit_code_at(c, &page);
	if (code) jit_watch(m, page);
	bool plain = code && front_of(core) && c->after != SLOT && !(c->cp0[Status] & STATUS_ISC) &&
				 c->late_reg < IR_PLACES;
	if (plain) {
		struct front_source s = { c->model, code, c->pc, jit_mode(c),
			c->after == LOADED ? c->late_reg : 0, IR_TICKS_MAX, (c->pc >> 2 & 1) != 0,
			m->row.test == TEST_BEFORE };
		front_of(core)->translate(&s, &b);
	}
	if (!plain || b.empty || b.ticks > stop - time_of(m)) {
		core->run(c, least(stop, time_of(m) + 1));
		return;
	}
	bool odd;
	u32 ticks = ir_evaluate(c, &b, &odd);
	m->done += ticks, c->retired += ticks;
	if (odd) core->run(c, time_of(m) + 1);
}

static u32 run_ir(struct machine *m, struct cpu *c)
{
	return engine_run(m, c, run);
}

const struct engine engine_ir = {
	.name = "ir", .text = "the translator's intermediate code, evaluated: for tests",
	.run = run_ir,
};
