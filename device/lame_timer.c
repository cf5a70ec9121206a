/* lame_timer.c: System/161's timer and clock card.
 *
 *   0x00  SECONDS   rw  of the time of day, since 1970
 *   0x04  NANO      rw  and its nanoseconds
 *   0x08  RESTART   rw  not 0: the countdown starts again when it ends
 *   0x0c  IRQ       r   1: it ended; reading lowers the line        w  refused
 *   0x10  COUNT     rw  microseconds; writing starts the countdown, and drops the one before
 *   0x14  BEEP      w   any value                                   r  refused
 *   0x18, 0x1c          reserved: refused
 *
 * (System/161's manual, doc/devices.html; what is refused "wedges" System/161 2.0.8.) */
#include "lame.h"

enum { SECONDS = 0x00, NANO = 0x04, RESTART = 0x08, IRQ = 0x0c, COUNT = 0x10, BEEP = 0x14,
	RESERVED = 0x18, RESERVED_TOO = 0x1c };
enum { DUE };                           /* its one event */
enum { BAD_READ, BAD_WRITE };
static const char *const refused[] = {
	[BAD_READ] = "it read the timer's register %x, which is not for reading",
	[BAD_WRITE] = "it wrote the timer's register %x, which is not for writing",
};
#define SECOND 1000000000u

#define TIMER_STATE(F, A) \
	F(u64, shift)                    /* nanoseconds to add to the date, where the guest set it */ \
	F(u32, restart) F(u32, count) F(u32, due)

struct timer { struct device device; TIMER_STATE(STATE_F, STATE_A) };
#define F(type, name, ...) STATE_FIELD(timer, type, name)
static const struct field timer_fields[] = { TIMER_STATE(F, F) };
#undef F

static u64 time_of_day(const struct timer *t)
{
	return t->device.option[TIMER_DATE] * SECOND + t->shift + device_ns(&t->device);
}

static void set_due(struct timer *t, bool due)
{
	t->due = due;
	device_line(&t->device, due);
}

static void start(struct timer *t)
{
	device_after_ns(&t->device, DUE, (u64)t->count * 1000);
}

static u32 timer_peek(const struct device *d, u32 offset, u32 bytes)
{
	const struct timer *t = (const struct timer *)d;
	(void)bytes;
	switch (offset) {
	case SECONDS: return (u32)(time_of_day(t) / SECOND);
	case NANO: return (u32)(time_of_day(t) % SECOND);
	case RESTART: return t->restart;
	case IRQ: return t->due;
	case COUNT: return t->count;
	default: return 0;
	}
}

static u32 timer_read(struct device *d, u32 offset, u32 bytes)
{
	struct timer *t = (struct timer *)d;
	u32 v = timer_peek(d, offset, bytes);
	if (offset > RESERVED_TOO) device_fault(d);
	else if (offset >= BEEP) device_refuse(d, BAD_READ, offset);
	else if (offset == IRQ) set_due(t, false);
	return v;
}

static void timer_write(struct device *d, u32 offset, u32 bytes, u32 value)
{
	static const u8 bell = 7;
	struct timer *t = (struct timer *)d;
	u64 now = time_of_day(t);
	(void)bytes;
	switch (offset) {
	case SECONDS: t->shift += ((u64)value - now / SECOND) * SECOND; break;
	case NANO: t->shift += value - now % SECOND; break;
	case RESTART: t->restart = value; break;
	case COUNT:
		t->count = value;
		start(t);
		break;
	case BEEP: device_put(d, &bell, 1); break;
	case IRQ: case RESERVED: case RESERVED_TOO: device_refuse(d, BAD_WRITE, offset); break;
	default: device_fault(d);
	}
}

static void timer_event(struct device *d, u32 what)
{
	struct timer *t = (struct timer *)d;
	(void)what;
	set_due(t, true);
	if (t->restart) start(t);
}

static const struct device_operations timer_does = {
	.read = timer_read, .peek = timer_peek, .write = timer_write, .event = timer_event,
	.refused = refused,
};
const struct device_type lame_timer = {
	"timer", sizeof(struct timer), timer_fields, COUNT_OF(timer_fields), &timer_does,
};
