/* agree.c: engines against each other on random instructions.
 *
 *	agree [--engine NAME] [--ticks N] [--seed N] [--case N] [--big] [--cpu MODEL]
 *
 * Each case is a random state over random code, run for a few ticks by the exact path and by the
 * engine; every field, all memory, the reason and `now` must be equal, and each invariant hold.
 * The first difference is printed with the code around it; --case runs that one again. */
#include "words.h"
#include "ram.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct options { const char *engine, *cpu; u64 ticks, seed, only; bool big; };
struct totals { u64 cases, ticks, slots, loads, user, traps; };

/* With uMPS3's processor comes its board's row of time. */
static struct vr3000 *open_machine(const struct options *o, const char *engine)
{
	bool umps3 = o->cpu && !strcmp(o->cpu, "umps3");
	struct vr3000_config config = { .board = "bench",
		.engine = engine,
		.ram_bytes = WORDS_RAM,
		.cpu = o->cpu,
		.big_endian = o->big,
		.fpu = "ieee",
		.keep_busy = true,
		.tlb_floor = umps3 ? 0x40000000 : 0,
		.data_cache_bytes = 512,
		.instruction_cache_bytes = 512 };
	struct vr3000_error error;
	struct vr3000 *vm = vr3000_open(&config, NULL, &error);
	if (!vm) {
		fprintf(stderr, "agree: %s\n", error.text);
		exit(2);
	}
	if (umps3) vm->machine.row.test = TEST_AFTER, vm->machine.row.wait_again = true;
	if (umps3) vm->machine.row.wait_counts = true;
	return vm;
}

/* State and memory of one machine into another of the same configuration. */
static void copy(struct machine *to, const struct machine *from)
{
	struct section s, t;
	for (u32 i = 0; machine_section(from, i, &s); i++) {
		machine_section(to, i, &t);
		for (u32 k = 0; k < s.fields; k++)
			memcpy((u8 *)t.base + s.field[k].offset, (u8 *)s.base + s.field[k].offset,
				s.field[k].size * s.field[k].count);
	}
	for (int k = 0; k < 2; k++)
		memcpy(to->cpu->cache[k], from->cpu->cache[k], from->cache_bytes[k] * 2);
	memcpy(to->region[0].at, from->region[0].at, from->region[0].bytes);
	machine_changed(to);
}

/* The instruction at a virtual address; "" where none can be read. */
static const char *text_at(const struct vr3000 *vm, u32 va, char text[80])
{
	u32 word;
	u8 bytes[4];
	text[0] = 0;
	if (!vr3000_peek_virtual(vm, 0, va & ~3u, bytes, 4)) return text;
	memcpy(&word, bytes, 4);
	if (vm->machine.order != HOST_ORDER) word = swap32(word);
	vr3000_disassemble(word, va, text, 80);
	return text;
}

static void show(const struct vr3000 *start, const struct vr3000 *a, const struct vr3000 *b,
	const char *name)
{
	const struct machine *m = &start->machine;
	u64 x = 0, y = 0;
	vr3000_get(a, name, &x);
	vr3000_get(b, name, &y);
	printf("  exact %llx, engine %llx\n", (unsigned long long)x, (unsigned long long)y);
	printf("  began at pc %08x after %u target %08x Status %08x; ended at %08x and %08x\n",
		m->cpu->pc, m->cpu->after, m->cpu->target, m->cpu->cp0[Status],
		a->machine.cpu->pc, b->machine.cpu->pc);
}

static void count(struct totals *sum, const struct machine *m, u64 began, u64 traps)
{
	const struct cpu *c = m->cpu;
	sum->cases++, sum->ticks += time_of(m) - began;
	sum->slots += c->after == SLOT, sum->loads += c->after == LOADED;
	sum->user += (c->cp0[Status] & STATUS_KUC) != 0, sum->traps += traps;
}

static u64 traps_of(const struct machine *m)
{
	u64 n = 0;
	for (u32 i = 0; i < EXC_CODES; i++) n += m->cpu->traps[i];
	return n;
}

