/* grade_sleepers.c: see grade_sleepers.h. */
#include "grade_sleepers.h"
#include "report.h"
#include "session.h"
#include "where.h"
#include <string.h>

enum { FRAMES_MAX = 16, A0 = 4, A1 = 5 };

void sleepers_watch(struct sleepers *p, struct session *s)
{
	static const char *const names[] = { "switchframe_switch", "context_switch" };
	u32 size;
	for (u32 i = 0; i < COUNT_OF(names) && !p->watched; i++)
		p->watched = where_address(s->where, names[i], &p->at, &size) &&
			vr3000_break(s->machine, p->at, true);
}

/* One whose place is `thread`, or whose stack pointer, as kept there, is `sp`. */
static void forget(struct sleepers *p, const struct session *s, u32 thread, u32 sp)
{
	u32 kept;
	for (u32 i = p->count; i--;) {
		const struct sleeper *one = &p->one[i];
		if (one->thread == thread || (report_word(s, one->thread, &kept) && kept == sp))
			p->one[i] = p->one[--p->count];
	}
}

void sleepers_switch(struct sleepers *p, struct session *s, const struct vr3000_regs *r)
{
	if (!p->watched || r->pc != p->at)
		return;
	forget(p, s, r->gpr[A0], r->gpr[A1]);
	forget(p, s, r->gpr[A1], 0);
	if (p->count == SLEEPERS_MAX)
		return;
	struct sleeper *one = &p->one[p->count++];
	*one = (struct sleeper){ .thread = r->gpr[A0], .pc = r->pc, .since = vr3000_now(s->machine) };
	memcpy(one->gpr, r->gpr, sizeof one->gpr);
}

static bool see(void *context, u32 va, void *bytes, u32 n)
{
	return vr3000_peek_virtual(context, 0, va, bytes, n);
}

void sleepers_print(const struct sleepers *p, struct session *s, FILE *to)
{
	const struct where_memory memory = { s->machine, see };
	for (u32 i = 0; i < p->count; i++) {
		const struct sleeper *one = &p->one[i];
		struct where_frame frames[FRAMES_MAX];
		struct where_regs regs = { .pc = one->pc };
		memcpy(regs.gpr, one->gpr, sizeof regs.gpr);
		fprintf(to, "thread %08x sleeps since tick %llu\n", one->thread,
			(unsigned long long)one->since);
		where_print_backtrace(to, frames, where_backtrace(s->where, &regs, &memory, frames,
			FRAMES_MAX));
	}
}
