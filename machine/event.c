/* event.c: time as devices see it: their events, asks, lines and outputs (device.h).
 *
 * The queue is two numbers for each (device, what): when, 0 for none, and the order among equals;
 * so it is state as it stands.  next_event, the least when, is kept beside it. */
#include "board.h"
#include "change.h"
#include "event.h"

u64 event_next(const struct machine *m)
{
	u64 at = m->row.classic ? m->classic.end : NEVER;
	for (u32 i = 0; i < m->devices * WHATS; i++)
		if (m->when[i]) at = least(at, m->when[i]);
	return at;
}

u64 event_next_report(const struct machine *m)
{
	u64 at = m->out_at && m->listener ? m->out_at : NEVER;
	if (m->off_at) at = least(at, m->off_at);
	for (u32 d = 0; d < m->devices; d++)
		if (m->ask_at[d]) at = least(at, m->ask_at[d]);
	return at;
}

/* The first due of this instant: by number, or by the insertion rule; -1: none. */
int event_first(const struct machine *m)
{
	int best = -1;
	for (u32 i = 0; i < m->devices * WHATS; i++) {
		if (!m->when[i] || m->when[i] > m->now) continue;
		if (best < 0 || m->tie[i] < m->tie[best]) best = (int)i;
	}
	return best;
}

void event_fire(struct machine *m)
{
	int i;
	if (m->row.classic) {
		if (m->classic.end <= m->now) classic_fire(m);
		return;
	}
	while (m->next_event <= m->now && (i = event_first(m)) >= 0) {
		struct device *d = m->device[(u32)i / WHATS];
		must(m->when[i] == m->now); /* never late */
		m->when[i] = 0, m->tie[i] = 0;
		m->next_event = event_next(m);
		m->counters.events++;
		d->type->does->event(d, (u32)i % WHATS);
	}
}

/* ---- device.h ---- */

u64 device_now(const struct device *d)
{
	return time_of(d->machine);
}

u32 device_mhz(const struct device *d)
{
	return d->machine->mhz;
}

u64 device_ns(const struct device *d)
{
	const struct machine *m = d->machine;
	u64 now = time_of(m), mhz = m->mhz;
	return m->row.classic ? classic_ns(m) : now / mhz * 1000 + now % mhz * 1000 / mhz;
}

void device_after_ns(struct device *d, u32 what, u64 ns)
{
	struct machine *m = d->machine;
	must(what < WHATS);
	if (m->row.classic) classic_schedule(m, d->number * WHATS + what, ns);
	else device_after(d, what, (ns * m->mhz + 999) / 1000);
}

bool device_stream(struct device *d, u32 **word, u32 **next)
{
	*word = d->machine->classic.word, *next = &d->machine->classic.next;
	return d->machine->row.classic;
}

/* At least one tick ahead; what would come before a round's end comes at its end. */
void device_after(struct device *d, u32 what, u64 ticks)
{
	struct machine *m = d->machine;
	u32 i = d->number * WHATS + what;
	must(what < WHATS && !m->row.classic);
	u64 now = time_of(m), when = ticks < NEVER / 2 - now ? now + (ticks ? ticks : 1) : NEVER / 2;
	if (when < m->round_end) when = m->round_end;
	m->when[i] = 0;
	if (m->row.tie == TIE_BY_INSERTION) m->tie[i] = when <= event_next(m) ? --m->first : ++m->last;
	m->when[i] = when;
	m->next_event = event_next(m);
}

void device_cancel(struct device *d, u32 what)
{
	u32 i = d->number * WHATS + what;
	must(what < WHATS);
	if (d->machine->row.classic) classic_cancel(d->machine, i);
	d->machine->when[i] = 0, d->machine->tie[i] = 0;
	d->machine->next_event = event_next(d->machine);
}

u64 device_when(const struct device *d, u32 what)
{
	u32 i = d->number * WHATS + what;
	return d->machine->row.classic ? classic_when(d->machine, i) : d->machine->when[i];
}

void device_cpu_line(struct device *d, u32 cpu, u32 line, bool up)
{
	must(cpu < d->machine->cpus && line < 8);
	u32 *lines = &d->machine->cpu[cpu].lines;
	*lines = (*lines & ~(1u << line)) | (u32)up << line;
	if (up && d->machine->row.classic) d->machine->cpu[cpu].waiting = 0; /* a pulse is enough */
}

void device_line(struct device *d, bool up)
{
	struct machine *m = d->machine;
	const struct board_device *row = d->row;
	m->line[d->number] = up;
	if (row->to == TO_CPU) device_cpu_line(d, 0, row->line, up);
	else if (row->to != TO_NOBODY) {
		struct device *to = m->device[row->to];
		if (to->type->does->line) to->type->does->line(to, row->line, up);
	}
}

/* The first instant after this tick that all CPUs share. */
static u64 instant_after(const struct machine *m)
{
	return m->round_end ? m->round_end : time_of(m) + 1;
}

void device_ask(struct device *d)
{
	struct machine *m = d->machine;
	if (m->asking[d->number]) return;
	m->asking[d->number] = 1;
	m->ask_at[d->number] = instant_after(m);
}

