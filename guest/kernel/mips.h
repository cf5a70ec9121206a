/*
 * mips.h - the R3000 as this kernel names it: coprocessor 0, its fields, and the
 * layout of a trap frame. Read by C and by assembly.
 *
 * (Kane and Heinrich, MIPS RISC Architecture, chapters 4 and 6.)
 */
#ifndef KERNEL_MIPS_H
#define KERNEL_MIPS_H

#define KSEG0		0x80000000	/* physical memory, cached, not mapped */
#define KSEG1		0xa0000000	/* physical memory, not cached, not mapped */

#define STATUS_IEc	0x00000001	/* interrupts enabled: current, previous */
#define STATUS_KUp	0x00000008	/* user mode: previous */
#define STATUS_IEp	0x00000004
#define STATUS_BEV	0x00400000

#define CAUSE_BD	0x80000000	/* the victim sits in a branch delay slot */
#define CAUSE_CODE(c)	(((c) >> 2) & 31)

#define EXC_INT		0
#define EXC_MOD		1		/* store to a page whose D bit is clear */
#define EXC_TLBL	2
#define EXC_TLBS	3
#define EXC_ADEL	4
#define EXC_ADES	5
#define EXC_IBE		6
#define EXC_DBE		7
#define EXC_SYS		8
#define EXC_BP		9
#define EXC_RI		10
#define EXC_CPU		11
#define EXC_OV		12

#define TLB_ENTRIES	64
#define ASIDS		64
#define ASID_SHIFT	6		/* its place in EntryHi */

#define PTE_D		0x400		/* EntryLo: may be written ("dirty") */
#define PTE_V		0x200		/* EntryLo: valid */
#define PTE_COPY	0x001		/* ours, below the hardware's bits: copy before writing */

/* A trap frame: 16 bytes for the callee's arguments, 32 registers, 7 words more. */
#define FRAME_REGISTER(n)	(16 + 4 * (n))
#define FRAME_HI		FRAME_REGISTER(32)
#define FRAME_LO		FRAME_REGISTER(33)
#define FRAME_STATUS		FRAME_REGISTER(34)
#define FRAME_CAUSE		FRAME_REGISTER(35)
#define FRAME_EPC		FRAME_REGISTER(36)
#define FRAME_BADVADDR		FRAME_REGISTER(37)
#define FRAME_ENTRYHI		FRAME_REGISTER(38)
#define FRAME_BYTES		FRAME_REGISTER(40)

#ifndef __ASSEMBLER__

#include "types.h"

struct frame {
	u32 arguments[4];
	u32 reg[32];
	u32 hi, lo, status, cause, epc, badvaddr, entryhi, unused;
};

/* A move from coprocessor 0 arrives late, a move to it acts late: hence the nops. */
#define CP0_REGISTER(name, number)						\
	static inline u32 read_##name(void)					\
	{									\
		u32 value;							\
		__asm__ volatile("mfc0 %0, $" #number "\n\tnop" : "=r"(value));	\
		return value;							\
	}									\
	static inline void write_##name(u32 value)				\
	{									\
		__asm__ volatile("mtc0 %0, $" #number "\n\tnop" : : "r"(value) : "memory"); \
	}

CP0_REGISTER(index, 0)
CP0_REGISTER(entrylo, 2)
CP0_REGISTER(context, 4)
CP0_REGISTER(entryhi, 10)
CP0_REGISTER(status, 12)
CP0_REGISTER(prid, 15)

#endif
#endif
