/* error.c: keeps a sentence to one line of bounded length; see error.h. */
#include "error.h"
#include "base.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST = 8192, HEAD = 80 };

/* A path may hold anything but zero: an escape sequence must not reach the terminal. */
static void make_printable(char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			*text = '?';
}

static void copy_without_middle(char *to, size_t size, const char *from)
{
	size_t length = strlen(from);
	if (length < size) {
		memcpy(to, from, length + 1);
		return;
	}
	must(size > HEAD + sizeof "...");
	size_t tail = size - HEAD - sizeof "...";
	memcpy(to, from, HEAD);
	memcpy(to + HEAD, "...", 3);
	memcpy(to + HEAD + 3, from + length - tail, tail + 1);
}

int error_set(struct error *error, int kind, const char *format, ...)
{
	if (!error)
		return kind;
	char text[LONGEST];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	make_printable(text);
	error->kind = kind;
	copy_without_middle(error->text, sizeof error->text, text);
	return kind;
}

int error_status(int kind)
{
#define ERROR_KIND(name, status, about) [name] = status,
	static const int statuses[ERROR_KIND_COUNT] = { ERROR_KINDS(ERROR_KIND) };
#undef ERROR_KIND
	return kind >= 0 && kind < ERROR_KIND_COUNT ? statuses[kind] : statuses[E_HOST];
}
