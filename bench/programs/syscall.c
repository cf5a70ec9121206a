/* System calls: 10,000 times from user mode into the kernel's shortest call and back. */
#include "../kernel/kernel.h"
#include "mmu.h"

enum { CALLS = 10000, USER_CODE = 0x00400000, V1 = 3, A0 = 4 };

void program_setup(void)
{
	kernel_start(refill_plain);
	mmu_wire(0, USER_CODE, (u32)user_page & 0x1fffffff, 0);
}

u32 program_round(void)
{
	struct context process;

	context_start(&process, USER_CODE + (u32)(user_calls - user_page), 1, status_user);
	process.reg[A0] = CALLS;
	user_enter(&process);
	return process.reg[V1];
}
