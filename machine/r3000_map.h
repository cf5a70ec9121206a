/* r3000_map.h: where virtual addresses lead and where exceptions go, as all processors with an
 * R3000's memory management have it.  Source: Kane and Heinrich, MIPS RISC Architecture (1992),
 * ch. 6. */
#define VECTOR_BASE 0x80000000u
#define BEV_BASE 0xbfc00100u
#define WINDOW 0x80000000u              /* where virtual addresses meet RAM directly */
#define USER_FLIP 0u
#define REFILLS(va) (!((va) >> 31))
static inline bool direct(u32 va, u32 *pa) /* kseg0 and kseg1 */
{
	*pa = va & 0x1fffffff;
	return va >> 30 == 2;
}
