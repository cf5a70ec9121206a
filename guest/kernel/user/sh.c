/*
 * sh.c - the shell, process 1: commands apart by ';', pipelines with '|', '&' for the
 * background, and some commands of its own. Arguments of the shell are commands to begin with.
 */
#include "lib.h"

enum { LINE = 128, STAGES = 4, STATUS_NO_PROGRAM = 127 };

static u32 last_status;

struct stage {
	int pid;			/* negative: fork failed */
	const char *name;
};

struct command {
	const char *name, *help;
	void (*run)(int argc, const char **argv);
};

static const struct command commands[];

static void print_status(const char *name, u32 status)
{
	if (status >= ENDED_NO_MEMORY)
		printf("%s: ended for want of memory\n", name);
	else if (status >= ENDED_BY_KILL)
		printf("%s: killed\n", name);
	else if (status >= ENDED_BY_EXCEPTION)
		printf("%s: ended by exception %u\n", name, status - ENDED_BY_EXCEPTION);
	else if (status > 0 && status != STATUS_NO_PROGRAM)
		printf("%s: exit status %u\n", name, status);
}

static void do_help(int argc, const char **argv)
{
	(void)argc, (void)argv;
	for (const struct command *command = commands; command->name; command++)
		printf("  %-8s %s\n", command->name, command->help);
	printf("programs (add & for the background, | for a pipe, ; for the next):\n"
	       "  primes N, fib N, hog LETTER TICKS, sleep MS, echo, wc\n"
	       "  tour      a TLB miss, a system call, a trap, a bad address, a time slice\n"
	       "  selftest  every promise of this kernel, checked\n");
}

static void do_ps(int argc, const char **argv)
{
	struct info_process process;

	(void)argc, (void)argv;
	printf("  pid parent job asid pages  ticks state    program\n");
	for (u32 i = 0; info(INFO_PROCESS, i, &process) > 0; i++)
		printf("%5u %6u %3u %4u %5u %6u %-8s %s\n", process.pid, process.parent,
		       process.job, process.asid, process.pages, process.cpu_ticks, process.state,
		       process.name);
}

static void do_mem(int argc, const char **argv)
{
	struct info_memory memory;
	struct info_machine machine;

	(void)argc, (void)argv;
	info(INFO_MEMORY, 0, &memory);
	info(INFO_MACHINE, 0, &machine);
	printf("pages of 4 KiB: %u in all, %u kernel, %u used, %u free, %u shared\n",
	       memory.ram_pages, memory.kernel_pages, memory.used_pages, memory.free_pages,
	       memory.shared_pages);
	printf("%u page faults, %u copies on write, %u rounds of ASIDs, %u process switches in "
	       "%u ms\n", machine.page_faults, machine.copies, machine.asid_rounds,
	       machine.switches, time());
}

static void do_tlb(int argc, const char **argv)
{
	struct info_tlb entry;
	u32 shown = 0;

	(void)argc, (void)argv;
	for (u32 i = 0; info(INFO_TLB, i, &entry) > 0; i++) {
		if (entry.entryhi >= USER_END)
			continue;
		printf("  %2u: page %05x asid %2u -> frame %05x %c%c%c%s", i, entry.entryhi >> 12,
		       entry.entryhi >> 6 & 63, entry.entrylo >> 12,
		       entry.entrylo & 0x400 ? 'D' : '-', entry.entrylo & 0x200 ? 'V' : '-',
		       entry.entrylo & 0x100 ? 'G' : '-', shown++ % 2 ? "\n" : "   ");
	}
	printf("%s  %u entries in use\n", shown % 2 ? "\n" : "", shown);
}

static void do_batch(int argc, const char **argv)
{
	int job = submit(argv + 1);

	last_status = job < 0;
	if (job < 0)
		printf("batch: %s\n", argc < 2 ? "batch PROGRAM ARGUMENTS"
					       : "no such program, or the queue is full");
	else
		printf("job %d\n", job);
}

static void do_jobs(int argc, const char **argv)
{
	struct info_job job;

	(void)argc, (void)argv;
	printf("  job state    waited   took    cpu status command  (clock ticks)\n");
	for (u32 i = 0; info(INFO_JOB, i, &job) > 0; i++)
		printf("%5u %-8s %6u %6u %6u %6x %s\n", job.job, job.state,
		       job.started - job.submitted, job.ended - job.started, job.cpu_ticks,
		       job.status, job.command);
}

static void do_kill(int argc, const char **argv)
{
	last_status = argc < 2 || kill(number(argv[1], 0)) < 0;
	if (last_status)
		printf("kill: no such process\n");
}

static void do_crash(int argc, const char **argv)
{
	(void)argc, (void)argv;
	crash();
}

static void do_halt(int argc, const char **argv)
{
	halt(number(argc > 1 ? argv[1] : NULL, 0));
}

