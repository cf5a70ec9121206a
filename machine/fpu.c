/* fpu.c: see fpu.h.  Every operation unpacks, works on whole significands, and ends in round_pack,
 * the one place that knows of rounding, overflow and underflow.
 *
 * Sources, by the name the comments give them:
 *   Kane    Kane and Heinrich, MIPS RISC Architecture (1992), the chapter on floating point
 *           exceptions and app. B: what the R2010 and R3010 do.
 *   R4000   MIPS R4000 Microprocessor User's Manual, ch. 7: that chapter, for the next chip.
 *   MIPS64  MIPS64 Architecture for Programmers, vol. I, Floating Point: the legacy NaNs.
 * They differ twice, and the chip of Kane's book is the one that is built here.  An invalid
 * operation whose trap is off is unimplemented on the R3010, which cannot make a NaN; the R4000
 * delivers one.  Of the operands that are refused Kane names denormals, the R4000's manual quiet
 * NaNs too: a chip that cannot make a NaN is taken not to pass one on either.  Under a kernel that
 * emulates what the chip refuses, the last choice shows in nothing but time. */
#include "fpu.h"

enum kind {                             /* bits, so that two operands are asked at once */
	NUMBER = 1, ZERO = 2, INFINITE = 4, DENORMAL = 8, QUIET = 16, SIGNALING = 32
};

/* Of a NUMBER or DENORMAL: significand * 2^(exponent - 63), the top bit set.  A ZERO's significand
 * is 0, its exponent below all others, so that addition need not ask. */
struct number {
	u64 significand;
	s32 exponent;
	u32 kind;
	bool negative;
};

#define HALF ((u64)1 << 63)

static const struct shape {
	u64 sign, infinity;
	u64 nan;                        /* the one that is made (MIPS64, table of new quiet NaNs) */
	s32 bias;
	u32 fraction_bits, exponent_max;
} shapes[] = {
	[FPU_S] = { (u64)1 << 31, 0x7f800000, 0x7fbfffff, 127, 23, 0xff },
	[FPU_D] = { HALF, (u64)0x7ff << 52, 0x7ff7ffffffffffff, 1023, 52, 0x7ff },
};
enum { WORD_INVALID = 0x7fffffff };     /* whatever the operand's sign (MIPS64, the same table) */

static inline u32 leading_zeros(u64 v)
{
	return (u32)__builtin_clzll(v);
}

/* Whatever falls out on the right stays as a bit that says "a little more". */
static inline u64 shift_right_sticky(u64 v, u32 distance)
{
	return distance > 63 ? v != 0 : v >> distance | ((v & (((u64)1 << distance) - 1)) != 0);
}

static inline struct number unpack(enum fpu_format format, u64 bits)
{
	const struct shape *s = &shapes[format];
	u64 fraction = bits << (64 - s->fraction_bits);
	u32 exponent = (u32)(bits >> s->fraction_bits) & s->exponent_max;
	struct number n = { .negative = (bits & s->sign) != 0 };
	if (LIKELY(exponent != 0 && exponent != s->exponent_max)) {
		n.kind = NUMBER;
		n.significand = HALF | fraction >> 1;
		n.exponent = (s32)exponent - s->bias;
	} else if (exponent != 0) {
		/* The MIPS of its time has the quiet bit the other way round. */
		n.kind = fraction == 0 ? INFINITE : fraction & HALF ? SIGNALING : QUIET;
	} else if (fraction != 0) {
		u32 zeros = leading_zeros(fraction);
		n.kind = DENORMAL;
		n.significand = fraction << zeros;
		n.exponent = -s->bias - (s32)zeros;
	} else {
		n.kind = ZERO;
		n.exponent = -0x10000;
	}
	return n;
}

/* results without rounding */

static inline struct fpu_value signed_value(enum fpu_format format, bool negative, u64 magnitude)
{
	return (struct fpu_value){ negative ? magnitude | shapes[format].sign : magnitude, 0 };
}

