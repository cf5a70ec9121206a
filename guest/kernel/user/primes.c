/* primes.c - counts the primes up to a number, by trial division. */
#include "lib.h"

static bool prime(u32 n)
{
	for (u32 d = 2; d * d <= n; d++)
		if (n % d == 0)
			return false;
	return n >= 2;
}

int main(int argc, char **argv)
{
	u32 limit = number(argc > 1 ? argv[1] : NULL, 10000), count = 0, last = 0;

	for (u32 n = 2; n <= limit; n++)
		if (prime(n)) {
			count++;
			last = n;
		}
	printf("%u primes up to %u, the last is %u\n", count, limit, last);
	return 0;
}
