/* isa.h: what insn.def, op.def and cp0.def say, as constants and pure functions.
 *
 * struct decoded is an instruction made ready to run: its row, the registers it reads and writes
 * as places in struct cpu's register file, and its immediate. */
#ifndef ISA_H
#define ISA_H
#include "base.h"

/* Places in the register file.  A write to $0 goes NOWHERE. */
enum { NOWHERE = 32, REG_HI, REG_LO, REG_FCOND, REG_FCSR, REG_F, REGS = REG_F + 32, REG_CP0 = 128 };

enum insn {
#define INSN(name, ...) INSN_##name,
#include "insn.def"
#undef INSN
	INSN_COUNT
};
enum op {
#define OP(name, ...) OP_##name,
#include "op.def"
#undef OP
	OP_COUNT
};
#define OP(name, sign, value) static inline u32 op_##name(u32 a, u32 b) { (void)b; return value; }
#include "op.def"
#undef OP
enum cp0 {
#define CP0(number, name, ...) name = number,
#include "cp0.def"
#undef CP0
};
/* Widths of an access; from LL on only the exact path knows them. */
enum width { U8, S8, U16, S16, W32, PART, LL, WL, WR, SC, TOUCH };

enum insn_class {
	PSEUDO, OPCODE, SPECIAL, REGIMM, COP0_RS, COP0_FN, COP0_BC, COP1_RS, COP1_BC, COP1_S, COP1_D,
	COP1_W, CLASSES
};
#define F_RS(w) ((w) >> 21 & 31)
#define F_RT(w) ((w) >> 16 & 31)
#define F_RD(w) ((w) >> 11 & 31)
#define F_SA(w) ((w) >> 6 & 31)
#define F_UIMM(w) ((w) & 0xffff)
#define F_SIMM(w) ((((w) & 0xffff) ^ 0x8000) - 0x8000u)

struct decoded { u8 op, rs, rt, wd; u32 imm; };

extern const char *const insn_name[], *const insn_operands[];
extern const u32 insn_masks[];
extern const bool insn_extra[]; /* a row that the R3000 lacks: of another level than ALL */
u32 insn_base(enum insn);      /* the fixed bits */
u32 insn_fixed(enum insn);     /* which bits those are */
u32 insn_claimed(enum insn);   /* the bits that class and operand letters use */
u32 insn_slot(u32 word);       /* where a word stands in a decode table of CLASSES * 64 */
struct decoded insn_fields(enum insn, u32 word);
enum insn insn_decode(u32 word); /* by the rows of ALL: for text, not to run */
#endif
