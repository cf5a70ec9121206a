/* machine.c: machine_run: instants, rounds, jumps and turns, as machine.h promises them. */
#include "board.h"
#include "code.h"
#include "event.h"
#include "turns.h"

/* One CPU: the next thing due.  Several: the round's end, whatever has been cancelled since. */
u64 machine_deadline(const struct machine *m)
{
	if (m->round_end) return m->round_end;
	u64 at = least(m->until, least(m->next_event, event_next_report(m)));
	return m->idled ? least(at, m->wait_until) : at;
}

static const struct core *core_of(const struct machine *m)
{
	return m->cpu[0].model->core[m->order];
}

bool machine_sleeps(const struct cpu *c)
{
	return c->stopped || (c->waiting && !c->model->core[c->machine->order]->wakes(c));
}

bool machine_waits(const struct machine *m)
{
	for (u32 i = 0; i < m->cpus; i++)
		if (!machine_sleeps(&m->cpu[i])) return false;
	return true;
}

static void take_inputs(struct machine *m)
{
	must(!m->round_end);
	for (u32 n = m->input_count; n; n--) {
		const struct input *in = &m->input[m->input_first];
		struct device *d = m->device[in->device];
		u64 number = m->inputs++;
		m->counters.inputs++;
		m->lively++;
		if (m->doors.took)
			m->doors.took(m->doors.context, number, m->now, in->device, in->byte, in->bytes);
		m->asking[in->device] = 0, m->ask_at[in->device] = 0;
		d->type->does->input(d, in->byte, in->bytes);
		m->input_first = (m->input_first + 1) % INPUTS_MAX;
		m->input_count--;
	}
}

bool machine_post(struct machine *m, u32 device, const u8 *byte, u32 bytes)
{
	must(device < m->devices && m->device[device]->type->does->input);
	if (m->input_count == INPUTS_MAX || bytes > INPUT_BYTES) return false;
	struct input *in = &m->input[(m->input_first + m->input_count++) % INPUTS_MAX];
	in->device = device;
	in->bytes = bytes;
	memcpy(in->byte, byte, bytes);
	return true;
}

/* What the front must hear of at this instant; `until` never hides it. */
static u32 reports(struct machine *m)
{
	u32 why = m->off_at && m->off_at <= m->now ? STOP_OFF : 0;
	if (m->out_at && m->out_at <= m->now) {
		m->out_at = 0;
		if (m->listener) why |= STOP_OUT;
	}
	for (u32 d = 0; d < m->devices; d++)
		if (m->ask_at[d] && m->ask_at[d] <= m->now) m->ask_at[d] = 0, why |= STOP_ASK;
	return why;
}

/* The next multiple of the quantum, or a drawn length, or the next event, whichever is first. */
static u64 round_end(struct machine *m)
{
	u64 q = m->row.quantum, e = m->now - m->now % q + q;
	if (m->seed && q > 1) e = m->now + 1 + event_draw(m) % q;
	m->counters.rounds++;
	return least(e, m->next_event);
}

/* Nobody can do anything before the next thing due: every tick is a round end, to be landed on. */
static void jump(struct machine *m)
{
	u64 at = least(m->until, least(m->next_event, event_next_report(m)));
	at = least(at, m->wait_until);
	const struct core *core = core_of(m);
	bool counts = m->row.wait_counts && core->timer_ticks;
	for (u32 i = 0; counts && i < m->cpus; i++)
		if (!m->cpu[i].stopped) at = least(at, m->now + core->timer_ticks(&m->cpu[i]));
	must(at > m->now);
	for (u32 i = 0; counts && i < m->cpus; i++)
		if (!m->cpu[i].stopped) core->count(&m->cpu[i], at - m->now);
	for (u32 i = 0; i < m->cpus; i++) m->cpu[i].stood += at - m->now;
	m->counters.waited += at - m->now;
	m->now = at;
}

/* A waiting CPU passes to the round's end, or to its own timer where that runs. */
static void pass(struct machine *m, struct cpu *c)
{
	const struct core *core = core_of(m);
	u64 left = m->round_end - time_of(m);
	bool counts = m->row.wait_counts && core->timer_ticks && !c->stopped;
	if (counts) {
		left = least(left, core->timer_ticks(c));
		core->count(c, left);
	}
	m->done += left;
	c->stood += left;
}

/* A wait is over: where the row says so the WAIT runs once more, which takes its tick. */
static void wake(struct machine *m, struct cpu *c)
{
	const struct core *core = core_of(m);
	bool again = c->waiting && m->row.wait_again;
	c->waiting = 0;
	if (!again) return;
	m->done++, c->retired++;
	if (core->count) core->count(c, 1);
	if (m->row.test == TEST_AFTER && core->interrupted(c)) core->trap(c, EXC_INT);
}

static u32 run_turn(struct machine *m, struct cpu *c)
{
	while (time_of(m) < m->round_end) {
		if (machine_sleeps(c)) {
			pass(m, c);
			continue;
		}
		wake(m, c);
		u32 why = m->engine->run(m, c);
		if (why) return why;
	}
	return 0;
}

void machine_turn(struct machine *m, struct cpu *c)
{
	must(!run_turn(m, c));
}

static u32 run_round(struct machine *m)
{
	if (turns_apply(m)) {
		turns_run(m);
		return 0;
	}
	must(m->round_end > m->now && m->round_end <= m->next_event); /* nothing is due inside */
	for (; m->turn < m->cpus; m->turn++, m->done = 0) {
		u32 why = run_turn(m, &m->cpu[m->turn]);
		if (why) return why;
	}
	m->now = m->round_end;
	m->round_end = m->turn = 0, m->begun = 0;
	return 0;
}

