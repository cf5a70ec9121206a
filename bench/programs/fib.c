/* Fibonacci numbers and Takeuchi's function by recursion: calls, returns and the stack. */
#include "program.h"

static volatile u32 fib_of = 22, tak_of = 12;

__attribute__((noinline)) static u32 fib(u32 n)
{
	return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

__attribute__((noinline)) static int tak(int x, int y, int z)
{
	if (y >= x)
		return z;
	return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y));
}

void program_setup(void)
{
}

u32 program_round(void)
{
	int n = (int)tak_of;

	return stir(fib(fib_of), (u32)tak(n, n * 2 / 3, n / 3));
}
