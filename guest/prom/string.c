/* string.c: the string functions that the PROM lends to programs. */
typedef unsigned char u8;
typedef unsigned long size;

void *memcpy(void *to, const void *from, size n);
void *memset(void *at, int byte, size n);
size strlen(const char *s);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size n);
char *strcpy(char *to, const char *from);
char *strncpy(char *to, const char *from, size n);
char *strcat(char *to, const char *from);
char *strncat(char *to, const char *from, size n);
long strtol(const char *s, char **end, int base);

void *memcpy(void *to, const void *from, size n)
{
	for (size i = 0; i < n; i++)
		((u8 *)to)[i] = ((const u8 *)from)[i];
	return to;
}

void *memset(void *at, int byte, size n)
{
	for (size i = 0; i < n; i++)
		((u8 *)at)[i] = (u8)byte;
	return at;
}

size strlen(const char *s)
{
	size n = 0;

	while (s[n])
		n++;
	return n;
}

int strncmp(const char *a, const char *b, size n)
{
	for (; n; n--, a++, b++)
		if (*a != *b || !*a)
			return (u8)*a - (u8)*b;
	return 0;
}

int strcmp(const char *a, const char *b)
{
	return strncmp(a, b, ~0ul);
}

char *strncpy(char *to, const char *from, size n)
{
	size i = 0;

	for (; i < n && from[i]; i++)
		to[i] = from[i];
	for (; i < n; i++)
		to[i] = 0;
	return to;
}

char *strcpy(char *to, const char *from)
{
	return memcpy(to, from, strlen(from) + 1);
}

char *strncat(char *to, const char *from, size n)
{
	char *end = to + strlen(to);

	for (; n && *from; n--)
		*end++ = *from++;
	*end = 0;
	return to;
}

char *strcat(char *to, const char *from)
{
	return strncat(to, from, ~0ul);
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'z' ? c - 'a' + 10 : 99;
}

long strtol(const char *s, char **end, int base)
{
	unsigned long value = 0;
	int negative;

	while (*s == ' ' || *s == '\t')
		s++;
	negative = *s == '-';
	if (*s == '-' || *s == '+')
		s++;
	if (s[0] == '0' && (s[1] | 0x20) == 'x' && (base == 0 || base == 16))
		s += 2, base = 16;
	else if (base == 0)
		base = *s == '0' ? 8 : 10;
	for (; digit(*s) < base; s++)
		value = value * (unsigned)base + (unsigned)digit(*s);
	if (end)
		*end = (char *)s;
	return negative ? -(long)value : (long)value;
}
