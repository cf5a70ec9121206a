/* stream.h: random() as the C library's default generator makes it: words that add up, with a lag
 * of 3 and of 31; the upper 31 bits of each are the number. */
#ifndef STREAM_H
#define STREAM_H
#include "base.h"

enum { STREAM_WORDS = 31, STREAM_LAG = 3, STREAM_WARM_UP = 310 };

static inline u32 stream_draw(u32 *word, u32 *next)
{
	u32 at = *next % STREAM_WORDS;
	word[at] += word[(at + STREAM_WORDS - STREAM_LAG) % STREAM_WORDS];
	*next = (at + 1) % STREAM_WORDS;
	return word[at] >> 1;
}

static inline void stream_seed(u32 *word, u32 *next, u32 seed)
{
	s64 w = seed ? (s32)seed : 1;
	for (u32 i = 0; i < STREAM_WORDS; i++) {
		word[i] = (u32)w;
		w = 16807 * w % 2147483647;
		if (w < 0) w += 2147483647;
	}
	*next = STREAM_LAG;
	for (u32 i = 0; i < STREAM_WARM_UP; i++) stream_draw(word, next);
}
#endif
