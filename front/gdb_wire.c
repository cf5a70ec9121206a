/* gdb_wire.c: see gdb_wire.h. */
#include "gdb_wire.h"

enum { ESCAPE = '}', ESCAPE_FLIP = 0x20, INTERRUPT = 3 };

/* ---- hexadecimal ---- */

static const char digits[] = "0123456789abcdef";

int gdb_hex(u8 digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	u8 letter = digit | 0x20;
	return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

u32 gdb_hex_bytes(const char *text, u8 *bytes, u32 max)
{
	u32 count = 0;
	for (; count < max; count++, text += 2) {
		int high = gdb_hex((u8)text[0]), low = high < 0 ? -1 : gdb_hex((u8)text[1]);
		if (low < 0)
			break;
		bytes[count] = (u8)(high << 4 | low);
	}
	return count;
}

void gdb_hex_add(struct bytes *to, const void *bytes, size_t count)
{
	const u8 *from = bytes;
	for (; count; count--, from++) {
		const char pair[2] = { digits[*from >> 4], digits[*from & 15] };
		bytes_add(to, pair, 2);
	}
}

/* ---- in ---- */

static void begin(struct gdb_wire *w)
{
	w->state = GDB_INSIDE;
	w->count = 0;
	w->sum = 0;
	w->long_ = false;
}

static void keep(struct gdb_wire *w, u8 byte)
{
	if (w->count == GDB_PACKET_MAX)
		w->long_ = true;
	else
		w->packet[w->count++] = byte;
}

static enum gdb_event between(struct gdb_wire *w, u8 byte)
{
	if (byte == '$')
		begin(w);
	if (byte == '-' && !w->no_acks)
		bytes_add(&w->output, bytes_front(&w->last), w->last.count);
	return byte == INTERRUPT ? GDB_INTERRUPT : GDB_NOTHING;
}

/* Every byte between $ and # counts in the sum, escapes as they stand. */
static void inside(struct gdb_wire *w, u8 byte)
{
	if (byte == '#' && w->state == GDB_INSIDE) {
		w->state = GDB_SUM_HIGH;
		return;
	}
	w->sum = (u8)(w->sum + byte);
	if (w->state == GDB_ESCAPED) {
		keep(w, byte ^ ESCAPE_FLIP);
		w->state = GDB_INSIDE;
	} else if (byte == ESCAPE) {
		w->state = GDB_ESCAPED;
	} else {
		keep(w, byte);
	}
}

static enum gdb_event finish(struct gdb_wire *w, bool good)
{
	w->state = GDB_BETWEEN;
	if (!w->no_acks)
		bytes_add(&w->output, good ? "+" : "-", 1);
	if (w->long_)
		w->count = 0;
	w->packet[w->count] = 0;
	return good || w->no_acks ? GDB_PACKET : GDB_NOTHING;
}

enum gdb_event gdb_wire_take(struct gdb_wire *w, u8 byte)
{
	int digit = gdb_hex(byte);
	switch (w->state) {
	case GDB_BETWEEN:
		return between(w, byte);
	case GDB_INSIDE:
	case GDB_ESCAPED:
		if (byte == '$' && w->state == GDB_INSIDE)
			begin(w); /* the end of the last one was lost */
		else
			inside(w, byte);
		return GDB_NOTHING;
	case GDB_SUM_HIGH:
		w->told = digit < 0 ? 0 : (u8)(digit << 4);
		w->state = GDB_SUM_LOW;
		return GDB_NOTHING;
	default:
		return finish(w, digit >= 0 && (w->told | digit) == w->sum);
	}
}

/* ---- out ---- */

void gdb_wire_send(struct gdb_wire *w, const void *bytes, size_t count)
{
	const u8 *from = bytes;
	u8 sum = 0;
	bytes_drop(&w->last, w->last.count);
	bytes_add(&w->last, "$", 1);
	for (; count; count--, from++) {
		bool special = *from == '$' || *from == '#' || *from == ESCAPE || *from == '*';
		const u8 pair[2] = { ESCAPE, *from ^ ESCAPE_FLIP };
		bytes_add(&w->last, special ? pair : from, special ? 2 : 1);
		sum = (u8)(sum + (special ? pair[0] + pair[1] : *from));
	}
	const char end[3] = { '#', digits[sum >> 4], digits[sum & 15] };
	bytes_add(&w->last, end, 3);
	bytes_add(&w->output, bytes_front(&w->last), w->last.count);
}

void gdb_wire_free(struct gdb_wire *w)
{
	bytes_free(&w->last);
	bytes_free(&w->output);
}
