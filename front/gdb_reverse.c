/* gdb_reverse.c: bs and bc: going back, by past.h; see gdb_inside.h.
 *
 * A break is before its instruction, and so is a watch that was met backwards: gdb then reads the
 * value that the access found. */
#include "error.h"
#include "gdb_inside.h"
#include "past.h"
#include <stdio.h>

bool gdb_has_past(const struct gdb *g)
{
	struct vr3000_moment first, last;
	return vr3000_kept(g->session->machine, &first, &last);
}

static bool counts(void *context, const struct past_hit *hit)
{
	const struct gdb *g = context;
	return hit->watch ? gdb_watch_word(g, hit->address) != NULL : gdb_breaks_at(g, hit->address);
}

/* Before its end the guest has not ended. */
static void leave_end(struct gdb *g)
{
	struct session *s = g->session;
	if (!g->held)
		return;
	g->held = false;
	s->ending = (struct ending){ 0 };
}

static void go_back(struct gdb *g)
{
	char why[40] = "replaylog:begin;";
	struct past_hit hit;
	bool found = past_find(g->session, &hit, counts, g);
	leave_end(g);
	if (found && hit.watch)
		snprintf(why, sizeof why, "%s:%llx;", gdb_watch_word(g, hit.address),
			(unsigned long long)(s64)(s32)hit.address);
	else if (found)
		snprintf(why, sizeof why, "swbreak:;");
	g->running = true;
	gdb_stop(g, GDB_TRAP, found ? hit.cpu : gdb_turn(g->session), why);
}

void gdb_packet_back(struct gdb *g, const char *rest, u32 count)
{
	if (count != 1 || !gdb_has_past(g) || (*rest != 's' && *rest != 'c')) {
		gdb_say_bytes(g, "", "", 0);
		return;
	}
	if (*rest == 'c') {
		go_back(g);
		return;
	}
	bool found = past_step(g->session, g->cpu);
	leave_end(g);
	g->running = true;
	gdb_stop(g, GDB_TRAP, g->cpu, found ? "" : "replaylog:begin;");
}
