/*
 * abi.h - what the kernel and its user programs agree on: address space, records that
 * info() and wait() fill, limits. The system calls themselves are in syscall.def.
 */
#ifndef KERNEL_ABI_H
#define KERNEL_ABI_H

#define PAGE_BYTES	4096
#define USER_BASE	0x00400000	/* programs are linked here */
#define USER_HEAP_END	0x10000000
#define USER_STACK_TOP	0x7fff0000
#define USER_STACK_PAGES 16
#define USER_END	0x80000000	/* end of kuseg */

#define IMAGE_MAGIC	0x33303030	/* first word of a program, see user/user.ld */

#ifndef __ASSEMBLER__

#include "types.h"

enum {
	ARGUMENTS_MAX	= 16,		/* words on a command line */
	ARGUMENT_BYTES	= 240,		/* and their bytes, with ends */
	NAME_BYTES	= 16,
	FILES		= 8,		/* open files of a process */
};

/* How a process ended: its exit status, or one of these. */
enum {
	ENDED_BY_EXCEPTION = 0x100,	/* + the exception's code */
	ENDED_BY_KILL	   = 0x200,
	ENDED_NO_MEMORY	   = 0x300,
};

struct image {				/* the head of a program, at USER_BASE */
	u32 magic, entry, text_end, data_end, bss_end;
};

struct usage {				/* what wait() tells of an ended child */
	u32 status, cpu_ticks;
};

enum info_kind { INFO_PROCESS, INFO_JOB, INFO_MEMORY, INFO_TLB, INFO_MACHINE };

struct info_process {
	u32 pid, parent, job, asid, pages, cpu_ticks;
	char state[12], name[NAME_BYTES];
};

struct info_job {
	u32 job, pid, status, submitted, started, ended, cpu_ticks;	/* times in clock ticks */
	char state[12], command[44];
};

struct info_memory {
	u32 ram_pages, kernel_pages, free_pages, used_pages, shared_pages;
};

struct info_tlb {
	u32 entryhi, entrylo;
};

struct info_machine {
	u32 prid, ticks_per_second, ticks, switches, asid_rounds, page_faults, copies;
	char board[16];
};

/* explain(): tell of this process's traps on the console; quiet: not even of its last. */
enum {
	EXPLAIN_NOTHING = 0, EXPLAIN_FAULTS = 1, EXPLAIN_SYSCALLS = 2,
	EXPLAIN_REFILLS = 4, EXPLAIN_SLICES = 8, EXPLAIN_QUIET = 16,
};

#endif
#endif
