/* mips161.h: the words of System/161's processor, "MIPS-161" (core.h's list is in r3000.h): MIPS I
 * without load delays, coprocessor 0 of the R3000, ll and sc, wait, a timer inside.
 *
 * What it does not do is refused with a sentence: cache isolation, two TLB entries that match.
 * Coprocessors 1 to 3 are unusable whatever Status.CU says, and user mode never has coprocessor 0.
 * Its file says by CLASSIC whether it is the processor of classic timing too: it has System/161's
 * stall of HI and LO, looks up early what it will fetch, and takes an interrupt after a branch that
 * is not taken for one after any instruction: EPC is not the branch.
 * EntryHi.VPN follows the TLB's exceptions, as on an R3000.
 *
 * Source: System/161's manual, doc/mips.html; what it leaves open was seen by running System/161
 * 2.0.8 (division by zero, BadVAddr and Context at every exception, Count and Compare). */
#include "r3000_map.h"
enum { LOADS_LATE = 0, CP0_LATE = 0, STRICT = 0, JUMP_CHECKED = 1 };
#define LAND_FIRST 0
#define LAND_LAST 0
/* An operation of coprocessor 0 is known by all of its 25 bits. */
#define BCOND(w) ((w) >> 25 == 0x21 && (w) & 0x01ffffc0 ? (w) | 63 : (w))
#define M161(class, number, i) [class * 64 + number] = i,
#define U3(...)
#define WAITS M161
#define MODEL_DIV_S(a, b) OP2(DIVS_161, "", a, b)
#define MODEL_REM_S(a, b) OP2(REMS_0, "", a, b)
#define MODEL_DIV_U(a, b) OP2(DIVU, "", a, b)
#define MODEL_REM_U(a, b) OP2(REMU_0, "", a, b)
#define ABSENT_REG EXC_RI
#define EXC_HOLE EXC_RI
#define RANDOM(c) (8 + modulo(executed(c) + 55, 56)) /* 63, then 8 up to 63 again */
enum {
	CE_BIT = 28, EXC_LOAD_BUS = EXC_DBE, EXC_STORE_BUS = EXC_DBE, EXC_FETCH_BUS = EXC_IBE,
	CPCOND0_UP = 0, FPU_LINE = 5,
	COPROCESSORS = 0, USER_COP0 = 0, SELECTS = 1, TIMER = 1, ALWAYS_BADVADDR = 1, TLB_UNIQUE = 1,
	STALLS = CLASSIC, LOOKS_AHEAD = CLASSIC, SLOT_IF_TAKEN = CLASSIC
};
#define STATUS_REFUSED (STATUS_ISC | STATUS_SWC)

/* Registers behind a select; all are constants. */
static inline bool cp0_selected(u32 n, u32 *value)
{
	enum { CFEAT = SELECT(1) | 15, IFEAT = SELECT(2) | 15, CONFIG1 = SELECT(1) | 16 };
	*value = n == CONFIG1 ? 0x7e1b0d80 : 0; /* 64 TLB entries, two caches of 4 KB, as it says */
	return n == CFEAT || n == IFEAT || n == CONFIG1;
}
