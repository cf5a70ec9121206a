/*
 * TLB refills: user mode touches 2,048 pages in turn, each for the first time since the TLB was
 * emptied, so every touch misses and the kernel refills from its page table; done five times.
 * All pages share 16 frames, that the host's caches are not what is measured.
 */
#include "../kernel/kernel.h"
#include "mmu.h"

enum { PAGES = 2048, TIMES = 5, FRAMES = 16, V1 = 3, A0 = 4, S7 = 23 };

#define USER_CODE 0x00400000u
#define USER_DATA 0x01000000u
#define FIRST_FRAME 0x00600000u

void program_setup(void)
{
	kernel_start(refill_counting);
	for (u32 i = 0; i < FRAMES; i++)
		*(volatile u32 *)(0x80000000 + FIRST_FRAME + i * PAGE) = i + 1;
	for (u32 i = 0; i < PAGES; i++)
		mmu_map(USER_DATA + i * ENTRY_SPAN, FIRST_FRAME + i % FRAMES * PAGE);
}

/* Adds what one walk over all pages saw: the words it read and the misses it took. */
static u32 walk(u32 sum)
{
	struct context process;

	mmu_start();
	mmu_wire(0, USER_CODE, (u32)user_page & 0x1fffffff, 0);
	context_start(&process, USER_CODE + (u32)(user_touch - user_page), 1, status_user);
	process.reg[A0] = 1;
	process.reg[A0 + 1] = USER_DATA;
	process.reg[A0 + 2] = USER_DATA + PAGES * ENTRY_SPAN;
	process.reg[A0 + 3] = ENTRY_SPAN;
	user_enter(&process);
	return stir(stir(sum, process.reg[V1]), process.reg[S7]);
}

/* The number of misses is part of the checksum: one a touch. */
u32 program_round(void)
{
	u32 sum = 0;

	for (u32 i = 0; i < TIMES; i++)
		sum = walk(sum);
	return sum;
}
