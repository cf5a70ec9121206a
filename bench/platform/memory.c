/* The two functions that the compiler may call on its own in a program without a C library. */
#include <stddef.h>

void *memcpy(void *to, const void *from, size_t count);
void *memset(void *to, int byte, size_t count);

void *memcpy(void *to, const void *from, size_t count)
{
	char *t = to;
	const char *f = from;

	while (count--)
		*t++ = *f++;
	return to;
}

void *memset(void *to, int byte, size_t count)
{
	char *t = to;

	while (count--)
		*t++ = (char)byte;
	return to;
}
