/* umps_bus.c: uMPS3's bus: registers of the machine, routing of interrupts, control of processors.
 * Words; what is not named reads 0 and ignores writes (hex, from 10000000):
 *
 *   00 04  RAM        r   base, bytes      08 0c  execution ROM   10 14  bootstrap ROM
 *   18 1c  TOD        r   high and low word of the cycles begun, the reader's own too
 *   20     TIMER      rw  one less each cycle; after 0 it is ffffffff and IP2 is up, which a write
 *                         lowers
 *   24     TIMESCALE  r   cycles in a microsecond
 *   28     FLOOR      r   the first virtual address that the TLB maps
 *   2c-3c  INSTALLED  r   of lines 3 to 7: a bit a device
 *   40-50  PENDING    r   the same, interrupting the CPU that reads
 *   54-2d3 the devices' own; those that are not there read 0
 *   300-3bf  ROUTE    rw  of line 2 (only the first), then of 3 to 7, a word a device: 15:0 a CPU's
 *                         number, or with bit 28 a mask: then the highest PRIORITY takes it, the
 *                         CPUs in turn among equals.  To no CPU: the interrupt is lost
 *   Each CPU has its own:
 *   400    INBOX      rw  7:0 message, 11:8 its sender; IP0 is up while there is one; a write
 *                         drops it
 *   404    OUTBOX     w   7:0 message, 23:8 to which CPUs; there after 20 us, unless one of the
 *                         same sender waits
 *   408    PRIORITY   rw  3:0              40c 410  rw  two words for the BIOS
 *   500    CPUS       r
 *   504    RESET      w   3:0 a CPU: it starts at 508, with the stack of 50c, after 50 us
 *   508 50c           rw  bootstrap PC (at first 1fc00000), stack
 *   510    HALT       w   3:0 a CPU: it stops after 50 us
 *   514    POWER      w   ff: off after 1000 us
 *
 * (uMPS3 3.0.5, src/include/umps/arch.h, src/umps/systembus.cc, mpic.cc, mp_controller.cc.) */
#include "umps.h"

enum { TOD_HIGH = 0x18, TOD_LOW = 0x1c, TIMER = 0x20, TIMESCALE = 0x24, FLOOR = 0x28,
	INSTALLED = 0x2c, PENDING = 0x40, DEVICES = UMPS_FIRST, ROUTE = 0x300, ROUTE_END = 0x3c0,
	INBOX = 0x400, OUTBOX = 0x404, PRIORITY = 0x408, BIOS0 = 0x40c, BIOS1 = 0x410, CPUS = 0x500,
	RESET_CPU = 0x504, BOOT_PC = 0x508, BOOT_SP = 0x50c, HALT_CPU = 0x510, POWER = 0x514 };
enum { TIMED_OUT, MESSAGE, CONTROL, OFF };      /* its events */
enum { CPUS_MOST = 16, SOURCES = 48, LINE_IPI = 6, BY_MASK = 1 << 28, NOBODY = 0xff, WAITING = 64 };
enum { MESSAGE_US = 20, CONTROL_US = 50, OFF_US = 1000 };

/* A source is (line - 2) * 8 + device; taker 0: nobody has its interrupt, else 1 + CPU.  What will
 * happen later waits in two rings: messages (sender << 24 | what was written), and controls of CPUs
 * (CPU | 16: halt), each at its tick. */
#define BUS_STATE(F, A) \
	F(u32, timer) F(u64, timer_at)   /* its value, when it was so */ \
	A(u32, route, SOURCES) A(u8, taker, SOURCES) F(u32, turn) \
	A(u8, bits, CPUS_MOST * UMPS_LINES) A(u8, priority, CPUS_MOST) A(u32, bios, CPUS_MOST * 2) \
	A(u16, inbox, CPUS_MOST * CPUS_MOST) A(u8, inboxed, CPUS_MOST) \
	A(u64, message_at, WAITING) A(u32, message, WAITING) F(u32, message_first) F(u32, messages) \
	A(u64, control_at, WAITING) A(u32, control, WAITING) A(u32, control_pc, WAITING) \
	A(u32, control_sp, WAITING) F(u32, control_first) F(u32, controls) \
	F(u32, boot_pc) F(u32, boot_sp)

struct bus { struct device device; BUS_STATE(STATE_F, STATE_A) };
#define F(type, name, ...) STATE_FIELD(bus, type, name)
static const struct field bus_fields[] = { BUS_STATE(F, F) };
#undef F

/* ---- interrupts ---- */

static u32 by_mask(struct bus *b, u32 mask)
{
	u32 cpus = device_cpus(&b->device), best = NOBODY;
	for (u32 i = 0; i < cpus; i++) {
		u32 cpu = (b->turn + i) % cpus;
		if (!(mask >> cpu & 1)) continue;
		if (best == NOBODY || b->priority[cpu] > b->priority[best]) best = cpu;
	}
	if (best != NOBODY) b->turn = (best + 1) % cpus;
	return best;
}