static struct fpu_value unimplemented(void)
{
	return (struct fpu_value){ 0, FPU_E };
}

static struct fpu_value invalid(struct fpu_mode mode, u64 result)
{
	if (!mode.ieee && !(mode.enables & FPU_V))
		return unimplemented();
	return (struct fpu_value){ result, FPU_V };
}

/* Has the operation an answer before any arithmetic? */
static inline bool unusual(struct fpu_mode mode, u32 kinds)
{
	return kinds & (mode.ieee ? QUIET | SIGNALING : QUIET | SIGNALING | DENORMAL);
}

/* That answer.  What the chip cannot work with comes first.  A signaling NaN makes a new NaN, a
 * quiet one goes on as it is, the first before the second (MIPS64; Linux's emulation, which makes
 * the signaling NaN quiet instead, was not followed). */
static struct fpu_value answer_unusual(struct fpu_mode mode, enum fpu_format format, u32 kinds,
	u64 quiet)
{
	if (!mode.ieee && kinds & (QUIET | DENORMAL))
		return unimplemented();
	if (kinds & SIGNALING)
		return invalid(mode, shapes[format].nan);
	return (struct fpu_value){ format == FPU_S ? (u32)quiet : quiet, 0 };
}

/* rounding */

/* rest: what lies below the last place kept, as a fraction of it over 2^64. */
static inline bool rounds_up(u32 rounding, bool negative, bool odd, u64 rest)
{
	switch (rounding) {
	case FPU_NEAREST: return rest > HALF || (rest == HALF && odd);
	case FPU_UP:      return rest != 0 && !negative;
	case FPU_DOWN:    return rest != 0 && negative;
	default:          return false;
	}
}

static inline u64 round_off(u32 rounding, bool negative, u64 significand, u32 dropped, u64 *rest)
{
	u64 kept = significand >> dropped;
	*rest = significand << (64 - dropped);
	return kept + rounds_up(rounding, negative, kept & 1, *rest);
}

static struct fpu_value overflow(struct fpu_mode mode, enum fpu_format format, bool negative)
{
	bool to_infinity = mode.rounding == FPU_NEAREST ||
		mode.rounding == (negative ? FPU_DOWN : FPU_UP);
	struct fpu_value v = signed_value(format, negative, shapes[format].infinity - !to_infinity);
	v.cause = FPU_O | FPU_I;
	return v;
}

/* The result below the normal numbers.  Tiny is what lies there after rounding to full precision
 * (Kane, R4000: Underflow); loss of accuracy is an inexact result.  So the largest significand
 * just below can round up to the least normal number and not be tiny. */
static struct fpu_value round_pack_low(struct fpu_mode mode, enum fpu_format format, bool negative,
	u32 below, u64 significand)
{
	u32 fraction_bits = shapes[format].fraction_bits, dropped = 63 - fraction_bits;
	u64 rest;
	u64 full = round_off(mode.rounding, negative, significand, dropped, &rest);
	bool tiny = below > 1 || full >> (fraction_bits + 1) == 0;
	if (tiny && !mode.ieee)
		return unimplemented();
	significand = shift_right_sticky(significand, below);
	u64 kept = round_off(mode.rounding, negative, significand, dropped, &rest);
	struct fpu_value v = signed_value(format, negative, kept);
	if (rest != 0)
		v.cause |= FPU_I;
	/* Trap on: underflow is tininess.  Trap off: tininess and loss (IEEE 754-1985, 7.4). */
	if (tiny && (rest != 0 || mode.enables & FPU_U))
		v.cause |= FPU_U;
	return v;
}

