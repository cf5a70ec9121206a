/* r3000_map.h: where virtual addresses lead and where exceptions go, as all processors with an
 * R3000's memory management have it.  Source: Kane and Heinrich, MIPS RISC Architecture (1992),
 * ch. 6. */
#define VECTOR_BASE 0x80000000u
#define BEV_BASE 0xbfc00100u
#define WINDOW 0x80000000u              /* where virtual addresses meet RAM directly */
#define USER_FLIP 0u
#define REFILLS(va) (!((va) >> 31))
#define ENTRIES(c) TLB_ENTRIES
#define BAD_VA(c, va, width) (va)
enum { TLB_LAST = 0, INDEX_KEPT = 0x3f00, TLBCLR = ~0u, WAITS_AGAIN = 0 };
#define IP_OF(lines) ((lines) << IP_SHIFT)
#define HOLE(w) \
	((w) >> 26 == 0x10 ? INSN_cop0_reserved : \
	(w) >> 26 == 0x11 ? INSN_cop1_reserved : INSN_reserved)
#define TIMER_FILE "core_timer.h"
#define TIMER_SHOWS(c) 0u
#define TIMER_SWITCH(c, old) ((void)(old))
static inline bool direct(const struct cpu *c, u32 va, u32 *pa) /* kseg0 and kseg1 */
{
	(void)c;
	*pa = va & 0x1fffffff;
	return va >> 30 == 2;
}
