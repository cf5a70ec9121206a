/* fpu_test.c: machine/fpu.c on cases whose answer can be worked out by hand.  fpu_fuzz.c has the
 * outside witness; here stand the rules that no host knows, and the cases a reader would ask for.
 *
 * A row: what it shows, the operation, rounding, traps by letter, operands, value, causes as ieee,
 * causes as the chip (whose value is the same, where it delivers one). */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include "fpu.h"

enum operation {
	ADD_S, SUB_S, MUL_S, DIV_S, SQRT_S, ABS_S, NEG_S, MOV_S,
	ADD_D, SUB_D, MUL_D, DIV_D, SQRT_D, ABS_D, NEG_D, MOV_D,
	CVT_S_D, CVT_S_W, CVT_D_S, CVT_D_W, CVT_W_S, CVT_W_D
};
enum { N, Z, U, D };                                            /* rounding */

/* Values by name: of S, and of D. */
enum {
	ONE = 0x3f800000, TWO = 0x40000000, HALF = 0x3f000000, MAX = 0x7f7fffff, INF = 0x7f800000,
	LEAST = 0x00800000, TINIEST = 1, QUIET = 0x7f812345, QUIET2 = 0x7fa00001,
	SIGNALING = 0x7fc00001, NEW = 0x7fbfffff
};
#define MINUS(v)  ((u64)(v) | 0x80000000)
#define MINUSD(v) ((u64)(v) | (u64)1 << 63)
#define D_ONE     0x3ff0000000000000
#define D_MAX     0x7fefffffffffffff
#define D_INF     0x7ff0000000000000
#define D_NEW     0x7ff7ffffffffffff
#define D_QUIET   0x7ff4000020000000
#define D_SIGN    0x7ff8000000000000    /* signaling, with nothing else in its fraction */

