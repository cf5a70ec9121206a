/* Memory copy by words and by bytes, comparison, and the scan of long strings: loads and stores. */
#include "program.h"

enum { WORDS = 8192, TEXT = 24000, LINE = 61 };

static u32 source[WORDS], target[WORDS];
static char text[TEXT + 1], shifted[TEXT + 4];

static void copy_words(u32 *to, const u32 *from, u32 count)
{
	for (; count >= 4; count -= 4, to += 4, from += 4) {
		u32 a = from[0], b = from[1], c = from[2], d = from[3];

		to[0] = a;
		to[1] = b;
		to[2] = c;
		to[3] = d;
	}
	while (count--)
		*to++ = *from++;
}

static void copy_string(char *to, const char *from)
{
	while ((*to++ = *from++))
		;
}

static u32 string_length(const char *s)
{
	const char *end = s;

	while (*end)
		end++;
	return (u32)(end - s);
}

static u32 count_char(const char *s, char wanted)
{
	u32 count = 0;

	for (; *s; s++)
		if (*s == wanted)
			count++;
	return count;
}

static u32 words_differ(const u32 *a, const u32 *b, u32 count)
{
	for (u32 i = 0; i < count; i++)
		if (a[i] != b[i])
			return i;
	return count;
}

void program_setup(void)
{
	u32 seed = 41;

	for (int i = 0; i < WORDS; i++)
		source[i] = next_random(&seed);
	for (int i = 0; i < TEXT; i++)
		text[i] = i % LINE == LINE - 1 ? '\n' : (char)('a' + next_random(&seed) % 26);
	text[TEXT] = 0;
}

u32 program_round(void)
{
	u32 sum = 0;

	for (u32 i = 0; i < 8; i++) {
		target[WORDS - 1] = i;
		copy_words(target + i, source, WORDS - i);
		sum = stir(sum, words_differ(target, source + i, WORDS - i) + target[WORDS - 1]);
	}
	copy_string(shifted + 1, text);
	sum = stir(sum, string_length(shifted + 1));
	sum = stir(sum, count_char(shifted + 1, '\n'));
	return stir(sum, string_length(text + TEXT / 2));
}
