/* umps3.h: the words of uMPS3's processor (the list is in r3000.h): MIPS I whose loads, mfc0 and
 * mtc0 act one instruction late, a TLB of 4 to 64 entries above a floor and nothing mapped below,
 * CAS, WAIT, TLBCLR, a timer inside.
 *
 * A load on its way lands before a load, a store, mfc0 and mtc0; after the operation of any other
 * instruction of coprocessor 0; after jal and bal have written the link, which it overwrites.
 *
 * Its bus errors have each other's codes, Cause.CE sits a bit too low, a misaligned halfword leaves
 * BadVAddr alone: kernels may know.  Its multiplications lose a carry in HI and its INT_MIN / -1
 * ends the program: these are right here.
 *
 * Source: uMPS3 3.0.5, src/umps/processor.cc, processor_defs.h, disassemble.cc, and runs of it. */
enum { LOADS_LATE = 1, CP0_LATE = 1, STRICT = 1, JUMP_CHECKED = 0 };
#define LAND_FIRST (M_LOAD | M_STORE | M_CP0 | M_W_CP0)
#define LAND_LAST (M_W_RA | M_OPERATION)
#define BCOND(w) (w)
#define M161(...)
#define U3(class, number, i) [class * 64 + number] = i,
#define WAITS U3
#define MODEL_DIV_S(a, b) OP2(DIVS_U3, "", a, b)
#define MODEL_REM_S(a, b) OP2(REMS_0, "", a, b)
#define MODEL_DIV_U(a, b) OP2(DIVU_U3, "", a, b)
#define MODEL_REM_U(a, b) OP2(REMU_0, "", a, b)
#define ABSENT_REG EXC_CPU
#define EXC_HOLE EXC_CPU
/* Two below the number of entries, down to 1, then again from the highest. */
#define RANDOM(c) (ENTRIES(c) - 1 - modulo(executed(c) + 1, ENTRIES(c) - 1))
enum {
	CE_BIT = 27, EXC_LOAD_BUS = EXC_IBE, EXC_STORE_BUS = EXC_IBE, EXC_FETCH_BUS = EXC_DBE,
	CPCOND0_UP = 0, FPU_LINE = 0,
	COPROCESSORS = 0, USER_COP0 = 1, SELECTS = 0, TIMER = 1, ALWAYS_BADVADDR = 0, TLB_UNIQUE = 0,
	STALLS = 0, LOOKS_AHEAD = 0, SLOT_IF_TAKEN = 0,
	TLB_LAST = 1, INDEX_KEPT = 0, TLBCLR = Context, WAITS_AGAIN = 1
};
#define STATUS_REFUSED 0
static inline bool cp0_selected(u32 n, u32 *value)
{
	(void)n, (void)value;
	return false;
}

/* All of the last eight opcodes of each kind of coprocessor instruction name one, bits 27:26. */
static inline enum insn umps3_hole(u32 w)
{
	static const u8 row[4] = { INSN_cop0_reserved, INSN_cop1_reserved, INSN_cop2, INSN_cop3 };
	u32 opcode = w >> 26;
	bool names = opcode >> 3 == 2 || opcode >> 2 == 12 || opcode >> 2 == 14;
	return names ? row[opcode & 3] : INSN_reserved;
}
#define HOLE(w) umps3_hole(w)

/* ---- memory ---- */

#define VECTOR_BASE 0u
#define BEV_BASE 0x1fc00100u
#define WINDOW (c->machine->region[0].pa)
#define USER_FLIP 0x80000000u           /* user addresses are the high ones */
#define REFILLS(va) ((void)(va), true)
#define ENTRIES(c) ((c)->machine->tlb_entries)
static inline bool direct(const struct cpu *c, u32 va, u32 *pa)
{
	*pa = va;
	return va < c->machine->tlb_floor;
}

/* Parts of a word are read and written by way of the word. */
static inline u32 umps3_bad_va(const struct cpu *c, u32 va, enum width width)
{
	if ((width == U16 || width == S16) && va & 1) return c->cp0[BadVAddr];
	return width == W32 ? va : va & ~3u;
}
#define BAD_VA(c, va, width) umps3_bad_va(c, va, width)

/* ---- interrupts: bits 0 to 5 of the lines are IP2 to IP7, 6 and 7 are IP0 and IP1 ---- */

#define IP_OF(lines) (((lines) & 63) << IP_SHIFT | ((lines) & 192) << 2)
#define TIMER_FILE "umps3_timer.h"
#define TIMER_SHOWS(c) timer_shows(c)
#define TIMER_SWITCH(c, old) timer_switch(c, old)
