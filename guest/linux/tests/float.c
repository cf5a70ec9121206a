/*
 * Floating point: bits of known results in the four rounding modes, NaN, infinity, denormals, flags.
 * The expected bits are IEEE 754's, except that a new NaN is the legacy MIPS one (7ff7ffff...).
 * Denormals are made by the kernel's emulator after an unimplemented-operation exception, or by the FPU itself
 * where the machine has one that can.  `float show` prints the bits instead of judging them.
 */
#include <fenv.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "expect.h"

static int show;

static uint64_t bits(double value)
{
	uint64_t result;
	memcpy(&result, &value, 8);
	return result;
}

static uint32_t bits_single(float value)
{
	uint32_t result;
	memcpy(&result, &value, 4);
	return result;
}

static void same(const char *what, uint64_t got, uint64_t wanted)
{
	if (show)
		printf("%-24s %016llx\n", what, (unsigned long long)got);
	else
		EXPECT(what, got, wanted);
}

static double of(uint64_t value)
{
	double result;
	memcpy(&result, &value, 8);
	return result;
}

struct binary {
	const char *what;
	char operation;
	int rounding;
	uint64_t a, b, result;
};

#define ONE     0x3ff0000000000000ull
#define THREE   0x4008000000000000ull
#define TINY    0x0010000000000000ull           /* smallest normal number */
#define HUGEST  0x7fefffffffffffffull
#define ENDLESS 0x7ff0000000000000ull
#define NEW_NAN 0x7ff7ffffffffffffull
#define MINUS   0x8000000000000000ull

static const struct binary table[] = {
	{ "0.1 + 0.2",         '+', FE_TONEAREST,  0x3fb999999999999aull, 0x3fc999999999999aull, 0x3fd3333333333334ull },
	{ "0.1 * 0.2",         '*', FE_TONEAREST,  0x3fb999999999999aull, 0x3fc999999999999aull, 0x3f947ae147ae147cull },
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
	{ "0 / 0",             '/', FE_TONEAREST,  0, 0, NEW_NAN },
	{ "inf - inf",         '-', FE_TONEAREST,  ENDLESS, ENDLESS, NEW_NAN },
	{ "inf * 0",           '*', FE_TONEAREST,  ENDLESS, 0, NEW_NAN },
	{ "huge * huge",       '*', FE_TONEAREST,  HUGEST, HUGEST, ENDLESS },
	{ "huge * huge down",  '*', FE_DOWNWARD,   HUGEST, HUGEST, HUGEST },
	{ "quiet NaN + 1",     '+', FE_TONEAREST,  0x7ff0000000001234ull, ONE, 0x7ff0000000001234ull },
	{ "tiny / 2",          '*', FE_TONEAREST,  TINY, 0x3fe0000000000000ull, 0x0008000000000000ull },
	{ "tiny - its epsilon", '-', FE_TONEAREST, TINY, 1, 0x000fffffffffffffull },
	{ "denormal + denormal", '+', FE_TONEAREST, 0x000fffffffffffffull, 1, TINY },
	{ "denormal * 2^60",   '*', FE_TONEAREST,  1, 0x43b0000000000000ull, 0x0090000000000000ull },
	{ "least / 2",         '*', FE_TONEAREST,  1, 0x3fe0000000000000ull, 0 },
	{ "least / 2 up",      '*', FE_UPWARD,     1, 0x3fe0000000000000ull, 1 },
};

static void operations(void)
{
	for (unsigned i = 0; i < sizeof table / sizeof *table; i++) {
		const struct binary *row = &table[i];
		volatile double a = of(row->a), b = of(row->b), result;
		fesetround(row->rounding);
		switch (row->operation) {
		case '+': result = a + b; break;
		case '-': result = a - b; break;
		case '*': result = a * b; break;
		default: result = a / b; break;
		}
		fesetround(FE_TONEAREST);
		same(row->what, bits(result), row->result);
	}
}

static void conversions(void)
{
	volatile double big = 16777217.0, tiny = 0x1p-140, minus = -2.7, half = 2.5, large = 3e9;
	volatile float third = 1.0f / 3.0f;
	volatile int integer = -2147483647;
	volatile long long wide = 0x123456789abcdefll;
	same("(float)16777217", bits_single(big), 0x4b800000);
	same("(float)2^-140", bits_single(tiny), 0x00000200);
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
	volatile double nan = of(NEW_NAN), one = 1, minus_zero = -0.0, zero = 0;
	same("NaN == NaN", nan == nan, 0);
	same("NaN != NaN", nan != nan, 1);
	same("NaN < 1", nan < one, 0);
	same("1 >= NaN", one >= nan, 0);
	same("unordered", isunordered(nan, one), 1);
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
	result = zero / zero;
	same("flags of 0 / 0", fetestexcept(FE_ALL_EXCEPT), FE_INVALID);
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
	same("1e-310 read", bits(strtod("1e-310", 0)), 0x000012688b70e62bull);
}

int main(int argc, char **argv)
{
	test_name = "float";
	show = argc > 1 && !strcmp(argv[1], "show");
	operations();
	conversions();
	comparisons();
	flags();
	functions();
	return show ? 0 : passed();
}
