/* lame_serial.c: System/161's serial console.
 *
 *   0x00  CHAR   w   prints, unless a character is on its way: then it is lost
 *                r   the last character that came in
 *   0x04  WIRQ   rw  bit 0 ON, bit 1 READY: set when a character is out, bit 2 FORCE
 *   0x08  RIRQ   rw  the same for characters that come in
 *
 * The line is up while one of the two is ON and READY or FORCE.  A character takes 20.8
 * microseconds each way.  The next one comes in when the last was read or READY cleared,
 * and as much time has passed since.
 * (System/161's manual, doc/devices.html; the time is that of System/161 2.0.8.) */
#include "lame.h"

enum { CHAR = 0x00, WIRQ = 0x04, RIRQ = 0x08 };
enum { SENT, RECEIVED };                /* events */
enum { ON = 1, READY = 2, FORCE = 4, CHARACTER_NS = 20833 };

#define SERIAL_STATE(F, A) \
	F(u32, received)                 /* the character that came in */ \
	F(u8, taken)                     /* and was read */ \
	F(u8, wirq) F(u8, rirq) \
	F(u64, written) F(u64, read)     /* characters, counted */

struct serial { struct device device; SERIAL_STATE(STATE_F, STATE_A) };
#define F(type, name, ...) STATE_FIELD(serial, type, name)
static const struct field serial_fields[] = { SERIAL_STATE(F, F) };
#undef F

static bool asserts(u8 irq)
{
	return irq & ON && irq & (READY | FORCE);
}

/* The line, and whether a character can come in. */
static void drive(struct serial *s)
{
	struct device *d = &s->device;
	device_line(d, asserts(s->wirq) || asserts(s->rirq));
	if (!device_when(d, RECEIVED) && (s->taken || !(s->rirq & READY))) device_ask(d);
	else device_ask_no_more(d);
}

/* The character was taken.  The next comes a character's time later, so that who reads CHAR and
 * then
 * clears READY clears no other's. */
static void take(struct serial *s)
{
	s->taken = 1;
	device_after_ns(&s->device, RECEIVED, CHARACTER_NS);
}

static void serial_reset(struct device *d)
{
	struct serial *s = (struct serial *)d;
	s->taken = 1;
	drive(s);
}

static u32 serial_peek(const struct device *d, u32 offset, u32 bytes)
{
	const struct serial *s = (const struct serial *)d;
	(void)bytes;
	return offset == CHAR ? s->received : offset == WIRQ ? s->wirq : offset == RIRQ ? s->rirq : 0;
}

static u32 serial_read(struct device *d, u32 offset, u32 bytes)
{
	struct serial *s = (struct serial *)d;
	u32 v = serial_peek(d, offset, bytes);
	if (offset > RIRQ) device_fault(d);
	if (offset == CHAR) {
		s->read++;
		take(s);
		drive(s);
	}
	return v;
}

static void print(struct serial *s, u8 byte)
{
	if (device_when(&s->device, SENT)) return;
	s->written++;
	device_put(&s->device, &byte, 1);
	device_after_ns(&s->device, SENT, CHARACTER_NS);
}

static void serial_write(struct device *d, u32 offset, u32 bytes, u32 value)
{
	struct serial *s = (struct serial *)d;
	(void)bytes;
	switch (offset) {
	case CHAR: print(s, (u8)value); break;
	case WIRQ: s->wirq = value & (ON | READY | FORCE); break;
	case RIRQ:
		if (s->rirq & ~value & READY && !s->taken) take(s);
		s->rirq = value & (ON | READY | FORCE);
		break;
	default: device_fault(d);
	}
	drive(s);
}

static void serial_event(struct device *d, u32 what)
{
	struct serial *s = (struct serial *)d;
	if (what == SENT) s->wirq |= READY;
	drive(s);
}

static void serial_input(struct device *d, const u8 *byte, u32 bytes)
{
	struct serial *s = (struct serial *)d;
	if (bytes == 0) return;
	s->received = byte[0];
	s->taken = 0;
	s->rirq |= READY;
	device_after_ns(d, RECEIVED, CHARACTER_NS);
	drive(s);
}

static bool serial_quiet(const struct device *d, u32 offset)
{
	(void)d;
	return offset != CHAR;
}

static const struct device_operations serial_does = {
	.reset = serial_reset, .read = serial_read, .peek = serial_peek, .write = serial_write,
	.event = serial_event, .input = serial_input, .quiet = serial_quiet,
};
const struct device_type lame_serial = {
	"serial", sizeof(struct serial), serial_fields, COUNT_OF(serial_fields), &serial_does,
};
