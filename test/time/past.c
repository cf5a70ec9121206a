/* past.c: see session.h. */
#include "session.h"
#include <stdlib.h>
#include <string.h>

enum { NOTES = 256, TRIPS = 6 };

struct past {
	struct vr3000 *vm;
	u64 s, noted;
	struct note { struct vr3000_moment at; u8 hash[16]; } note[NOTES];
};

struct past *past_open(struct vr3000 *vm, u64 seed)
{
	struct vr3000_error error;
	struct past *p = calloc(1, sizeof *p);
	check(p != NULL);
	p->vm = vm, p->s = seeded(seed + 77);
	size_t bytes = (under(&p->s, 2) ? 8 : 3) << 20;
	check(vr3000_keep(vm, bytes, 1 + under(&p->s, 40), &error));
	return p;
}

void past_close(struct past *p)
{
	if (p) check(vr3000_disagreed(p->vm) == 0);
	free(p);
}

void past_note(struct past *p)
{
	struct note *n = &p->note[p->noted++ % NOTES];
	n->at = vr3000_moment(p->vm);
	vr3000_hash(p->vm, n->hash);
}

static void check_note(const struct past *p, const struct note *n)
{
	u8 hash[16];
	struct vr3000_moment now = vr3000_moment(p->vm);
	vr3000_check(p->vm);
	check(!vr3000_moment_compare(&now, &n->at));
	vr3000_hash(p->vm, hash);
	check(!memcmp(hash, n->hash, sizeof hash));
}

/* On from a moment in the past, in pieces; what is noted on the way must be met. */
static void wander(struct past *p)
{
	for (u64 n = under(&p->s, 20); n-- && vr3000_past(p->vm); ) {
		u64 now = vr3000_now(p->vm);
		u32 why = under(&p->s, 2) ? vr3000_step(p->vm, under(&p->s, 60))
					  : vr3000_run(p->vm, now + under(&p->s, 60), now);
		check(!(why & (VR3000_ASK | VR3000_OUT)) || why & VR3000_PRESENT);
		check(!(why & VR3000_PRESENT) == vr3000_past(p->vm));
		for (u64 i = 0; i < p->noted && i < NOTES; i++) {
			struct vr3000_moment at = vr3000_moment(p->vm);
			if (!vr3000_moment_compare(&at, &p->note[i].at)) check_note(p, &p->note[i]);
		}
	}
}

void past_travel(struct past *p, struct totals *sum)
{
	struct vr3000_error error;
	struct vr3000_moment first, last, end = vr3000_moment(p->vm);
	past_note(p);
	struct note home = p->note[(p->noted - 1) % NOTES];
	check(vr3000_kept(p->vm, &first, &last) && !vr3000_moment_compare(&last, &end));
	for (int i = 0; i < TRIPS; i++) {
		const struct note *n = &p->note[under(&p->s, p->noted < NOTES ? p->noted : NOTES)];
		bool within = vr3000_moment_compare(&n->at, &first) >= 0;
		bool went = vr3000_go(p->vm, &n->at, &error); /* what was first may go for room */
		check(vr3000_kept(p->vm, &first, &end) && (within || !went));
		check(went || vr3000_moment_compare(&n->at, &first) < 0);
		if (!went) continue;
		check_note(p, n);
		if (under(&p->s, 2)) wander(p);
		sum->travels++;
	}
	check(vr3000_go(p->vm, &last, &error) && !vr3000_past(p->vm));
	check_note(p, &home);
}
