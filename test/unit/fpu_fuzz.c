/* fpu_fuzz.c: machine/fpu.c against the SSE unit of the host, bit for bit, value and causes.
 *
 *   fpu_fuzz [count [seed]]      status 1 and the first difference, or one line and status 0
 *
 * The witness knows all of IEEE 754 but three things, which expect() adds: the traps (underflow of
 * an exact result), what the R3010 leaves to software, and the NaNs of a legacy MIPS.  SSE detects
 * tininess after rounding, as MIPS does.  Hosts without SSE check the digest that the default run
 * has on one that has it; so does that one. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include "fpu.h"

enum { DEFAULT_COUNT = 8000000, DEFAULT_SEED = 1 };
static const u64 default_digest = 0x0ac74ae5e9e28371;

enum operation { ADD, SUB, MUL, DIV, SQRT, ABS, NEG, CONVERT, TO_WORD, COMPARE, OPERATIONS };
static const char *const operation_names[OPERATIONS] = {
	"add", "sub", "mul", "div", "sqrt", "abs", "neg", "cvt", "round_to_word", "c"
};
static const char format_letters[] = "sdw";

struct trial {
	enum operation operation;
	enum fpu_format format, to;
	struct fpu_mode mode;
	enum fpu_rounding rounding;     /* of TO_WORD */
	u32 condition;
	u64 a, b;
};

/* Ours; the tests link without host/. */
__attribute__((weak)) void broken(const char *what, const char *file, int line)
{
	fprintf(stderr, "%s:%d: %s is broken\n", file, line, what);
	abort();
}

/* trials: operands near every edge, and pairs whose result is near one */

struct random { u64 state; };

