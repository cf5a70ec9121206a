/* closed.c: see closed.h. */
#include "closed.h"
#include "ram.h"

static u32 word(const struct vr3000 *vm, u32 pa)
{
	u8 b[4];
	check(vr3000_peek(vm, pa, b, 4));
	u32 word = b[0] | (u32)b[1] << 8 | (u32)b[2] << 16 | (u32)b[3] << 24;
	return vr3000_big_endian(vm) ? __builtin_bswap32(word) : word;
}

static void run_to(struct vr3000 *vm, u64 until, u64 *s)
{
	while (vr3000_now(vm) < until) {
		u64 step = 1 + under(s, 9);
		vr3000_run(vm, vr3000_now(vm) + step, VR3000_NEVER);
		vr3000_check(vm);
	}
}

static struct vr3000 *open_row(
	const char *row, u32 cpus, const char *engine, bool skip, struct tape *t)
{
	struct setup setup = { .board = row, .cpus = cpus };
	return session_open(&setup, engine, skip, t);
}

static void program_base(struct writer *w, u32 cpu)
{
	w->at = CODE_PA + 0x1000 * cpu;
	emit_base(w);
	emit(w, 0x3c108000); /* lui s0,0x8000 */
}

/* A signal sent at tick x of a round [t, e) is seen at t by a higher index, at e by a lower. */
static void signal_is_seen(u64 run, const char *engine)
{
	static struct tape t;
	u64 s = seeded(run ^ 0x1919);
	u32 cpus = 2 + (u32)under(&s, 4), from = (u32)under(&s, cpus), step = (u32)under(&s, cpus - 1);
	u32 to = (from + 1 + step) % cpus, delay = (u32)under(&s, 20), fine = (u32)under(&s, 2);
	bool sleeper = under(&s, 2), skip = under(&s, 2);
	doing.way = "a signal is seen when the text says";
	struct vr3000 *vm = open_row(row_name[fine], cpus, engine, skip, &t);
	struct writer w = { vm, 0x80 };
	emit_read(&w, V0, 0, R_CLOCK);
	emit(&w, 0xae000000 | V0 << 16 | 0x3044);        /* sw v0,0x3044(s0) */
	emit_branch(&w, 4, ZERO, ZERO, w.at);
	for (u32 i = 0; i < cpus; i++) {
		program_base(&w, i);
		if (i == to) vm->machine.cpu[i].cp0[Status] = 0x8001;
		if (i == to && sleeper) emit_halt(&w);
		for (u32 k = 0; i == from && k < delay + 8; k++) emit(&w, 0);
		if (i == from) {
			emit_li(&w, V1, to);
			emit_read(&w, V0, 0, R_CLOCK);
			emit_write(&w, V1, 0, W_SEND);
			emit(&w, 0xae000000 | V0 << 16 | 0x3040);
		}
		emit_branch(&w, 4, ZERO, ZERO, w.at);
	}
	run_to(vm, 600, &s);
	/* Read at tick x (completed before it), sent two ticks later; the reader's clock is read by the
	 * first instruction of the handler: none has completed since the interrupt. */
	u64 q = vm->machine.row.quantum, x = word(vm, 0x3040) + 2, start = x / q * q;
	check(word(vm, 0x3044) == (to > from ? start : start + q));
	vr3000_close(vm);
}

/* Two CPUs hand a signal to and fro, sleeping with interrupts disabled, as kernels do. */
static void no_wake_is_lost(u64 run, const char *engine)
{
	static struct tape t;
	u64 s = seeded(run ^ 0x7777), skip = under(&s, 2), row = under(&s, 2);
	doing.way = "no wake-up is lost";
	struct vr3000 *vm = open_row(row_name[row], 2, engine, skip, &t);
	struct writer w = { vm, 0x80 };
	emit_write(&w, ZERO, 0, W_ACK);
	emit_read(&w, V0, 0, R_WHO);
	emit(&w, 0x00021080);                            /* sll v0,v0,2 */
	emit(&w, 0x00501021);                            /* addu v0,v0,s0 */
	emit(&w, 0x8c430000 | 0x3050);                   /* lw v1,0x3050(v0) */
	emit(&w, 0);
	emit(&w, 0x24630001);                            /* addiu v1,v1,1 */
	emit(&w, 0xac430000 | 0x3050);                   /* sw v1,0x3050(v0) */
	emit_read(&w, V0, 0, R_WHO);
	emit(&w, 0x38420001);                            /* xori v0,v0,1 */
	emit_write(&w, V0, 0, W_SEND);
	emit(&w, 0x40000000 | K1 << 16 | 14 << 11);      /* mfc0 k1,EPC */
	emit(&w, 0);
	emit(&w, 0x03600008);
	emit(&w, 0x42000010);
	for (u32 i = 0; i < 2; i++) {
		program_base(&w, i);
		emit_status(&w, 0x8000);
		emit_li(&w, V0, 1);
		if (i == 0) emit_write(&w, V0, 0, W_SEND);
		u32 top = w.at;
		emit_halt(&w);
		emit_status(&w, 0x8001);
		for (u64 pads = under(&s, 4); pads--; ) emit(&w, 0);
		emit_status(&w, 0x8000);
		emit_branch(&w, 4, ZERO, ZERO, top);
	}
	run_to(vm, 80 * (vm->machine.row.quantum + 40), &s);
	check(word(vm, 0x3050) >= 20 && word(vm, 0x3054) >= 20);
	vr3000_close(vm);
}

/* An event comes at its tick: the line that it raises interrupts before the instruction then due.
 * */