/* significand * 2^(exponent - 63), not zero, its last bit sticky, in the format. */
static inline struct fpu_value round_pack(struct fpu_mode mode, enum fpu_format format,
	bool negative, s32 exponent, u64 significand)
{
	const struct shape *s = &shapes[format];
	u32 zeros = leading_zeros(significand);
	significand <<= zeros;
	s32 biased = exponent - (s32)zeros + s->bias;
	if (!LIKELY(biased >= 1))
		return round_pack_low(mode, format, negative, (u32)(1 - biased), significand);
	u64 rest;
	u64 kept = round_off(mode.rounding, negative, significand, 63 - s->fraction_bits, &rest);
	/* Added, not ORed: the leading one, or two after a carry, goes into the exponent. */
	u64 magnitude = ((u64)(biased - 1) << s->fraction_bits) + kept;
	if (!LIKELY(magnitude < s->infinity))
		return overflow(mode, format, negative);
	struct fpu_value v = signed_value(format, negative, magnitude);
	v.cause = rest != 0 ? FPU_I : 0;
	return v;
}

/* addition */

static inline struct fpu_value add(struct fpu_mode mode, enum fpu_format format,
	struct number a, struct number b)
{
	if ((a.kind | b.kind) & INFINITE) {
		if (a.kind == b.kind && a.negative != b.negative)
			return invalid(mode, shapes[format].nan);
		return signed_value(format, a.kind == INFINITE ? a.negative : b.negative,
			shapes[format].infinity);
	}
	bool same = a.negative == b.negative;
	if (a.exponent < b.exponent ||
			(a.exponent == b.exponent && a.significand < b.significand)) {
		struct number larger = b;
		b = a;
		a = larger;
	}
	/* One bit of room above.  Below are 10 even for D: where the alignment pushes bits out,
	 * the difference is one bit shorter at most, and the sticky bit stays where it rounds. */
	u64 addend = shift_right_sticky(b.significand >> 1, (u32)(a.exponent - b.exponent));
	u64 sum = (a.significand >> 1) + (same ? addend : -addend);
	if (sum == 0)
		return signed_value(format, same ? a.negative : mode.rounding == FPU_DOWN, 0);
	return round_pack(mode, format, a.negative, a.exponent + 1, sum);
}

struct fpu_value fpu_add(struct fpu_mode mode, enum fpu_format format, u64 a, u64 b)
{
	struct number x = unpack(format, a), y = unpack(format, b);
	if (!LIKELY(!unusual(mode, x.kind | y.kind)))
		return answer_unusual(mode, format, x.kind | y.kind, x.kind == QUIET ? a : b);
	return add(mode, format, x, y);
}

struct fpu_value fpu_sub(struct fpu_mode mode, enum fpu_format format, u64 a, u64 b)
{
	struct number x = unpack(format, a), y = unpack(format, b);
	if (!LIKELY(!unusual(mode, x.kind | y.kind)))
		return answer_unusual(mode, format, x.kind | y.kind, x.kind == QUIET ? a : b);
	y.negative = !y.negative;
	return add(mode, format, x, y);
}

/* multiplication and division */

/* The high half of the product, sticky.  By parts: 32-bit hosts have no wider multiplication. */
static inline u64 multiply_high(u64 a, u64 b)
{
	u64 a1 = a >> 32, a0 = (u32)a, b1 = b >> 32, b0 = (u32)b;
	u64 low = a0 * b0;
	u64 middle = a1 * b0 + (low >> 32);
	u64 middle_low = a0 * b1 + (u32)middle;
	u64 high = a1 * b1 + (middle >> 32) + (middle_low >> 32);
	return high | (((u32)low | (u32)middle_low) != 0);
}

struct fpu_value fpu_mul(struct fpu_mode mode, enum fpu_format format, u64 a, u64 b)
{
	struct number x = unpack(format, a), y = unpack(format, b);
	u32 kinds = x.kind | y.kind;
	bool negative = x.negative != y.negative;
	if (!LIKELY(!unusual(mode, kinds)))
		return answer_unusual(mode, format, kinds, x.kind == QUIET ? a : b);
	if (kinds == (ZERO | INFINITE))
		return invalid(mode, shapes[format].nan);
	if (kinds & (ZERO | INFINITE))
		return signed_value(format, negative, kinds & ZERO ? 0 : shapes[format].infinity);
	return round_pack(mode, format, negative, x.exponent + y.exponent + 1,
		multiply_high(x.significand, y.significand));
}

