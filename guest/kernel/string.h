/* string.h - the few string functions, and the formatter; for kernel and user programs. */
#ifndef KERNEL_STRING_H
#define KERNEL_STRING_H

#include "types.h"

void *memset(void *to, int byte, size_t bytes);
void *memcpy(void *to, const void *from, size_t bytes);
int memcmp(const void *a, const void *b, size_t bytes);
size_t strlen(const char *text);
int strcmp(const char *a, const char *b);
void copy_text(char *to, const char *from, size_t room);	/* cuts, and always ends */

/* %c %s %d %u %x and %%; a width, zeros before a number, '-' for text to the left. */
void format(void (*put)(int byte, void *to), void *to, const char *text, va_list list);

#endif