static const struct row {
	const char *shows;
	enum operation operation;
	u8 rounding;
	const char *traps;
	u64 a, b, bits;
	const char *ieee, *chip;
} rows[] = {
	/* 1 + 2^-24 lies half way to the next number; the second operand decides the tie */
	{ "tie to even, down",      ADD_S, N, "", ONE, 0x33800000, ONE, "I", "I" },
	{ "tie to even, up",        ADD_S, N, "", ONE + 1, 0x33800000, ONE + 2, "I", "I" },
	{ "just above the tie",     ADD_S, N, "", ONE, 0x33800001, ONE + 1, "I", "I" },
	{ "just below the tie",     ADD_S, N, "", ONE, 0x337fffff, ONE, "I", "I" },
	{ "to zero",                ADD_S, Z, "", ONE, 0x33ffffff, ONE, "I", "I" },
	{ "up",                     ADD_S, U, "", ONE, TINIEST + LEAST, ONE + 1, "I", "I" },
	{ "down",                   ADD_S, D, "", ONE, 0x33800000, ONE, "I", "I" },
	{ "up, negative",           ADD_S, U, "", MINUS(ONE), MINUS(LEAST), MINUS(ONE), "I", "I" },
	{ "down, negative",         ADD_S, D, "", MINUS(ONE), MINUS(LEAST), MINUS(ONE + 1),
		"I", "I" },
	{ "a little less than 1",   SUB_S, Z, "", ONE, LEAST, ONE - 1, "I", "I" },
	{ "tie to even, D",         ADD_D, N, "", D_ONE, 0x3ca0000000000000, D_ONE, "I", "I" },
	{ "tie to even, D, up",     ADD_D, N, "", D_ONE + 1, 0x3ca0000000000000,
		D_ONE + 2, "I", "I" },
	{ "sticky over 1000 bits",  ADD_D, U, "", D_ONE, 0x0010000000000000, D_ONE + 1, "I", "I" },
	{ "1/3",                    DIV_S, N, "", ONE, 0x40400000, 0x3eaaaaab, "I", "I" },
	{ "1/3, down",              DIV_D, D, "", D_ONE, 0x4008000000000000,
		0x3fd5555555555555, "I", "I" },
	{ "(1+e)^2, e = 2^-23",     MUL_S, U, "", ONE + 1, ONE + 1, ONE + 3, "I", "I" },
	{ "(1+e)^2, e = 2^-52",     MUL_D, U, "", D_ONE + 1, D_ONE + 1, D_ONE + 3, "I", "I" },
	{ "exact",                  MUL_D, N, "", 0x4008000000000000, 0x4014000000000000,
		0x402e000000000000, "", "" },
	{ "sqrt 2",                 SQRT_S, N, "", TWO, 0, 0x3fb504f3, "I", "I" },
	{ "sqrt 9",                 SQRT_D, N, "", 0x4022000000000000, 0,
		0x4008000000000000, "", "" },
	{ "sqrt -0",                SQRT_S, N, "", MINUS(0), 0, MINUS(0), "", "" },
	{ "sqrt -1",                SQRT_S, N, "", MINUS(ONE), 0, NEW, "V", "E" },

	/* zeros */
	{ "1 - 1",                  SUB_S, N, "", ONE, ONE, 0, "", "" },
	{ "1 - 1, down",            SUB_S, D, "", ONE, ONE, MINUS(0), "", "" },
	{ "0 + -0",                 ADD_S, U, "", 0, MINUS(0), 0, "", "" },
	{ "-0 + -0",                ADD_S, N, "", MINUS(0), MINUS(0), MINUS(0), "", "" },
	{ "0 - 0, down",            SUB_D, D, "", 0, 0, MINUSD(0), "", "" },
	{ "-1 * 0",                 MUL_S, N, "", MINUS(ONE), 0, MINUS(0), "", "" },
	{ "1 / -inf",               DIV_S, N, "", ONE, MINUS(INF), MINUS(0), "", "" },
	{ "1 / 0",                  DIV_S, N, "", ONE, 0, INF, "Z", "Z" },
	{ "-1 / 0, trap",           DIV_D, N, "Z", MINUSD(D_ONE), 0, MINUSD(D_INF), "Z", "Z" },
	{ "inf / 0",                DIV_S, N, "", INF, MINUS(0), MINUS(INF), "", "" },

	/* overflow: the rounded result, were the exponent unbounded, passes the largest number */
	{ "overflow, nearest",      MUL_S, N, "", MAX, TWO, INF, "OI", "OI" },
	{ "overflow, to zero",      MUL_S, Z, "", MAX, TWO, MAX, "OI", "OI" },
	{ "overflow, up",           MUL_S, U, "", MAX, TWO, INF, "OI", "OI" },
	{ "overflow, down",         MUL_S, D, "", MAX, TWO, MAX, "OI", "OI" },
	{ "-overflow, nearest",     MUL_S, N, "", MAX, MINUS(TWO), MINUS(INF), "OI", "OI" },
	{ "-overflow, to zero",     MUL_S, Z, "", MAX, MINUS(TWO), MINUS(MAX), "OI", "OI" },
	{ "-overflow, up",          MUL_S, U, "", MAX, MINUS(TWO), MINUS(MAX), "OI", "OI" },
	{ "-overflow, down",        MUL_S, D, "", MAX, MINUS(TWO), MINUS(INF), "OI", "OI" },
	{ "overflow, trap",         ADD_D, N, "O", D_MAX, D_MAX, D_INF, "OI", "OI" },
	{ "half an ulp over",       ADD_S, N, "", MAX, 0x73000000, INF, "OI", "OI" },
	{ "a little less",          ADD_S, N, "", MAX, 0x72ffffff, MAX, "I", "I" },
	{ "overflow of D to S",     CVT_S_D, Z, "", D_MAX, 0, MAX, "OI", "OI" },

	/* underflow: tiny after rounding, and, if the trap is off, inexact */
	{ "exact and tiny",         MUL_S, N, "", LEAST, HALF, 0x00400000, "", "E" },
	{ "exact and tiny, trap",   MUL_S, N, "U", LEAST, HALF, 0x00400000, "U", "E" },
	{ "exact difference",       SUB_S, N, "", LEAST + 1, LEAST, TINIEST, "", "E" },
	{ "half the tiniest",       MUL_S, N, "", TINIEST, HALF, 0, "UI", "E" },
	{ "half the tiniest, up",   MUL_S, U, "", TINIEST, HALF, TINIEST, "UI", "E" },
	{ "square of the least",    MUL_S, N, "", LEAST, LEAST, 0, "UI", "E" },
	{ "-square, down",          MUL_S, D, "", LEAST, MINUS(LEAST), MINUS(TINIEST), "UI", "E" },
	/* (1 - 2^-24) 2^-126 has 24 bits: tiny, though it rounds to the least normal number */
	{ "tiny, rounds to normal", MUL_S, N, "", LEAST, ONE - 1, LEAST, "UI", "E" },
	/* (1 + 2^-23) (1 - 2^-23) 2^-126 rounds up to 2^-126 at any exponent: not tiny */
	{ "not tiny after rounding", MUL_S, N, "", LEAST + 1, ONE - 2, LEAST, "I", "I" },
	{ "not tiny, trap on",      MUL_S, U, "U", LEAST + 1, ONE - 2, LEAST, "I", "I" },
	{ "the same, down: tiny",   MUL_S, D, "", LEAST + 1, ONE - 2, LEAST - 1, "UI", "E" },
	{ "tiny of D to S",         CVT_S_D, N, "", 0x36a0000000000000, 0, TINIEST, "", "E" },
	{ "nothing of D to S",      CVT_S_D, N, "", 0x3690000000000000, 0, 0, "UI", "E" },

	/* denormal operands, which the chip refuses */
	{ "0 + denormal",           ADD_S, N, "", 0, TINIEST, TINIEST, "", "E" },
	{ "1 + denormal",           ADD_S, N, "", ONE, TINIEST, ONE, "I", "E" },
	{ "denormal * 0",           MUL_S, N, "", TINIEST, 0, 0, "", "E" },
	{ "inf / denormal",         DIV_S, N, "", INF, TINIEST, INF, "", "E" },
	{ "sqrt of a denormal",     SQRT_D, N, "", 1, 0, 0x1e60000000000000, "", "E" },
	{ "abs of a denormal",      ABS_S, N, "", MINUS(TINIEST), 0, TINIEST, "", "E" },
	{ "neg of a denormal",      NEG_S, N, "U", TINIEST, 0, MINUS(TINIEST), "", "E" },
	{ "mov of a denormal",      MOV_S, N, "", TINIEST, 0, TINIEST, "", "" },
	{ "denormal to D",          CVT_D_S, N, "", TINIEST, 0, 0x36a0000000000000, "", "E" },
	{ "denormal to W, up",      CVT_W_S, U, "", TINIEST, 0, 1, "I", "E" },

	/* NaNs: the top bit of the fraction says signaling */
	{ "quiet + 1",              ADD_S, N, "", QUIET, ONE, QUIET, "", "E" },
	{ "1 * -quiet",             MUL_S, N, "", ONE, MINUS(QUIET), MINUS(QUIET), "", "E" },
	{ "the first of two",       DIV_S, N, "", QUIET2, QUIET, QUIET2, "", "E" },
	{ "again",                  ADD_S, N, "", QUIET, QUIET2, QUIET, "", "E" },
	{ "signaling + 1",          ADD_S, N, "", SIGNALING, ONE, NEW, "V", "E" },
	{ "signaling + 1, trap",    ADD_S, N, "V", SIGNALING, ONE, NEW, "V", "V" },
	{ "quiet - signaling",      SUB_S, N, "", QUIET, SIGNALING, NEW, "V", "E" },
	{ "nothing but signaling",  MUL_D, N, "", D_SIGN, D_ONE, D_NEW, "V", "E" },
	{ "inf - inf",              SUB_S, N, "", INF, INF, NEW, "V", "E" },
	{ "inf - inf, trap",        SUB_D, N, "V", D_INF, D_INF, D_NEW, "V", "V" },
	{ "inf + inf",              ADD_S, N, "", INF, INF, INF, "", "" },
	{ "0 * inf",                MUL_D, N, "", 0, MINUSD(D_INF), D_NEW, "V", "E" },
	{ "0 / 0",                  DIV_S, N, "", 0, MINUS(0), NEW, "V", "E" },
	{ "inf / inf",              DIV_D, N, "", D_INF, D_INF, D_NEW, "V", "E" },
	{ "abs of signaling",       ABS_S, N, "", MINUS(SIGNALING), 0, NEW, "V", "E" },
	{ "neg of signaling, trap", NEG_D, N, "V", D_SIGN, 0, D_NEW, "V", "V" },
	{ "abs of quiet",           ABS_S, N, "", MINUS(QUIET), 0, MINUS(QUIET), "", "E" },
	{ "neg of quiet",           NEG_S, N, "", QUIET, 0, QUIET, "", "E" },
	{ "mov of signaling",       MOV_D, N, "V", D_SIGN, 0, D_SIGN, "", "" },
	{ "quiet to S",             CVT_S_D, N, "", MINUSD(D_QUIET), 0, MINUS(QUIET2), "", "E" },
	{ "quiet to S, all lost",   CVT_S_D, N, "", MINUSD(D_INF + 1), 0, NEW, "", "E" },
	{ "quiet to D",             CVT_D_S, N, "", QUIET2, 0, D_QUIET, "", "E" },
	{ "signaling to D",         CVT_D_S, N, "", SIGNALING, 0, D_NEW, "V", "E" },

	/* words: what does not fit is 7fffffff, of either sign */
	{ "2^31 - 1",               CVT_W_D, N, "", 0x41dfffffffc00000, 0, 0x7fffffff, "", "" },
	{ "2^31",                   CVT_W_D, N, "", 0x41e0000000000000, 0, 0x7fffffff, "V", "E" },
	{ "2^31, trap",             CVT_W_S, N, "V", 0x4f000000, 0, 0x7fffffff, "V", "V" },
	{ "-2^31",                  CVT_W_S, N, "", 0xcf000000, 0, 0x80000000, "", "" },
	{ "-2^31 - 1",              CVT_W_D, N, "", 0xc1e0000000200000, 0, 0x7fffffff, "V", "E" },
	{ "-2^31 - 1/2",            CVT_W_D, N, "", 0xc1e0000000100000, 0, 0x80000000, "I", "I" },
	{ "-2^31 - 1/2, down",      CVT_W_D, D, "", 0xc1e0000000100000, 0, 0x7fffffff, "V", "E" },
	{ "2^31 - 1/2",             CVT_W_D, N, "", 0x41dfffffffe00000, 0, 0x7fffffff, "V", "E" },
	{ "2^31 - 1/2, to zero",    CVT_W_D, Z, "", 0x41dfffffffe00000, 0, 0x7fffffff, "I", "I" },
	{ "quiet to W",             CVT_W_S, N, "", QUIET, 0, 0x7fffffff, "V", "E" },
	{ "-inf to W",              CVT_W_D, N, "", MINUSD(D_INF), 0, 0x7fffffff, "V", "E" },
	{ "1/2",                    CVT_W_S, N, "", HALF, 0, 0, "I", "I" },
	{ "1/2 and a little",       CVT_W_S, N, "", HALF + 1, 0, 1, "I", "I" },
	{ "3/2",                    CVT_W_S, N, "", 0x3fc00000, 0, 2, "I", "I" },
	{ "5/2",                    CVT_W_S, N, "", 0x40200000, 0, 2, "I", "I" },
	{ "-1/2, down",             CVT_W_S, D, "", MINUS(HALF), 0, 0xffffffff, "I", "I" },
	{ "-1/2, up",               CVT_W_S, U, "", MINUS(HALF), 0, 0, "I", "I" },
	{ "2^24 + 1 to S",          CVT_S_W, N, "", 0x01000001, 0, 0x4b800000, "I", "I" },
	{ "2^24 + 1 to S, up",      CVT_S_W, U, "", 0x01000001, 0, 0x4b800001, "I", "I" },
	{ "-2^31 to S",             CVT_S_W, N, "", 0x80000000, 0, 0xcf000000, "", "" },
	{ "-1 to D",                CVT_D_W, N, "", 0xffffffff, 0, MINUSD(D_ONE), "", "" },
	{ "0 to D, down",           CVT_D_W, D, "", 0, 0, 0, "", "" },
	{ "rubbish above a W",      CVT_D_W, N, "", 0x1234567800000001, 0, D_ONE, "", "" },
	{ "rubbish above an S",     ADD_S, N, "", 0xdeadbeef3f800000, (u64)7 << 32, ONE, "", "" },
};