static u64 draw(struct random *r)       /* splitmix64 */
{
	u64 z = r->state += 0x9e3779b97f4a7c15;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static u32 below(struct random *r, u32 n)
{
	return (u32)((draw(r) >> 32) * n >> 32);
}

static int fraction_bits(enum fpu_format f) { return f == FPU_D ? 52 : 23; }
static int exponent_max(enum fpu_format f) { return f == FPU_D ? 0x7ff : 0xff; }
static int bias(enum fpu_format f) { return exponent_max(f) >> 1; }
static u64 sign_bit(enum fpu_format f) { return (u64)1 << (f == FPU_D ? 63 : 31); }

static u64 draw_fraction(struct random *r, enum fpu_format f)
{
	u64 mask = ((u64)1 << fraction_bits(f)) - 1, any = draw(r);
	u32 place = below(r, (u32)fraction_bits(f));
	switch (below(r, 8)) {
	case 0:  return 0;
	case 1:  return mask - (any & 3);
	case 2:  return any & 3;
	case 3:  return (any << place) & mask;                          /* few significant bits */
	case 4:  return (((u64)1 << place) + (any & 3) - 1) & mask;     /* ties, and just beside */
	case 5:  return ((any << 29) + (1 << 28) - 1 + below(r, 3)) & mask;     /* ties of D to S */
	default: return any & mask;
	}
}

static int draw_exponent(struct random *r, enum fpu_format f)
{
	int max = exponent_max(f);
	switch (below(r, 8)) {
	case 0:  return (int)below(r, 3);
	case 1:  return max - (int)below(r, 3);
	case 2:  return bias(f) + (int)below(r, 35) - 2;                /* words */
	case 3:  return f == FPU_D ? bias(f) + (int)below(r, 300) - 160         /* of S */
			: (int)below(r, 256);
	case 4:  return bias(f) + (int)below(r, 5) - 2;
	default: return (int)below(r, (u32)max + 1);
	}
}

/* What makes the operation's result come near an edge, given the other operand's exponent. */
static int matching_exponent(struct random *r, const struct trial *t, int exponent)
{
	int edge = below(r, 2) ? 0 : exponent_max(t->format), near = (int)below(r, 9) - 4;
	int reach = fraction_bits(t->format);
	int wanted = t->operation == MUL ? edge - exponent + bias(t->format) + near
		: t->operation == DIV ? exponent - edge + bias(t->format) + near
		: exponent + (int)below(r, 2 * (u32)reach + 9) - reach;
	if (t->operation == MUL && below(r, 2) && edge == 0)
		wanted -= (int)below(r, (u32)reach);
	return wanted < 0 ? 0 : wanted > exponent_max(t->format) ? exponent_max(t->format) : wanted;
}

static u64 assemble(struct random *r, enum fpu_format f, int exponent)
{
	u64 sign = below(r, 2) ? sign_bit(f) : 0;
	return sign | (u64)exponent << fraction_bits(f) | draw_fraction(r, f);
}

static u64 draw_word(struct random *r)
{
	u64 any = draw(r);
	switch (below(r, 4)) {
	case 0:  return (u32)(below(r, 5) - 2);
	case 1:  return (u32)(0x80000000 + below(r, 5) - 2);
	case 2:  return (u32)(any >> 32) >> below(r, 32);
	default: return (u32)any;
	}
}

static struct trial draw_trial(struct random *r)
{
	struct trial t = { .operation = below(r, OPERATIONS) };
	t.format = below(r, 2);
	t.rounding = below(r, 4);
	t.condition = below(r, 16);
	t.mode.rounding = (u8)below(r, 4);
	t.mode.enables = (u8)(below(r, 2) ? 0 : below(r, 32));
	t.mode.ieee = below(r, 4) != 0;
	if (t.operation == CONVERT) {
		t.to = below(r, 3);
		do
			t.format = below(r, 3);
		while (t.format == t.to);
	}
	if (t.format == FPU_W) {
		t.a = draw_word(r);
		return t;
	}
	int exponent = draw_exponent(r, t.format);
	t.a = assemble(r, t.format, exponent);
	t.b = assemble(r, t.format, below(r, 2) ? draw_exponent(r, t.format)
		: matching_exponent(r, &t, exponent));
	if (t.operation == COMPARE && below(r, 4) == 0)
		t.b = t.a + below(r, 3) - 1;
	if (below(r, 64) == 0)
		t.b = t.a ^ (below(r, 2) ? sign_bit(t.format) : 0);
	if (t.format == FPU_S) {        /* what lies above must not matter */
		t.a = (u32)t.a | draw(r) << 32;
		t.b = (u32)t.b | draw(r) << 32;
	}
	return t;
}

static struct fpu_value run(const struct trial *t)
{
	switch (t->operation) {
	case ADD:     return fpu_add(t->mode, t->format, t->a, t->b);
	case SUB:     return fpu_sub(t->mode, t->format, t->a, t->b);
	case MUL:     return fpu_mul(t->mode, t->format, t->a, t->b);
	case DIV:     return fpu_div(t->mode, t->format, t->a, t->b);
	case SQRT:    return fpu_sqrt(t->mode, t->format, t->a);
	case ABS:     return fpu_abs(t->mode, t->format, t->a);
	case NEG:     return fpu_neg(t->mode, t->format, t->a);
	case CONVERT: return fpu_convert(t->mode, t->to, t->format, t->a);
	case TO_WORD: return fpu_round_to_word(t->mode, t->format, t->a, t->rounding);
	default:      return fpu_compare(t->mode, t->format, t->condition, t->a, t->b);
	}
}

/* the witness */

#ifdef __SSE2__
enum { HAS_WITNESS = true };
enum class { FINITE, DENORMAL, QUIET, SIGNALING };

static enum class classify(enum fpu_format f, u64 v)
{
	u64 fraction = v & (((u64)1 << fraction_bits(f)) - 1);
	int exponent = (int)(v >> fraction_bits(f)) & exponent_max(f);
	if (f == FPU_W || fraction == 0 || (exponent != 0 && exponent != exponent_max(f)))
		return FINITE;
	if (exponent == 0)
		return DENORMAL;
	return fraction >> (fraction_bits(f) - 1) ? SIGNALING : QUIET;
}

static u64 default_nan(enum fpu_format f) { return f == FPU_D ? 0x7ff7ffffffffffff : 0x7fbfffff; }

/* One block of assembly an operation: compilers do not know that they depend on MXCSR. */
#define HOST_DO(name, type, instruction) \
static type name(u32 csr, type x, type y, u32 *after) \
{ \
	u32 usual = 0x1f80; \
	__asm__ volatile("ldmxcsr %2\n\t" instruction " %4, %0\n\tstmxcsr %1\n\tldmxcsr %3" \
		: "+x"(x), "=m"(*after) : "m"(csr), "m"(usual), "x"(y)); \
	return x; \
}
#define HOST_TO(name, to, to_register, type, type_register, instruction) \
static to name(u32 csr, type y, u32 *after) \
{ \
	u32 usual = 0x1f80; \
	to x; \
	__asm__ volatile("ldmxcsr %2\n\t" instruction " %4, %0\n\tstmxcsr %1\n\tldmxcsr %3" \
		: "=&" to_register(x), "=m"(*after) : "m"(csr), "m"(usual), type_register(y)); \
	return x; \
}
#define HOST_COMPARE(name, type, instruction) \
static u32 name(u32 csr, type x, type y, u32 *after) \
{ \
	u32 usual = 0x1f80; \
	bool unordered, less, equal; \
	__asm__ volatile("ldmxcsr %4\n\t" instruction " %7, %6\n\tstmxcsr %3\n\tldmxcsr %5" \
		: "=@ccp"(unordered), "=@ccc"(less), "=@ccz"(equal), "=m"(*after) \
		: "m"(csr), "m"(usual), "x"(x), "x"(y)); \
	return unordered ? FPU_UNORDERED : less ? FPU_LESS : equal ? FPU_EQUAL : 0; \
}
HOST_DO(add_s, float, "addss") HOST_DO(add_d, double, "addsd")
HOST_DO(sub_s, float, "subss") HOST_DO(sub_d, double, "subsd")
HOST_DO(mul_s, float, "mulss") HOST_DO(mul_d, double, "mulsd")
HOST_DO(div_s, float, "divss") HOST_DO(div_d, double, "divsd")
HOST_DO(sqrt_s, float, "sqrtss") HOST_DO(sqrt_d, double, "sqrtsd")
HOST_TO(cvt_s_d, float, "x", double, "x", "cvtsd2ss")
HOST_TO(cvt_d_s, double, "x", float, "x", "cvtss2sd")
HOST_TO(cvt_s_w, float, "x", u32, "r", "cvtsi2ss")
HOST_TO(cvt_d_w, double, "x", u32, "r", "cvtsi2sd")
HOST_TO(cvt_w_s, u32, "r", float, "x", "cvtss2si")
HOST_TO(cvt_w_d, u32, "r", double, "x", "cvtsd2si")
HOST_COMPARE(quiet_s, float, "ucomiss") HOST_COMPARE(quiet_d, double, "ucomisd")
HOST_COMPARE(loud_s, float, "comiss") HOST_COMPARE(loud_d, double, "comisd")

static float as_s(u64 bits)
{
	union { u32 bits; float value; } u = { .bits = (u32)bits };
	return u.value;
}

static double as_d(u64 bits)
{
	union { u64 bits; double value; } u = { .bits = bits };
	return u.value;
}

static u64 bits_s(float value)
{
	union { float value; u32 bits; } u = { .value = value };
	return u.bits;
}

static u64 bits_d(double value)
{
	union { double value; u64 bits; } u = { .value = value };
	return u.bits;
}

/* A NaN the host's way: its quiet bit is the inverse.  A signaling one may have no other bit. */
static u64 to_host(enum fpu_format f, u64 v)
{
	u64 quiet_bit = (u64)1 << (fraction_bits(f) - 1);
	enum class c = classify(f, v);
	return c == QUIET ? v | quiet_bit : c == SIGNALING ? (v & ~quiet_bit) | 1 : v;
}

/* And back; the host's own NaN, or what is left of a double's, has nothing but its quiet bit. */
static u64 from_host(enum fpu_format f, u64 v)
{
	u64 quiet_bit = (u64)1 << (fraction_bits(f) - 1);
	if (classify(f, v) != SIGNALING)
		return v;
	return v & (quiet_bit - 1) ? v & ~quiet_bit : default_nan(f);
}

static u64 host_single(const struct trial *t, u32 csr, u32 *after)
{
	float a = as_s(to_host(FPU_S, t->a)), b = as_s(to_host(FPU_S, t->b));
	switch (t->operation) {
	case ADD:     return bits_s(add_s(csr, a, b, after));
	case SUB:     return bits_s(sub_s(csr, a, b, after));
	case MUL:     return bits_s(mul_s(csr, a, b, after));
	case DIV:     return bits_s(div_s(csr, a, b, after));
	case SQRT:    return bits_s(sqrt_s(csr, a, a, after));
	case CONVERT: if (t->to == FPU_D)
			return bits_d(cvt_d_s(csr, a, after));
		/* fall through */
	case TO_WORD: return cvt_w_s(csr, a, after);
	default:      return (t->condition & FPU_LOUD ? loud_s : quiet_s)(csr, a, b, after);
	}
}

static u64 host_double(const struct trial *t, u32 csr, u32 *after)
{
	double a = as_d(to_host(FPU_D, t->a)), b = as_d(to_host(FPU_D, t->b));
	switch (t->operation) {
	case ADD:     return bits_d(add_d(csr, a, b, after));
	case SUB:     return bits_d(sub_d(csr, a, b, after));
	case MUL:     return bits_d(mul_d(csr, a, b, after));
	case DIV:     return bits_d(div_d(csr, a, b, after));
	case SQRT:    return bits_d(sqrt_d(csr, a, a, after));
	case CONVERT: if (t->to == FPU_S)
			return bits_s(cvt_s_d(csr, a, after));
		/* fall through */
	case TO_WORD: return cvt_w_d(csr, a, after);
	default:      return (t->condition & FPU_LOUD ? loud_d : quiet_d)(csr, a, b, after);
	}
}

/* What the host says, in the encoding and the bits of MIPS. */
static struct fpu_value witness(const struct trial *t)
{
	static const u32 rounding_field[] = { 0, 3 << 13, 2 << 13, 1 << 13 };
	u32 rounding = t->operation == TO_WORD ? t->rounding : t->mode.rounding, after = 0;
	u32 csr = 0x1f80 | rounding_field[rounding];
	enum fpu_format result = t->operation == CONVERT ? t->to
		: t->operation == TO_WORD || t->operation == COMPARE ? FPU_W : t->format;
	u64 v = t->format == FPU_S ? host_single(t, csr, &after)
		: t->format == FPU_D ? host_double(t, csr, &after)
		: t->to == FPU_S ? bits_s(cvt_s_w(csr, (u32)t->a, &after))
		: bits_d(cvt_d_w(csr, (u32)t->a, &after));
	u32 cause = (after & 1 ? FPU_V : 0) | (after & 4 ? FPU_Z : 0) | (after & 8 ? FPU_O : 0) |
		(after & 16 ? FPU_U : 0) | (after & 32 ? FPU_I : 0);
	if (t->operation == COMPARE)
		v = (t->condition & v) != 0;
	else if (cause & FPU_V)
		v = result == FPU_W ? 0x7fffffff : default_nan(result);
	else if (result != FPU_W)
		v = from_host(result, v);
	return (struct fpu_value){ v, cause };
}

static struct fpu_value expect_sign(const struct trial *t)
{
	u64 a = t->format == FPU_S ? (u32)t->a : t->a, sign = sign_bit(t->format);
	switch (classify(t->format, a)) {
	case SIGNALING: return (struct fpu_value){ default_nan(t->format), FPU_V };
	case QUIET:     return (struct fpu_value){ a, 0 };
	default:        return (struct fpu_value){ t->operation == ABS ? a & ~sign : a ^ sign, 0 };
	}
}

static bool refused(enum fpu_format f, u64 operand)
{
	enum class c = classify(f, operand);
	return c == DENORMAL || c == QUIET;
}

static struct fpu_value expect(const struct trial *t)
{
	bool sign_only = t->operation == ABS || t->operation == NEG;
	struct fpu_value v = sign_only ? expect_sign(t) : witness(t);
	if (t->operation == COMPARE)
		return v;
	enum fpu_format result = t->operation == CONVERT ? t->to : t->format;
	bool tiny = v.cause & FPU_U ||
		(t->operation != TO_WORD && !sign_only && classify(result, v.bits) == DENORMAL);
	if (tiny && t->mode.enables & FPU_U)
		v.cause |= FPU_U;
	bool left = tiny || (v.cause & FPU_V && !(t->mode.enables & FPU_V)) ||
		refused(t->format, t->a) || (t->operation <= DIV && refused(t->format, t->b));
	return !t->mode.ieee && left ? (struct fpu_value){ 0, FPU_E } : v;
}
#else
enum { HAS_WITNESS = false };
static struct fpu_value expect(const struct trial *t)
{
	return run(t);
}
#endif

/* the run */

static void print_causes(const char *before, u32 causes)
{
	printf("%s", before);
	for (int i = 5; i >= 0; i--)
		if (causes >> i & 1)
			putchar("IUOZVE"[i]);
	printf(causes ? "" : "none");
}

static void print_difference(const struct trial *t, struct fpu_value got, struct fpu_value expected)
{
	static const char *const roundings[] = { "nearest", "zero", "+inf", "-inf" };
	printf("fpu_fuzz: %s", operation_names[t->operation]);
	if (t->operation == COMPARE)
		printf(".%u", t->condition);
	if (t->operation == CONVERT)
		printf(".%c", format_letters[t->to]);
	printf(".%c %016" PRIx64 " %016" PRIx64 ", rounding to %s, %s", format_letters[t->format],
		t->a, t->b, roundings[t->operation == TO_WORD ? t->rounding : t->mode.rounding],
		t->mode.ieee ? "ieee" : "r3010");
	print_causes(", traps ", t->mode.enables);
	print_causes("\n  got      ", got.cause);
	printf(" %016" PRIx64, got.bits);
	print_causes("\n  expected ", expected.cause);
	printf(" %016" PRIx64 "\n", expected.bits);
}

static bool same(const struct trial *t, struct fpu_value a, struct fpu_value b)
{
	bool trapped = a.cause & (t->mode.enables | FPU_E);
	return a.cause == b.cause && (trapped || a.bits == b.bits);
}

int main(int argc, char **argv)
{
	u64 count = argc > 1 ? strtoull(argv[1], NULL, 0) : DEFAULT_COUNT;
	u64 seed = argc > 2 ? strtoull(argv[2], NULL, 0) : DEFAULT_SEED;
	if (argc > 3 || count == 0) {
		fprintf(stderr, "usage: fpu_fuzz [count [seed]]\n");
		return 2;
	}
	bool digested = count == DEFAULT_COUNT && seed == DEFAULT_SEED;
	if (!HAS_WITNESS && !digested) {
		fprintf(stderr, "fpu_fuzz: no SSE here, only the digest of the default run\n");
		return 2;
	}
	struct random r = { seed };
	u64 digest = 0;
	for (u64 i = 0; i < count; i++) {
		struct trial t = draw_trial(&r);
		struct fpu_value got = run(&t), expected = expect(&t);
		if (!same(&t, got, expected)) {
			printf("fpu_fuzz: trial %" PRIu64 " of seed %" PRIu64 "\n", i, seed);
			print_difference(&t, got, expected);
			return 1;
		}
		digest = (digest ^ got.bits ^ (u64)got.cause << 56) * 0x9e3779b97f4a7c15;
		digest ^= digest >> 29;
	}
	if (digested && digest != default_digest) {
		printf("fpu_fuzz: digest %016" PRIx64 " is not %016" PRIx64 "\n", digest,
			default_digest);
		return 1;
	}
	printf("fpu_fuzz: %" PRIu64 " trials of seed %" PRIu64 " agree\n", count, seed);
	return 0;
}
