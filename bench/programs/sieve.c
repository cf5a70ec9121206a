/* The sieve of Eratosthenes over a million bytes: strided stores, then one scan. */
#include "program.h"

enum { LIMIT = 1000000 };

static u8 composite[LIMIT];

void program_setup(void)
{
}

u32 program_round(void)
{
	u32 count = 0, sum = 0;

	for (u32 i = 0; i < LIMIT; i++)
		composite[i] = 0;
	for (u32 i = 2; i * i < LIMIT; i++) {
		if (composite[i])
			continue;
		for (u32 j = i * i; j < LIMIT; j += i)
			composite[j] = 1;
	}
	for (u32 i = 2; i < LIMIT; i++) {
		if (!composite[i]) {
			count++;
			sum += i;
		}
	}
	return stir(sum, count);
}
