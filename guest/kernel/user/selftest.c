/*
 * selftest.c - checks what the kernel promises, in a fixed order; the last line counts. The
 * exit status is 1 if anything failed. With arguments it is one of its own children.
 */
#include "selftest.h"

bool is(bool held, const char *expectation, int line)
{
	if (!held)
		printf("  line %d: not so: %s\n", line, expectation);
	return held;
}

int start_child(void (*body)(void))
{
	int pid = fork();

	if (pid != 0)
		return pid;
	explain(EXPLAIN_QUIET);
	body();
	exit(0);
}

u32 status_of(void (*body)(void))
{
	struct usage usage = { .status = (u32)-1 };

	wait(start_child(body), &usage, HANG);
	return usage.status;
}

static const struct check {
	const char *name;
	bool (*holds)(void);
} checks[] = {
	{ "fork and wait",                          fork_and_wait },
	{ "fork keeps registers",                   fork_keeps_registers },
	{ "a tree of processes",                    fork_tree },
	{ "orphans leave by themselves",            orphans },
	{ "exec passes the words",                  exec_arguments },
	{ "pipes",                                  pipes },
	{ "copy on write",                          copy_on_write },
	{ "fresh memory is zero",                   fresh_memory_is_zero },
	{ "the stack grows, to its limit",          stack_grows },
	{ "more pages than TLB entries",            tlb_pressure },
	{ "more processes than ASIDs",              asid_recycling },
	{ "two hundred processes in turn",          many_processes },
	{ "sleep takes its time",                   sleep_takes_time },
	{ "a busy process is preempted",            preemption },
	{ "two busy processes share",               fair_shares },
	{ "registers survive time slices",          registers_survive_slices },
	{ "a sleeper can be killed",                kill_a_sleeper },
	{ "bad programs end, the kernel does not",  bad_programs_end },
	{ "system calls with bad pointers",         bad_pointers },
	{ "system calls with bad arguments",        bad_calls },
	{ "batch jobs run in order",                batch_order },
	{ "batch jobs get what others leave",       batch_in_background },
	{ "no page is lost",                        nothing_leaks },
};

static int child_main(int argc, char **argv)
{
	u32 letters = 0;

	if (strcmp(argv[1], "spin") == 0)
		spin();
	if (strcmp(argv[1], "nap") == 0) {
		sleep(20);
		return argc;
	}
	for (int i = 2; i < argc; i++)
		letters += strlen(argv[i]);
	return argc * 10 + (int)letters;
}

int main(int argc, char **argv)
{
	u32 passed = 0, failed = 0;

	if (argc > 1)
		return child_main(argc, argv);
	for (u32 i = 0; i < sizeof checks / sizeof checks[0]; i++) {
		bool held = checks[i].holds();
		printf("%s %s\n", held ? "ok  " : "FAIL", checks[i].name);
		passed += held;
		failed += !held;
	}
	printf("selftest: %u passed, %u failed\n", passed, failed);
	return failed > 0;
}