__attribute__((weak)) void broken(const char *what, const char *file, int line)
{
	fprintf(stderr, "%s:%d: %s is broken\n", file, line, what);
	abort();
}

static u32 causes(const char *letters)
{
	u32 set = 0;
	for (; *letters != 0; letters++)
		for (u32 i = 0; i < 6; i++)
			set |= (u32)("IUOZVE"[i] == *letters) << i;
	return set;
}

static struct fpu_value run(const struct row *r, bool ieee)
{
	struct fpu_mode mode = { r->rounding, (u8)causes(r->traps), ieee };
	enum fpu_format format = r->operation < ADD_D ? FPU_S : FPU_D;
	switch (r->operation) {
	case ADD_S: case ADD_D:   return fpu_add(mode, format, r->a, r->b);
	case SUB_S: case SUB_D:   return fpu_sub(mode, format, r->a, r->b);
	case MUL_S: case MUL_D:   return fpu_mul(mode, format, r->a, r->b);
	case DIV_S: case DIV_D:   return fpu_div(mode, format, r->a, r->b);
	case SQRT_S: case SQRT_D: return fpu_sqrt(mode, format, r->a);
	case ABS_S: case ABS_D:   return fpu_abs(mode, format, r->a);
	case NEG_S: case NEG_D:   return fpu_neg(mode, format, r->a);
	case MOV_S: case MOV_D:   return fpu_mov(mode, format, r->a);
	case CVT_S_D:             return fpu_convert(mode, FPU_S, FPU_D, r->a);
	case CVT_S_W:             return fpu_convert(mode, FPU_S, FPU_W, r->a);
	case CVT_D_S:             return fpu_convert(mode, FPU_D, FPU_S, r->a);
	case CVT_D_W:             return fpu_convert(mode, FPU_D, FPU_W, r->a);
	case CVT_W_S:             return fpu_convert(mode, FPU_W, FPU_S, r->a);
	default:                  return fpu_convert(mode, FPU_W, FPU_D, r->a);
	}
}