static void event_is_exact(u64 run, const char *engine)
{
	static struct tape t;
	u64 s = seeded(run ^ 0x4242), skip = under(&s, 2);
	u32 delay = 2 + (u32)under(&s, 29);
	bool waits = under(&s, 2);
	doing.way = "an event comes at its tick";
	struct vr3000 *vm = open_row(row_name[0], 1, engine, skip, &t);
	struct writer w = { vm, 0x80 };
	emit_read(&w, V0, 0, R_CLOCK);
	emit(&w, 0xae000000 | V0 << 16 | 0x3044);
	emit_branch(&w, 4, ZERO, ZERO, w.at);
	program_base(&w, 0);
	emit_status(&w, 0x401);
	emit_li(&w, V1, delay);
	u32 store = (w.at - CODE_PA) / 4;                /* ticks completed before the store */
	emit_write(&w, V1, 0, W_AFTER0);
	if (waits) emit_halt(&w);
	emit_branch(&w, 4, ZERO, ZERO, w.at);
	run_to(vm, 200, &s);
	check(word(vm, 0x3044) == store + delay);
	vr3000_close(vm);
}

/* While every CPU waits, time jumps; wait_until cuts the jump, before the inputs of that instant.
 * */
static void jump_is_cut(u64 run, const char *engine)
{
	static struct tape t;
	u64 s = seeded(run ^ 0x9999);
	u32 cpus = 1 + (u32)under(&s, 4);
	u64 cut = 300 + under(&s, 200);
	doing.way = "a jump is cut at wait_until";
	t = (struct tape){ 0 };
	struct vr3000 *vm = open_row(row_name[run % 2], cpus, engine, false, &t);
	struct writer w = { vm, 0x80 };
	for (u32 i = 0; i < cpus; i++) {
		program_base(&w, i);
		emit_status(&w, 0x8000);
		emit_halt(&w);
		emit_branch(&w, 4, ZERO, ZERO, w.at);
	}
	u32 why;
	while ((why = vr3000_run(vm, 10000, cut)) == 0) {}
	check(why == VR3000_WAIT && vr3000_now(vm) == cut);
	u8 byte = 7;
	check(vr3000_post(vm, 1, &byte, 1));
	t.queued++;
	check(vr3000_run(vm, 10000, cut) == VR3000_WAIT && t.n_in == 0);
	check(vr3000_run(vm, 10000, cut + 5) == VR3000_WAIT && vr3000_now(vm) == cut + 5);
	check(t.n_in == 1 && t.in[0].when == cut);
	vr3000_close(vm);
}

/* One of several CPUs runs: the others, stopped, pass; the rounds go on. */
static void one_of_four(u64 run, const char *engine)
{
	static struct tape t;
	u64 s = seeded(run ^ 0x5151);
	doing.way = "one of four CPUs enabled";
	struct vr3000 *vm = open_row(row_name[0], 4, engine, false, &t);
	struct writer w = { vm, 0x80 };
	for (u32 i = 1; i < 4; i++) vm->machine.cpu[i].stopped = 1;
	program_base(&w, 0);
	u32 top = w.at;
	emit(&w, 0x24420001);                            /* addiu v0,v0,1 */
	emit_branch(&w, 4, ZERO, ZERO, top);
	run_to(vm, 50 * 20, &s);
	check(vm->machine.cpu[0].retired == vr3000_now(vm) && !vm->machine.cpu[1].retired);
	vr3000_close(vm);
}

/* The timer inside a CPU, inside a round: Count is 0 at a write, and interrupts as it would be k,
 * before the k-th instruction after it; then it begins again. */
static void timer_is_exact(u64 run, const char *engine)
{
	static struct tape t;
	u64 s = seeded(run ^ 0x6161);
	u32 cpus = 1 + (u32)under(&s, 4), mine = (u32)under(&s, cpus);
	u32 k = 2 + (u32)under(&s, 90), due = 0;
	struct setup setup = { .board = row_name[0], .cpus = cpus, .cpu = "mips161", .big = true };
	doing.way = "a CPU's own timer comes at its tick";
	struct vr3000 *vm = session_open(&setup, engine, under(&s, 2), &t);
	struct writer w = { vm, 0x80 };
	emit(&w, 0x40000000 | T0 << 16 | Count << 11);
	emit_read(&w, V0, 0, R_CLOCK);
	emit(&w, 0xae000000 | T0 << 16 | 0x3040);
	emit(&w, 0xae000000 | V0 << 16 | 0x3044);
	emit_branch(&w, 4, ZERO, ZERO, w.at);
	for (u32 i = 0; i < cpus; i++) {
		program_base(&w, i);
		emit_li(&w, V1, k);
		if (i == mine) emit_status(&w, 0x8001);
		u32 written = (w.at - CODE_PA - 0x1000 * i) / 4; /* ticks completed before it */
		emit(&w, 0x40800000 | ZERO << 16 | Count << 11);
		if (i == mine) emit(&w, 0x40800000 | V1 << 16 | Compare << 11);
		emit_branch(&w, 4, ZERO, ZERO, w.at);
		if (i == mine) due = written + k;
	}
	run_to(vm, 300, &s);
	check(word(vm, 0x3040) == 0 && word(vm, 0x3044) == due + 1);
	vr3000_close(vm);
}

void closed_forms(u64 run, const char *engine)
{
	signal_is_seen(run, engine);
	no_wake_is_lost(run, engine);
	event_is_exact(run, engine);
	jump_is_cut(run, engine);
	one_of_four(run, engine);
	timer_is_exact(run, engine);
}
