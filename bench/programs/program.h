/*
 * What a benchmark program offers, and what it may use: one setup, and a round that may be
 * repeated. A round returns the same checksum every time and on every target; it calls no
 * library, touches no device, and does not depend on the byte order.
 */
#ifndef PROGRAM_H
#define PROGRAM_H

#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

void program_setup(void);
u32 program_round(void);

/* The next number of a xorshift sequence; the state must never be zero. */
static inline u32 next_random(u32 *state)
{
	u32 x = *state;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	return *state = x;
}

/* Stirs one word into a checksum. */
static inline u32 stir(u32 sum, u32 word)
{
	return (sum << 5 | sum >> 27) * 5 + word;
}

#endif