/* The same case in ever longer runs: pc after each tick, until the two ways part. */
static void follow(struct vr3000 *vm[3], u64 began, u64 until)
{
	char name[64];
	bool same = true;
	char text[80];
	for (u64 at = began + 1; same && at <= until; at++) {
		copy(&vm[1]->machine, &vm[0]->machine);
		copy(&vm[2]->machine, &vm[0]->machine);
		vr3000_run(vm[1], at, VR3000_NEVER);
		vr3000_run(vm[2], at, VR3000_NEVER);
		same = vr3000_equal(vm[1], vm[2], name, sizeof name);
		printf("  %2llu ticks: pc %08x %08x after %u%s%s, next %s\n",
			(unsigned long long)(at - began), vm[1]->machine.cpu->pc, vm[2]->machine.cpu->pc,
			vm[2]->machine.cpu->after, same ? "" : " differs: ", same ? "" : name,
			text_at(vm[1], vm[1]->machine.cpu->pc, text));
	}
}

static bool run_case(struct vr3000 *vm[3], struct draw *g, struct totals *sum)
{
	char name[64] = "";
	draw_state(g, &vm[0]->machine);
	u64 began = vm[0]->machine.now, until = began + 1 + draw_under(g, 14),
		traps = traps_of(&vm[1]->machine);
	copy(&vm[1]->machine, &vm[0]->machine);
	copy(&vm[2]->machine, &vm[0]->machine);
	u32 why = vr3000_run(vm[1], until, VR3000_NEVER),
		other = vr3000_run(vm[2], until, VR3000_NEVER);
	vr3000_check(vm[1]);
	vr3000_check(vm[2]);
	count(sum, &vm[1]->machine, began, traps_of(&vm[1]->machine) - traps);
	if (why == other && vr3000_equal(vm[1], vm[2], name, sizeof name)) return true;
	printf("case %llu: %s differs (reasons %x and %x)\n", (unsigned long long)sum->cases,
		*name ? name : "the reason", why, other);
	show(vm[0], vm[1], vm[2], name);
	follow(vm, began, until);
	return false;
}

static bool run_all(const struct options *o)
{
	struct vr3000 *vm[3] = { open_machine(o, "exact"), open_machine(o, "exact"),
		open_machine(o, o->engine) };
	struct totals sum = { 0 };
	bool good = true;
	for (u64 i = 0; good && sum.ticks < o->ticks; i++) {
		struct draw g = { (o->seed + i / 64) * 0x9e3779b97f4a7c15u };
		if (i % 64 == 0) draw_memory(&g, &vm[0]->machine);
		g.s += i * 0xd1342543de82ef95u;
		for (u32 k = 0; k < 32; k++) {
			u32 at = draw_under(&g, 2048) * 4, word = draw_word(&g);
			ram_word_put(vm[0]->machine.region[0].at + at, o->big, word);
		}
		if (o->only && sum.cases + 1 != o->only) sum.cases++;
		else good = run_case(vm, &g, &sum) && !o->only;
	}
	printf(
		"%s%s: %llu cases, %llu ticks, %llu exceptions (ended in a slot %llu, with a load on its "
		"way %llu, in user mode %llu)%s\n",
		o->engine, o->big ? " big-endian" : "", (unsigned long long)sum.cases,
		(unsigned long long)sum.ticks, (unsigned long long)sum.traps, (unsigned long long)sum.slots,
		(unsigned long long)sum.loads, (unsigned long long)sum.user, good ? ": all agree" : "");
	for (int i = 0; i < 3; i++) vr3000_close(vm[i]);
	return good;
}

int main(int argc, char **argv)
{
	struct options o = { .engine = "interp", .ticks = 1000000, .seed = 1 };
	for (int i = 1; i < argc; i++) {
		const char *value = i + 1 < argc ? argv[i + 1] : "";
		if (!strcmp(argv[i], "--big")) o.big = true;
		else if (!strcmp(argv[i], "--cpu")) o.cpu = value, i++;
		else if (!strcmp(argv[i], "--engine")) o.engine = value, i++;
		else if (!strcmp(argv[i], "--ticks")) o.ticks = strtoull(value, NULL, 0), i++;
		else if (!strcmp(argv[i], "--seed")) o.seed = strtoull(value, NULL, 0), i++;
		else if (!strcmp(argv[i], "--case")) o.only = strtoull(value, NULL, 0), i++;
		else {
			fprintf(stderr,
				"usage: agree [--engine NAME] [--ticks N] [--seed N] [--case N] [--big]"
				" [--cpu MODEL]\n");
			return 2;
		}
	}
	return run_all(&o) ? 0 : 1;
}
