/*
 * Context switches: two processes in two address spaces yield to each other 10,000 times.  A
 * switch saves and restores all registers, passes through the kernel's C, and changes the address
 * space number.
 */
#include "../kernel/kernel.h"
#include "mmu.h"

enum { SWITCHES = 10000, A0 = 4 };

#define USER_CODE 0x00400000u
#define USER_DATA 0x01000000u
#define FRAME(asid) (0x00600000u + (asid) * PAGE)

void program_setup(void)
{
	kernel_start(refill_plain);
	mmu_wire(0, USER_CODE, (u32)user_page & 0x1fffffff, 0);
	for (u32 asid = 1; asid <= 2; asid++)
		mmu_wire(asid, USER_DATA, FRAME(asid), asid);
}

static volatile u32 *counter(u32 asid)
{
	return (volatile u32 *)(0x80000000 + FRAME(asid));
}

/* Each process counted its own turns in its own page; both numbers are in the checksum. */
u32 program_round(void)
{
	struct context process[2];
	u32 start = USER_CODE + (u32)(user_yield - user_page);

	for (u32 i = 0; i < 2; i++) {
		context_start(&process[i], start, i + 1, status_user);
		process[i].reg[A0] = SWITCHES / 2;
		process[i].reg[A0 + 1] = USER_DATA;
		process[i].next = &process[!i];
		*counter(i + 1) = 0;
	}
	user_enter(&process[0]);
	return stir(*counter(1), *counter(2));
}
