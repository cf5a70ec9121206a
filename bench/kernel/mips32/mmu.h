/*
 * The TLB of a MIPS32 processor behind the functions of r3000/mmu.h: an entry maps a pair of
 * pages.
 */
#ifndef MMU_H
#define MMU_H

#include "../../programs/program.h"

enum {
	PAGE = 4096,
	ENTRY_SPAN = 8192,
	GENERAL_VECTOR_OFFSET = 0x180,
	ENTRYLO_CACHED = 3 << 3, ENTRYLO_DIRTY = 4, ENTRYLO_VALID = 2, ENTRYLO_GLOBAL = 1,
	TLB_ENTRIES = 16, WIRED_ENTRIES = 8,
};

/* 8 MiB, so aligned that Context holds its base: two words a page. */
#define PAGE_TABLE 0x80800000u

/* EntryHi of an address space. */
static inline u32 mmu_space(u32 asid)
{
	return asid;
}

static inline u32 mmu_entry(u32 physical, int global)
{
	return physical >> 6 | ENTRYLO_CACHED | ENTRYLO_DIRTY | ENTRYLO_VALID |
	       (global ? ENTRYLO_GLOBAL : 0);
}

/* An entry is global only if both halves say so. */
static inline void mmu_map(u32 virtual, u32 physical)
{
	volatile u32 *pair = (volatile u32 *)PAGE_TABLE + virtual / ENTRY_SPAN * 4;

	pair[virtual / PAGE % 2 * 2] = mmu_entry(physical, 1);
	pair[(virtual / PAGE + 1) % 2 * 2] |= ENTRYLO_GLOBAL;
}

static inline void mmu_write(u32 index, u32 hi, u32 lo0, u32 lo1)
{
	__asm__ volatile(".set push\n\t.set mips32r2\n\tmtc0 %0, $0\n\tmtc0 %1, $10\n\t"
			 "mtc0 %2, $2\n\tmtc0 %3, $3\n\tehb\n\ttlbwi\n\tehb\n\t.set pop"
			 :
			 : "r"(index), "r"(hi), "r"(lo0), "r"(lo1));
}

/* The virtual page must be the even one of its pair. */
static inline void mmu_wire(u32 index, u32 virtual, u32 physical, u32 asid)
{
	mmu_write(index, virtual | asid, mmu_entry(physical, !asid), asid ? 0 : ENTRYLO_GLOBAL);
}

/* Full pages, eight wired entries, every other entry a pair nobody uses. */
static inline void mmu_start(void)
{
	__asm__ volatile("mtc0 $0, $5\n\tmtc0 %0, $6" : : "r"(WIRED_ENTRIES));
	for (u32 i = 0; i < TLB_ENTRIES; i++)
		mmu_write(i, 0x60000000 + i * ENTRY_SPAN, 0, 0);
	__asm__ volatile("mtc0 %0, $4" : : "r"(PAGE_TABLE));
}

#endif
