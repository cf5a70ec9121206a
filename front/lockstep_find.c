/* lockstep_find.c: where two engines part; see lockstep.h.
 *
 * A translator leaves a block that would cross the end of a run to the interpreter, so a run that
 * ends inside a block shows nothing: the first tick that differs is at or behind the end of the
 * block at fault.  Which instruction of it that was, the first engine tells: the one that wrote the
 * field last. */
#include "lockstep.h"
#include "where.h"
#include <stdlib.h>
#include <string.h>

enum { BACK_TICKS = 256, LINES = 4 };

/* ---- playing ---- */

static void disturb(struct vr3000 *machine)
{
	u64 value = 0;
	must(vr3000_get(machine, "cpu0.gpr[16]", &value));
	vr3000_set(machine, "cpu0.gpr[16]", value ^ 1);
}

void lockstep_play(const struct lockstep_choice *c, const struct tape *tape, struct vr3000 *machine,
	u32 *at, u64 to)
{
	u64 now = vr3000_now(machine);
	if (c->plant && now < c->plant && c->plant <= to) {
		tape_play(tape, machine, at, c->every, c->plant);
		disturb(machine);
	}
	tape_play(tape, machine, at, c->every, to);
}

/* The field's value; memory's is the byte. */
static u64 value_of(const struct vr3000 *machine, const char *field)
{
	u64 value = 0;
	u8 byte = 0;
	const char *index = strchr(field, '[');
	if (vr3000_get(machine, field, &value) || !index)
		return value;
	vr3000_peek(machine, (u32)strtoul(index + 1, NULL, 16), &byte, 1);
	return byte;
}

bool lockstep_same(const struct vr3000 *a, const struct vr3000 *b, u64 put, u64 other_put,
	struct difference *d)
{
	d->field[0] = 0;
	if (vr3000_equal(a, b, d->field, sizeof d->field) && put == other_put)
		return true;
	if (!d->field[0]) {
		snprintf(d->field, sizeof d->field, "what went out");
		d->value[0] = put, d->value[1] = other_put;
	} else {
		d->value[0] = value_of(a, d->field), d->value[1] = value_of(b, d->field);
	}
	return false;
}

static void go_back(const struct lockstep_case *c, struct twin *twin)
{
	struct vr3000_error refused;
	must(vr3000_load(twin->machine, c->mark.state, c->mark.bytes, &refused));
	twin->put = 0;
}

/* Both from the mark to a tick. */
static bool agree_at(const struct lockstep_case *c, struct twin *const pair[2], u64 tick,
	struct difference *d)
{
	u32 at[2] = { c->mark.input, c->mark.input };
	go_back(c, pair[0]);
	go_back(c, pair[1]);
	tape_play(c->tape, pair[0]->machine, &at[0], c->choice.every, tick);
	lockstep_play(&c->choice, c->tape, pair[1]->machine, &at[1], tick);
	return lockstep_same(pair[0]->machine, pair[1]->machine, pair[0]->put, pair[1]->put, d);
}

/* ---- narrowing ---- */

static u32 pc_of(const struct vr3000 *machine)
{
	struct vr3000_regs regs;
	vr3000_registers(machine, 0, &regs);
	return regs.pc;
}

/* The first engine once more, tick by tick near the end: who wrote the field last?  It is left at
 * the tick that differs. */
static void find_writer(const struct lockstep_case *c, struct twin *first, struct difference *d)
{
	u32 at = c->mark.input;
	u64 near = d->differs > BACK_TICKS ? d->differs - BACK_TICKS : 0;
	struct vr3000 *machine = first->machine;
	go_back(c, first);
	tape_play(c->tape, machine, &at, c->choice.every, near > c->mark.tick ? near : c->mark.tick);
	while (vr3000_now(machine) < d->differs) {
		u64 value = value_of(machine, d->field), now = vr3000_now(machine);
		u32 pc = pc_of(machine);
		tape_play(c->tape, machine, &at, c->choice.every, now + 1);
		if (vr3000_now(machine) == now)
			return; /* it has ended */
		if (value_of(machine, d->field) != value)
			d->written = now + 1, d->pc = pc;
		else if (!d->written)
			d->pc = pc;
	}
}

void lockstep_narrow(const struct lockstep_case *c, struct twin *const pair[2],
	struct difference *d)
{
	u64 low = c->mark.tick, high = d->differs;
	struct difference seen = *d;
	d->repeats = !agree_at(c, pair, high, d);
	if (!d->repeats) {
		*d = seen, d->equal = c->mark.tick;
		return;
	}
	while (high - low > 1) {
		u64 middle = low + (high - low) / 2;
		if (agree_at(c, pair, middle, d))
			low = middle;
		else
			high = middle;
	}
	agree_at(c, pair, high, d);
	d->equal = low, d->differs = high;
	find_writer(c, pair[0], d);
}

/* ---- telling ---- */

void lockstep_text(const struct lockstep_choice *c, const struct difference *d, char *text,
	size_t size)
{
	snprintf(text, size, "%s and %s differ at tick %llu: %s is %llx and %llx", c->engine[0],
		c->engine[1], (unsigned long long)d->differs, d->field, (unsigned long long)d->value[0],
		(unsigned long long)d->value[1]);
}

static void print_line(FILE *to, const struct vr3000 *machine, struct where *where, u32 va,
	bool this)
{
	u8 b[4];
	char text[80], place[160];
	if (!vr3000_peek_virtual(machine, 0, va, b, sizeof b))
		return;
	u32 word = vr3000_big_endian(machine) ? (u32)b[0] << 24 | b[1] << 16 | b[2] << 8 | b[3] :
						(u32)b[3] << 24 | b[2] << 16 | b[1] << 8 | b[0];
	vr3000_disassemble(word, va, text, sizeof text);
	where_text(where, va, place, sizeof place);
	fprintf(to, "%s %08x: %08x  %-28s %s\n", this ? "=>" : "  ", va, word, text, place);
}

void lockstep_tell(FILE *to, const struct lockstep_case *c, struct twin *const pair[2],
	struct where *where, const struct difference *d)
{
	const char *const *engine = (const char *const[]){ c->choice.engine[0], c->choice.engine[1] };
	if (!d->repeats) {
		fprintf(to, "it does not repeat from the state of tick %llu: the difference is in what "
			"%s keeps of code that ran before\n", (unsigned long long)c->mark.tick, engine[1]);
		return;
	}
	fprintf(to, "equal at tick %llu; at %llu %s stands at %08x, %s at %08x\n",
		(unsigned long long)d->equal, (unsigned long long)d->differs, engine[0],
		pc_of(pair[0]->machine), engine[1], pc_of(pair[1]->machine));
	if (d->written)
		fprintf(to, "%s wrote %s last at tick %llu, here:\n", engine[0], d->field,
			(unsigned long long)d->written);
	else
		fprintf(to, "%s wrote nothing to %s lately; it came from here:\n", engine[0], d->field);
	for (u32 i = 0; i < 2 * LINES + 1; i++)
		print_line(to, pair[0]->machine, where, d->pc + 4 * (i - LINES), i == LINES);
}
