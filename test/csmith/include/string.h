/* string.h: for csmith's programs on a bare machine; runtime.c has it. */
#include <stddef.h>
void *memset(void *to, int byte, size_t count);
void *memcpy(void *restrict to, const void *restrict from, size_t count);
