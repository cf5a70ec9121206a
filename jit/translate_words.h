/* translate_words.h: the translate reading.  A term is a sequence of pushes, an operator pops two:
 * order is the order of the text, not a compiler's choice of which argument to evaluate first.
 *
 * Its user binds b (the block), t (struct insn_at: the instruction) and d (struct decoded).  t->odd
 * says that the exact path must do the instruction; what the row has emitted is then taken back. */
#include "op_words.h"
#define OP2(name, sign, x, y) x y ir_push_op(b, OP_##name);
#define DIV_S(x, y) MODEL_DIV_S(x, y)
#define REM_S(x, y) MODEL_REM_S(x, y)
#define DIV_U(x, y) MODEL_DIV_U(x, y)
#define REM_U(x, y) MODEL_REM_U(x, y)
#define RS ir_push(b, t->rs);
#define RT ir_push(b, t->rt);
#define RD
#define RT_FWD ir_push(b, front_forwarded(b, t, d->rt));
#define FS ir_push(b, t->rs);
#define FT ir_push(b, t->rt);
#define FCR ir_push_number(b, 0); t->odd = true;
#define HI ir_push(b, ir_get(b, REG_HI));
#define LO ir_push(b, ir_get(b, REG_LO));
#define FCOND ir_push(b, t->fcond);
#define CPCOND0 ir_push_number(b, CPCOND0_UP);
#define CP0 ir_push(b, front_cp0(b, t, d->imm));
#define K(n) ir_push_number(b, (u32)(n));
#define SA ir_push_number(b, d->imm);
#define UIMM ir_push_number(b, d->imm);
#define SIMM ir_push_number(b, d->imm);
#define MEM ir_push(b, t->mem);
#define PC8 ir_push_number(b, t->pc + 8);
#define TARGET_J ir_push_number(b, ((t->pc + 4) & 0xf0000000u) | d->imm);
#define ENDIAN ir_push_number(b, ENDIAN_K);
#define NOTHING
#define W_RD(v) v front_set(b, d->wd);
#define W_RT(v) v front_set(b, d->wd);
#define W_RA(v) v front_set(b, 31);
#define W_HI(v) v front_set(b, REG_HI);
#define W_LO(v) v front_set(b, REG_LO);
#define LATE_RT(v) v front_late(b, t, d->wd);
#define LATE_FT(v) v front_late(b, t, d->wd);
#define LATE_FS(v) v front_late(b, t, d->wd);
#define W_CP0(v) v front_set_cp0(b, t, d);
#define W_FCR(v) t->odd = true;
#define JUMP(v) v front_jump(b, t);
#define BRANCH(p) p front_branch(b, t, t->pc + 4 + d->imm);
#define TRAP(x) front_trap(b, t, EXC_##x);
#define TRAP_IF(p, x) p front_leave_if(b);
#define TARGET_CHECK(v) if (JUMP_CHECKED) { v K(3) ir_push_op(b, OP_AND); front_leave_if(b); }
#define NEED(n) front_need(t, n);
#define NEED_REG t->odd |= ABSENT_REG != 0;
#define LOAD(width, a) a front_load(b, t, width);
#define STORE(width, a, v) a v front_store(b, t, width);
#define COMPARE_SWAP(a, old, new) t->odd = true, t->mem = ir_number(b, 0);
#define SYSTEM(what) front_system(b, t, d);
#define FP1(operation, format) FP1_##operation(format)
#define FP1_abs(format) front_call(b, t, d, FLOAT_OTHER);
#define FP1_neg(format) front_call(b, t, d, FLOAT_OTHER);
#define FP1_mov(format) front_move(b, d, FPU_##format == FPU_D);
#define SIZED(format) (FPU_##format == FPU_D ? FLOAT_DOUBLE : 0)
#define FP2(operation, format) front_call(b, t, d, FLOAT_##operation | SIZED(format));
#define FP_CONVERT(to, from) \
	front_call(b, t, d, FPU_##from == FPU_W && FPU_##to == FPU_D ? \
		FLOAT_FROM_WORD | FLOAT_DOUBLE : FLOAT_OTHER);
#define FP_COMPARE(condition, format) \
	front_compare(b, t, d, SIZED(format) | (condition) << FLOAT_CONDITION);
