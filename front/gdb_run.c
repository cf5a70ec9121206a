/* gdb_run.c: stopping and starting the machine for gdb; see gdb_inside.h.
 *
 * A stop never stands in a delay slot: gdb plans a step from pc alone, and would plant its break
 * behind the slot where a taken branch never comes.  So a stop goes on to the branch's target. */
#include "error.h"
#include "gdb_inside.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS_MOST = 64, STEPS_MOST = 1000000 };

u32 gdb_turn(const struct session *s)
{
	u64 turn = 0;
	vr3000_get(s->machine, "machine.turn", &turn);
	return turn < vr3000_cpus(s->machine) ? (u32)turn : 0;
}

static struct vr3000_regs registers(const struct session *s, u32 cpu)
{
	struct vr3000_regs regs;
	vr3000_registers(s->machine, cpu, &regs);
	return regs;
}

void gdb_settle(struct gdb *g)
{
	struct session *s = g->session;
	u32 cpu = gdb_turn(s);
	for (u32 i = 0; i < SLOTS_MOST && registers(s, cpu).in_slot && s->ending.cause == NO_CAUSE; i++)
		session_step(s, 1);
}

/* ---- stops ---- */

void gdb_stop(struct gdb *g, u32 signal, u32 cpu, const char *why)
{
	bool told = g->running;
	g->running = false;
	g->session->stopped = true;
	gdb_settle(g);
	g->cpu = g->stop_cpu = cpu;
	snprintf(g->stop, sizeof g->stop, "T%02xthread:%x;%s", signal, g->first_thread + cpu, why);
	if (told)
		gdb_say(g, "%s", g->stop);
}

bool gdb_breaks_at(const struct gdb *g, u32 address)
{
	for (u32 i = 0; g && i < g->breaks; i++)
		if (g->break_[i].address == address)
			return true;
	return false;
}

void gdb_arrived(struct gdb *g, u32 cpu, u32 address)
{
	for (u32 i = 0; g && g->running && i < g->breaks; i++)
		if (g->break_[i].address == address)
			gdb_stop(g, GDB_TRAP, cpu, g->break_[i].kind == '1' ? "hwbreak:;" : "swbreak:;");
}

const char *gdb_watch_word(const struct gdb *g, u32 address)
{
	static const char *const words[] = { "watch", "rwatch", "awatch" };
	for (u32 i = 0; i < g->watches; i++)
		if (g->watch[i].address == address)
			return words[g->watch[i].kind - '2'];
	return NULL;
}

void gdb_watched(struct gdb *g)
{
	u32 va, cpu;
	char why[40];
	if (!g || !g->running || !vr3000_watched(g->session->machine, &va, &cpu))
		return;
	const char *word = gdb_watch_word(g, va);
	if (!word)
		return;
	snprintf(why, sizeof why, "%s:%llx;", word, (unsigned long long)(s64)(s32)va);
	gdb_stop(g, GDB_TRAP, cpu, why);
}

/* ---- the guest's end ---- */

bool gdb_holds(struct gdb *g)
{
	if (!gdb_is_there(g) || g->released || g->session->signals.end)
		return false;
	if (!g->held) {
		g->held = true;
		gdb_stop(g, GDB_TRAP, gdb_turn(g->session), "");
	}
	return true;
}

void gdb_release(struct gdb *g)
{
	if (!g)
		return;
	g->held = false;
	g->released = true;
}

/* ---- starts ---- */

void gdb_go(struct gdb *g)
{
	struct session *s = g->session;
	g->running = true;
	s->stopped = false;
	pace_anchor(&s->pace, vr3000_now(s->machine));
	if (g->held)
		gdb_release(g);
}

/* To the next instruction of a CPU, whatever the others do meanwhile. */
static void step(struct gdb *g, u32 cpu)
{
	struct session *s = g->session;
	struct vr3000_regs before = registers(s, cpu);
	u64 retired = vr3000_retired(s->machine, cpu);
	if (g->held) {
		gdb_go(g);
		return;
	}
	for (u32 i = 0; i < STEPS_MOST && s->ending.cause == NO_CAUSE; i++) {
		session_step(s, 1);
		if (vr3000_retired(s->machine, cpu) != retired || registers(s, cpu).pc != before.pc)
			break;
	}
	g->running = true;
	if (s->ending.cause == NO_CAUSE)
		gdb_stop(g, GDB_TRAP, cpu, "");
}

