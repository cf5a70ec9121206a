/* fib.c - the n-th Fibonacci number, the slow way. */
#include "lib.h"

static u32 fib(u32 n)
{
	return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

int main(int argc, char **argv)
{
	u32 n = number(argc > 1 ? argv[1] : NULL, 20);

	printf("fib(%u) = %u\n", n, fib(n));
	return 0;
}
