/* The R3000's TLB and page table for the C side of the kernel: 4 KiB pages, one entry each. */
#ifndef MMU_H
#define MMU_H

#include "../../programs/program.h"

enum {
	PAGE = 4096,
	/* The distance between virtual pages that take an entry each. */
	ENTRY_SPAN = 4096,
	GENERAL_VECTOR_OFFSET = 0x80,
	ENTRYLO_DIRTY = 0x400, ENTRYLO_VALID = 0x200, ENTRYLO_GLOBAL = 0x100,
};

/* 2 MiB, so aligned that Context holds its base: a word for every page of kuseg. */
#define PAGE_TABLE 0x80200000u

/* EntryHi of an address space. */
static inline u32 mmu_space(u32 asid)
{
	return asid << 6;
}

static inline u32 mmu_entry(u32 physical, int global)
{
	return physical | ENTRYLO_DIRTY | ENTRYLO_VALID | (global ? ENTRYLO_GLOBAL : 0);
}

/* Puts a page into the table that the refill handler reads; such pages belong to every ASID. */
static inline void mmu_map(u32 virtual, u32 physical)
{
	((volatile u32 *)PAGE_TABLE)[virtual / PAGE] = mmu_entry(physical, 1);
}

static inline void mmu_wire(u32 index, u32 virtual, u32 physical, u32 asid)
{
	__asm__ volatile("mtc0 %0, $0\n\tmtc0 %1, $10\n\tmtc0 %2, $2\n\tnop\n\ttlbwi"
			 :
			 : "r"(index << 8), "r"(virtual | mmu_space(asid)),
			   "r"(mmu_entry(physical, !asid)));
}

/* Eight wired entries are the processor's own rule; gives every other entry a page nobody uses. */
static inline void mmu_start(void)
{
	for (u32 i = 0; i < 64; i++)
		__asm__ volatile("mtc0 %0, $0\n\tmtc0 %1, $10\n\tmtc0 $0, $2\n\tnop\n\ttlbwi"
				 :
				 : "r"(i << 8), "r"(0x60000000 + i * ENTRY_SPAN));
	__asm__ volatile("mtc0 %0, $4" : : "r"(PAGE_TABLE));
}

#endif
