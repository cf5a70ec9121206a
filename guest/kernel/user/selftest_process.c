/* selftest_process.c - processes come, talk to each other and go without a trace. */
#include "selftest.h"

static u32 exit_with;

static void leave(void)
{
	exit(exit_with);
}

bool fork_and_wait(void)
{
	struct usage usage;
	int pids[5];

	for (u32 i = 0; i < 5; i++) {
		exit_with = i * 50;
		pids[i] = start_child(leave);
	}
	for (int i = 4; i >= 0; i--)
		if (!IS(wait(pids[i], &usage, HANG) == pids[i]) ||
		    !IS(usage.status == (u32)i * 50))
			return false;
	return IS(wait(ANY, &usage, HANG) == -1) && IS(wait(ANY, &usage, LOOK) == -1);
}

/* More values than there are registers that a call may change, all alive across fork. */
static __attribute__((noinline)) bool keep_across_fork(const volatile u32 *from)
{
	u32 a = from[0], b = from[1], c = from[2], d = from[3];
	u32 e = from[4], f = from[5], g = from[6], h = from[7], i = from[8];
	struct usage usage = { 0 };
	int pid = fork();
	u32 sum = a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i;

	if (pid == 0)
		exit(sum == 285);
	return wait(pid, &usage, HANG) == pid && usage.status == 1 && sum == 285;
}

bool fork_keeps_registers(void)
{
	static const u32 values[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };

	return IS(keep_across_fork(values));
}

/* Each node counts itself and what its two children counted. */
static u32 grow(u32 depth)
{
	u32 count = 1;
	struct usage usage;

	for (u32 i = 0; i < 2 && depth > 0; i++) {
		if (fork() == 0)
			exit(grow(depth - 1));
	}
	while (wait(ANY, &usage, HANG) > 0)
		count += usage.status;
	return count;
}

bool fork_tree(void)
{
	return IS(grow(4) == 31);
}

static u32 processes(void)
{
	struct info_process process;
	u32 count = 0;

	while (info(INFO_PROCESS, count, &process) > 0)
		count++;
	return count;
}

static void leave_two_children(void)
{
	if (fork() == 0) {
		sleep(20);		/* ends after its parent */
		exit(0);
	}
	if (fork() == 0)
		exit(0);		/* ends before it, unwaited for */
	sleep(5);
}

bool orphans(void)
{
	u32 before = processes();
	bool good = IS(status_of(leave_two_children) == 0) && IS(processes() == before + 1);

	sleep(40);
	return good && IS(processes() == before);
}

static void exec_words(void)
{
	const char *const argv[] = { "selftest", "words", "a", "bc", "def", NULL };

	exec("selftest", argv);
}

static void exec_nothing(void)
{
	const char *const argv[] = { "nothing", NULL };

	exit(exec("nothing", argv) == -1 ? 77 : 0);
}

bool exec_arguments(void)
{
	return IS(status_of(exec_words) == 5 * 10 + 6) && IS(status_of(exec_nothing) == 77);
}

enum { LOAD = 5000 };			/* bytes, several times a pipe's room */

static u32 ends[2];

static void send(void)
{
	close(ends[0]);
	for (u32 i = 0; i < LOAD; i++) {
		u8 byte = (u8)(i * 7);
		if (write(ends[1], &byte, 1) != 1)
			exit(1);
	}
}

static bool receive(void)
{
	u8 bytes[100];
	u32 count = 0;
	int got;

	while ((got = read(ends[0], bytes, sizeof bytes)) > 0)
		for (int i = 0; i < got; i++, count++)
			if (bytes[i] != (u8)(count * 7))
				return false;
	return got == 0 && count == LOAD;
}

bool pipes(void)
{
	struct usage usage;
	bool good;
	int pid;

	if (!IS(pipe(ends) == 0))
		return false;
	pid = start_child(send);
	close(ends[1]);
	good = IS(receive()) && IS(wait(pid, &usage, HANG) == pid) && IS(usage.status == 0);
	close(ends[0]);
	if (!IS(pipe(ends) == 0))
		return false;
	close(ends[0]);
	good = good && IS(write(ends[1], "x", 1) == -1);	/* nobody can ever read it */
	close(ends[1]);
	return good;
}

bool many_processes(void)
{
	for (u32 i = 0; i < 200; i++) {
		exit_with = i;
		if (!IS(status_of(leave) == i))
			return false;
	}
	return true;
}

static u32 free_pages(void)
{
	struct info_memory memory;

	info(INFO_MEMORY, 0, &memory);
	return memory.free_pages;
}

static bool use_everything(void)
{
	return status_of(exec_words) == 56 && status_of(exec_nothing) == 77 && grow(2) == 7 &&
	       pipe(ends) == 0 && close(ends[0]) == 0 && close(ends[1]) == 0;
}

bool nothing_leaks(void)
{
	bool good = IS(use_everything());	/* our own pages are ours from now on */
	u32 before = free_pages();

	for (u32 i = 0; i < 20; i++)
		good = good && IS(use_everything());
	return good && IS(free_pages() == before);
}
