/*
 * tour.c - five things that happen in an R3000 with an operating system. This program says
 * what it is about to do; the kernel prints what it finds in coprocessor 0 when it happens.
 */
#include "lib.h"

static void reap(int pid)
{
	struct usage usage;

	if (wait(pid, &usage, HANG) > 0 && usage.status >= ENDED_BY_EXCEPTION)
		printf("The process is gone (exception %u); the kernel and we live on.\n",
		       usage.status - ENDED_BY_EXCEPTION);
}

static void tlb_miss(void)
{
	volatile u32 *fresh = sbrk(PAGE_BYTES);

	printf("\n1. A TLB miss. We store one word at %08x, in memory never touched before. The\n"
	       "kernel gives us a new ASID first, so the TLB knows none of our pages; the next\n"
	       "instruction itself misses.\n", (u32)fresh);
	explain(EXPLAIN_REFILLS | EXPLAIN_FAULTS);
	*fresh = 3000;
	explain(EXPLAIN_NOTHING);
	printf("The store is done, restarted at the same EPC each time; it reads back %u.\n",
	       *fresh);
}

static void system_call(void)
{
	int pid;

	printf("\n2. A system call. A child asks for its number, and leaves.\n");
	pid = fork();
	if (pid == 0) {
		explain(EXPLAIN_SYSCALLS);
		exit((u32)getpid() & 0xff);
	}
	reap(pid);
}

static void overflow_trap(void)
{
	int pid;

	printf("\n3. A trap. A child adds 1 to 7fffffff with `add`, which minds overflow.\n");
	pid = fork();
	if (pid == 0) {
		explain(EXPLAIN_FAULTS);
		__asm__ volatile("add $8, %0, %1" : : "r"(0x7fffffff), "r"(1) : "$8");
		exit(1);
	}
	reap(pid);
}

static volatile u32 *volatile nowhere = (volatile u32 *)0x10;

static void bad_address(void)
{
	int pid;

	printf("\n4. A crash. A child reads address 10, where nobody put a page.\n");
	pid = fork();
	if (pid == 0) {
		volatile u32 *nothing = nowhere;
		explain(EXPLAIN_FAULTS);
		exit(*nothing);
	}
	reap(pid);
}

static u32 clock_ticks(void)
{
	struct info_machine machine;

	info(INFO_MACHINE, 0, &machine);
	return machine.ticks;
}

static void compute(u32 ticks)
{
	u32 begin = clock_ticks();

	while (clock_ticks() - begin < ticks)
		for (volatile u32 i = 0; i < 5000; i++)
			;
}

static void time_slice(void)
{
	int pids[2];

	printf("\n5. A time slice. Two children compute and never wait; the clock divides.\n");
	for (int i = 0; i < 2; i++) {
		pids[i] = fork();
		if (pids[i] == 0) {
			explain(EXPLAIN_SLICES);
			compute(6);
			exit(0);
		}
	}
	for (int i = 0; i < 2; i++)
		reap(pids[i]);
}

int main(void)
{
	tlb_miss();
	system_call();
	overflow_trap();
	bad_address();
	time_slice();
	printf("\nThat was the tour. `tlb` shows the TLB; `crash` what happens when the kernel\n"
	       "itself touches a bad address.\n");
	return 0;
}
