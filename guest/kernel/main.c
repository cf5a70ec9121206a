/*
 * main.c - the kernel's start: board, vectors, memory, the first process, then the scheduler
 * for good.
 */
#include "board.h"
#include "kernel.h"

void kernel_main(const u32 boot[4]) __attribute__((noreturn));

static void banner(void)
{
	u32 one = 1, count = 0;
	struct info_memory memory;

	while (program_name(count))
		count++;
	frame_info(&memory);
	print("\nvr3000 teaching kernel on %s, %s-endian\n", board_name,
	      *(u8 *)&one ? "little" : "big");
	print("%u KiB of memory, %u KiB kernel, %u pages free\n", memory.ram_pages * 4,
	      memory.kernel_pages * 4, memory.free_pages);
	print("PRId %04x, %u TLB entries, %u clock ticks a second\n", read_prid(), TLB_ENTRIES,
	      board_ticks_per_second);
	print("%u programs, %u processes, %u batch jobs: type help\n", count, PROCESSES, JOBS);
}

/* Process 1, with the commands of a boot argument "run=..." for its second word. */
static void start_shell(void)
{
	struct arguments arguments = { 0 };
	const char *word;

	arguments_add(&arguments, "sh");
	for (u32 i = 0; (word = board_argument(i)) != NULL; i++)
		if (memcmp(word, "run=", 4) == 0)
			arguments_add(&arguments, word + 4);
	if (!proc_create(&arguments, 0))
		panic("no room for the shell");
}

void kernel_main(const u32 boot[4])
{
	board_start(boot);
	trap_start();
	frames_start(board_ram_bytes());
	vm_leave();
	tlb_flush();
	banner();
	start_shell();
	board_listen(true);
	board_clock_start();
	scheduler();
}
