/* history.c: running with time kept (vr3000_keep): what was is repeated, what is new is kept. */
#include "history.h"

enum { BYTES_LEAST = 1 << 20 };
static const u64 PERIOD = 20000000;

/* ---- moments ---- */

struct vr3000_moment vr3000_moment(const struct vr3000 *vm)
{
	const struct machine *m = &vm->machine;
	return (struct vr3000_moment){ m->now, m->done, m->turn, m->begun };
}

static int order_of(u64 a, u64 b)
{
	return a < b ? -1 : a > b;
}

int vr3000_moment_compare(const struct vr3000_moment *a, const struct vr3000_moment *b)
{
	if (a->now != b->now) return order_of(a->now, b->now);
	if (a->begun != b->begun) return order_of(a->begun, b->begun);
	if (a->turn != b->turn) return order_of(a->turn, b->turn);
	return order_of(a->done, b->done);
}

static int against(const struct history *h, const struct vr3000_moment *at)
{
	const struct machine *m = h->machine;
	struct vr3000_moment now = { m->now, m->done, m->turn, m->begun };
	return vr3000_moment_compare(&now, at);
}

/* ---- opening ---- */

struct layout { size_t slot, mark, blob, scratch, held, memory; };

static struct layout lay_out(const struct history *h, u32 slots)
{
	size_t blob = (size_t)h->blob_pages * SLOT_BYTES, at = (sizeof *h + 63) & ~(size_t)63;
	struct layout l = { .slot = at };
	l.mark = l.slot + slots * sizeof *h->slot;
	l.held = (l.mark + h->machine->pages + h->blob_pages + 63) & ~(size_t)63;
	l.blob = (l.held + INPUTS_MAX * sizeof *h->held + 4095) & ~(size_t)4095;
	l.scratch = l.blob + blob;
	l.memory = l.scratch + blob;
	return l;
}

bool vr3000_keep_in(struct vr3000 *vm, void *memory, size_t bytes, uint64_t period,
	struct vr3000_error *error)
{
	struct history *h = memory;
	must(!vm->history);
	if (bytes > sizeof *h) {
		*h = (struct history){ .machine = &vm->machine, .period = period ? period : PERIOD };
		h->blob_bytes = (u32)history_blob(h, NULL, false);
		h->blob_pages = (h->blob_bytes + SLOT_BYTES - 1) / SLOT_BYTES;
	}
	if (bytes < BYTES_LEAST || bytes < lay_out(h, 0).memory + BYTES_LEAST) {
		text_format(error->text, sizeof error->text,
			"%u KiB are too few to keep the time of this machine", (u32)(bytes >> 10));
		return false;
	}
	u64 room = bytes - lay_out(h, 0).memory - SLOT_BYTES;
	h->slots = (u32)least(room / (SLOT_BYTES + sizeof *h->slot), 1u << 24);
	struct layout l = lay_out(h, h->slots);
	u8 *at = memory;
	h->slot = (struct slot *)(at + l.slot), h->mark = at + l.mark;
	h->held = (struct input *)(at + l.held);
	h->blob = at + l.blob, h->scratch = at + l.scratch, h->memory = at + l.memory;
	vm->history = h;
	vm->machine.doors.changing = history_changing;
	history_begin(h);
	return true;
}

/* ---- leaving the present, and coming back ---- */

static void leave(struct history *h)
{
	struct machine *m = h->machine;
	if (h->lost) history_begin(h);
	if (h->written || against(h, &h->kept[h->here].at)) history_keep(h);
	for (h->held_count = 0; h->held_count < m->input_count; h->held_count++) {
		const struct input *in = &m->input[(m->input_first + h->held_count) % INPUTS_MAX];
		struct input *to = &h->held[h->held_count];
		to->device = in->device, to->bytes = in->bytes;
		memcpy(to->byte, in->byte, in->bytes);
	}
	h->past = true;
}

static void be_present(struct history *h)
{
	h->past = false;
	h->machine->input_count = 0;
	for (u32 i = 0; i < h->held_count; i++) {
		const struct input *in = &h->held[i];
		must(machine_post(h->machine, in->device, in->byte, in->bytes));
	}
	h->held_count = 0;
}

static void arrive_where_due(struct history *h)
{
	while (h->past && h->here + 1 < h->count && against(h, &h->kept[h->here + 1].at) >= 0)
		history_arrive(h);
	if (h->past && h->here + 1 == h->count) be_present(h);
}

void history_writes(struct vr3000 *vm)
{
	struct history *h = vm->history;
	if (!h) return;
	if (h->past) history_cut(h);
	h->written = true;
}

void history_lose(struct vr3000 *vm)
{
	if (!vm->history) return;
	vm->history->past = false;
	vm->history->lost = true;
}

/* ---- running ---- */

static u64 worked(const struct history *h)
{
	const struct machine *m = h->machine;
	u64 passed = m->now - h->kept[h->here].at.now;
	u64 idle = m->counters.waited + m->counters.skipped - h->idle;
	return passed > idle ? passed - idle : 0;
}

static void keep_if_due(struct history *h)
{
	if (h->lost) history_begin(h);
	else if (h->written || worked(h) >= h->period) history_keep(h);
}

