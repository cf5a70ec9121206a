/* bytes.c: bytes from start to start + count; moved to the front when room at the end runs out. */
#include "bytes.h"
#include "say.h"
#include <stdlib.h>
#include <string.h>

static void make_room(struct bytes *b, size_t count)
{
	if (b->start + b->count + count <= b->size)
		return;
	if (b->start)
		memmove(b->data, b->data + b->start, b->count);
	b->start = 0;
	size_t size = b->size ? b->size : 256;
	while (size < b->count + count)
		size *= 2;
	if (size == b->size)
		return;
	u8 *data = realloc(b->data, size);
	if (!data) {
		say_wrong("the host has no memory for %zu bytes", size);
		abort();
	}
	b->data = data;
	b->size = size;
}

void bytes_add(struct bytes *b, const void *from, size_t count)
{
	if (!count)
		return;
	make_room(b, count);
	memcpy(b->data + b->start + b->count, from, count);
	b->count += count;
}

void bytes_drop(struct bytes *b, size_t count)
{
	must(count <= b->count);
	b->start += count;
	b->count -= count;
	if (!b->count)
		b->start = 0;
}

void bytes_keep_last(struct bytes *b, size_t count)
{
	if (b->count > count)
		bytes_drop(b, b->count - count);
}

void bytes_free(struct bytes *b)
{
	free(b->data);
	*b = (struct bytes){ 0 };
}
