/* masks.h: the masks reading.  MASK_addi and so on are constants, so that other readings can ask
 * "does this row write late?" at compile time. */
#ifndef MASKS_H
#define MASKS_H
#include "isa.h"
enum {
	M_RS = 1, M_RT = 2, M_FS = 4, M_FT = 8, M_HI = 16, M_LO = 32, M_CP0 = 64, M_FCOND = 128,
	M_W_RD = 1 << 8, M_W_RT = 1 << 9, M_W_RA = 1 << 10, M_W_FD = 1 << 11, M_W_FT = 1 << 12,
	M_W_FS = 1 << 13, M_W_HILO = 1 << 14, M_W_CP0 = 1 << 15, M_LATE = 1 << 16, M_FLOW = 1 << 17,
	M_TRAP = 1 << 18, M_LOAD = 1 << 19, M_STORE = 1 << 20, M_SYSTEM = 1 << 21,
	M_PAIR_S = 1 << 22, M_PAIR_D = 1 << 23, /* fs and ft, fd are pairs of registers */
	M_FPU = 1 << 24, M_FCR = 1 << 25, M_RD = 1 << 26, M_SWAP = 1 << 27, M_OPERATION = 1 << 28,
	M_W_HI = 1 << 29, M_W_LO = 1 << 30
};
#define PAIRED_S 0
#define PAIRED_W 0
#define PAIRED_D 1
#include "op_words.h"
#define OP2(name, sign, a, b) a b
#define DIV_S(a, b) a b
#define REM_S(a, b) a b
#define DIV_U(a, b) a b
#define REM_U(a, b) a b
#define RS | M_RS
#define RT | M_RT
#define RD | M_RD
#define RT_FWD | M_RT
#define FS | M_FS
#define FT | M_FT
#define FCR | M_FCR
#define HI | M_HI
#define LO | M_LO
#define CP0 | M_CP0
#define FCOND | M_FCOND
#define CPCOND0
#define K(n)
#define SA
#define UIMM
#define SIMM
#define MEM
#define PC8
#define TARGET_J
#define ENDIAN
#define NOTHING
#define W_RD(v) v | M_W_RD
#define W_RT(v) v | M_W_RT
#define W_RA(v) v | M_W_RA
#define W_HI(v) v | M_W_HILO | M_W_HI
#define W_LO(v) v | M_W_HILO | M_W_LO
#define W_CP0(v) v | M_SYSTEM | M_W_CP0
#define W_FCR(v) v | M_SYSTEM | M_FPU
#define LATE_RT(v) v | M_W_RT | M_LATE
#define LATE_FT(v) v | M_W_FT | M_LATE
#define LATE_FS(v) v | M_W_FS | M_LATE
#define JUMP(t) t | M_FLOW
#define BRANCH(p) p | M_FLOW
#define TARGET_CHECK(t) t
#define LOAD(width, a) a | M_LOAD | M_TRAP
#define STORE(width, a, v) a v | M_STORE | M_TRAP
#define COMPARE_SWAP(a, old, new) a old new | M_SWAP | M_TRAP | M_SYSTEM
#define TRAP(x) | M_TRAP
#define TRAP_IF(p, x) p | M_TRAP
#define NEED(n) | M_TRAP
#define NEED_REG
#define SYSTEM(what) | M_SYSTEM | M_OPERATION
#define FP2(operation, format) | M_FS | M_FT | M_W_FD | M_TRAP | M_FPU | \
	PAIRED_##format * (M_PAIR_S | M_PAIR_D)
#define FP1(operation, format) | M_FS | M_W_FD | M_TRAP | M_FPU | \
	PAIRED_##format * (M_PAIR_S | M_PAIR_D)
#define FP_CONVERT(to, from) | M_FS | M_W_FD | M_TRAP | M_FPU | \
	PAIRED_##from * M_PAIR_S | PAIRED_##to * M_PAIR_D
#define FP_COMPARE(condition, format) | M_FS | M_FT | M_LATE | M_TRAP | M_FPU | \
	PAIRED_##format * M_PAIR_S
enum {
#define INSN(name, level, class, number, operands, ...) MASK_##name = 0 __VA_ARGS__,
#include "insn.def"
#undef INSN
};
#include "no_words.h"
#endif
