/* bytes.h: a queue of bytes that grows up to a limit. */
#ifndef BYTES_H
#define BYTES_H
#include "base.h"

struct bytes { u8 *data; size_t start, count, size; };

/* Ends the program if the host has no memory. */
void bytes_add(struct bytes *, const void *from, size_t count);
void bytes_drop(struct bytes *, size_t count);      /* the oldest ones */
void bytes_keep_last(struct bytes *, size_t count); /* drops all but so many */
void bytes_free(struct bytes *);
static inline const u8 *bytes_front(const struct bytes *b)
{
	return b->data ? b->data + b->start : NULL;
}
#endif
