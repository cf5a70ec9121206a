/* selftest_sharing.c - the processor is shared by the clock, with or without consent. */
#include "selftest.h"

static struct info_machine machine(void)
{
	struct info_machine now;

	info(INFO_MACHINE, 0, &now);
	return now;
}

static u32 ticks_in_ms(u32 ticks)
{
	return ticks * 1000 / machine().ticks_per_second;
}

bool sleep_takes_time(void)
{
	u32 before = time(), after;

	sleep(50);
	after = time();
	return IS(after - before >= 50 - ticks_in_ms(1)) && IS(after - before < 1000);
}

void spin(void)
{
	for (;;)
		;
}

static u32 spinner_ticks(int pid)
{
	struct usage usage = { 0 };

	kill((u32)pid);
	if (wait(pid, &usage, HANG) != pid || usage.status != ENDED_BY_KILL)
		return 0;
	return usage.cpu_ticks;
}

/* It makes no system call, and still we come back from sleep. */
bool preemption(void)
{
	int pid = start_child(spin);

	sleep(ticks_in_ms(10));
	return IS(spinner_ticks(pid) > 0);
}

bool fair_shares(void)
{
	int first = start_child(spin), second = start_child(spin);
	u32 one, other;

	sleep(ticks_in_ms(40));
	one = spinner_ticks(first);
	other = spinner_ticks(second);
	return IS(one + other >= 30) && IS(one + 3 >= other) && IS(other + 3 >= one);
}

static u32 seed;

static void keep_registers(void)
{
	u32 before = machine().ticks;

	do {
		if (!registers_survive(seed, 20000))
			exit(1);
	} while (machine().ticks - before < 12);
}

bool registers_survive_slices(void)
{
	u32 good = 0;
	struct usage usage;

	for (seed = 0x12345678; seed < 0x12345678 + 3 * 0x01010101u; seed += 0x01010101)
		start_child(keep_registers);
	while (wait(ANY, &usage, HANG) > 0)
		good += usage.status == 0;
	return IS(good == 3);
}

static void sleep_long(void)
{
	sleep(1000000);
}

bool kill_a_sleeper(void)
{
	struct usage usage;
	int pid = start_child(sleep_long);

	sleep(5);
	return IS(wait(pid, &usage, LOOK) == 0) && IS(kill((u32)pid) == 0) &&
	       IS(wait(pid, &usage, HANG) == pid) && IS(usage.status == ENDED_BY_KILL) &&
	       IS(kill((u32)pid) == -1);
}

static bool find_job(u32 number, struct info_job *job)
{
	for (u32 i = 0; info(INFO_JOB, i, job) > 0; i++)
		if (job->job == number)
			return true;
	return false;
}

static bool finished(u32 number)
{
	struct info_job job;

	return find_job(number, &job) && strcmp(job.state, "done") == 0;
}

static void await(u32 number)
{
	for (u32 tries = 0; !finished(number) && tries < 1000; tries++)
		sleep(5);
}

/* Three jobs: each ends with its own status, none begins before the one before it ended. */
bool batch_order(void)
{
	static const char *const argv[][5] = {
		{ "selftest", "nap", NULL },
		{ "selftest", "nap", "x", NULL },
		{ "selftest", "nap", "x", "x", NULL },
	};
	struct info_job job[3];
	u32 first;

	first = (u32)submit(argv[0]);
	if (!IS(first != (u32)-1) || !IS(submit(argv[1]) == (int)first + 1) ||
	    !IS(submit(argv[2]) == (int)first + 2))
		return false;
	await(first + 2);
	for (u32 i = 0; i < 3; i++)
		if (!IS(find_job(first + i, &job[i])) || !IS(job[i].status == 2 + i))
			return false;
	return IS(job[0].ended <= job[1].started) && IS(job[1].ended <= job[2].started) &&
	       IS(job[0].pid < job[1].pid) && IS(job[1].pid < job[2].pid);
}

static u32 process_ticks(u32 pid)
{
	struct info_process process;

	for (u32 i = 0; info(INFO_PROCESS, i, &process) > 0; i++)
		if (process.pid == pid)
			return process.cpu_ticks;
	return 0;
}

/* Of eight turns a busy job gets one while somebody else computes, and that one it gets. */
bool batch_in_background(void)
{
	static const char *const argv[] = { "selftest", "spin", NULL };
	int spinner = start_child(spin), number = submit(argv);
	struct info_job job;
	u32 job_got;

	sleep(ticks_in_ms(40));
	if (!IS(number > 0) || !IS(find_job((u32)number, &job)))
		return false;
	job_got = process_ticks(job.pid);
	kill(job.pid);
	await((u32)number);
	return IS(spinner_ticks(spinner) >= 25) && IS(job_got > 0) && IS(job_got <= 10) &&
	       IS(find_job((u32)number, &job)) && IS(job.status == ENDED_BY_KILL);
}
