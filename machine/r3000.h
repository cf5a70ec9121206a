/* r3000.h: the words of the R3000, R3000A and R3081.  The list every core defines:
 *
 *   LOADS_LATE, CP0_LATE       a load, an mtc0 acts one instruction late
 *   LAND_FIRST, LAND_LAST      masks of the rows where a load on its way lands before the
 *                              operands are fetched, after the effects; else it lands between
 *   STRICT, BCOND(word)        decoding: must-be-zero fields checked; the word with its don't-care
 *                              bits cleared
 *   JUMP_CHECKED               a misaligned target traps at the jump
 *   M161, U3, WAITS(...)       what a level's rows put into the decode table
 *   HOLE(word)                 the row of a word that no row or field claims
 *   MODEL_DIV_S REM_S DIV_U REM_U, ABSENT_REG, EXC_HOLE, RANDOM(c), CE_BIT, buses, FPU_LINE
 *   COPROCESSORS, USER_COP0    which Status.CU enables, beside 0; user mode may have 0
 *   SELECTS, cp0_selected()    mfc0, mtc0 name registers behind a select, which are constants
 *   TIMER, TIMER_FILE          there is a timer inside, as that file has it; TIMER_SHOWS(c): its
 *                              line as an instruction sees it before it is tested; TIMER_SWITCH(c,
 *                              old) after a write of Status
 *   IP_OF(lines)               the lines' places in Cause
 *   ALWAYS_BADVADDR            every exception writes BadVAddr and Context
 *   TLB_UNIQUE, TLB_LAST       a TLB write that makes two entries match is refused; it is the
 *                              highest that counts
 *   ENTRIES(c), INDEX_KEPT     how many; what of Index a probe that finds nothing keeps
 *   TLBCLR                     register whose write clears the TLB at once and that cannot be read;
 *                              ~0: none
 *   WAITS_AGAIN                a WAIT that wakes is executed once more
 *   BAD_VA(c, va, width)       what a failed access of memory puts into BadVAddr
 *   STALLS                     HI or LO used twice in a row: a tick between
 *   LOOKS_AHEAD                fetching is looked up early, and faults there (core_ahead.h)
 *   SLOT_IF_TAKEN              what follows a branch that is not taken is no delay slot
 *   STATUS_REFUSED             bits of Status that nothing here can do
 *   r3000_map.h                vectors, WINDOW, USER_FLIP, REFILLS(va), direct(c, va, &pa)
 *
 * Sources: Kane and Heinrich, MIPS RISC Architecture (1992): ch. 2 (delays), ch. 6 (memory
 * management, exceptions), app. A (BCOND decodes rt bit 0, and bits 4:1 == 8 for the link; what
 * division by zero leaves is undefined there, the values are those of the R3000A cores in later
 * use). */
#include "r3000_map.h"
enum { LOADS_LATE = 1, CP0_LATE = 0, STRICT = 0, JUMP_CHECKED = 0 };
#define LAND_FIRST 0
#define LAND_LAST 0
#define BCOND(w) ((w) >> 26 == 1 ? (w) & (F_RT(w) >> 1 == 8 ? ~0u : ~(30u << 16)) : (w))
#define M161(...)
#define U3(...)
#define WAITS(...)
#define MODEL_DIV_S(a, b) OP2(DIVS, "", a, b)
#define MODEL_REM_S(a, b) OP2(REMS, "", a, b)
#define MODEL_DIV_U(a, b) OP2(DIVU, "", a, b)
#define MODEL_REM_U(a, b) OP2(REMU, "", a, b)
#define ABSENT_REG 0                    /* mfc0 of a register that is not there reads zero */
#define EXC_HOLE EXC_RI
/* 63 down to 8: entries 0-7 are wired (ch. 6). */
#define RANDOM(c) (63 - modulo(time_of((c)->machine), 56))
enum {
	CE_BIT = 28, EXC_LOAD_BUS = EXC_DBE, EXC_STORE_BUS = EXC_DBE, EXC_FETCH_BUS = EXC_IBE,
	CPCOND0_UP = 1,                 /* the pin is tied high: a write buffer that is always empty */
	FPU_LINE = 5,                   /* FpInt* drives IP7 on our boards; line 0 is IP2 */
	COPROCESSORS = 14, USER_COP0 = 1, SELECTS = 0, TIMER = 0, ALWAYS_BADVADDR = 0, TLB_UNIQUE = 0,
	STALLS = 0, LOOKS_AHEAD = 0, SLOT_IF_TAKEN = 0
};
#define STATUS_REFUSED STATUS_RE
static inline bool cp0_selected(u32 n, u32 *value)
{
	(void)n, (void)value;
	return false;
}
