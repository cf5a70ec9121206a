/* turns.c: rounds of one tick (row.quantum 1), many at a time, for the interpreter.
 *
 * The same as run_round of machine.c, which the exact engine uses and which does what is odd here.
 * Who sleeps is known until a device is called; its time is added up when it wakes. */
#include "event.h"
#include "turns.h"

enum { NOBODY = CPUS_MAX };

struct turns {
	struct machine *m;
	u32 awake;                      /* a bit a CPU */
	u64 asleep_from[CPUS_MAX], limit;
};

static void set_asleep(struct turns *t, u32 i, u64 from)
{
	t->awake &= ~(1u << i);
	t->asleep_from[i] = from;
}

static void set_awake(struct turns *t, u32 i, u64 from)
{
	t->awake |= 1u << i;
	t->m->cpu[i].waiting = 0;
	t->m->cpu[i].stood += from - t->asleep_from[i];
}

/* After CPU `at` did something that may change who runs: those before it begin or end with the next
 * tick, those behind it with this. */
static void look_around(struct turns *t, u32 at)
{
	struct machine *m = t->m;
	m->called = false;
	t->limit = least(m->until, least(m->next_event, event_next_report(m)));
	for (u32 i = 0; i < m->cpus; i++) {
		bool sleeps = machine_sleeps(&m->cpu[i]), awake = t->awake >> i & 1;
		if (sleeps && awake) set_asleep(t, i, m->now + (at != NOBODY && i <= at));
		else if (!sleeps && !awake) set_awake(t, i, m->now + (at != NOBODY && i <= at));
	}
}

static void run_tick(struct turns *t, const struct core *core)
{
	struct machine *m = t->m;
	m->round_end = m->now + 1;
	for (u32 left = t->awake; left; ) {
		u32 i = (u32)__builtin_ctz(left);
		struct cpu *c = &m->cpu[i];
		m->turn = i, m->done = 0;
		bool usual = core->turn(c);
		if (!usual) machine_turn(m, c);
		if (!usual || m->called || c->waiting || c->stopped) look_around(t, i);
		left = t->awake & ~1u << i;
	}
	m->now = m->round_end;
	m->round_end = m->turn = 0, m->done = 0;
}

bool turns_apply(const struct machine *m)
{
	return m->row.quantum == 1 && m->engine == &engine_interp && m->budget == NEVER &&
		!m->breaks && !m->trace && !m->turn && !m->done && m->cpu->model->core[m->order]->turn;
}

void turns_run(struct machine *m)
{
	const struct core *core = m->cpu->model->core[m->order];
	struct turns t = { .m = m };
	for (u32 i = 0; i < m->cpus; i++) t.asleep_from[i] = m->now;
	look_around(&t, NOBODY);
	do run_tick(&t, core);
	while (m->now < t.limit && t.awake && !m->end);
	for (u32 i = 0; i < m->cpus; i++)
		if (!(t.awake >> i & 1)) m->cpu[i].stood += m->now - t.asleep_from[i];
	m->begun = 0;
}
