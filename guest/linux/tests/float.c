/*
 * Floating point: bits of known results in the four rounding modes, infinity, conversions,
 * comparisons, flags. The expected bits are IEEE 754's.  What an R3010 leaves to the kernel is in
 * special.c.
 */
#include <math.h>

#include "float.h"

static const struct binary table[] = {
	{ "0.1 + 0.2",         '+', FE_TONEAREST,  TENTH, FIFTH, 0x3fd3333333333334ull },
	{ "0.1 * 0.2",         '*', FE_TONEAREST,  TENTH, FIFTH, 0x3f947ae147ae147cull },
	{ "1 / 3",             '/', FE_TONEAREST,  ONE, THREE, 0x3fd5555555555555ull },
	{ "1 / 3 up",          '/', FE_UPWARD,     ONE, THREE, 0x3fd5555555555556ull },
	{ "1 / 3 down",        '/', FE_DOWNWARD,   ONE, THREE, 0x3fd5555555555555ull },
	{ "-1 / 3 up",         '/', FE_UPWARD,     ONE | MINUS, THREE, 0xbfd5555555555555ull },
	{ "-1 / 3 down",       '/', FE_DOWNWARD,   ONE | MINUS, THREE, 0xbfd5555555555556ull },
	{ "-1 / 3 to zero",    '/', FE_TOWARDZERO, ONE | MINUS, THREE, 0xbfd5555555555555ull },
	{ "1 - 1",             '-', FE_TONEAREST,  ONE, ONE, 0 },
	{ "1 - 1 down",        '-', FE_DOWNWARD,   ONE, ONE, MINUS },
	{ "1 / 0",             '/', FE_TONEAREST,  ONE, 0, ENDLESS },
	{ "-1 / 0",            '/', FE_TONEAREST,  ONE | MINUS, 0, ENDLESS | MINUS },
	{ "huge * huge",       '*', FE_TONEAREST,  HUGEST, HUGEST, ENDLESS },
	{ "huge * huge down",  '*', FE_DOWNWARD,   HUGEST, HUGEST, HUGEST },
};

static void conversions(void)
{
	volatile double big = 16777217.0, minus = -2.7, half = 2.5, large = 3e9;
	volatile float third = 1.0f / 3.0f;
	volatile int integer = -2147483647;
	volatile long long wide = 0x123456789abcdefll;
	same("(float)16777217", bits_single(big), 0x4b800000);
	same("(double)(1/3)", bits(third), 0x3fd5555560000000ull);
	same("(int)-2.7", (uint32_t)(int)minus, 0xfffffffe);
	same("(unsigned)3e9", (uint32_t)large, 3000000000u);
	same("(double)-2147483647", bits(integer), 0xc1dfffffffc00000ull);
	same("(double)0x123456789abcdef", bits(wide), 0x43723456789abcdfull);
	same("lrint(2.5)", (uint32_t)lrint(half), 2);
	fesetround(FE_UPWARD);
	same("lrint(2.5) up", (uint32_t)lrint(half), 3);
	fesetround(FE_TONEAREST);
}

static void comparisons(void)
{
	volatile double one = 1, minus_zero = -0.0, zero = 0;
	same("-0 == 0", minus_zero == zero, 1);
	same("-0 < 0", minus_zero < zero, 0);
	same("0 < 1", zero < one, 1);
}

static void flags(void)
{
	volatile double one = 1, three = 3, zero = 0, huge = of(HUGEST), result;
	feclearexcept(FE_ALL_EXCEPT);
	result = one + three;
	same("flags of 1 + 3", fetestexcept(FE_ALL_EXCEPT), 0);
	result = one / three;
	same("flags of 1 / 3", fetestexcept(FE_ALL_EXCEPT), FE_INEXACT);
	feclearexcept(FE_ALL_EXCEPT);
	result = one / zero;
	same("flags of 1 / 0", fetestexcept(FE_ALL_EXCEPT), FE_DIVBYZERO);
	feclearexcept(FE_ALL_EXCEPT);
	result = huge * huge;
	same("flags of huge * huge", fetestexcept(FE_ALL_EXCEPT), FE_OVERFLOW | FE_INEXACT);
	(void)result;
}

/* Functions of the library, hundreds of operations each; their bits are those of musl anywhere. */
static void functions(void)
{
	volatile double two = 2, one = 1, tenth = 0.1;
	same("sqrt(2)", bits(sqrt(two)), 0x3ff6a09e667f3bcdull);
	same("exp(1)", bits(exp(one)), 0x4005bf0a8b145769ull);
	same("log(2)", bits(log(two)), 0x3fe62e42fefa39efull);
	same("sin(1)", bits(sin(one)), 0x3feaed548f090ceeull);
	same("pow(2, 0.1)", bits(pow(two, tenth)), 0x3ff125fbee250664ull);
	char text[64];
	snprintf(text, sizeof text, "%.17g", tenth);
	same("0.1 in decimal", strcmp(text, "0.10000000000000001"), 0);
}

static void all(void)
{
	operations(table, sizeof table / sizeof *table);
	conversions();
	comparisons();
	flags();
	functions();
}

int main(int argc, char **argv)
{
	return run(argc, argv, "float", all);
}
