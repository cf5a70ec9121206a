/* run_words.h: the run reading.  Its user binds rs, rt, rd, rt_fwd, rs_high, rt_high, fcond, npc,
 * mem and exc, has c, d, r, and defines RAISE(x), TIME (brings the machine's time up to this
 * instruction), LOAD, STORE, LATE(reg, v) and W_CP0(v). */
#include "op_words.h"
#define OP2(name, sign, a, b) op_##name(a, b)
#define DIV_S(x, y) MODEL_DIV_S(x, y)
#define REM_S(x, y) MODEL_REM_S(x, y)
#define DIV_U(x, y) MODEL_DIV_U(x, y)
#define REM_U(x, y) MODEL_REM_U(x, y)
#define RS rs
#define RT rt
#define RD (d->wd == NOWHERE ? 0 : rd)
#define RT_FWD rt_fwd
#define FS rs
#define FT rt
#define FCR fcr_read(c, d->imm)
#define HI r[REG_HI]
#define LO r[REG_LO]
#define FCOND fcond
#define CPCOND0 ((u32)CPCOND0_UP)
#define CP0 (TIME, cp0_seen(c, d->imm))
#define K(n) ((u32)(n))
#define SA d->imm
#define UIMM d->imm
#define SIMM d->imm
#define MEM mem
#define PC8 (npc + 4)
#define TARGET_B (npc + d->imm)
#define TARGET_J ((npc & 0xf0000000u) | d->imm)
#define ENDIAN ENDIAN_K
#define NOTHING
#define W_RD(v) r[d->wd] = v;
#define W_RT(v) r[d->wd] = v;
#define W_RA(v) r[31] = v;
#define W_HI(v) r[REG_HI] = v;
#define W_LO(v) r[REG_LO] = v;
#define W_FCR(v) fcr_write(c, d->imm, v);
#define LATE_RT(v) LATE(d->wd, v)
#define LATE_FT(v) LATE(d->wd, v)
#define LATE_FS(v) LATE(d->wd, v)
#define JUMP(t) target = t, taken = true;
#define BRANCH(p) taken = p, target = taken ? TARGET_B : npc + 4;
#define TRAP(x) RAISE(EXC_##x)
#define TRAP_IF(p, x) if (p) RAISE(EXC_##x)
#define TARGET_CHECK(t) if (JUMP_CHECKED && (t) & 3) { c->bad_va = t; RAISE(EXC_ADEL) }
#define NEED(n) if ((exc = need(c, n)) != 0) RAISE(exc)
#define NEED_REG if ((exc = need_reg(c, d)) != 0) RAISE(exc)
#define COMPARE_SWAP(a, old, new) \
	TIME; \
	if ((exc = compare_swap(c, a, old, new, &mem)) != 0) RAISE(exc)
#define SYSTEM(what) { TIME; sys_##what(c); }

/* A format's operands: a word, or a pair of registers, low word first. */
#define FS_S rs
#define FT_S rt
#define FS_W rs
#define FS_D ((u64)rs_high << 32 | rs)
#define FT_D ((u64)rt_high << 32 | rt)
#define FP2(operation, f) if ((exc = fpu_finish(c, d, FPU_##f, \
	fpu_##operation(fpu_mode(c), FPU_##f, FS_##f, FT_##f))) != 0) RAISE(exc)
#define FP1(operation, f) FP1_##operation(operation, f)
#define FP1_abs(operation, f) if ((exc = fpu_finish(c, d, FPU_##f, \
	fpu_##operation(fpu_mode(c), FPU_##f, FS_##f))) != 0) RAISE(exc)
#define FP1_neg(operation, f) FP1_abs(operation, f)
#define FP1_mov(operation, f) exc = fpu_moved(c, d, FPU_##f, FS_##f);
#define FP_CONVERT(to, from) if ((exc = fpu_finish(c, d, FPU_##to, \
	fpu_convert(fpu_mode(c), FPU_##to, FPU_##from, FS_##from))) != 0) RAISE(exc)
#define FP_COMPARE(condition, f) { u32 is; \
	if ((exc = fpu_compared(c, fpu_compare(fpu_mode(c), FPU_##f, condition, FS_##f, FT_##f), \
		&is)) != 0) \
		RAISE(exc) \
	LATE(REG_FCOND, is) }