struct tally { u32 checks, failures; };

static void check(struct tally *tally, const char *shows, const char *as, struct fpu_value got,
	u64 bits, u32 cause, u32 traps)
{
	tally->checks++;
	bool trapped = cause & (traps | FPU_E);
	if (got.cause == cause && (trapped || got.bits == bits))
		return;
	tally->failures++;
	printf("fpu_test: %s, %s: causes %02x value %016" PRIx64 ", not %02x %016" PRIx64 "\n",
		shows, as, got.cause, got.bits, cause, bits);
}

/* Each condition on one pair, whose relation is one of the low three bits of a condition. */
static void check_conditions(struct tally *tally, bool ieee, enum fpu_format format, u64 a, u64 b,
	u32 relation, bool signaling)
{
	struct fpu_mode mode = { FPU_NEAREST, 0, ieee };
	for (u32 condition = 0; condition < 16; condition++) {
		char shows[64];
		snprintf(shows, sizeof shows, "c.%u.%c %" PRIx64 " %" PRIx64, condition,
			"sd"[format], a, b);
		bool loud = relation == FPU_UNORDERED && condition & FPU_LOUD;
		struct fpu_value v = fpu_compare(mode, format, condition, a, b);
		check(tally, shows, ieee ? "ieee" : "chip", v, (relation & condition) != 0,
			signaling || loud ? FPU_V : 0, 0);
	}
}