/* The next 32 bits of remainder / divisor, whose top bit is set (Knuth, 4.3.1, algorithm D). */
static inline u64 divide_digit(u64 *remainder, u64 divisor)
{
	u64 high = divisor >> 32, low = (u32)divisor;
	u64 digit = *remainder / high, left = *remainder % high;
	while (digit >> 32 != 0 || digit * low > left << 32) {
		digit--;
		left += high;
		if (left >> 32 != 0)
			break;
	}
	*remainder = (*remainder << 32) - digit * divisor;
	return digit;
}

struct fpu_value fpu_div(struct fpu_mode mode, enum fpu_format format, u64 a, u64 b)
{
	struct number x = unpack(format, a), y = unpack(format, b);
	u32 kinds = x.kind | y.kind;
	bool negative = x.negative != y.negative;
	if (!LIKELY(!unusual(mode, kinds)))
		return answer_unusual(mode, format, kinds, x.kind == QUIET ? a : b);
	if (kinds == ZERO || kinds == INFINITE)
		return invalid(mode, shapes[format].nan);
	if (x.kind == ZERO || y.kind == INFINITE)
		return signed_value(format, negative, 0);
	if (x.kind == INFINITE || y.kind == ZERO) {
		struct fpu_value v = signed_value(format, negative, shapes[format].infinity);
		v.cause = x.kind == INFINITE ? 0 : FPU_Z;
		return v;
	}
	u64 remainder = x.significand >> 1;
	u64 quotient = divide_digit(&remainder, y.significand) << 32;
	if (format == FPU_D)
		quotient |= divide_digit(&remainder, y.significand);
	return round_pack(mode, format, negative, x.exponent - y.exponent,
		quotient | (remainder != 0));
}

/* Bit by bit: those the format keeps and one to round by; the remainder is the sticky bit. */
struct fpu_value fpu_sqrt(struct fpu_mode mode, enum fpu_format format, u64 a)
{
	struct number x = unpack(format, a);
	if (unusual(mode, x.kind))
		return answer_unusual(mode, format, x.kind, a);
	if (x.kind == ZERO || (x.kind == INFINITE && !x.negative))
		return (struct fpu_value){ format == FPU_S ? (u32)a : a, 0 };
	if (x.negative)
		return invalid(mode, shapes[format].nan);
	u64 radicand = x.exponent & 1 ? x.significand : x.significand >> 1;
	u64 root = 0, remainder = 0;
	u32 bits = shapes[format].fraction_bits + 2;
	for (u32 i = 0; i < bits; i++, radicand <<= 2) {
		remainder = remainder << 2 | radicand >> 62;
		u64 trial = root << 2 | 1;
		u64 fits = remainder >= trial;
		remainder -= trial & -fits;
		root = root << 1 | fits;
	}
	root = root << (64 - bits) | (remainder != 0);
	return round_pack(mode, format, false, x.exponent >> 1, root);
}

/* signs, comparisons */

/* abs and neg are arithmetic: a signaling NaN is invalid, a quiet one goes on with its sign; mov is
 * not, and moves any bits (Kane, R4000: Invalid Operation). */
static struct fpu_value with_sign(struct fpu_mode mode, enum fpu_format format, u64 a,
	bool absolute)
{
	struct number x = unpack(format, a);
	u64 sign = shapes[format].sign;
	if (unusual(mode, x.kind))
		return answer_unusual(mode, format, x.kind, a);
	return signed_value(format, !absolute && !x.negative, a & (sign - 1));
}

struct fpu_value fpu_abs(struct fpu_mode mode, enum fpu_format format, u64 a)
{
	return with_sign(mode, format, a, true);
}

struct fpu_value fpu_neg(struct fpu_mode mode, enum fpu_format format, u64 a)
{
	return with_sign(mode, format, a, false);
}

struct fpu_value fpu_mov(struct fpu_mode mode, enum fpu_format format, u64 a)
{
	(void)mode;
	return (struct fpu_value){ format == FPU_D ? a : (u32)a, 0 };
}

