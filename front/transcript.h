/* transcript.h: what the guest's console has printed, the last megabytes of it.  Places in it are
 * counted from the first byte ever printed. */
#ifndef TRANSCRIPT_H
#define TRANSCRIPT_H
#include "bytes.h"

struct transcript { struct bytes bytes; u64 end; };

void transcript_add(struct transcript *, const u8 *bytes, u32 count);
/* The text from a place on; what is kept no more is left out.  Returns its first byte. */
const char *transcript_from(const struct transcript *, u64 place, size_t *count);
/* Searches from a place on; the place after it, or 0: it is not there. */
u64 transcript_find(const struct transcript *, u64 from, const char *text, size_t length);
/* The place where the last n lines begin. */
u64 transcript_last_lines(const struct transcript *, u32 lines);
void transcript_free(struct transcript *);
#endif