static void check_comparisons(struct tally *tally, bool ieee)
{
	static const struct { u64 a[2], b[2]; u32 relation; bool signaling; } pairs[] = {
		{ { ONE, D_ONE }, { TWO, D_MAX }, FPU_LESS, false },
		{ { MINUS(ONE), MINUSD(D_ONE) }, { TINIEST, 1 }, FPU_LESS, false },
		{ { MINUS(INF), MINUSD(D_INF) }, { MINUS(MAX), MINUSD(D_MAX) }, FPU_LESS, false },
		{ { 0, 0 }, { MINUS(0), MINUSD(0) }, FPU_EQUAL, false },
		{ { MINUS(0), MINUSD(0) }, { 0, 0 }, FPU_EQUAL, false },
		{ { TINIEST, 1 }, { TINIEST, 1 }, FPU_EQUAL, false },
		{ { MINUS(ONE), MINUSD(D_ONE) }, { MINUS(TWO), MINUSD(D_MAX) }, 0, false },
		{ { 0, 0 }, { MINUS(TINIEST), MINUSD(1) }, 0, false },
		{ { QUIET, D_QUIET }, { QUIET, D_QUIET }, FPU_UNORDERED, false },
		{ { ONE, D_ONE }, { MINUS(QUIET), MINUSD(D_QUIET) }, FPU_UNORDERED, false },
		{ { SIGNALING, D_SIGN }, { TINIEST, 1 }, FPU_UNORDERED, true },
		{ { QUIET, D_QUIET }, { SIGNALING, D_SIGN }, FPU_UNORDERED, true },
	};
	for (u32 i = 0; i < COUNT_OF(pairs); i++)
		for (u32 f = FPU_S; f <= FPU_D; f++)
			check_conditions(tally, ieee, f, pairs[i].a[f], pairs[i].b[f],
				pairs[i].relation, pairs[i].signaling);
}

