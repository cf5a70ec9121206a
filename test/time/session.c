/* session.c: see session.h.  It follows the schedules of a model of these rules that was run
 * before the machine was built: slices, debugger's stops, saves into other machines, replays. */
#include "session.h"
#include <stdlib.h>
#include <string.h>

enum { ASKS = VR3000_ASK, LATE_MOST = 1000 };

struct kept { u8 *bytes; size_t size; int state; u64 n_hash, target; };
struct live {
	struct vr3000 *vm;
	const struct setup *setup;
	const struct way *way;
	struct tape *tape;
	u64 s;
	struct past *past;
};

struct vr3000 *session_open(
	const struct setup *setup, const char *engine, bool skip, struct tape *t)
{
	struct vr3000_config config = { .board = setup->board, .engine = engine, .cpus = setup->cpus,
		.quantum = setup->quantum, .seed = setup->seed, .keep_busy = !skip, .cpu = setup->cpu,
		.big_endian = setup->big };
	struct vr3000_doors doors = { .context = t, .took = tape_took, .put = tape_put };
	struct vr3000_boot boot = { .entry = 0x80000000 + CODE_PA };
	struct vr3000_error error;
	struct vr3000 *vm = vr3000_open(&config, &doors, &error);
	check(vm != NULL);
	check(vr3000_boot(vm, &boot, &error));
	return vm;
}

static u8 *save(const struct vr3000 *vm, size_t *size)
{
	*size = vr3000_save(vm, NULL, 0);
	u8 *bytes = malloc(*size);
	check(bytes && vr3000_save(vm, bytes, *size) == *size);
	return bytes;
}

/* Into another machine, whose state is noise as far as it can be. */
static void reload(struct live *l, const u8 *bytes, size_t size)
{
	struct vr3000_error error;
	bool skip = l->way->how & SKIP;
	struct vr3000 *fresh = session_open(l->setup, l->way->engine, skip, l->tape);
	u64 s = seeded(size);
	program_write(fresh, &s);
	check(vr3000_load(fresh, bytes, size, &error));
	vr3000_listen(fresh, l->way->how & EAR);
	past_close(l->past);
	vr3000_close(l->vm);
	l->vm = fresh;
	l->past = l->way->how & PAST ? past_open(fresh, size) : NULL;
}

static void post(struct live *l, u32 device, u32 byte)
{
	u8 b = (u8)byte;
	check(vr3000_post(l->vm, device, &b, 1));
	l->tape->queued++;
}

/* A file behind every device: it answers whenever asked, by its own position alone. */
static void answer(struct live *l, u32 why)
{
	for (u32 d = 0; why & ASKS && d < DEVICES; d++)
		if (vr3000_asks(l->vm, d) && !l->vm->machine.ask_at[d])
			post(l, d, (u32)(seeded((l->tape->n_in + l->tape->queued) * 8 + d) >> 40));
}

/* A script that waits for a byte divisible by four, then sends one. */
static void hear(struct live *l)
{
	struct tape *t = l->tape;
	for (; t->heard < t->n_out; t->heard++)
		if (t->out[t->heard].byte % 4 == 0 && t->queued < 32)
			post(l, 0, t->out[t->heard].byte + 1u);
}

/* Replay: what the tape holds for this instant; returns the next instant it must stop at. */
static u64 feed(struct live *l)
{
	const struct tape *r = l->tape->replay;
	const struct machine *m = &l->vm->machine;
	u64 i = m->inputs + l->tape->queued;
	for (; !m->begun && i < r->n_in && r->in[i].when <= m->now; i++) {
		check(r->in[i].when == m->now);
		post(l, r->in[i].device, r->in[i].byte);
	}
	return i < r->n_in ? r->in[i].when : NEVER;
}

/* wait_until bounds waiting, and waiting only; until is exact where it can be. */
static void check_stop(
	const struct live *l, u32 why, u64 from, u64 until, u64 wait_until, u64 waited)
{
	const struct machine *m = &l->vm->machine;
	vr3000_check(l->vm);
	if (m->cpus == 1) {
		check(m->now <= until || until < from);
		check(!(why & STOP_TIME) || m->now == until || until < from);
		check(waited <= (wait_until > from ? wait_until - from : 0));
	} else check(!(why & STOP_TIME) || m->now < until + m->row.quantum);
	check(why != STOP_WAIT || (m->now >= wait_until && (machine_waits(m) || m->idled)));
	check(why == STOP_BREAK || (!m->begun && !m->round_end && !m->done));
}

static u32 run_some(struct live *l, u64 until, u64 wait_until, u64 budget, struct totals *sum)
{
	struct machine *m = &l->vm->machine;
	u64 from = time_of(m), waited = m->counters.waited + m->counters.skipped,
		skipped = m->counters.skipped;
	m->budget = budget;
	u32 why = vr3000_run(l->vm, until, wait_until);
	m->budget = NEVER;
	waited = m->counters.waited + m->counters.skipped - waited;
	check_stop(l, why, from, until, wait_until, waited);
	sum->stops++, sum->cut += why == STOP_WAIT, sum->skipped += m->counters.skipped - skipped;
	return why;
}

