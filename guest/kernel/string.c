/* string.c - see string.h. Linked into the kernel and into every user program. */
#include "string.h"

static bool words_fit(u32 addresses, size_t bytes)
{
	return ((addresses | bytes) & 3) == 0;
}

void *memset(void *to, int byte, size_t bytes)
{
	u8 *at = to;

	if (words_fit((u32)to, bytes)) {
		u32 word = (u32)(byte & 0xff) * 0x01010101;
		for (u32 *w = to, *end = w + bytes / 4; w != end; w++)
			*w = word;
		return to;
	}
	while (bytes-- > 0)
		*at++ = (u8)byte;
	return to;
}

void *memcpy(void *to, const void *from, size_t bytes)
{
	u8 *at = to;
	const u8 *source = from;

	if (words_fit((u32)to | (u32)from, bytes)) {
		u32 *w = to;
		for (const u32 *s = from, *end = s + bytes / 4; s != end; s++)
			*w++ = *s;
		return to;
	}
	while (bytes-- > 0)
		*at++ = *source++;
	return to;
}

int memcmp(const void *a, const void *b, size_t bytes)
{
	const u8 *x = a, *y = b;

	for (; bytes > 0; bytes--, x++, y++)
		if (*x != *y)
			return *x - *y;
	return 0;
}

size_t strlen(const char *text)
{
	const char *end = text;

	while (*end)
		end++;
	return (size_t)(end - text);
}

int strcmp(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return (u8)*a - (u8)*b;
}

void copy_text(char *to, const char *from, size_t room)
{
	while (room-- > 1 && *from)
		*to++ = *from++;
	*to = 0;
}

struct field {				/* one conversion: what stands between % and its letter */
	u32 width;
	bool left, zeros;
};

/* The digits of a number, from the last to the first; returns where they begin. */
static const char *digits(char *end, u32 value, u32 base, bool negative)
{
	*--end = 0;
	do
		*--end = "0123456789abcdef"[value % base];
	while ((value /= base) != 0);
	if (negative)
		*--end = '-';
	return end;
}

static void put_field(void (*put)(int, void *), void *to, const char *text, struct field field)
{
	u32 length = (u32)strlen(text);
	u32 gap = field.width > length ? field.width - length : 0;

	for (; gap > 0 && !field.left; gap--)
		put(field.zeros ? '0' : ' ', to);
	while (*text)
		put(*text++, to);
	for (; gap > 0; gap--)
		put(' ', to);
}

static const char *parse_field(const char *text, struct field *field)
{
	*field = (struct field){ 0 };
	for (; *text == '-' || *text == '0'; text++) {
		field->left |= *text == '-';
		field->zeros |= *text == '0';
	}
	for (; *text >= '0' && *text <= '9'; text++)
		field->width = field->width * 10 + (u32)(*text - '0');
	return text;
}

void format(void (*put)(int byte, void *to), void *to, const char *text, va_list list)
{
	char room[16], *end = room + sizeof room;
	struct field field;

	for (; *text; text++) {
		const char *value = room;
		if (*text != '%') {
			put(*text, to);
			continue;
		}
		text = parse_field(text + 1, &field);
		if (*text == 0)
			return;
		if (*text == 'd') {
			int number = va_arg(list, int);
			value = digits(end, number < 0 ? 0 - (u32)number : (u32)number, 10,
				       number < 0);
		} else if (*text == 'u') {
			value = digits(end, va_arg(list, u32), 10, false);
		} else if (*text == 'x') {
			value = digits(end, va_arg(list, u32), 16, false);
		} else if (*text == 's') {
			value = va_arg(list, const char *);
		} else {
			room[0] = *text == 'c' ? (char)va_arg(list, int) : *text;
			room[1] = 0;
		}
		put_field(put, to, value, field);
	}
}
