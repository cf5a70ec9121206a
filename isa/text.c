/* text.c: a formatter of our own, for a library that has no printf. */
#include "text.h"

struct out { char *to; size_t size, n; };

static void put(struct out *o, char c)
{
	if (o->n + 1 < o->size) o->to[o->n++] = c;
}

/* No 64-bit division: an R3000 host has none.  Decimal by doubling, hexadecimal by shifts. */
static int decimal(u64 v, char digits[20])
{
	int n = 1;
	digits[0] = 0;
	for (int bit = 63; bit >= 0; bit--) {
		int carry = (int)(v >> bit & 1);
		for (int i = 0; i < n; i++) {
			int d = digits[i] * 2 + carry;
			carry = d >= 10;
			digits[i] = (char)(carry ? d - 10 : d);
		}
		if (carry) digits[n++] = 1;
	}
	return n;
}

static int hexadecimal(u64 v, char digits[20])
{
	int n = 0;
	do digits[n++] = (char)(v & 15);
	while ((v >>= 4) != 0);
	return n;
}

static void number(struct out *o, u64 v, bool hex, int width, char pad)
{
	char digits[20];
	int n = hex ? hexadecimal(v, digits) : decimal(v, digits);
	for (int i = n; i < width; i++) put(o, pad);
	while (n--) put(o, "0123456789abcdef"[(int)digits[n]]);
}

static void string(struct out *o, const char *s, int width)
{
	int n = 0;
	for (; *s; s++, n++) put(o, *s);
	for (; n < width; n++) put(o, ' ');
}

static void decimal_signed(struct out *o, s64 v, int width, char pad)
{
	if (v < 0) put(o, '-');
	number(o, v < 0 ? 0 - (u64)v : (u64)v, false, width, pad);
}

/* One conversion; `f` stands behind the per cent sign.  Returns what is behind it. */
static const char *convert(struct out *o, const char *f, va_list *args)
{
	char pad = *f == '0' ? '0' : ' ';
	int width = 0, longs = 0;
	if (*f == '-') f++;
	for (; *f >= '0' && *f <= '9'; f++) width = width * 10 + (*f - '0');
	for (; *f == 'l'; f++) longs++;
	switch (*f) {
	case 's': string(o, va_arg(*args, const char *), width); break;
	case 'c': put(o, (char)va_arg(*args, int)); break;
	case 'd':
		decimal_signed(o, longs ? va_arg(*args, long long) : va_arg(*args, int), width, pad);
		break;
	case 'u': case 'x':
		number(o, longs ? va_arg(*args, unsigned long long) : va_arg(*args, unsigned), *f == 'x',
			width, pad);
		break;
	default: put(o, *f);
	}
	return f + 1;
}

int text_vformat(char *to, size_t size, const char *f, va_list args)
{
	struct out o = { to, size, 0 };
	va_list copy;
	va_copy(copy, args);
	while (*f)
		if (*f != '%') put(&o, *f++);
		else f = convert(&o, f + 1, &copy);
	va_end(copy);
	if (size) to[o.n] = 0;
	return (int)o.n;
}

int text_format(char *to, size_t size, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int n = text_vformat(to, size, format, args);
	va_end(args);
	return n;
}

bool text_equal(const char *a, const char *b)
{
	while (*a && *a == *b) a++, b++;
	return *a == *b;
}

size_t text_length(const char *s)
{
	size_t n = 0;
	while (s[n]) n++;
	return n;
}
