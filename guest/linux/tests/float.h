/*
 * What the two floating-point tests share: bits of doubles, a table of operations with known
 * results. `PROGRAM show` prints the bits instead of judging them.
 */
#include <fenv.h>
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

#define TENTH   0x3fb999999999999aull
#define FIFTH   0x3fc999999999999aull
#define ONE     0x3ff0000000000000ull
#define THREE   0x4008000000000000ull
#define TINY    0x0010000000000000ull           /* smallest normal number */
#define HUGEST  0x7fefffffffffffffull
#define ENDLESS 0x7ff0000000000000ull
#define NEW_NAN 0x7ff7ffffffffffffull
#define MINUS   0x8000000000000000ull

static void operations(const struct binary *table, int count)
{
	for (const struct binary *row = table; row < table + count; row++) {
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

/* Runs the program's tests as main's arguments ask. */
static int run(int argc, char **argv, const char *name, void (*tests)(void))
{
	test_name = name;
	show = argc > 1 && !strcmp(argv[1], "show");
	tests();
	return show ? 0 : passed();
}
