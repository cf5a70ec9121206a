/* float.c: floating arithmetic by the host's, where it is provably the machine's: rounding is to
 * nearest and no trap is enabled, operands are what the machine computes with, and the result is
 * an ordinary number, by some way off the smallest.  Inexact alone can have happened then; if its
 * flag is not up already it has not, by the host's own flag; and the causes are worked out from the
 * operands when somebody may look (jit/float.c).  All else goes to the core's function.
 *
 * A double's halves are read one by one: they were stored so, and the host forwards a store only
 * to a load inside it. */
#include "lower.h"

enum { X0, X1, X2 };                     /* the vector registers used */
enum { IGNORED = 0x107c, INEXACT = 4 };  /* of FCSR: inexact's cause and the flags; its flag */
enum { MXCSR = 0x1f80, MXCSR_INEXACT = 32 }; /* the host's: nothing traps; inexact's flag */

static void slow_if(struct lower *l, struct stub *slow, enum cc cc)
{
	stub_site(slow, x86_jump_if(&l->e, cc));
}

static void check_mode(struct lower *l, struct stub *slow)
{
	x86(&l->e, X_MOV, RAX, rm_at(CPU, 4 * REG_FCSR));
	x86_i(&l->e, X_AND_I, rm_reg(RAX), ~(u32)IGNORED);
	slow_if(l, slow, CC_NE);
}

static void get(struct lower *l, u32 to, u32 place, bool pair)
{
	x86(&l->e, X_MOVD_X, to, rm_at(CPU, (s32)(4 * place)));
	if (!pair) return;
	x86(&l->e, X_MOVD_X, X2, rm_at(CPU, (s32)(4 * place + 4)));
	x86(&l->e, X_UNPACK, to, rm_reg(X2));
}

/* Denormalized numbers are refused by the chip; zero is none. */
static void check_operand(struct lower *l, u32 from, bool pair, struct stub *slow)
{
	if (l->job->ieee) return;
	struct rm rcx = rm_reg(RCX);
	x86(&l->e, pair ? X_MOVQ_TO : X_MOVD_TO, from, rcx);
	x86(&l->e, pair ? X_ADD64 : X_ADD, RCX, rcx);
	u32 zero = x86_jump_if(&l->e, CC_E);
	x86_i(&l->e, pair ? X_SHR_I64 : X_SHR_I, rcx, pair ? 53 : 24);
	slow_if(l, slow, CC_E);
	x86_land(&l->e, zero, l->e.at);
}

/* The exponent, less 2, of the result at rax lies below that of the infinities. */
static void check_result(struct lower *l, bool pair, struct stub *slow)
{
	u32 ones = pair ? 0x7ff : 0xff;
	struct rm rcx = rm_reg(RCX);
	x86(&l->e, X_MOV64, RCX, rm_reg(RAX));
	x86_i(&l->e, pair ? X_SHR_I64 : X_SHR_I, rcx, pair ? 52 : 23);
	x86_i(&l->e, X_AND_I, rcx, ones);
	x86_i(&l->e, X_SUB_I, rcx, 2);
	x86_i(&l->e, X_CMP_I, rcx, ones - 2);
	slow_if(l, slow, CC_AE);
}

/* While inexact's flag is down the host's must be down too, out of line. */
static void check_flag(struct lower *l, struct stub *inexact)
{
	x86_i(&l->e, X_TEST8_I, rm_at(CPU, 4 * REG_FCSR), INEXACT);
	stub_site(inexact, x86_jump_if(&l->e, CC_E));
	inexact->again = l->e.at;
}

void stub_inexact(struct lower *l, const struct stub *s)
{
	if (!s->sites) return;
	x86(&l->e, X_STMXCSR, 0, rm_at(RSP, ARGUMENT));
	x86_i(&l->e, X_TEST8_I, rm_at(RSP, ARGUMENT), MXCSR_INEXACT);
	stub_site(s->exit, x86_jump_if(&l->e, CC_NE));
	x86_land(&l->e, x86_jump(&l->e, X_JMP), s->again);
}