void device_ask_no_more(struct device *d)
{
	d->machine->asking[d->number] = 0;
	d->machine->ask_at[d->number] = 0;
}

bool device_asking(const struct device *d)
{
	return d->machine->asking[d->number];
}

void device_put(struct device *d, const u8 *byte, u32 bytes)
{
	struct machine *m = d->machine;
	u64 number = m->outputs++;
	m->counters.outputs++;
	m->lively++;
	if (m->doors.put) m->doors.put(m->doors.context, number, time_of(m), d->number, byte, bytes);
	m->out_at = m->listener ? instant_after(m) : 0; /* who was told may have begun to listen */
}

void device_fault(struct device *d)
{
	d->machine->bus_error = true;
}

void device_error(struct device *d, const char *text)
{
	struct machine *m = d->machine;
	m->counters.guest_errors++;
	if (m->doors.error) m->doors.error(m->doors.context, time_of(m), d->number, text);
}

bool device_dma(struct device *d, u32 pa, void *byte, u32 bytes, bool to_memory)
{
	struct machine *m = d->machine;
	return to_memory ? memory_write(m, pa, byte, bytes) : memory_read(m, pa, byte, bytes);
}

static u8 *store_at(const struct device *d, u64 at, u32 bytes)
{
	const struct region *r = d->memory;
	return r && at <= r->bytes && r->bytes - at >= bytes ? r->at + at : NULL;
}

bool device_store_read(const struct device *d, u64 at, u8 *byte, u32 bytes)
{
	const u8 *from = store_at(d, at, bytes);
	if (from) memcpy(byte, from, bytes);
	return from;
}

bool device_store_write(struct device *d, u64 at, const u8 *byte, u32 bytes)
{
	u8 *to = store_at(d, at, bytes);
	if (to) change_span(d->machine, d->memory, (u32)at, bytes);
	if (to) memcpy(to, byte, bytes);
	return to;
}

/* xorshift64: the generator of --seed, and of the rounds' lengths. */
u64 event_draw(struct machine *m)
{
	m->draw ^= m->draw << 13;
	m->draw ^= m->draw >> 7;
	m->draw ^= m->draw << 17;
	return m->draw;
}

u64 device_draw(struct device *d)
{
	return event_draw(d->machine);
}

void machine_stop(struct machine *m, enum end end, u32 status, u32 cpu, u32 code)
{
	if (m->end) return;
	m->end = end, m->exit_status = status, m->end_cpu = cpu, m->end_code = code;
	m->off_at = m->row.classic && !m->begun ? m->now : instant_after(m);
}

/* A trap has completed its tick already; the CPU goes no further, so that its registers tell. */
void machine_fault(struct machine *m, struct cpu *c, u32 exc)
{
	if (m->end) return;
	machine_stop(m, END_FAULT, 0, c->index, exc);
	m->off_at = m->round_end ? m->round_end : time_of(m);
	c->stopped = m->cpus > 1;
}

void device_stop(struct device *d, enum device_end end, u32 status)
{
	static const u8 ends[] = { [DEVICE_EXIT] = END_EXIT, [DEVICE_HALT] = END_HALT,
		[DEVICE_OFF] = END_OFF };
	machine_stop(d->machine, ends[end], status, d->machine->caller, 0);
}

void device_refuse(struct device *d, u32 sentence, u32 value)
{
	machine_stop(d->machine, END_REFUSED, value, d->machine->caller,
		REFUSED_DEVICE | d->number << 8 | sentence << 16);
}

void device_doom(struct device *d)
{
	struct machine *m = d->machine;
	if (m->doom && !--m->doom) machine_stop(m, END_DOOM, 0, m->caller, 0);
}

u32 device_cpus(const struct device *d)
{
	return d->machine->cpus;
}

u32 device_cpu(const struct device *d)
{
	return d->machine->caller;
}

void device_cpu_stop(struct device *d, u32 cpu, bool stopped)
{
	must(cpu < d->machine->cpus);
	d->machine->cpu[cpu].stopped = stopped;
}

void device_cpu_set(struct device *d, u32 cpu, u32 pc, u32 a0, u32 sp)
{
	must(cpu < d->machine->cpus);
	struct cpu *c = &d->machine->cpu[cpu];
	c->pc = pc, c->gpr[4] = a0, c->gpr[29] = sp, c->gpr[25] = pc;
	c->cp0[Status] = (c->cp0[Status] & ~(u32)(STATUS_KUC | STATUS_IEC)) | STATUS_BEV;
	c->waiting = 0;
	c->after = PLAIN, c->target = c->branch_pc = c->late_reg = c->late_value = 0;
}

void device_cpu_reset(struct device *d, u32 cpu, u32 pc, u32 sp)
{
	must(cpu < d->machine->cpus);
	machine_reset_cpu(d->machine, cpu, pc);
	d->machine->cpu[cpu].gpr[29] = sp;
}

u32 device_ram_bytes(const struct device *d)
{
	return d->machine->region[0].bytes;
}
