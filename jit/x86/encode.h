/* encode.h: x86-64 instructions as bytes: form.def has the list.  Knows no IR and no guest. */
#ifndef ENCODE_H
#define ENCODE_H
#include "base.h"

enum { RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15, NO_REG };
enum x86_form {
#define FORM(name, ...) X_##name,
#include "form.def"
#undef FORM
	X_FORMS
};
enum x86_kind {
	R_RM, RM_R, RM, RM_I, RM_I8, RM_I16, RM_I32, RM_CC, O, O_I32, O_I64, REL, REL_CC, NONE
};
enum cc {
	CC_O = 0,
	CC_NO,
	CC_B,
	CC_AE,
	CC_E,
	CC_NE,
	CC_BE,
	CC_A,
	CC_S,
	CC_NS,
	CC_P,
	CC_L = 12,
	CC_GE,
	CC_LE,
	CC_G
};

/* A register, memory at base + index * scale + disp, or a number. */
enum rm_kind { IN_REG, IN_MEMORY, NUMBER };
struct rm { u8 kind, reg, index, scale; s32 disp; };

/* Where bytes go: `at` of them so far, into memory that runs elsewhere. */
struct emit { u8 *write; u32 at, limit; };

static inline struct rm rm_reg(u32 reg) { return (struct rm){ IN_REG, (u8)reg, NO_REG, 0, 0 }; }
static inline struct rm rm_number(u32 k)
{
	return (struct rm){ NUMBER, NO_REG, NO_REG, 0, (s32)k };
}
static inline struct rm rm_at(u32 base, s32 disp)
{
	return (struct rm){ IN_MEMORY, (u8)base, NO_REG, 0, disp };
}
static inline struct rm rm_sum(u32 base, u32 index, u32 scale, s32 disp) /* scale: 0 to 3 */
{
	return (struct rm){ IN_MEMORY, (u8)base, (u8)index, (u8)scale, disp };
}

/* One instruction; what its kind has no use for is 0.  cc is added to the opcode. */
void x86_emit(struct emit *, enum x86_form, u32 reg, struct rm, u64 immediate, enum cc);
static inline void x86(struct emit *e, enum x86_form f, u32 reg, struct rm rm)
{
	x86_emit(e, f, reg, rm, 0, 0);
}
static inline void x86_i(struct emit *e, enum x86_form f, struct rm rm, u32 immediate)
{
	x86_emit(e, f, 0, rm, immediate, 0);
}
/* Jumps answer where their distance stands, for x86_land: the place jumped to. */
u32 x86_jump(struct emit *, enum x86_form);
u32 x86_jump_if(struct emit *, enum cc);
void x86_land(struct emit *, u32 site, u32 target);
void x86_byte(struct emit *, u8);
void x86_word(struct emit *, u32);

struct x86_form_row { const char *mnemonic; enum x86_kind kind; u32 prefix, opcode, digit; };
extern const struct x86_form_row x86_forms[];
enum { P66 = 1, W = 2, B = 4, Z = 8, PF2 = 16, PF3 = 32, V = 64 };
#endif