static void raise(struct bus *b, u32 source)
{
	u32 route = b->route[source], cpu = route & 0xffff, line = source / UMPS_PER_LINE;
	if (route & BY_MASK) cpu = by_mask(b, cpu);
	if (cpu >= device_cpus(&b->device)) return;
	b->taker[source] = (u8)(cpu + 1);
	if (line) b->bits[cpu * UMPS_LINES + line - 1] |= 1u << source % UMPS_PER_LINE;
	device_cpu_line(&b->device, cpu, line, true);
}

static void lower(struct bus *b, u32 source)
{
	u32 cpu = b->taker[source] - 1u, line = source / UMPS_PER_LINE;
	if (!b->taker[source]) return;
	b->taker[source] = 0;
	u8 *bits = &b->bits[cpu * UMPS_LINES + (line ? line - 1 : 0)];
	if (line) *bits &= ~(1u << source % UMPS_PER_LINE);
	if (!line || !*bits) device_cpu_line(&b->device, cpu, line, false);
}

static void bus_line(struct device *d, u32 number, bool up)
{
	struct bus *b = (struct bus *)d;
	u32 source = UMPS_PER_LINE + number;
	if (up) raise(b, source);
	else lower(b, source);
}

/* ---- the interval timer ---- */

static u32 timer_now(const struct bus *b)
{
	return b->timer - (u32)(device_now(&b->device) + 1 - b->timer_at);
}

static void set_timer(struct bus *b, u32 value)
{
	b->timer = value;
	b->timer_at = device_now(&b->device) + 1;
	device_after(&b->device, TIMED_OUT, (u64)value + 1);
	lower(b, 0);
}

/* ---- messages between processors, and their control: rings in the order of their ticks ---- */

static void later(struct bus *b, u32 what, u64 at)
{
	u64 now = device_now(&b->device);
	device_after(&b->device, what, at > now ? at - now : 1);
}

static void send(struct bus *b, u32 value)
{
	u32 i = (b->message_first + b->messages) % WAITING;
	if (b->messages == WAITING) {
		device_error(&b->device, "more messages between processors than fit");
		return;
	}
	b->message[i] = device_cpu(&b->device) << 24 | (value & 0xffffff);
	b->message_at[i] = device_now(&b->device) + umps_ticks(&b->device, MESSAGE_US);
	if (!b->messages++) later(b, MESSAGE, b->message_at[i]);
}

static void put_into(struct bus *b, u32 cpu, u32 sender, u32 text)
{
	u16 *inbox = &b->inbox[cpu * CPUS_MOST];
	for (u32 i = 0; i < b->inboxed[cpu]; i++)
		if (inbox[i] >> 8 == sender) return;
	inbox[b->inboxed[cpu]++] = (u16)(sender << 8 | text);
	device_cpu_line(&b->device, cpu, LINE_IPI, true);
}

static void deliver(struct bus *b)
{
	while (b->messages && b->message_at[b->message_first] <= device_now(&b->device)) {
		u32 i = b->message_first, message = b->message[i];
		for (u32 cpu = 0; cpu < device_cpus(&b->device); cpu++)
			if (message >> (8 + cpu) & 1) put_into(b, cpu, message >> 24, message & 0xff);
		b->message[i] = 0, b->message_at[i] = 0;
		b->message_first = (i + 1) % WAITING;
		b->messages--;
	}
	if (b->messages) later(b, MESSAGE, b->message_at[b->message_first]);
}

static void drop_message(struct bus *b, u32 cpu)
{
	u16 *inbox = &b->inbox[cpu * CPUS_MOST];
	if (!b->inboxed[cpu]) return;
	for (u32 i = 1; i < CPUS_MOST; i++) inbox[i - 1] = inbox[i];
	inbox[CPUS_MOST - 1] = 0;
	if (!--b->inboxed[cpu]) device_cpu_line(&b->device, cpu, LINE_IPI, false);
}

enum { HALTS = 16 };
static void control(struct bus *b, u32 value, u32 halts)
{
	u32 i = (b->control_first + b->controls) % WAITING, cpu = value & 15;
	if (cpu >= device_cpus(&b->device)) return;
	if (b->controls == WAITING) {
		device_error(&b->device, "more starts and halts of processors than fit");
		return;
	}
	b->control[i] = cpu | halts, b->control_pc[i] = b->boot_pc, b->control_sp[i] = b->boot_sp;
	b->control_at[i] = device_now(&b->device) + umps_ticks(&b->device, CONTROL_US);
	if (!b->controls++) later(b, CONTROL, b->control_at[i]);
}

