/*
 * TLB refills: user mode touches 1,024 pages in turn, far more than there are entries, so every touch
 * misses and the kernel refills from its page table; done ten times.  All pages share 16 frames, that the
 * host's caches are not what is measured.
 */
#include "../kernel/kernel.h"
#include "mmu.h"

enum { PAGES = 1024, TIMES = 10, FRAMES = 16, V1 = 3, A0 = 4, S7 = 23 };

#define USER_CODE 0x00400000u
#define USER_DATA 0x01000000u
#define FIRST_FRAME 0x00600000u

void program_setup(void)
{
	kernel_start(refill_counting);
	mmu_wire(0, USER_CODE, (u32)user_page & 0x1fffffff, 0);
	for (u32 i = 0; i < FRAMES; i++)
		*(volatile u32 *)(0x80000000 + FIRST_FRAME + i * PAGE) = i + 1;
	for (u32 i = 0; i < PAGES; i++)
		mmu_map(USER_DATA + i * ENTRY_SPAN, FIRST_FRAME + i % FRAMES * PAGE);
}

/* The number of refills is part of the checksum: one a touch, or the TLB is wrong. */
u32 program_round(void)
{
	struct context process;

	context_start(&process, USER_CODE + (u32)(user_touch - user_page), 1, status_user);
	process.reg[A0] = TIMES;
	process.reg[A0 + 1] = USER_DATA;
	process.reg[A0 + 2] = USER_DATA + PAGES * ENTRY_SPAN;
	process.reg[A0 + 3] = ENTRY_SPAN;
	user_enter(&process);
	return stir(process.reg[V1], process.reg[S7]);
}
