/* selftest_memory.c - each process has its own memory, whatever the TLB remembers. */
#include "selftest.h"

static volatile u32 value;

static void change_ours(void)
{
	exit(value == 1 && (value = 2) == 2 ? 9 : 0);
}

/* The child's store is not the parent's; and a store of the parent not the child's. */
bool copy_on_write(void)
{
	struct usage usage;
	u32 gate[2];
	char byte;
	int pid;

	value = 1;
	if (!IS(status_of(change_ours) == 9) || !IS(value == 1) || !IS(pipe(gate) == 0))
		return false;
	pid = fork();
	if (pid == 0) {
		read(gate[0], &byte, 1);
		exit(value);
	}
	value = 3;
	write(gate[1], "x", 1);
	close(gate[0]);
	close(gate[1]);
	return IS(wait(pid, &usage, HANG) == pid) && IS(usage.status == 1) && IS(value == 3);
}

static void soil_memory(void)
{
	memset(sbrk(32 * PAGE_BYTES), 0xee, 32 * PAGE_BYTES);
}

static void find_zeros(void)
{
	const u32 *word = sbrk(32 * PAGE_BYTES);

	for (u32 i = 0; i < 32 * PAGE_BYTES / 4; i++)
		if (word[i] != 0)
			exit(1);
}

/* The second child gets the pages that the first one left. */
bool fresh_memory_is_zero(void)
{
	return IS(status_of(soil_memory) == 0) && IS(status_of(find_zeros) == 0);
}

static u32 descend(u32 depth)
{
	volatile u8 room[1000];

	room[0] = (u8)depth;
	return depth == 0 ? 0 : descend(depth - 1) + (room[0] == (u8)depth);
}

static void descend_far(void)
{
	exit(descend(50));
}

static void descend_too_far(void)
{
	exit(descend(100));
}

bool stack_grows(void)
{
	return IS(status_of(descend_far) == 50) &&
	       IS(status_of(descend_too_far) == ENDED_BY_EXCEPTION + 3);
}

enum { PAGES = 200, PASSES = 8 };

/* Strides of 1, 3, 5 ... pages, so that the order of misses differs from pass to pass. */
static void touch_pages(void)
{
	u32 *memory = sbrk(PAGES * PAGE_BYTES);

	for (u32 pass = 0; pass < PASSES; pass++) {
		u32 stride = pass * 2 + 1, page = 0;
		for (u32 i = 0; i < PAGES; i++) {
			u32 *word = &memory[page * (PAGE_BYTES / 4) + page];
			if (*word != (pass ? page * 1000 + pass - 1 : 0))
				exit(1);
			*word = page * 1000 + pass;
			page = (page + (stride % 5 ? stride : stride + 2)) % PAGES;
		}
	}
}

bool tlb_pressure(void)
{
	return IS(status_of(touch_pages) == 0);
}

enum { CROWD = 70, ROUNDS = 12 };

static u32 gate[2];
static u32 member;

/* All wait at the gate until the last was born; then each minds its own value. */
static void be_one_of_many(void)
{
	char byte;

	value = member;
	close(gate[1]);
	read(gate[0], &byte, 1);
	for (u32 i = 0; i < ROUNDS; i++) {
		yield();
		if (value != member + i)
			exit(1);
		value++;
	}
}

static u32 asid_rounds(void)
{
	struct info_machine machine;

	info(INFO_MACHINE, 0, &machine);
	return machine.asid_rounds;
}

bool asid_recycling(void)
{
	u32 rounds = asid_rounds(), born = 0, good = 0;
	struct usage usage;

	if (!IS(pipe(gate) == 0))
		return false;
	for (member = 0; member < CROWD; member++)
		born += start_child(be_one_of_many) > 0;
	close(gate[0]);
	close(gate[1]);
	while (wait(ANY, &usage, HANG) > 0)
		good += usage.status == 0;
	return IS(born == CROWD) && IS(good == CROWD) && IS(asid_rounds() >= rounds + ROUNDS);
}
