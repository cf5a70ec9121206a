/*
 * batch.c - the batch queue: jobs wait in order and run one after another, in the background,
 * each with an account of its time. The oldest way to share a machine, beside the newer ones.
 *
 * A job is a process without a parent. The end of one starts the next.
 */
#include "kernel.h"

enum job_state { JOB_NONE, JOB_WAITING, JOB_RUNNING, JOB_DONE, JOB_FAILED };

struct job {
	enum job_state state;
	u32 pid, status, submitted, started, ended, cpu_ticks;
	struct arguments arguments;
};

static struct {
	struct job job[JOBS];		/* job n is at n % JOBS */
	u32 last, next;			/* number of the last submitted, and of the next to start */
	bool busy;
} batch = { .next = 1 };

static void start_next(void)
{
	while (!batch.busy && batch.next <= batch.last) {
		u32 number = batch.next++;
		struct job *job = &batch.job[number % JOBS];
		struct proc *proc = proc_create(&job->arguments, number);

		job->started = job->ended = cpu.ticks;
		job->state = proc ? JOB_RUNNING : JOB_FAILED;
		job->pid = proc ? proc->pid : 0;
		batch.busy = proc != NULL;
	}
}

/* The new job's number, or -1: no such program, or as many wait as there are places. */
int batch_submit(const struct arguments *arguments)
{
	u32 number = batch.last + 1;
	struct job *job = &batch.job[number % JOBS];

	if (arguments->count == 0 || !program_find(arguments->text) ||
	    job->state == JOB_WAITING || job->state == JOB_RUNNING)
		return -1;
	*job = (struct job){
		.state = JOB_WAITING,
		.submitted = cpu.ticks,
		.arguments = *arguments,
	};
	batch.last = number;
	start_next();
	return (int)number;
}

/* A job's children may outlive it; only the process that was started is the job. */
void batch_ended(struct proc *proc)
{
	struct job *job = &batch.job[proc->job % JOBS];

	if (proc->job == 0 || job->pid != proc->pid)
		return;
	job->state = JOB_DONE;
	job->status = proc->status;
	job->cpu_ticks = proc->cpu_ticks;
	job->ended = cpu.ticks;
	batch.busy = false;
	start_next();
}

/* The words with blanks between, as they were typed. */
static void command_text(char *to, const struct arguments *arguments, u32 room)
{
	u32 bytes = arguments->bytes < room ? arguments->bytes : room;

	for (u32 i = 0; i < bytes; i++)
		to[i] = arguments->text[i] ? arguments->text[i] : ' ';
	to[bytes - 1] = 0;
}

int batch_info(u32 index, struct info_job *info)
{
	static const char *const state_names[] = { "", "waiting", "running", "done", "failed" };
	u32 oldest = batch.last > JOBS ? batch.last - JOBS + 1 : 1;
	u32 number = oldest + index;
	const struct job *job = &batch.job[number % JOBS];

	if (index >= JOBS || number > batch.last)
		return 0;
	*info = (struct info_job){
		.job = number,
		.pid = job->pid,
		.status = job->status,
		.submitted = job->submitted,
		.started = job->state == JOB_WAITING ? cpu.ticks : job->started,
		.ended = job->state == JOB_DONE ? job->ended : cpu.ticks,
		.cpu_ticks = job->cpu_ticks,
	};
	copy_text(info->state, state_names[job->state], sizeof info->state);
	command_text(info->command, &job->arguments, sizeof info->command);
	return 1;
}
