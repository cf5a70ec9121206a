/* runtime.c: the little of a C library that csmith's programs use, for board bench: printf of one
 * hexadecimal number, and what the compiler calls on its own. */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define CONSOLE (*(volatile uint32_t *)0xbf000000)

static void put_hex(unsigned value)
{
	int digits = 1;
	while (digits < 8 && value >> 4 * digits) digits++;
	while (digits--) CONSOLE = (uint32_t)"0123456789ABCDEF"[value >> 4 * digits & 15];
}

int printf(const char *format, ...)
{
	va_list values;
	va_start(values, format);
	for (const char *at = format; *at; at++)
		if (at[0] == '%' && at[1] == 'X') put_hex(va_arg(values, unsigned)), at++;
		else CONSOLE = (uint32_t)*at;
	va_end(values);
	return 0;
}

void *memset(void *to, int byte, size_t count)
{
	unsigned char *at = to;
	while (count--) *at++ = (unsigned char)byte;
	return to;
}

void *memcpy(void *restrict to, const void *restrict from, size_t count)
{
	unsigned char *at = to;
	const unsigned char *source = from;
	while (count--) *at++ = *source++;
	return to;
}
