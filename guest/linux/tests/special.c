/*
 * Floating point beside the numbers: NaN and denormals.  The expected bits are IEEE 754's, except
 * that a new NaN is the legacy MIPS one (7ff7ffff...).  An R3010 leaves these to the kernel's
 * emulator by an unimplemented-operation exception; where the machine computes them itself
 * nothing traps.
 */
#include <math.h>

#include "float.h"

static const struct binary table[] = {
	{ "0 / 0",             '/', FE_TONEAREST,  0, 0, NEW_NAN },
	{ "inf - inf",         '-', FE_TONEAREST,  ENDLESS, ENDLESS, NEW_NAN },
	{ "inf * 0",           '*', FE_TONEAREST,  ENDLESS, 0, NEW_NAN },
	{ "quiet NaN + 1",     '+', FE_TONEAREST,  0x7ff0000000001234ull, ONE, 0x7ff0000000001234ull },
	{ "tiny / 2",          '*', FE_TONEAREST,  TINY, 0x3fe0000000000000ull, 0x0008000000000000ull },
	{ "tiny - its epsilon", '-', FE_TONEAREST, TINY, 1, 0x000fffffffffffffull },
	{ "denormal + denormal", '+', FE_TONEAREST, 0x000fffffffffffffull, 1, TINY },
	{ "denormal * 2^60",   '*', FE_TONEAREST,  1, 0x43b0000000000000ull, 0x0090000000000000ull },
	{ "least / 2",         '*', FE_TONEAREST,  1, 0x3fe0000000000000ull, 0 },
	{ "least / 2 up",      '*', FE_UPWARD,     1, 0x3fe0000000000000ull, 1 },
};

static void conversions(void)
{
	volatile double tiny = 0x1p-140;
	same("(float)2^-140", bits_single(tiny), 0x00000200);
	same("1e-310 read", bits(strtod("1e-310", 0)), 0x000012688b70e62bull);
}

static void comparisons(void)
{
	volatile double nan = of(NEW_NAN), one = 1;
	same("NaN == NaN", nan == nan, 0);
	same("NaN != NaN", nan != nan, 1);
	same("NaN < 1", nan < one, 0);
	same("1 >= NaN", one >= nan, 0);
	same("unordered", isunordered(nan, one), 1);
}

static void flags(void)
{
	volatile double zero = 0, least = of(1), half = 0.5, result;
	feclearexcept(FE_ALL_EXCEPT);
	result = zero / zero;
	same("flags of 0 / 0", fetestexcept(FE_ALL_EXCEPT), FE_INVALID);
	feclearexcept(FE_ALL_EXCEPT);
	result = least * half;
	same("flags of least / 2", fetestexcept(FE_ALL_EXCEPT), FE_UNDERFLOW | FE_INEXACT);
	(void)result;
}

static void all(void)
{
	operations(table, sizeof table / sizeof *table);
	conversions();
	comparisons();
	flags();
}

int main(int argc, char **argv)
{
	return run(argc, argv, "special", all);
}
