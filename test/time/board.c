/* board.c: see board.h. */
#include "board.h"

#define PROBE_STATE(F, A) F(u8, data) F(u8, full) F(u8, up) F(u32, count)
struct probe { struct device device; PROBE_STATE(STATE_F, STATE_A) };
#define F(type, name, ...) STATE_FIELD(probe, type, name)
static const struct field probe_fields[] = { PROBE_STATE(F, F) };
#undef F

static void drive(struct probe *p, bool up)
{
	p->up = up;
	for (u32 i = 0; i < device_cpus(&p->device); i++)
		device_cpu_line(&p->device, i, p->device.number, up);
}

static u32 probe_peek(const struct device *d, u32 offset, u32 bytes)
{
	const struct probe *p = (const struct probe *)d;
	(void)bytes;
	switch (offset & 0xfc) {
	case R_WHO:    return device_cpu(d);
	case R_CLOCK:  return (u32)device_now(d);
	case R_STATUS: return p->count << 1 | p->up;
	case R_DATA:   return p->data;
	case R_FULL:   return p->full;
	default:       return 0;
	}
}

static u32 probe_read(struct device *d, u32 offset, u32 bytes)
{
	struct probe *p = (struct probe *)d;
	u32 v = probe_peek(d, offset, bytes);
	if ((offset & 0xfc) == R_DATA) {
		p->full = p->data = 0;
		drive(p, false);
	}
	return v;
}

static void signal_cpu(struct device *d, u32 cpu, bool up)
{
	device_cpu_line(d, cpu % device_cpus(d), SIGNAL_LINE, up);
}

static void probe_write(struct device *d, u32 offset, u32 bytes, u32 v)
{
	u8 byte = (u8)v;
	(void)bytes;
	switch (offset & 0xfc) {
	case W_SEND:   signal_cpu(d, v, true); break;
	case W_ACK:    signal_cpu(d, device_cpu(d), false); break;
	case W_STOP:   if (v % device_cpus(d)) device_cpu_stop(d, v % device_cpus(d), true); break;
	case W_START:  device_cpu_stop(d, v % device_cpus(d), false); break;
	case W_PUT:    device_put(d, &byte, 1); break;
	case W_AFTER0: device_after(d, 0, v % 32); break;
	case W_AFTER1: device_after(d, 1, v % 64); break;
	case W_AFTER2: device_after(d, 2, v % 32); break;
	case W_CANCEL: device_cancel(d, v & 1); break;
	case W_ASK:    device_ask(d); break;
	case W_OFF:    if (v % 16 == 0) device_stop(d, DEVICE_OFF, 0); break;
	}
}

static void probe_event(struct device *d, u32 what)
{
	struct probe *p = (struct probe *)d;
	u32 n = ++p->count;
	u8 byte = (u8)n;
	if (what == 0) drive(p, true);
	if (what == 2) drive(p, false);
	if (what != 1) return;
	must(device_dma(d, 0x3000 + 4 * d->number, &byte, 1, true));
	device_put(d, &byte, 1);
	if (n % 3 == 0) device_ask(d);
	if (n % 5) device_after(d, 1, 3 + n % 17);
}

/* Counts so that the order of inputs and events can be seen. */
static void probe_input(struct device *d, const u8 *byte, u32 bytes)
{
	struct probe *p = (struct probe *)d;
	u8 seen;
	must(bytes == 1 && device_dma(d, 0x3010, &seen, 1, false));
	seen = (u8)(seen * 7 + byte[0] + d->number);
	must(device_dma(d, 0x3010, &seen, 1, true));
	p->data = byte[0], p->full = 1, p->count = p->count * 5 + byte[0];
	drive(p, true);
}

static bool probe_quiet(const struct device *d, u32 offset)
{
	(void)d;
	return (offset & 0xfc) == R_STATUS || (offset & 0xfc) == R_FULL;
}

static const struct device_operations probe_does = {
	.read = probe_read, .peek = probe_peek, .write = probe_write, .event = probe_event,
	.input = probe_input, .quiet = probe_quiet,
};
static const struct device_type probe_type = {
	"probe", sizeof(struct probe), probe_fields, COUNT_OF(probe_fields), &probe_does,
};
static const struct board_device devices[DEVICES] = {
	{ "probe0", &probe_type, DEVICE_PA, DEVICE_STEP, TO_NOBODY, 0 },
	{ "probe1", &probe_type, DEVICE_PA + DEVICE_STEP, DEVICE_STEP, TO_NOBODY, 0 },
	{ "probe2", &probe_type, DEVICE_PA + 2 * DEVICE_STEP, DEVICE_STEP, TO_NOBODY, 0 },
};

static bool boot(struct machine *m, const struct vr3000_config *config, const struct boot *b,
	struct vr3000_error *error)
{
	(void)config, (void)error;
	for (u32 i = 0; i < m->cpus; i++) {
		struct cpu *c = &m->cpu[i];
		c->pc = b->entry + 0x1000 * i;
		c->cp0[Status] = 0;
		c->stopped = 0;
	}
	return true;
}

#define BOARD(id, its_name, ...) \
	static const struct board id = { \
		.name = its_name, .text = "time", .device = devices, .devices = DEVICES, \
		.time = { __VA_ARGS__ }, .cpu = "R3081", .ram_default = 0x10000, \
		.ram_max = 0x10000, .mhz = 1, .cpus_max = 5, .fpu = FPU_NONE, .either_order = true, \
		.boot = boot }
BOARD(plain, "time", .quantum = 50, .sample = 1);
BOARD(fine, "time-fine", .quantum = 1, .sample = 1);
BOARD(after, "time-after", .quantum = 1, .sample = 1, .test = TEST_AFTER, .tie = TIE_BY_INSERTION);
BOARD(sampled, "time-sampled", .quantum = 50, .sample = 16, .test = TEST_SAMPLED);
const struct board *const boards[] = { &plain, &fine, &after, &sampled, NULL };
const char *const row_name[ROWS] = { "time", "time-fine", "time-after", "time-sampled" };
