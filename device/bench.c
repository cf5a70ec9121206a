/* bench.c: the bench board's one device: a console, an exit, the time and an alarm.
 *
 *   0x00  PUT    w   the low byte goes to the console
 *   0x04  EXIT   w   the run ends with this status, low 8 bits
 *   0x08  NOW    r   ticks, low word; latches the high word
 *   0x0c  HIGH   r   the latched high word
 *   0x10  RAM    r   bytes of memory
 *   0x14  GET    r   the console byte that waits, or -1; takes it
 *   0x18  ALARM  w   n: the line IP2 rises after n ticks; 0 cancels and lowers
 *   0x1c  FLAGS  r   bit 0 alarm due, bit 1 input waiting; w: bit 1 lets waiting input raise IP3
 *
 * Any access width; address bits 1:0 are ignored.  The device asks for a console byte whenever it
 * holds none. */
#include "bench.h"

enum { PUT = 0x00, EXIT = 0x04, NOW = 0x08, HIGH = 0x0c, RAM = 0x10, GET = 0x14, ALARM = 0x18,
	FLAGS = 0x1c };
enum { RING };                          /* its one event */
enum { LINE_ALARM = 0, LINE_INPUT = 1, WANT_INPUT = 2 };

#define BENCH_STATE(F, A) \
	F(u32, high) F(u8, due) F(u8, full) F(u8, byte) F(u8, wants)

struct bench { struct device device; BENCH_STATE(STATE_F, STATE_A) };
#define F(type, name, ...) STATE_FIELD(bench, type, name)
static const struct field bench_fields[] = { BENCH_STATE(F, F) };
#undef F

static void drive(struct bench *b)
{
	device_cpu_line(&b->device, 0, LINE_ALARM, b->due);
	device_cpu_line(&b->device, 0, LINE_INPUT, b->full && b->wants & WANT_INPUT);
}

static void bench_reset(struct device *d)
{
	device_ask(d);
}

static u32 look(const struct bench *b, u32 offset)
{
	switch (offset & 0x1c) {
	case NOW:   return (u32)device_now(&b->device);
	case HIGH:  return b->high;
	case RAM:   return device_ram_bytes(&b->device);
	case GET:   return b->full ? b->byte : ~0u;
	case FLAGS: return b->due | (u32)b->full << 1;
	default:    return 0;
	}
}

static u32 bench_peek(const struct device *d, u32 offset, u32 bytes)
{
	(void)bytes;
	return look((const struct bench *)d, offset);
}

static u32 bench_read(struct device *d, u32 offset, u32 bytes)
{
	struct bench *b = (struct bench *)d;
	u32 v = bench_peek(d, offset, bytes);
	if ((offset & 0x1c) == NOW) b->high = (u32)(device_now(d) >> 32);
	if ((offset & 0x1c) == GET && b->full) {
		b->full = b->byte = 0;
		device_ask(d);
		drive(b);
	}
	return v;
}

static void bench_write(struct device *d, u32 offset, u32 bytes, u32 value)
{
	struct bench *b = (struct bench *)d;
	u8 byte = (u8)value;
	(void)bytes;
	switch (offset & 0x1c) {
	case PUT: device_put(d, &byte, 1); break;
	case EXIT: device_stop(d, DEVICE_EXIT, byte); break;
	case ALARM:
		b->due = 0;
		if (value) device_after(d, RING, (u64)value + 1); /* counted from the end of this store */
		else device_cancel(d, RING);
		break;
	case FLAGS: b->wants = value & WANT_INPUT; break;
	}
	drive(b);
}

static void bench_event(struct device *d, u32 what)
{
	struct bench *b = (struct bench *)d;
	(void)what;
	b->due = 1;
	drive(b);
}

static void bench_input(struct device *d, const u8 *byte, u32 bytes)
{
	struct bench *b = (struct bench *)d;
	if (bytes == 0) return;
	b->byte = byte[0];
	b->full = 1;
	drive(b);
}

/* What waits changes by events, inputs and the guest's own accesses alone. */
static bool bench_quiet(const struct device *d, u32 offset)
{
	const struct bench *b = (const struct bench *)d;
	u32 at = offset & 0x1c;
	return at == RAM || at == FLAGS || at == HIGH || (at == GET && !b->full);
}

static const struct device_operations bench_does = {
	.reset = bench_reset, .read = bench_read, .peek = bench_peek, .write = bench_write,
	.event = bench_event, .input = bench_input, .quiet = bench_quiet,
};
const struct device_type bench_type = {
	"bench", sizeof(struct bench), bench_fields, COUNT_OF(bench_fields), &bench_does,
};
