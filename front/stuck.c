/* stuck.c: looks once a virtual second, at multiples of one, whatever the slices; see stuck.h. */
#include "stuck.h"
#include "vr3000.h"

void stuck_init(struct stuck *s, u64 seconds, u32 mhz)
{
	s->second = (u64)mhz * 1000000;
	s->limit = seconds * s->second;
	s->next = seconds ? s->second : NEVER;
	s->lively = 0;
}

void stuck_anchor(struct stuck *s, u64 now)
{
	s->lively = now;
	if (s->next != NEVER)
		s->next = (now / s->second + 1) * s->second;
}

bool stuck_check(struct stuck *s, struct vr3000 *machine)
{
	u64 now = vr3000_now(machine);
	if (now < s->next)
		return false;
	s->next = (now / s->second + 1) * s->second;
	if (vr3000_lively(machine))
		s->lively = now;
	return now - s->lively >= s->limit;
}