static const struct command commands[] = {
	{ "help",  "this text", do_help },
	{ "ps",    "the processes", do_ps },
	{ "mem",   "memory and counters", do_mem },
	{ "tlb",   "what the TLB holds", do_tlb },
	{ "batch", "queue a program: batch primes 20000", do_batch },
	{ "jobs",  "the batch queue and its accounts", do_jobs },
	{ "queue", "the same", do_jobs },
	{ "kill",  "end a process: kill PID", do_kill },
	{ "crash", "a bug in the kernel, to see it panic", do_crash },
	{ "halt",  "stop the machine: halt [STATUS]; $? is the last status", do_halt },
	{ "exit",  "the same", do_halt },
	{ NULL, NULL, NULL },
};

/* Cut at blanks, in place. $? becomes the last status. */
static int split_words(char *text, const char **argv)
{
	static char status_text[12];
	int argc = 0;

	while (*text && argc < ARGUMENTS_MAX) {
		while (*text == ' ')
			*text++ = 0;
		if (!*text)
			break;
		argv[argc++] = text;
		while (*text && *text != ' ')
			text++;
	}
	argv[argc] = NULL;
	for (int i = 0; i < argc; i++)
		if (strcmp(argv[i], "$?") == 0) {
			char *digit = status_text + sizeof status_text - 1;
			u32 value = last_status;
			do
				*--digit = (char)('0' + value % 10);
			while ((value /= 10) > 0);
			argv[i] = digit;
		}
	return argc;
}

/* Cut off what follows the first such letter; NULL if there is none. */
static char *cut(char *text, char letter)
{
	while (*text && *text != letter)
		text++;
	if (!*text)
		return NULL;
	*text = 0;
	return text + 1;
}

/* A child that reads from `in` and writes to `out`. */
static int start(const char **argv, u32 in, u32 out)
{
	int pid = fork();

	if (pid != 0)
		return pid;
	dup(in, 0);
	dup(out, 1);
	for (u32 file = 3; file < FILES; file++)
		close(file);
	exec(argv[0], argv);
	printf("%s: no such program\n", argv[0]);
	exit(STATUS_NO_PROGRAM);
}

/* Start the programs of a pipeline, left to right; returns how many. */
static u32 start_pipeline(char *text, struct stage *stages)
{
	const char *argv[ARGUMENTS_MAX + 1];
	u32 started = 0, in = 0;

	while (text && started < STAGES) {
		char *rest = cut(text, '|');
		u32 ends[2] = { 0, 1 };
		if (split_words(text, argv) == 0 || (rest && pipe(ends) < 0))
			break;
		stages[started++] = (struct stage){ start(argv, in, ends[1]), argv[0] };
		if (in)
			close(in);
		if (rest)
			close(ends[1]);
		in = ends[0];
		text = rest;
	}
	if (in)
		close(in);
	return started;
}

static bool run_own(char *text)
{
	const char *argv[ARGUMENTS_MAX + 1];
	char copy[LINE];
	int argc;

	copy_text(copy, text, sizeof copy);
	argc = split_words(copy, argv);
	if (argc == 0)
		return true;
	for (const struct command *command = commands; command->name; command++)
		if (strcmp(argv[0], command->name) == 0) {
			last_status = 0;
			command->run(argc, argv);
			return true;
		}
	return false;
}

static void wait_for(const struct stage *stage)
{
	struct usage usage;

	if (stage->pid < 0) {
		printf("%s: no room for another process\n", stage->name);
		last_status = 1;
	} else if (wait(stage->pid, &usage, HANG) > 0) {
		last_status = usage.status;
		print_status(stage->name, usage.status);
	}
}

static void run_command(char *text)
{
	bool background = cut(text, '&') != NULL;
	struct stage stages[STAGES];
	u32 started;

	if (run_own(text))
		return;
	started = start_pipeline(text, stages);
	if (background && started > 0)
		printf("process %d\n", stages[started - 1].pid);
	for (u32 i = 0; i < started && !background; i++)
		wait_for(&stages[i]);
}

static void run_line(char *line)
{
	while (line) {
		char *rest = cut(line, ';');
		run_command(line);
		line = rest;
	}
}

static void report_ended(void)
{
	struct usage usage;
	int pid;

	while ((pid = wait(ANY, &usage, LOOK)) > 0) {
		printf("process %d ended after %u ticks\n", pid, usage.cpu_ticks);
		print_status("it", usage.status);
	}
}

int main(int argc, char **argv)
{
	char line[LINE + 1];
	int got;

	for (int i = 1; i < argc; i++)
		run_line(argv[i]);
	for (;;) {
		report_ended();
		printf("vr3000$ ");
		got = read(0, line, LINE);
		if (got <= 0)
			halt(0);
		line[got] = 0;
		cut(line, '\n');
		run_line(line);
	}
}
