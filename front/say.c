/* say.c: a line is one write, so that lines of several processes do not mix; see say.h. */
#include "say.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool say_in_colours(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
	return !(no && *no) && term && strcmp(term, "dumb") && isatty(STDERR_FILENO);
}

static void write_all(const char *text, size_t count)
{
	while (count) {
		ssize_t wrote = write(STDERR_FILENO, text, count);
		if (wrote <= 0)
			return;
		text += wrote;
		count -= (size_t)wrote;
	}
}

static void write_line(const char *before, const char *after, const char *format, va_list arguments)
{
	char line[4096];
	size_t room = sizeof line - 16, at = (size_t)snprintf(line, 64, "%s", before);
	int n = vsnprintf(line + at, room - at, format, arguments);
	at += n < 0 ? 0 : (size_t)n < room - at ? (size_t)n : room - at - 1;
	at += (size_t)snprintf(line + at, sizeof line - at, "%s\n", after);
	write_all(line, at);
}

void say(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	write_line("vr3000: ", "", format, arguments);
	va_end(arguments);
}

void say_wrong(const char *format, ...)
{
	bool colours = say_in_colours();
	va_list arguments;
	va_start(arguments, format);
	write_line(colours ? "\033[31mvr3000: " : "vr3000: ", colours ? "\033[m" : "", format,
		arguments);
	va_end(arguments);
}

void say_plain(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	write_line("", "", format, arguments);
	va_end(arguments);
}

void say_text(const char *text)
{
	size_t count = strlen(text);
	write_all(text, count);
	if (count && text[count - 1] != '\n')
		write_all("\n", 1);
}