static u32 run_solo(struct machine *m)
{
	wake(m, m->cpu);
	u32 why = m->engine->run(m, m->cpu);
	m->now += m->done, m->done = 0;
	m->begun = why == STOP_BREAK; /* stopped inside an instant */
	return why;
}

/* An instant's beginning: what must be told, then inputs, then events.  Nonzero: return it; *again:
 * time has jumped. */
static u32 begin(struct machine *m, bool *again)
{
	u32 why = reports(m);
	if (why) return why | (m->now >= m->until ? STOP_TIME : 0);
	if (m->now >= m->until) return STOP_TIME;
	if ((m->idled || machine_waits(m)) && m->now >= m->wait_until) return STOP_WAIT;
	m->idled = false;
	take_inputs(m);
	if (m->row.classic) classic_look(m);
	event_fire(m);
	if (m->off_at && m->off_at <= m->now) return STOP_OFF;
	*again = machine_waits(m);
	if (*again) {
		jump(m);
		return 0;
	}
	m->begun = 1;
	if (m->cpus > 1) m->round_end = round_end(m);
	return 0;
}

u32 machine_run(struct machine *m, u64 until, u64 wait_until)
{
	m->until = until, m->wait_until = wait_until, m->idled = false, m->hit = 0;
	m->next_event = event_next(m);
	for (;;) {
		bool again = false;
		u32 why = m->begun ? 0 : begin(m, &again);
		if (why) return why;
		if (again) continue;
		if (m->cpus == 1 && m->now >= until) return STOP_TIME;
		why = m->cpus > 1 ? run_round(m) : run_solo(m);
		if (why) return why;
	}
}

/* ---- power on, and every invariant ---- */

static void cpu_reset(struct cpu *c, struct machine *m)
{
	memset(c->r, 0, offsetof(struct cpu, retired) + sizeof c->retired);
	c->cp0[Status] = c->model->status;
	c->cp0[PRId] = c->model->numbered ? c->index : c->model->prid;
	c->cp0[Config0] = c->model->config0, c->cp0[Count] = c->model->count;
	c->pc = c->model->pc;
	c->stopped = c != m->cpu;
	/* Distinct and invalid; in kseg0, which is never looked up. */
	for (u32 i = 0; i < TLB_ENTRIES && c->model->tlb_reset; i++)
		c->tlb_hi[i] = c->model->tlb_reset + (i << 12);
	for (int k = 0; k < 2; k++) if (c->cache[k]) memset(c->cache[k], 0, m->cache_bytes[k] * 2);
}

void machine_reset_cpu(struct machine *m, u32 cpu, u32 pc)
{
	struct cpu *c = &m->cpu[cpu];
	u32 hi[TLB_ENTRIES], lo[TLB_ENTRIES];
	u64 retired = c->retired;
	memcpy(hi, c->tlb_hi, sizeof hi);
	memcpy(lo, c->tlb_lo, sizeof lo);
	cpu_reset(c, m);
	memcpy(c->tlb_hi, hi, sizeof hi);
	memcpy(c->tlb_lo, lo, sizeof lo);
	c->pc = pc, c->retired = retired, c->stopped = 0;
	c->stood = time_of(m); /* Random begins anew */
	core_of(m)->remap(c);
}

void machine_reset(struct machine *m)
{
	memset(m, 0, offsetof(struct machine, board));
	m->doom = m->doomed;
	m->draw = m->seed ? m->seed * 0x9e3779b97f4a7c15u | 1 : 1;
	if (m->row.classic) classic_reset(m);
	for (u32 i = 0; i < m->cpus; i++) cpu_reset(&m->cpu[i], m);
	for (u32 i = 0; i < m->devices; i++) {
		struct device *d = m->device[i];
		memset(d + 1, 0, d->type->size - sizeof *d);
		if (d->type->does->reset) d->type->does->reset(d);
	}
	m->input_count = 0;
	machine_changed(m);
}

void machine_changed(struct machine *m)
{
	m->next_event = event_next(m);
	code_forget_all(m);
	for (u32 i = 0; i < m->cpus; i++) core_of(m)->remap(&m->cpu[i]);
	m->probe_at = 0, m->probe_wait = 0;
}

static void cpu_check(const struct machine *m, const struct cpu *c)
{
	must(c->gpr[0] == 0 && c->after <= SLOT && c->fcond <= 1);
	must(c->after == SLOT || (!c->target && !c->branch_pc));
	must(c->after == LOADED || (!c->late_reg && !c->late_value));
	must(c->lines < 256 && c->index < m->cpus && c->machine == m);
	must(!(c->cp0[Status] & STATUS_RE & ~c->model->cp0_written[Status]) && !(c->fcsr & FCSR_C));
	for (u32 i = 0; i < TLB_ENTRIES; i++) must(!(c->tlb_hi[i] & 0x3f) && !(c->tlb_lo[i] & 0xff));
}

void machine_check(const struct machine *m)
{
	must(m->cpus && m->cpus <= CPUS_MAX && m->devices <= DEVICES_MAX && m->regions >= 1);
	must(m->cpus > 1 || (!m->round_end && !m->turn && !m->done));
	must(m->round_end || (!m->turn && !m->done));
	must(!m->round_end || (m->begun && m->now < m->round_end && time_of(m) <= m->round_end));
	for (u32 i = 0; i < m->cpus; i++) cpu_check(m, &m->cpu[i]);
	for (u32 i = 0; i < m->devices * WHATS; i++) {
		must(!m->when[i] || m->when[i] >= m->now);
		must(!m->when[i] || m->device[i / WHATS]->type->does->event);
	}
	if (m->row.classic) classic_check(m);
	for (u32 i = 0; i < m->pages; i++) must(!(m->watch[i] & WATCH_CODE) == !m->code->of[i]);
}
