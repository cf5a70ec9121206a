/* tape.c: see tape.h. */
#include "tape.h"
#include "vr3000.h"
#include <stdlib.h>
#include <string.h>

void tape_add(struct tape *t, u64 when, u32 device, const u8 *bytes, u32 count)
{
	if (t->count == t->size) {
		t->size = t->size ? 2 * t->size : 64;
		t->input = realloc(t->input, t->size * sizeof *t->input);
		must(t->input);
	}
	u8 *copy = malloc(count ? count : 1);
	must(copy);
	memcpy(copy, bytes, count);
	t->input[t->count++] = (struct tape_input){ when, device, count, copy };
}

void tape_free(struct tape *t)
{
	for (u32 i = 0; i < t->count; i++)
		free(t->input[i].bytes);
	free(t->input);
	*t = (struct tape){ 0 };
}

/* To a tick, whatever the reasons to come back before it; false: it has ended. */
static bool run(struct vr3000 *machine, u64 to)
{
	u32 why = 0;
	while (!(why & VR3000_OFF) && vr3000_now(machine) < to)
		why = vr3000_run(machine, to, VR3000_NEVER);
	return !(why & VR3000_OFF);
}

void tape_play(const struct tape *t, struct vr3000 *machine, u32 *at, u64 stops, u64 to)
{
	bool runs = true;
	while (runs && vr3000_now(machine) < to) {
		u64 now = vr3000_now(machine), until = least(to, (now / stops + 1) * stops);
		for (; *at < t->count && t->input[*at].when <= now; ++*at) {
			const struct tape_input *i = &t->input[*at];
			must(vr3000_post(machine, i->device, i->bytes, i->count));
		}
		if (*at < t->count)
			until = least(until, t->input[*at].when);
		runs = run(machine, until);
	}
}
