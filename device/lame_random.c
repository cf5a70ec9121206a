/* lame_random.c: System/161's random number generator.
 *
 *   0x00  VALUE  r   the next value
 *
 * The values are those of the C library that System/161 runs on, so that seeds mean the same: an
 * additive feedback generator of 31 words (x[n] = x[n-31] + x[n-3], the lowest bit dropped), begun
 * from a linear congruential one (16807, modulo 2^31 - 1), its first 310 results thrown away.  A
 * value is one result, exclusive-ored with the next one moved up by 16.
 * (System/161's manual, doc/devices.html; random(3).) */
#include "lame.h"

#define RANDOM_STATE(F, A) \
	A(u32, word, STREAM_WORDS) F(u32, next)

struct random { struct device device; RANDOM_STATE(STATE_F, STATE_A) };
#define F(type, name, ...) STATE_FIELD(random, type, name)
static const struct field random_fields[] = { RANDOM_STATE(F, F) };
#undef F

/* In classic timing there is one stream for all. */
static void find_stream(struct random *r, u32 **word, u32 **next)
{
	if (!device_stream(&r->device, word, next)) *word = r->word, *next = &r->next;
}

static u32 draw(struct random *r)
{
	u32 *word, *next;
	find_stream(r, &word, &next);
	return stream_draw(word, next);
}

static void random_reset(struct device *d)
{
	u32 *word, *next;
	find_stream((struct random *)d, &word, &next);
	stream_seed(word, next, (u32)d->option[RANDOM_SEED]);
}

static u32 random_read(struct device *d, u32 offset, u32 bytes)
{
	struct random *r = (struct random *)d;
	(void)bytes;
	if (offset) {
		device_fault(d);
		return 0;
	}
	u32 low = draw(r);
	return low ^ draw(r) << 16;
}

static const struct device_operations random_does = { .reset = random_reset, .read = random_read };
const struct device_type lame_random = {
	"random", sizeof(struct random), random_fields, COUNT_OF(random_fields), &random_does,
};