/* Never unimplemented (R4000, Unimplemented Instruction, excepts it): the order of the numbers is
 * that of their bits, and an invalid comparison still has an answer that is no NaN. */
struct fpu_value fpu_compare(struct fpu_mode mode, enum fpu_format format, u32 condition,
	u64 a, u64 b)
{
	(void)mode;
	struct number x = unpack(format, a), y = unpack(format, b);
	u32 kinds = x.kind | y.kind;
	if (kinds & (QUIET | SIGNALING)) {
		bool v = kinds & SIGNALING || condition & FPU_LOUD;
		return (struct fpu_value){ (condition & FPU_UNORDERED) != 0, v ? FPU_V : 0 };
	}
	u64 sign = shapes[format].sign;
	s64 left = (s64)(a & (sign - 1)), right = (s64)(b & (sign - 1));
	left = x.negative ? -left : left;
	right = y.negative ? -right : right;
	u32 relation = left < right ? FPU_LESS : left == right ? FPU_EQUAL : 0;
	return (struct fpu_value){ (condition & relation) != 0, 0 };
}

/* conversions */

static struct fpu_value word_to_float(struct fpu_mode mode, enum fpu_format to, u32 word)
{
	bool negative = word >> 31;
	if (word == 0)
		return (struct fpu_value){ 0, 0 };
	return round_pack(mode, to, negative, 63, negative ? -word : word);
}

/* A NaN keeps its sign and the top of its fraction; if that is nothing it would be an infinity, and
 * a new NaN takes its place. */
static u64 convert_nan(enum fpu_format to, enum fpu_format from, u64 a)
{
	u64 fraction = a << (64 - shapes[from].fraction_bits) >> (64 - shapes[to].fraction_bits);
	if (fraction == 0)
		return shapes[to].nan;
	return shapes[to].infinity | fraction | (a & shapes[from].sign ? shapes[to].sign : 0);
}

static struct fpu_value float_to_float(struct fpu_mode mode, enum fpu_format to,
	enum fpu_format from, u64 a)
{
	struct number x = unpack(from, a);
	if (unusual(mode, x.kind))
		return answer_unusual(mode, to, x.kind, convert_nan(to, from, a));
	if (x.kind & (ZERO | INFINITE))
		return signed_value(to, x.negative, x.kind == ZERO ? 0 : shapes[to].infinity);
	return round_pack(mode, to, x.negative, x.exponent, x.significand);
}

struct fpu_value fpu_convert(struct fpu_mode mode, enum fpu_format to, enum fpu_format from, u64 a)
{
	must(to != from);
	if (to == FPU_W)
		return fpu_round_to_word(mode, from, a, mode.rounding);
	return from == FPU_W ? word_to_float(mode, to, (u32)a) : float_to_float(mode, to, from, a);
}

struct fpu_value fpu_round_to_word(struct fpu_mode mode, enum fpu_format from, u64 a,
	enum fpu_rounding rounding)
{
	struct number x = unpack(from, a);
	if (!mode.ieee && x.kind & (QUIET | DENORMAL))
		return unimplemented();
	if (x.kind == ZERO)
		return (struct fpu_value){ 0, 0 };
	if (x.kind & (INFINITE | QUIET | SIGNALING) || x.exponent > 31)
		return invalid(mode, WORD_INVALID);
	/* Below one half, any amount will do: it is less than half and not nothing. */
	u64 whole = x.exponent < 0 ? 0 : x.significand >> (63 - x.exponent);
	u64 rest = x.exponent < -1 ? 1 : x.significand << (x.exponent + 1);
	whole += rounds_up(rounding, x.negative, whole & 1, rest);
	if (whole > (u64)WORD_INVALID + x.negative)
		return invalid(mode, WORD_INVALID);
	u32 word = x.negative ? -(u32)whole : (u32)whole;
	return (struct fpu_value){ word, rest != 0 ? FPU_I : 0 };
}
