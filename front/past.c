/* past.c: see past.h. */
#include "past.h"
#include "session.h"
#include <string.h>

enum { BACK_FIRST = 16, BACK_MOST = 1 << 22 };

static bool is_before(const struct vr3000_moment *a, const struct vr3000_moment *b)
{
	return vr3000_moment_compare(a, b) < 0;
}

static u32 turn_of(const struct session *s)
{
	u32 turn = vr3000_moment(s->machine).turn;
	return turn < vr3000_cpus(s->machine) ? turn : 0;
}

static struct vr3000_regs registers(const struct session *s, u32 cpu)
{
	struct vr3000_regs regs;
	vr3000_registers(s->machine, cpu, &regs);
	return regs;
}

bool past_go(struct session *s, const struct vr3000_moment *to)
{
	struct vr3000_error refused;
	bool gone = vr3000_go(s->machine, to, &refused);
	session_anchor(s);
	return gone;
}

static void go_to_first(struct session *s)
{
	struct vr3000_moment first, last;
	if (vr3000_kept(s->machine, &first, &last))
		past_go(s, &first);
}

/* The moment before the tick that has just been executed. */
static struct vr3000_moment tick_before(const struct session *s)
{
	struct vr3000_moment at = vr3000_moment(s->machine);
	at.begun = true;
	if (vr3000_cpus(s->machine) == 1)
		at.now--;
	else if (at.done)
		at.done--;
	return at;
}

/* ---- the last hit ---- */

static void take_hit(struct session *s, u32 why, struct past_hit *hit)
{
	*hit = (struct past_hit){ .at = vr3000_moment(s->machine), .cpu = turn_of(s),
		.watch = why & VR3000_WATCH };
	hit->address = registers(s, hit->cpu).pc;
	if (!hit->watch)
		return;
	hit->at = tick_before(s);
	vr3000_watched(s->machine, &hit->address, &hit->cpu);
}

/* From where it stands up to a moment. */
static bool scan(struct session *s, const struct vr3000_moment *to, const struct vr3000_moment *now,
	struct past_hit *last, bool (*counts)(void *, const struct past_hit *), void *context)
{
	bool found = false;
	struct vr3000_moment at;
	while (at = vr3000_moment(s->machine), vr3000_past(s->machine) && is_before(&at, to)) {
		struct past_hit hit;
		u32 why = vr3000_go_on(s->machine, to);
		if (!(why & (VR3000_BREAK | VR3000_WATCH)))
			continue;
		take_hit(s, why, &hit);
		if (!is_before(&hit.at, now) || !counts(context, &hit))
			continue;
		*last = hit;
		found = true;
	}
	return found;
}

/* In a delay slot it goes on to the branch before. */
static void land(struct session *s, const struct past_hit *hit)
{
	past_go(s, &hit->at);
	if (registers(s, hit->cpu).in_slot)
		past_step(s, hit->cpu);
}

bool past_find(struct session *s, struct past_hit *hit,
	bool (*counts)(void *, const struct past_hit *), void *context)
{
	struct vr3000_moment now = vr3000_moment(s->machine), end = now, from;
	while (vr3000_kept_before(s->machine, &end, &from)) {
		past_go(s, &from);
		if (scan(s, &end, &now, hit, counts, context)) {
			land(s, hit);
			return true;
		}
		end = from;
	}
	go_to_first(s);
	return false;
}

/* ---- the step before ---- */

/* One processor's ticks are moments, so that the one before is known. */
static bool step_at_once(struct session *s, const struct vr3000_moment *now)
{
	for (u32 back = 1; back <= 2 && vr3000_cpus(s->machine) == 1 && now->now >= back; back++) {
		const struct vr3000_moment to = { .now = now->now - back, .begun = true };
		if (!past_go(s, &to))
			return false;
		struct vr3000_moment at = vr3000_moment(s->machine);
		if (is_before(&at, now) && !registers(s, 0).in_slot)
			return true;
	}
	return false;
}

/* Tick by tick to `now': the last moment from which the CPU went on. */
static bool last_step(struct session *s, u32 cpu, const struct vr3000_moment *now,
	struct vr3000_moment *found)
{
	bool any = false;
	for (;;) {
		struct vr3000_moment at = vr3000_moment(s->machine), then;
		struct vr3000_regs regs = registers(s, cpu);
		u64 retired = vr3000_retired(s->machine, cpu);
		if (!is_before(&at, now) || !vr3000_past(s->machine))
			return any;
		vr3000_step(s->machine, 1);
		then = vr3000_moment(s->machine);
		bool went = vr3000_retired(s->machine, cpu) != retired || registers(s, cpu).pc != regs.pc;
		if (went && !regs.in_slot)
			*found = at, any = true;
		if (!is_before(&at, &then))
			return any;
	}
}

bool past_step(struct session *s, u32 cpu)
{
	struct vr3000_moment now = vr3000_moment(s->machine), found, first, last;
	if (!vr3000_kept(s->machine, &first, &last))
		return false;
	if (step_at_once(s, &now))
		return true;
	for (u64 back = 0; back <= BACK_MOST; back = back ? back * 8 : BACK_FIRST) {
		struct vr3000_moment from = { .now = now.now > back ? now.now - back : 0 };
		if (is_before(&from, &first))
			from = first;
		if (past_go(s, &from) && last_step(s, cpu, &now, &found))
			return past_go(s, &found);
		if (!is_before(&first, &from))
			break;
	}
	go_to_first(s);
	return false;
}
