/* engine.c: the interpreters as engines: interrupts, deadlines, the debugger's stops and the search
 * for idle loops around a core's run. */
#include "board.h"
#include "code.h"
#include "event.h"
#include "engine.h"

bool engine_at_break(const struct machine *m, const struct cpu *c)
{
	for (u32 i = 0; i < m->breaks; i++)
		if (m->break_va[i] == c->pc) return true;
	return false;
}

/* Interrupts before the instruction: always, or at the samples of the row. */
bool engine_test_before(struct machine *m, struct cpu *c, const struct core *core)
{
	if (m->row.test == TEST_AFTER) return true;
	if (m->row.test == TEST_SAMPLED) {
		if (!c->owed && c->retired % m->row.sample) return true;
		c->owed = 0;
	}
	if (!core->interrupted(c)) return true;
	core->trap(c, EXC_INT);
	return !m->end || (!c->stopped && time_of(m) < m->off_at);
}

/* How far the core may run before something must be looked at again. */
static u64 stop_of(struct machine *m, struct cpu *c, const struct core *core)
{
	u64 now = time_of(m), stop = machine_deadline(m);
	stop = least(stop, now + least(m->budget, 0x7fffffff));
	if (core->timer_ticks) stop = least(stop, now + core->timer_ticks(c));
	if (m->row.test == TEST_SAMPLED)
		stop = least(stop, now + m->row.sample - c->retired % m->row.sample);
	if (m->skip && m->probe_at > now) stop = least(stop, m->probe_at);
	if (m->row.test == TEST_AFTER && core->interrupted(c)) stop = now + 1;
	return stop;
}

/* The one instruction that the fast way leaves alone, or any if all go the exact way. */
static bool odd(struct machine *m, const struct cpu *c)
{
	bool short_ = m->stopped_short;
	m->stopped_short = false;
	return short_ || (c->after == SLOT && c->branch_pc != c->pc - 4);
}

void engine_advance(struct machine *m, struct cpu *c, const struct core *core, engine_way *way)
{
	u64 began = time_of(m), stop = stop_of(m, c, core);
	m->stretch_at = began, m->stretch_user = c->cp0[Status] & STATUS_KUC;
	if (odd(m, c) || m->breaks_here || m->points_read) core->run_exact(c, stop);
	else way(c, stop);
	u64 ticks = time_of(m) - began;
	machine_stretch(m, c);
	if (core->count) core->count(c, ticks);
	if (m->budget != NEVER) m->budget -= ticks;
	if (ticks && m->row.test == TEST_AFTER && core->interrupted(c)) core->trap(c, EXC_INT);
}

/* The debugger's stop before the instruction at pc: once each. */
static bool breaks(struct machine *m, const struct cpu *c)
{
	m->breaks_here = engine_at_break(m, c);
	bool told = m->break_at == time_of(m) + 1 && m->break_cpu == c->index && m->break_pc == c->pc;
	if (!m->breaks_here || told) return false;
	m->break_at = time_of(m) + 1, m->break_cpu = c->index, m->break_pc = c->pc;
	return true;
}

u32 engine_run(struct machine *m, struct cpu *c, engine_way *way)
{
	const struct core *core = c->model->core[m->order];
	while (time_of(m) < machine_deadline(m)) {
		if (c->waiting || c->stopped) return 0;
		if (!engine_test_before(m, c, core)) return 0;
		if (!m->budget || breaks(m, c)) return STOP_BREAK;
		if (m->skip && !m->breaks_here && time_of(m) >= m->probe_at) skip_idle(m, c, core);
		else engine_advance(m, c, core, way);
		if (m->hit) return STOP_WATCH;
	}
	return 0;
}

static u32 run_interp(struct machine *m, struct cpu *c)
{
	return engine_run(m, c, c->model->core[m->order]->run);
}

static u32 run_exactly(struct machine *m, struct cpu *c)
{
	return engine_run(m, c, c->model->core[m->order]->run_exact);
}

const struct engine engine_interp = {
	.name = "interp", .text = "the interpreter over decoded code", .run = run_interp,
};
const struct engine engine_exact = {
	.name = "exact",
	.text = "one instruction at a time, without any cache: the oracle",
	.run = run_exactly,
};
