/* stdlib.h: what xxhash.h names and never calls here. */
#ifndef METAL_STDLIB_H
#define METAL_STDLIB_H
#include <stddef.h>
void *malloc(size_t);
void free(void *);
#endif
