/* lib.c - see lib.h. printf is one write() where the text is short, so lines stay whole. */
#include "lib.h"

struct buffer {
	u32 used;
	char text[160];
};

static void put(int byte, void *to)
{
	struct buffer *buffer = to;

	if (buffer->used == sizeof buffer->text) {
		write(1, buffer->text, buffer->used);
		buffer->used = 0;
	}
	buffer->text[buffer->used++] = (char)byte;
}

void printf(const char *text, ...)
{
	struct buffer buffer = { .used = 0 };
	va_list list;

	va_start(list, text);
	format(put, &buffer, text, list);
	va_end(list);
	write(1, buffer.text, buffer.used);
}

u32 number(const char *text, u32 otherwise)
{
	u32 value = 0;

	if (!text || !*text)
		return otherwise;
	for (; *text >= '0' && *text <= '9'; text++)
		value = value * 10 + (u32)(*text - '0');
	return *text ? otherwise : value;
}