static void take_control(struct bus *b)
{
	while (b->controls && b->control_at[b->control_first] <= device_now(&b->device)) {
		u32 i = b->control_first, cpu = b->control[i] & 15;
		if (b->control[i] & HALTS) device_cpu_stop(&b->device, cpu, true);
		else device_cpu_reset(&b->device, cpu, b->control_pc[i], b->control_sp[i]);
		b->control[i] = b->control_pc[i] = b->control_sp[i] = 0, b->control_at[i] = 0;
		b->control_first = (i + 1) % WAITING;
		b->controls--;
	}
	if (b->controls) later(b, CONTROL, b->control_at[b->control_first]);
}

/* ---- registers ---- */

static u32 read_low(const struct bus *b, u32 offset)
{
	const u64 *option = b->device.option;
	u64 tod = device_now(&b->device) + 1;
	switch (offset) {
	case 0x00: return UMPS_RAM;
	case 0x04: return device_ram_bytes(&b->device);
	case 0x0c: return (u32)option[BUS_EXECUTION];
	case 0x10: return 0x1fc00000;
	case 0x14: return (u32)option[BUS_BOOT];
	case TOD_HIGH: return (u32)(tod >> 32);
	case TOD_LOW: return (u32)tod;
	case TIMER: return timer_now(b);
	case TIMESCALE: return device_mhz(&b->device);
	case FLOOR: return (u32)option[BUS_FLOOR];
	default: return 0;
	}
}

static u32 read_own(const struct bus *b, u32 offset, u32 cpu)
{
	switch (offset) {
	case INBOX: return b->inbox[cpu * CPUS_MOST];
	case PRIORITY: return b->priority[cpu];
	case BIOS0: case BIOS1: return b->bios[cpu * 2 + (offset == BIOS1)];
	case CPUS: return device_cpus(&b->device);
	case BOOT_PC: return b->boot_pc;
	case BOOT_SP: return b->boot_sp;
	default: return 0;
	}
}

static u32 bus_peek_at(const struct device *d, u32 offset, u32 bytes)
{
	const struct bus *b = (const struct bus *)d;
	u32 cpu = device_cpu(d), n = (offset & ~3u);
	(void)bytes;
	if (n >= INSTALLED && n < PENDING)
		return (u32)(d->option[BUS_INSTALLED] >> (n - INSTALLED) / 4 * UMPS_PER_LINE) & 0xff;
	if (n >= PENDING && n < DEVICES) return b->bits[cpu * UMPS_LINES + (n - PENDING) / 4];
	if (n < DEVICES) return read_low(b, n);
	if (n >= ROUTE && n < ROUTE_END) return b->route[(n - ROUTE) / 4];
	return n >= INBOX ? read_own(b, n, cpu) : 0;
}

static u32 bus_read_at(struct device *d, u32 offset, u32 bytes)
{
	return bus_peek_at(d, offset, bytes);
}

static void bus_write_at(struct device *d, u32 offset, u32 bytes, u32 value)
{
	struct bus *b = (struct bus *)d;
	u32 cpu = device_cpu(d), n = offset & ~3u;
	(void)bytes;
	if (n >= ROUTE && n < ROUTE_END) b->route[(n - ROUTE) / 4] = value & (BY_MASK | 0xffff);
	switch (n) {
	case TIMER: set_timer(b, value); break;
	case INBOX: drop_message(b, cpu); break;
	case OUTBOX: send(b, value); break;
	case PRIORITY: b->priority[cpu] = value & 15; break;
	case BIOS0: case BIOS1: b->bios[cpu * 2 + (n == BIOS1)] = value; break;
	case RESET_CPU: control(b, value, 0); break;
	case HALT_CPU: control(b, value, HALTS); break;
	case BOOT_PC: b->boot_pc = value; break;
	case BOOT_SP: b->boot_sp = value; break;
	case POWER:
		if (value == 0xff) device_after(d, OFF, umps_ticks(d, OFF_US));
		break;
	}
}

static void bus_event(struct device *d, u32 what)
{
	struct bus *b = (struct bus *)d;
	switch (what) {
	case TIMED_OUT:
		raise(b, 0);
		device_after(d, TIMED_OUT, (u64)1 << 32);
		break;
	case MESSAGE: deliver(b); break;
	case CONTROL: take_control(b); break;
	case OFF: device_stop(d, DEVICE_OFF, 0); break;
	}
}

static void bus_reset(struct device *d)
{
	struct bus *b = (struct bus *)d;
	b->boot_pc = 0x1fc00000;
	b->timer = ~0u;                  /* before the first cycle */
	device_after(d, TIMED_OUT, ~0u);
}

/* Only the clocks move by themselves. */
static bool bus_quiet(const struct device *d, u32 offset)
{
	u32 n = offset & ~3u;
	(void)d;
	return n != TOD_HIGH && n != TOD_LOW && n != TIMER;
}

static const struct device_operations bus_does = {
	.reset = bus_reset, .read = bus_read_at, .peek = bus_peek_at, .write = bus_write_at,
	.event = bus_event, .line = bus_line, .quiet = bus_quiet,
};
const struct device_type umps_bus = {
	"bus", sizeof(struct bus), bus_fields, COUNT_OF(bus_fields), &bus_does,
};
