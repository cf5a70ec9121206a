/* lame_screen.c: System/161's text screen, which System/161 itself describes but never had.
 *
 *   0x00  CURSOR  rw  column << 16 | row; off the screen: not seen
 *   0x04  SIZE    rw  columns << 16 | rows; writing changes nothing
 *   0x08  CHAR    r   the last character that came in
 *   0x0c  RIRQ    rw  bit 0 ON, bit 1 READY: a character came in, bit 2 FORCE
 *   0x8000 to 0xffff  characters, a byte each, from left to right and then down
 *
 * The line is up while RIRQ is ON and READY or FORCE.  The next character comes in 20.8
 * microseconds
 * after the one before at the earliest, when that was read or READY cleared.  What changes goes
 * out as
 * five bytes: 0 and the cursor, or 1 and a place (16 bits) and two of the characters there.
 * (System/161's manual, doc/devices.html.) */
#include "lame.h"

enum { CURSOR = 0x00, SIZE = 0x04, CHAR = 0x08, RIRQ = 0x0c, TEXT_BYTES = 0x8000 };
enum { RECEIVED };                      /* its one event */
enum { ON = 1, READY = 2, FORCE = 4, CHARACTER_NS = 20833, SCREEN_SIZE = 80 << 16 | 25 };

#define SCREEN_STATE(F, A) \
	F(u32, cursor) F(u32, received) F(u8, taken) F(u8, rirq) A(u32, text, TEXT_BYTES / 4)

struct screen { struct device device; SCREEN_STATE(STATE_F, STATE_A) };
#define F(type, name, ...) STATE_FIELD(screen, type, name)
static const struct field screen_fields[] = { SCREEN_STATE(F, F) };
#undef F

static void drive(struct screen *s)
{
	struct device *d = &s->device;
	device_line(d, s->rirq & ON && s->rirq & (READY | FORCE));
	if (!device_when(d, RECEIVED) && (s->taken || !(s->rirq & READY))) device_ask(d);
	else device_ask_no_more(d);
}

/* The character was taken.  The next comes a character's time later, so that who reads CHAR and
 * then
 * clears READY clears no other's. */
static void take(struct screen *s)
{
	s->taken = 1;
	device_after_ns(&s->device, RECEIVED, CHARACTER_NS);
}

static void screen_reset(struct device *d)
{
	struct screen *s = (struct screen *)d;
	s->taken = 1;
	drive(s);
}

static u32 screen_peek(const struct device *d, u32 offset, u32 bytes)
{
	const struct screen *s = (const struct screen *)d;
	(void)bytes;
	if (offset >= LAME_BUFFER) return s->text[(offset - LAME_BUFFER) / 4];
	switch (offset) {
	case CURSOR: return s->cursor;
	case SIZE: return SCREEN_SIZE;
	case CHAR: return s->received;
	case RIRQ: return s->rirq;
	default: return 0;
	}
}

static u32 screen_read(struct device *d, u32 offset, u32 bytes)
{
	struct screen *s = (struct screen *)d;
	u32 v = screen_peek(d, offset, bytes);
	if (offset > RIRQ && offset < LAME_BUFFER) device_fault(d);
	if (offset == CHAR) {
		take(s);
		drive(s);
	}
	return v;
}

static void tell(struct screen *s, u8 what, u32 v)
{
	const u8 byte[] = { what, (u8)(v >> 24), (u8)(v >> 16), (u8)(v >> 8), (u8)v };
	device_put(&s->device, byte, sizeof byte);
}

static void draw(struct screen *s, u32 at, u32 value)
{
	u32 *word = &s->text[at / 4], changed = *word ^ value;
	*word = value;
	if (changed >> 16) tell(s, 1, at << 16 | value >> 16);
	if (changed & 0xffff) tell(s, 1, (at + 2) << 16 | (value & 0xffff));
}

static void screen_write(struct device *d, u32 offset, u32 bytes, u32 value)
{
	struct screen *s = (struct screen *)d;
	(void)bytes;
	if (offset >= LAME_BUFFER) draw(s, offset - LAME_BUFFER, value);
	else if (offset == CURSOR) tell(s, 0, s->cursor = value);
	else if (offset == RIRQ) {
		if (s->rirq & ~value & READY && !s->taken) take(s);
		s->rirq = value & (ON | READY | FORCE);
	} else if (offset != SIZE) device_fault(d);
	drive(s);
}

static void screen_event(struct device *d, u32 what)
{
	(void)what;
	drive((struct screen *)d);
}

static void screen_input(struct device *d, const u8 *byte, u32 bytes)
{
	struct screen *s = (struct screen *)d;
	if (bytes == 0) return;
	s->received = byte[0];
	s->taken = 0;
	s->rirq |= READY;
	device_after_ns(d, RECEIVED, CHARACTER_NS);
	drive(s);
}

static bool screen_quiet(const struct device *d, u32 offset)
{
	(void)d;
	return offset != CHAR;
}

static const struct device_operations screen_does = {
	.reset = screen_reset, .read = screen_read, .peek = screen_peek, .write = screen_write,
	.event = screen_event, .input = screen_input, .quiet = screen_quiet,
};
const struct device_type lame_screen = {
	"screen", sizeof(struct screen), screen_fields, COUNT_OF(screen_fields), &screen_does,
};
