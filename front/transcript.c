/* transcript.c: see transcript.h. */
#include "transcript.h"
#include <string.h>

enum { KEPT = 4 << 20 };

void transcript_add(struct transcript *t, const u8 *bytes, u32 count)
{
	bytes_add(&t->bytes, bytes, count);
	t->end += count;
	if (t->bytes.count > 2 * KEPT)
		bytes_keep_last(&t->bytes, KEPT);
}

const char *transcript_from(const struct transcript *t, u64 place, size_t *count)
{
	u64 first = t->end - t->bytes.count;
	if (place < first)
		place = first;
	if (place > t->end)
		place = t->end;
	*count = (size_t)(t->end - place);
	return t->bytes.data ? (const char *)bytes_front(&t->bytes) + (place - first) : "";
}

u64 transcript_find(const struct transcript *t, u64 from, const char *text, size_t length)
{
	size_t count;
	const char *at = transcript_from(t, from, &count);
	const char *found = memmem(at, count, text, length);
	return found ? t->end - count + (u64)(found - at) + length : 0;
}

u64 transcript_last_lines(const struct transcript *t, u32 lines)
{
	size_t count, at;
	const char *text = transcript_from(t, 0, &count);
	for (at = count; at; at--)
		if (text[at - 1] == '\n' && at != count && !--lines)
			break;
	return t->end - (count - at);
}

void transcript_free(struct transcript *t)
{
	bytes_free(&t->bytes);
}