static void jump(struct gdb *g, const char *address)
{
	if (gdb_hex((u8)*address) >= 0)
		vr3000_jump(g->session->machine, g->stop_cpu, (u32)gdb_number(&address));
}

void gdb_packet_cont(struct gdb *g, const char *rest, u32 count)
{
	(void)count;
	jump(g, rest);
	gdb_go(g);
}

void gdb_packet_step(struct gdb *g, const char *rest, u32 count)
{
	(void)count;
	jump(g, rest);
	step(g, g->stop_cpu);
}

/* C and S: a signal goes nowhere in a machine without a system. */
void gdb_packet_signal(struct gdb *g, const char *rest, u32 count)
{
	(void)count;
	const char *semicolon = strchr(rest, ';');
	if (semicolon)
		jump(g, semicolon + 1);
	if (rest[-1] == 'S')
		step(g, g->stop_cpu);
	else
		gdb_go(g);
}

/* vCont;ACTION[:THREAD]...  All run; a step of one of them ends it. */
void gdb_packet_resume(struct gdb *g, const char *rest, u32 count)
{
	u32 cpu = g->stop_cpu;
	(void)count;
	for (const char *at = rest; at; at = strchr(at, ';')) {
		char thread[24];
		at += *at == ';';
		size_t length = strcspn(at, ";");
		const char *colon = memchr(at, ':', length);
		if (*at != 's' && *at != 'S')
			continue;
		snprintf(thread, sizeof thread, "%.*s", colon ? (int)(at + length - colon - 1) : 0,
			colon ? colon + 1 : "");
		if (colon && !gdb_thread(g, thread, &cpu))
			break;
		step(g, cpu);
		return;
	}
	if (*rest == 't')
		gdb_say(g, "%s", g->stop);
	else
		gdb_go(g);
}

/* ---- breakpoints and watchpoints ---- */

static bool break_set(struct gdb *g, char kind, u32 address, bool set)
{
	struct session *s = g->session;
	for (u32 i = 0; i < g->breaks; i++) {
		if (g->break_[i].address != address || g->break_[i].kind != kind)
			continue;
		if (!set)
			g->break_[i] = g->break_[--g->breaks];
		if (!set && !session_breaks_at(s, address))
			vr3000_break(s->machine, address, false);
		return true;
	}
	if (!set)
		return true;
	if (g->breaks == GDB_BREAKS || !vr3000_break(s->machine, address, true))
		return false;
	g->break_[g->breaks++] = (struct gdb_break){ address, kind };
	return true;
}

static u32 kinds_of(char kind)
{
	return kind == '2' ? VR3000_WRITE : kind == '3' ? VR3000_READ : VR3000_READ | VR3000_WRITE;
}

static bool watch_set(struct gdb *g, const struct gdb_watch *watch, bool set)
{
	struct vr3000 *machine = g->session->machine;
	for (u32 i = 0; i < g->watches; i++) {
		const struct gdb_watch *w = &g->watch[i];
		if (w->address != watch->address || w->bytes != watch->bytes || w->kind != watch->kind)
			continue;
		if (!set) {
			vr3000_watch(machine, w->address, w->bytes, kinds_of(w->kind), false);
			g->watch[i] = g->watch[--g->watches];
		}
		return true;
	}
	if (!set)
		return true;
	if (g->watches == GDB_WATCHES ||
		!vr3000_watch(machine, watch->address, watch->bytes, kinds_of(watch->kind), true))
		return false;
	g->watch[g->watches++] = *watch;
	return true;
}

/* KIND,ADDRESS,BYTES: of a break the last says how long an instruction is. */
bool gdb_point(struct gdb *g, const char *packet, bool set)
{
	struct gdb_watch watch = { .kind = *packet };
	if (watch.kind < '0' || watch.kind > '4' || packet[1] != ',')
		return false;
	packet += 2;
	watch.address = (u32)gdb_number(&packet);
	if (*packet++ != ',')
		return false;
	watch.bytes = (u32)gdb_number(&packet);
	if (watch.kind <= '1')
		return break_set(g, watch.kind, watch.address, set);
	return watch_set(g, &watch, set);
}

void gdb_points_clear(struct gdb *g)
{
	while (g->breaks)
		break_set(g, g->break_[0].kind, g->break_[0].address, false);
	while (g->watches)
		watch_set(g, &g->watch[0], false);
}