/* -5/2 rounded as asked, whatever the mode says: trunc.w and its kin. */
static void check_explicit_rounding(struct tally *tally)
{
	static const s32 words[] = {
		[FPU_NEAREST] = -2, [FPU_ZERO] = -2, [FPU_UP] = -2, [FPU_DOWN] = -3
	};
	for (u8 other = 0; other < 4; other++)
		for (u32 rounding = 0; rounding < 4; rounding++) {
			struct fpu_mode mode = { other, 0, true };
			struct fpu_value v = fpu_round_to_word(mode, FPU_S, 0xc0200000, rounding);
			check(tally, "-5/2 to a word", "ieee", v, (u32)words[rounding], FPU_I, 0);
		}
}

int main(void)
{
	struct tally tally = { 0, 0 };
	for (u32 i = 0; i < COUNT_OF(rows); i++) {
		const struct row *r = &rows[i];
		u32 traps = causes(r->traps);
		check(&tally, r->shows, "ieee", run(r, true), r->bits, causes(r->ieee), traps);
		check(&tally, r->shows, "chip", run(r, false), r->bits, causes(r->chip), traps);
	}
	check_comparisons(&tally, true);
	check_comparisons(&tally, false);
	check_explicit_rounding(&tally);
	printf("fpu_test: %u checks, %u failed\n", tally.checks, tally.failures);
	return tally.failures != 0;
}
