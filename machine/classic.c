/* classic.c: see classic.h.  Source: System/161 2.0.8 and 2.0.99, observed; the figures are theirs.
 *
 * The sum that puts an event off is done in binary floating point, so it is here, by fpu.h. */
#include "board.h"
#include "classic.h"
#include "event.h"
#include "fpu.h"

enum { ROTOR = 50000, RUN_MOST = 125000, START_NS = 10000000, DEAD = 0xffff };
#define A_HUNDREDTH 0x3f847ae147ae147bu         /* 0.01 */
#define DRAW_MOST 0x41dfffffffc00000u           /* 2147483647.0 */

const struct field classic_fields[] = {
#define F(type, name, ...) STATE_FIELD(classic, type, name)
	CLASSIC_STATE(F, F)
#undef F
};
const u32 classic_field_count = COUNT_OF(classic_fields);

static u32 tick_ns(const struct machine *m)
{
	return 1000 / m->mhz;
}

u64 classic_ns(const struct machine *m)
{
	return m->classic.shift + time_of(m) * tick_ns(m);
}

/* ---- the delay that is drawn ---- */

static u64 double_of(u64 n)
{
	u32 top = 63;
	if (!n) return 0;
	while (!(n >> top)) top--;
	must(top <= 52);
	return (u64)(1023 + top) << 52 | (n << (52 - top) & (((u64)1 << 52) - 1));
}

static u64 whole_of(u64 bits)
{
	u32 exponent = (u32)(bits >> 52);
	if (exponent < 1023) return 0;
	must(exponent <= 1023 + 52);
	return ((bits & (((u64)1 << 52) - 1)) | (u64)1 << 52) >> (1023 + 52 - exponent);
}

static u64 delay(struct machine *m, u64 ns)
{
	const struct fpu_mode nearest = { .ieee = true };
	u32 draw = stream_draw(m->classic.word, &m->classic.next);
	u64 most = fpu_mul(nearest, FPU_D, double_of(ns), A_HUNDREDTH).bits;
	u64 part = fpu_mul(nearest, FPU_D, double_of(draw), most).bits;
	return whole_of(fpu_div(nearest, FPU_D, part, DRAW_MOST).bits);
}

/* ---- the queue ---- */

static void insert(struct classic *k, u32 i, u64 at, u32 who)
{
	for (u32 n = k->events++; n > i; n--) k->at[n] = k->at[n - 1], k->who[n] = k->who[n - 1];
	k->at[i] = at, k->who[i] = (u16)who;
}

static u32 take_first(struct classic *k)
{
	u32 who = k->who[0];
	k->events--;
	for (u32 n = 0; n < k->events; n++) k->at[n] = k->at[n + 1], k->who[n] = k->who[n + 1];
	k->at[k->events] = k->who[k->events] = 0;
	k->headed = 0;
	return who;
}

/* The slice ends with this tick when its goal is no longer the next event. */
static void cut(struct machine *m)
{
	struct classic *k = &m->classic;
	k->headed = 0;
	if (!m->begun) return;
	k->end = m->round_end ? m->round_end : time_of(m) + 1;
	m->next_event = k->end;
}

void classic_schedule(struct machine *m, u32 who, u64 ns)
{
	struct classic *k = &m->classic;
	classic_cancel(m, who);
	u64 at = classic_ns(m) + ns + delay(m, ns);
	if (k->events == CLASSIC_EVENTS) {
		machine_stop(m, END_REFUSED, CLASSIC_EVENTS, m->caller, REFUSED_EVENTS);
		return;
	}
	u32 i = 0;
	while (i < k->events && k->at[i] <= at) i++;
	insert(k, i, at, who);
	k->changed = k->jumps;
	if (i == 0 && k->headed) cut(m);
}

/* What was replaced still comes, and does nothing. */
void classic_cancel(struct machine *m, u32 who)
{
	for (u32 i = 0; i < m->classic.events; i++)
		if (m->classic.who[i] == who) m->classic.who[i] = DEAD;
}

u64 classic_when(const struct machine *m, u32 who)
{
	for (u32 i = 0; i < m->classic.events; i++)
		if (m->classic.who[i] == who) return m->classic.at[i];
	return 0;
}

static void deliver(struct machine *m)
{
	struct classic *k = &m->classic;
	u64 now = classic_ns(m);
	while (k->events && k->at[0] <= now) {
		u32 who = take_first(k);
		m->counters.events++;
		if (who == DEAD) continue;
		struct device *d = m->device[who / WHATS];
		d->type->does->event(d, who % WHATS);
	}
}

/* ---- slices and jumps ---- */

static void begin_slice(struct machine *m)
{
	struct classic *k = &m->classic;
	u64 now = classic_ns(m), run = RUN_MOST;
	if (k->events && k->at[0] <= now) run = 0;
	else if (k->events && k->at[0] < now + (u64)RUN_MOST * tick_ns(m)) {
		k->headed = 1;
		run = (k->at[0] - now + tick_ns(m) - 1) / tick_ns(m);
	}
	k->from = m->now, k->end = m->now + least(run, k->rotor);
}

static void end_slice(struct machine *m)
{
	struct classic *k = &m->classic;
	u64 went = m->now - k->from;
	deliver(m);
	k->rotor = went < k->rotor ? k->rotor - (u32)went : ROTOR;
}

/* To the first event; with none, until an input.  What is left over of a tick is passed twice: time
 * gains it now, and it counts again in the next jump (as it is in System/161). */
static void begin_jump(struct machine *m)
{
	struct classic *k = &m->classic;
	u64 ns = k->events ? k->at[0] - classic_ns(m) + k->slop : 0;
	k->jumps = 1, k->changed = 0, k->from = m->now;
	k->slop_after = (u32)(ns % tick_ns(m));
	k->end = k->events ? m->now + ns / tick_ns(m) : NEVER;
}

static void end_jump(struct machine *m)
{
	struct classic *k = &m->classic;
	k->jumped += m->now - k->from;
	if (m->now == k->end) k->shift += k->slop_after, k->slop = k->slop_after;
	k->jumps = k->changed = 0, k->slop_after = 0;
	deliver(m);
}

void classic_fire(struct machine *m)
{
	struct classic *k = &m->classic;
	do {
		if (k->jumps) end_jump(m);
		else end_slice(m);
		if (m->end) break;
		if (machine_waits(m)) begin_jump(m);
		else begin_slice(m);
	} while (k->end <= m->now);
	m->next_event = k->end;
}

void classic_look(struct machine *m)
{
	struct classic *k = &m->classic;
	if (!k->jumps || k->end <= m->now || (!k->changed && machine_waits(m))) return;
	k->end = m->now + 1;
	classic_fire(m);
}

void classic_reset(struct machine *m)
{
	struct classic *k = &m->classic;
	memset(k, 0, sizeof *k);
	stream_seed(k->word, &k->next, 1);
	k->shift = stream_draw(k->word, &k->next) % START_NS;
	k->rotor = ROTOR;
	begin_slice(m);
}

void classic_check(const struct machine *m)
{
	const struct classic *k = &m->classic;
	must(k->events <= CLASSIC_EVENTS && k->end >= m->now && k->rotor && k->rotor <= ROTOR);
	for (u32 i = 1; i < k->events; i++) must(k->at[i - 1] <= k->at[i]);
}
