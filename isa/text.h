/* text.h: the little formatting that the library needs: %s %u %d %x %08x %02x %c %%, and %llu. */
#ifndef TEXT_H
#define TEXT_H
#include "base.h"
#include <stdarg.h>

/* Always ends with NUL; returns the length that was written. */
int text_format(char *to, size_t size, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
int text_vformat(char *to, size_t size, const char *format, va_list);
bool text_equal(const char *a, const char *b);
size_t text_length(const char *);
#endif