/* The core's function; the host's flags are down behind it. */
void stub_float(struct lower *l, const struct stub *s)
{
	x86_i(&l->e, X_MOV_I, rm_at(RSP, ARGUMENT), MXCSR);
	x86(&l->e, X_LDMXCSR, 0, rm_at(RSP, ARGUMENT));
	emit_call(l, s->condition, s->exit);
	x86_land(&l->e, x86_jump(&l->e, X_JMP), s->again);
}

static void note(struct lower *l, u32 what)
{
	x86_i(&l->e, X_MOV_I, rm_at(CPU, offsetof(struct cpu, float_last)), what);
}

static void put(struct lower *l, u32 place, bool pair)
{
	x86(&l->e, pair ? X_MOV64_TO : X_MOV_TO, RAX, rm_at(CPU, (s32)(4 * place)));
}

static void arithmetic(
	struct lower *l, const struct ir *p, struct stub *inexact, struct stub *slow)
{
	static const u8 form[][2] = { [FLOAT_add] = { X_ADDSS, X_ADDSD },
		[FLOAT_sub] = { X_SUBSS, X_SUBSD },
		[FLOAT_mul] = { X_MULSS, X_MULSD },
		[FLOAT_div] = { X_DIVSS, X_DIVSD } };
	bool pair = (p->k2 & FLOAT_DOUBLE) != 0;
	get(l, X0, p->k >> 8 & 255, pair);
	get(l, X1, p->k >> 16 & 255, pair);
	check_operand(l, X0, pair, slow);
	check_operand(l, X1, pair, slow);
	x86(&l->e, X_MOVQ_TO, X0, rm_at(CPU, offsetof(struct cpu, float_a)));
	x86(&l->e, X_MOVQ_TO, X1, rm_at(CPU, offsetof(struct cpu, float_b)));
	x86(&l->e, form[p->k2 & FLOAT_WHAT][pair], X0, rm_reg(X1));
	x86(&l->e, pair ? X_MOVQ_TO : X_MOVD_TO, X0, rm_reg(RAX));
	check_result(l, pair, slow);
	check_flag(l, inexact);
	note(l, p->k2);
	put(l, p->k >> 24, pair);
}

/* Of two numbers: below, equal, either or neither. */
static void compare(struct lower *l, const struct ir *p, struct stub *slow)
{
	static const u8 cc[] = { CC_E, CC_B, CC_BE };
	bool pair = (p->k2 & FLOAT_DOUBLE) != 0;
	u32 asked = p->k2 >> (FLOAT_CONDITION + 1) & 3; /* 1: equal, 2: less */
	get(l, X0, p->k >> 8 & 255, pair);
	get(l, X1, p->k >> 16 & 255, pair);
	x86(&l->e, pair ? X_UCOMISD : X_UCOMISS, X0, rm_reg(X1));
	slow_if(l, slow, CC_P);
	if (asked) {
		x86_emit(&l->e, X_SETCC, 0, rm_reg(RAX), 0, cc[asked - 1]);
		x86(&l->e, X_MOVZX8, RAX, rm_reg(RAX));
	} else x86(&l->e, X_XOR, RAX, rm_reg(RAX));
	note(l, p->k2);
	put(l, PLACE_LATE_VALUE, false);
}

static void from_word(struct lower *l, const struct ir *p)
{
	x86(&l->e, X_CVTSI2SD, X0, rm_at(CPU, (s32)(4 * (p->k >> 8 & 255))));
	x86(&l->e, X_MOVQ_TO, X0, rm_reg(RAX));
	note(l, p->k2);
	put(l, p->k >> 24, true);
}

void lower_float(
	struct lower *l, const struct ir *p, struct stub *inexact, struct stub *slow)
{
	check_mode(l, slow);
	switch (p->k2 & FLOAT_WHAT) {
	case FLOAT_add: case FLOAT_sub: case FLOAT_mul: case FLOAT_div:
		arithmetic(l, p, inexact, slow);
		break;
	case FLOAT_COMPARE: compare(l, p, slow); break;
	case FLOAT_FROM_WORD: from_word(l, p); break;
	default: must(false);
	}
}
