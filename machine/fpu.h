/* fpu.h: the arithmetic of the R3010, in integers alone: value and Cause bits, exactly.
 *
 * Pure functions: operands and mode in, value and causes out.  Registers, FCSR and the interrupt
 * are the caller's.  Values of S and W lie in the low 32 bits; what is above is ignored and comes
 * back as 0.  The caller's part:
 *   FCSR.Cause becomes cause; moves (fpu_mov, loads, mfc1...) leave it alone.
 *   cause & (enables | FPU_E): the operation traps.  The destination (the condition, after
 *   fpu_compare) and FCSR.Flags stay as they were; bits is then of no meaning.
 *   Otherwise bits is stored and cause is ORed into FCSR.Flags.
 *
 * Two ways to be, mode.ieee: true computes all of IEEE 754; false is the chip, which leaves to
 * software (FPU_E, then the only bit) what its arithmetic has no logic for:
 *   an operand that is denormalized or a quiet NaN, but for comparisons and moves;
 *   a result, not zero, that is tiny once rounded, exact or not, trap enabled or not;
 *   an invalid operation whose trap is off and whose result would be a NaN or no word.  With the
 *   trap on it is FPU_V, as IEEE 754 has it. */
#ifndef FPU_H
#define FPU_H
#include "base.h"

enum fpu_format { FPU_S, FPU_D, FPU_W };
enum fpu_rounding { FPU_NEAREST, FPU_ZERO, FPU_UP, FPU_DOWN };                  /* FCSR[1:0] */
enum { FPU_I = 1, FPU_U = 2, FPU_O = 4, FPU_Z = 8, FPU_V = 16, FPU_E = 32 };    /* FCSR[17:12] */

/* What c.cond asks, its low four bits; FPU_LOUD: FPU_V for any NaN, not only a signaling one. */
enum { FPU_UNORDERED = 1, FPU_EQUAL = 2, FPU_LESS = 4, FPU_LOUD = 8 };

struct fpu_mode {
	u8 rounding;                    /* enum fpu_rounding */
	u8 enables;                     /* FCSR[11:7], as FPU_I to FPU_V */
	bool ieee;
};

struct fpu_value {
	u64 bits;
	u32 cause;
};

struct fpu_value fpu_add(struct fpu_mode, enum fpu_format, u64 a, u64 b);
struct fpu_value fpu_sub(struct fpu_mode, enum fpu_format, u64 a, u64 b);
struct fpu_value fpu_mul(struct fpu_mode, enum fpu_format, u64 a, u64 b);
struct fpu_value fpu_div(struct fpu_mode, enum fpu_format, u64 a, u64 b);
struct fpu_value fpu_sqrt(struct fpu_mode, enum fpu_format, u64 a);     /* from MIPS II on */
struct fpu_value fpu_abs(struct fpu_mode, enum fpu_format, u64 a);
struct fpu_value fpu_neg(struct fpu_mode, enum fpu_format, u64 a);
struct fpu_value fpu_mov(struct fpu_mode, enum fpu_format, u64 a);
struct fpu_value fpu_compare(struct fpu_mode, enum fpu_format, u32 condition, u64 a, u64 b);

/* Between any two formats.  To a word it rounds as the mode says: MIPS I has no trunc.w. */
struct fpu_value fpu_convert(struct fpu_mode, enum fpu_format to, enum fpu_format from, u64 a);
struct fpu_value fpu_round_to_word(struct fpu_mode, enum fpu_format from, u64 a, enum fpu_rounding);
#endif