/* A stop of our own is none of the caller's: on, if nothing else happened. */
static u32 ours(const struct machine *m, u32 why, u64 until, bool *again)
{
	if (m->now < until) why &= ~(u32)STOP_TIME;
	*again = !why;
	return why;
}

/* Live, up to the next state that is due. */
static u32 live_on(struct history *h, u64 until, u64 wait_until, bool *again)
{
	struct machine *m = h->machine;
	keep_if_due(h);
	u64 due = m->now + (h->period - least(worked(h), h->period - 1));
	u32 why = machine_run(m, least(until, due), wait_until);
	return ours(m, why, until, again);
}

/* In the instant or round of `to`, before it: as little as can be run.  Work is by budget. */
static u32 creep(struct machine *m)
{
	u64 left = m->budget;
	if (m->begun && !left) return STOP_BREAK;
	m->budget = m->begun ? 1 : 0;
	u32 why = machine_run(m, NEVER / 2, NEVER);
	u64 did = m->begun && left != NEVER ? 1 - least(m->budget, 1) : 0;
	bool spent = !m->budget;
	m->budget = left == NEVER ? NEVER : left - least(left, did);
	return spent ? why & ~(u32)STOP_BREAK : why;
}

/* In the past, up to the next thing that has a moment. */
static u32 repeat(struct history *h, u64 until, const struct vr3000_moment *to, bool *again)
{
	struct machine *m = h->machine;
	struct tape_entry entry;
	const struct vr3000_moment *next = &h->kept[h->here + 1].at;
	*again = false;
	if (m->now >= until && !m->begun && !to) return STOP_TIME;
	history_post(h);
	u32 why;
	u64 stop = least(until, next->now);
	if (to) stop = least(stop, to->now);
	if (history_next(h, &entry)) stop = least(stop, entry.when);
	if (m->now == next->now || (to && m->now == to->now)) why = creep(m);
	else why = machine_run(m, stop, NEVER);
	arrive_where_due(h);
	why &= ~(u32)(STOP_ASK | STOP_OUT);
	if (!h->past) return why | VR3000_PRESENT;
	return ours(m, why, to ? NEVER : until, again);
}

u32 history_run(struct vr3000 *vm, u64 until, u64 wait_until)
{
	struct history *h = vm->history;
	u32 why;
	bool again;
	arrive_where_due(h);
	do {
		why = h->past ? repeat(h, until, NULL, &again) : live_on(h, until, wait_until, &again);
	} while (again);
	return why;
}

/* ---- going ---- */

bool vr3000_past(const struct vr3000 *vm)
{
	return vm->history && vm->history->past;
}

bool vr3000_kept(const struct vr3000 *vm, struct vr3000_moment *first, struct vr3000_moment *last)
{
	const struct history *h = vm->history;
	if (!h || h->lost) return false;
	*first = h->kept[0].at;
	*last = h->past ? h->kept[h->count - 1].at : vr3000_moment(vm);
	return true;
}

bool vr3000_kept_before(const struct vr3000 *vm, const struct vr3000_moment *at,
	struct vr3000_moment *kept)
{
	const struct history *h = vm->history;
	bool found = false;
	for (u32 i = 0; h && !h->lost && i < h->count; i++)
		if (vr3000_moment_compare(&h->kept[i].at, at) < 0) *kept = h->kept[i].at, found = true;
	return found;
}

uint32_t vr3000_go_on(struct vr3000 *vm, const struct vr3000_moment *to)
{
	struct history *h = vm->history;
	must(h);
	arrive_where_due(h);
	u32 why = STOP_TIME;
	bool again = true;
	while (again && h->past && against(h, to) < 0) why = repeat(h, NEVER / 2, to, &again);
	return why;
}

/* The last state at or before it. */
static u32 state_for(const struct history *h, const struct vr3000_moment *to)
{
	u32 best = 0;
	for (u32 i = 0; i < h->count; i++)
		if (vr3000_moment_compare(&h->kept[i].at, to) <= 0) best = i;
	return best;
}

bool vr3000_go(struct vr3000 *vm, const struct vr3000_moment *to, struct vr3000_error *error)
{
	struct history *h = vm->history;
	struct vr3000_moment first, last;
	bool kept = vr3000_kept(vm, &first, &last);
	if (!kept || vr3000_moment_compare(to, &first) < 0 || vr3000_moment_compare(to, &last) > 0) {
		text_format(error->text, sizeof error->text, kept ? "no time is kept so early, or so late"
								  : "no time is kept");
		return false;
	}
	if (!against(h, to) && !h->written) return true;
	if (!h->past) leave(h);
	u32 best = state_for(h, to);
	if (against(h, to) > 0 || best > h->here) history_go(h, best);
	arrive_where_due(h);
	while (h->past && against(h, to) < 0) vr3000_go_on(vm, to);
	return true;
}

void vr3000_cut(struct vr3000 *vm)
{
	if (vr3000_past(vm)) history_cut(vm->history);
}

uint64_t vr3000_disagreed(const struct vr3000 *vm)
{
	return vm->history ? vm->history->disagreed : 0;
}
