/*
 * tlb.c - the 64 entries as instructions reach them. Entries 0-7 are wired (Random never names
 * them); this kernel leaves them invalid.
 *
 * Every function leaves EntryHi, and so the current ASID, as it was.
 */
#include "kernel.h"

#define INDEX_SHIFT	8
#define INDEX_MISSING	0x80000000

#define TLB_INSTRUCTION(name)							\
	static inline void name(void)						\
	{									\
		__asm__ volatile("nop\n\t" #name "\n\tnop" : : : "memory");	\
	}

TLB_INSTRUCTION(tlbr)
TLB_INSTRUCTION(tlbwi)
TLB_INSTRUCTION(tlbwr)
TLB_INSTRUCTION(tlbp)

/* Entries that match nothing: kseg0 pages, which are never translated, and no two alike. */
void tlb_flush(void)
{
	u32 entryhi = read_entryhi();

	for (u32 i = 0; i < TLB_ENTRIES; i++) {
		write_index(i << INDEX_SHIFT);
		write_entryhi(KSEG0 + i * PAGE_BYTES);
		write_entrylo(0);
		tlbwi();
	}
	write_entryhi(entryhi);
}

void tlb_read(u32 index, struct info_tlb *entry)
{
	u32 entryhi = read_entryhi();

	write_index(index << INDEX_SHIFT);
	tlbr();
	entry->entryhi = read_entryhi();
	entry->entrylo = read_entrylo();
	write_entryhi(entryhi);
}

u32 tlb_write_random(u32 entryhi, u32 entrylo)
{
	u32 before = read_entryhi();

	write_entryhi(entryhi);
	write_entrylo(entrylo);
	tlbwr();
	tlbp();
	write_entryhi(before);
	return read_index() >> INDEX_SHIFT & (TLB_ENTRIES - 1);
}

void tlb_replace(u32 entryhi, u32 entrylo)
{
	u32 before = read_entryhi();

	write_entryhi(entryhi);
	tlbp();
	if (!(read_index() & INDEX_MISSING)) {
		write_entrylo(entrylo);
		tlbwi();
	}
	write_entryhi(before);
}
