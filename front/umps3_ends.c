/* umps3_ends.c: how a run on uMPS3's board ends: in a branch to itself while interrupts are off.
 *
 * uMPS3 has no other end: its BIOS says "System halted" or "kernel panic()" and stands still.  So
 * each such branch of the execution ROM and of the program is a break address.  In the ROM it is a
 * halt, or a panic if the ROM's entry for that was fetched before; elsewhere the run is stuck. */
#include "elf_file.h"
#include "session.h"
#include "umps3.h"
#include "umps3_files.h"
#include <stdio.h>

enum { ROM_BYTES = 4096, PANIC = 0x108, IEC = 1 };
static const u32 BRANCH_TO_ITSELF = 0x1000ffff;

static void add_loop(struct session *s, u32 at)
{
	struct umps3_ends *e = &s->umps3_ends;
	if (e->loops < COUNT_OF(e->loop) && vr3000_break(s->machine, at, true))
		e->loop[e->loops++] = at;
}

void umps3_watch(struct session *s)
{
	u8 rom[ROM_BYTES];
	if (!vr3000_peek(s->machine, 0, rom, sizeof rom))
		return;
	vr3000_break(s->machine, PANIC, true);
	for (u32 at = 0; at < ROM_BYTES; at += 4)
		if (umps3_word(rom + at, s->elf->order) == BRANCH_TO_ITSELF)
			add_loop(s, at);
	s->umps3_ends.rom_loops = s->umps3_ends.loops;
	for (u32 i = 0; i < s->elf->segment_count; i++) {
		const struct elf_segment *g = &s->elf->segments[i];
		for (u32 at = 0; g->executable && at + 4 <= g->filesz; at += 4)
			if (umps3_word(g->bytes + at, s->elf->order) == BRANCH_TO_ITSELF)
				add_loop(s, g->vaddr + at);
	}
}

static bool is_halted(const struct session *s, u32 cpu)
{
	char name[32];
	uint64_t stopped = 0;
	snprintf(name, sizeof name, "cpu%u.stopped", cpu);
	return vr3000_get(s->machine, name, &stopped) && stopped;
}

/* Which loop it is in; loops: in none. */
static u32 loop_of(const struct session *s, const struct vr3000_regs *r)
{
	const struct umps3_ends *e = &s->umps3_ends;
	u32 i = 0;
	while (i < e->loops && !(e->loop[i] == r->pc && !r->in_slot && !(r->status & IEC)))
		i++;
	return i;
}

/* A message, a processor's start or halt, or the end of power is under way. */
static bool is_under_way(const struct session *s)
{
	enum { EVENTS = 4, FIRST = 1 };
	char name[32];
	u32 bus;
	uint64_t when = 0;
	for (u32 what = FIRST; what < EVENTS && vr3000_device_find(s->machine, "bus", &bus); what++) {
		snprintf(name, sizeof name, "machine.when[%u]", bus * EVENTS + what);
		if (vr3000_get(s->machine, name, &when) && when)
			return true;
	}
	return false;
}

static bool all_dead(const struct session *s)
{
	struct vr3000_regs r;
	if (is_under_way(s))
		return false;
	for (u32 cpu = 0; cpu < vr3000_cpus(s->machine); cpu++) {
		vr3000_registers(s->machine, cpu, &r);
		bool slot = r.in_slot && !(r.status & IEC);
		r.pc -= slot ? 4 : 0, r.in_slot = false;
		if (!is_halted(s, cpu) && loop_of(s, &r) == s->umps3_ends.loops)
			return false;
	}
	return true;
}

static void end_in_rom(struct session *s)
{
	if (s->umps3_ends.panicked)
		ending_set(&s->ending, CAUSE_PANIC, 0, "the guest's kernel panicked");
	else
		ending_set(&s->ending, CAUSE_HALT, 0, "%s", "");
}

bool umps3_arrived(struct session *s, u32 cpu, u32 pc)
{
	struct umps3_ends *e = &s->umps3_ends;
	struct vr3000_regs r;
	u32 known = 0;
	if (pc == PANIC)
		return e->panicked = true;
	while (known < e->loops && e->loop[known] != pc)
		known++;
	if (known == e->loops)
		return false;
	vr3000_registers(s->machine, cpu, &r);
	if (loop_of(s, &r) == e->loops) { /* it waits for an interrupt there: others will, too */
		if (known >= e->rom_loops)
			vr3000_break(s->machine, pc, false);
	} else if (known < e->rom_loops)
		end_in_rom(s);
	else if (all_dead(s))
		ending_set(&s->ending, CAUSE_STUCK, 0,
			"no processor runs on: each is halted, or in a branch to itself with interrupts off");
	return true;
}
