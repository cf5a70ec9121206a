/* skip.c: the fixed point of a busy idle loop (DESIGN.md, "Waiting").
 *
 * Between two arrivals at one pc, with no interrupt due, every field of the CPU's list is equal
 * (but for retired), and m->noisy stood still: every store wrote what was there, every device read
 * was declared quiet, nothing read Random or a timer.  Then each further pass is the same until the
 * next thing due, and whole passes only move time.  When to look is free: it changes no state. */
#include "engine.h"

enum {
	PROBE_TICKS = 400,              /* the longest pass looked for */
	WAIT_FIRST = 4000, WAIT_MOST = 4000000 /* ticks between looks, doubled while none succeeds */
};

struct pass {
	u32 r[offsetof(struct cpu, retired) / 4];
	u64 time, retired, lls, scs[2], syncs;
	u32 noisy, pc;
};

static void remember(struct pass *p, const struct machine *m, const struct cpu *c)
{
	memcpy(p->r, c->r, sizeof p->r);
	p->lls = c->lls, p->scs[0] = c->scs[0], p->scs[1] = c->scs[1], p->syncs = c->syncs;
	p->time = time_of(m), p->retired = c->retired, p->noisy = m->noisy, p->pc = c->pc;
}

static bool same(const struct pass *p, const struct machine *m, const struct cpu *c)
{
	return c->pc == p->pc && m->noisy == p->noisy && !memcmp(p->r, c->r, sizeof p->r);
}

/* Whole passes up to the next thing due; the rest is executed as ever. */
static void skip_passes(
	struct machine *m, struct cpu *c, const struct core *core, const struct pass *p)
{
	if (m->cpus == 1) m->idled = true;
	u64 now = time_of(m), period = now - p->time, limit = machine_deadline(m);
	if (m->budget != NEVER) limit = least(limit, now + m->budget);
	if (core->timer_ticks) limit = least(limit, now + core->timer_ticks(c) - 1);
	u64 passes = limit > now ? (limit - now) / period : 0;
	c->retired += passes * (c->retired - p->retired);
	c->lls += passes * (c->lls - p->lls), c->syncs += passes * (c->syncs - p->syncs);
	for (u32 i = 0; i < 2; i++) c->scs[i] += passes * (c->scs[i] - p->scs[i]);
	if (c->cp0[Status] & STATUS_KUC) c->user_ticks += passes * period;
	if (core->count) core->count(c, passes * period);
	m->done += passes * period;
	m->counters.skipped += passes * period;
	if (m->budget != NEVER) m->budget -= passes * period;
	m->probe_wait = 0;
	m->probe_at = passes ? limit : 0; /* what is left before the limit is no whole pass */
}

/* False: something must be looked at before the next instruction. */
static bool step(struct machine *m, struct cpu *c, const struct core *core)
{
	if (time_of(m) >= machine_deadline(m) || c->waiting || c->stopped) return false;
	if (!engine_test_before(m, c, core)) return false;
	if (!m->budget || engine_at_break(m, c)) return false;
	engine_advance(m, c, core, core->run_exact);
	return !m->hit;
}

void skip_idle(struct machine *m, struct cpu *c, const struct core *core)
{
	struct pass p;
	u64 began = time_of(m);
	remember(&p, m, c);
	bool armed = false;
	while (time_of(m) - began < PROBE_TICKS) {
		u32 pc = c->pc;
		if (!step(m, c, core)) break;
		if (c->pc > pc) continue; /* not a branch back */
		if (armed && same(&p, m, c)) {
			if (!core->interrupted(c)) skip_passes(m, c, core, &p);
			return;
		}
		bool stale = c->pc <= p.pc || m->noisy != p.noisy || time_of(m) - p.time > PROBE_TICKS / 2;
		if (!armed || stale) remember(&p, m, c), armed = true;
	}
	m->probe_wait = m->probe_wait ? least(2 * m->probe_wait, WAIT_MOST) : WAIT_FIRST;
	m->probe_at = time_of(m) + m->probe_wait;
}