/* Slices, stops and bounds of this step. */
static u32 run_step(struct live *l, u64 target, u64 next, struct totals *sum)
{
	u32 how = l->way->how;
	u64 now = l->vm->machine.now, until = target, wait_until = NEVER, budget = NEVER;
	u64 far = under(&l->s, 2) ? 6 : 60;
	if (how & SLICES) until = now + 1 + under(&l->s, far);
	if (how & SINGLE) until = now + 1;
	if (how & WAITS) wait_until = now + under(&l->s, 50);
	until = least(least(until, target), next);
	wait_until = least(wait_until, next);
	if (how & STOPS && under(&l->s, 3)) budget = under(&l->s, 80);
	if (how & STOPS && how & SINGLE) budget = 1;
	return run_some(l, until, wait_until, budget, sum);
}

static void keep_hash(struct live *l)
{
	struct tape *t = l->tape;
	check(t->n_hash < HASHES);
	t->hash[t->n_hash].when = l->vm->machine.now;
	vr3000_hash(l->vm, t->hash[t->n_hash++].value);
}

static void save_and_load(struct live *l, struct totals *sum)
{
	size_t size;
	u8 *bytes = save(l->vm, &size);
	if (l->tape->queued) { /* what is posted and not taken is in no snapshot */
		free(bytes);
		return;
	}
	sum->loads++, sum->mid_loads += l->vm->machine.begun;
	reload(l, bytes, size);
	free(bytes);
}

/* Once in a replay: keep a snapshot, go on, come back to it. */
static void back_once(struct live *l, struct kept *k, u64 *target)
{
	const struct machine *m = &l->vm->machine;
	struct tape *t = l->tape;
	if (t->queued || k->state == 2) return;
	if (k->state == 0 && m->now > END_TICK / 4) {
		k->bytes = save(l->vm, &k->size);
		k->state = 1, k->n_hash = t->n_hash, k->target = *target;
	} else if (k->state == 1 && m->now > END_TICK / 2) {
		reload(l, k->bytes, k->size);
		k->state = 2, t->n_hash = k->n_hash, *target = k->target;
		t->n_out = l->vm->machine.outputs, t->n_in = l->vm->machine.inputs;
	}
}

/* Record: what the world says after a stop. */
static void world_says(struct live *l, u32 why)
{
	u32 how = l->way->how;
	if (how & EAR && why & STOP_OUT) hear(l);
	if (!(how & LIVE)) answer(l, why);
	if (!(how & LIVE) || (!(why & STOP_WAIT) && under(&l->s, 3))) return;
	for (u64 n = under(&l->s, 4); n--; ) {
		u32 device = (u32)under(&l->s, DEVICES), byte = (u32)under(&l->s, 256);
		if (l->tape->queued < 32) post(l, device, byte);
	}
}

void session(const struct setup *setup, const struct way *way, const struct tape *replay,
	struct tape *t, struct totals *sum)
{
	struct live l = { .setup = setup, .way = way, .tape = t, .s = seeded(way->seed) };
	struct kept kept = { 0 };
	u64 every = 30 + setup->program % 7 * 31, target = every, program = seeded(setup->program),
		calls = 0;
	u32 why = 0;
	memset(t, 0, sizeof *t);
	t->replay = replay;
	doing.way = way->name;
	l.vm = session_open(setup, way->engine, way->how & SKIP, t);
	program_write(l.vm, &program);
	vr3000_listen(l.vm, way->how & EAR);
	if (way->how & PAST) l.past = past_open(l.vm, way->seed);
	while (target <= END_TICK && !(why & STOP_OFF)) {
		check(++calls < 200000);
		why = run_step(&l, target, replay ? feed(&l) : NEVER, sum);
		if (l.past) past_note(l.past);
		if (l.past && under(&l.s, 20) == 0) past_travel(l.past, sum);
		if (way->how & SAVES && under(&l.s, 4) == 0) save_and_load(&l, sum);
		if (!l.vm->machine.begun && (l.vm->machine.now >= target || why & STOP_OFF)) {
			keep_hash(&l);
			target = l.vm->machine.now - l.vm->machine.now % every + every;
		}
		if (!replay) world_says(&l, why);
		if (way->how & BACK && !(why & STOP_OFF)) back_once(&l, &kept, &target);
	}
	sum->sessions++, sum->inputs += t->n_in, sum->outputs += t->n_out, sum->hashes += t->n_hash;
	if (l.past && !(why & STOP_OFF)) past_travel(l.past, sum);
	past_close(l.past);
	vr3000_close(l.vm);
	free(kept.bytes);
}
