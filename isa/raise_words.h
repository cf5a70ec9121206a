/* raise_words.h: the reading of what may go wrong: the exceptions of a row, in words.  Pure terms
 * raise nothing. */
#define RAISE_SYS "Sys: system call; "
#define RAISE_BP "Bp: breakpoint; "
#define RAISE_RI "RI: reserved instruction; "
#define RAISE_HOLE "RI: reserved instruction; "
#define RAISE_OV "Ov: arithmetic overflow; "
#define NOTHING
#define W_RD(v)
#define W_RT(v)
#define W_RA(v)
#define W_HI(v)
#define W_LO(v)
#define W_CP0(v)
#define W_FCR(v)
#define LATE_RT(v)
#define LATE_FT(v)
#define LATE_FS(v)
#define JUMP(t)
#define BRANCH(p)
#define TARGET_CHECK(t) "AdEL, at the target: no address of a word, or one of the kernel, " \
	"in user mode; "
#define LOAD(width, a) "AdEL: " AT_##width "; " \
	"TLBL: no TLB entry, or an invalid one; DBE: nothing answers there; "
#define STORE(width, a, v) "AdES: " AT_##width "; " \
	"TLBS: no TLB entry, or an invalid one; Mod: the page may not be written; " \
	"DBE: nothing answers there; "
#define COMPARE_SWAP(a, old, new) STORE(W32, a, new)
#define AT_ANY "an address of the kernel, in user mode"
#define AT_EVEN "misaligned, or an address of the kernel, in user mode"
#define AT_U8 AT_ANY
#define AT_S8 AT_ANY
#define AT_U16 AT_EVEN
#define AT_S16 AT_EVEN
#define AT_W32 AT_EVEN
#define AT_PART AT_ANY
#define AT_WL AT_ANY
#define AT_WR AT_ANY
#define AT_LL AT_EVEN
#define AT_SC AT_EVEN
#define AT_TOUCH AT_EVEN
#define TRAP(x) RAISE_##x
#define TRAP_IF(p, x) RAISE_##x
#define NEED(n) RAISE_NEED_##n
#define RAISE_NEED_0 "CpU: user mode, and Status.CU0 is 0; "
#define RAISE_NEED_1 "CpU: Status.CU1 is 0, or there is no FPU; "
#define RAISE_NEED_2 "CpU: Status.CU2 is 0; "
#define RAISE_NEED_3 "CpU: Status.CU3 is 0; "
#define NEED_REG
#define SYSTEM(what)
#define RAISE_FP "floating point: a cause that FCSR enables, by its interrupt line; "
#define FP2(operation, format) RAISE_FP
#define FP1(operation, format) RAISE_FP1_##operation
#define RAISE_FP1_abs RAISE_FP
#define RAISE_FP1_neg RAISE_FP
#define RAISE_FP1_mov
#define FP_CONVERT(to, from) RAISE_FP
#define FP_COMPARE(condition, format) RAISE_FP
