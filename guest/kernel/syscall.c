/*
 * syscall.c - the table of system calls. A handler gets the frame, finds its arguments in a0-a2
 * and returns what goes to v0.
 */
#include "board.h"
#include "kernel.h"

enum { A0 = 4, A1 = 5, A2 = 6, V0 = 2 };

static int call_exit(struct frame *frame)
{
	if (cpu.current->pid == 1)
		board_halt(frame->reg[A0]);
	proc_exit(frame->reg[A0] & 0xff);
}

static int call_fork(struct frame *frame)
{
	return proc_fork(frame);
}

/* All words are read before the old memory goes. */
static int call_exec(struct frame *frame)
{
	struct arguments program = { 0 }, arguments;

	if (!user_word(&program, frame->reg[A0]) || !user_arguments(&arguments, frame->reg[A1]))
		return -1;
	return proc_exec(program.text, &arguments, frame);
}

static int call_wait(struct frame *frame)
{
	return proc_wait(frame->reg[A0], frame->reg[A1], frame->reg[A2] != 0);
}

static int call_getpid(struct frame *frame)
{
	(void)frame;
	return (int)cpu.current->pid;
}

static int call_yield(struct frame *frame)
{
	(void)frame;
	sched_yield();
	return 0;
}

static int call_sleep(struct frame *frame)
{
	u32 milliseconds = frame->reg[A0];
	u32 ticks = milliseconds / 1000 * board_ticks_per_second +
		    (milliseconds % 1000 * board_ticks_per_second + 999) / 1000;

	if (ticks > SLEEP_TICKS_MOST)
		return -1;
	if (ticks > 0)
		sleep_on(&cpu.ticks, ticks);
	return 0;
}

static int call_kill(struct frame *frame)
{
	return proc_kill(frame->reg[A0]);
}

static int call_read(struct frame *frame)
{
	return file_read(frame->reg[A0], frame->reg[A1], frame->reg[A2]);
}

static int call_write(struct frame *frame)
{
	return file_write(frame->reg[A0], frame->reg[A1], frame->reg[A2]);
}

static int call_pipe(struct frame *frame)
{
	return file_pipe(frame->reg[A0]);
}

static int call_dup(struct frame *frame)
{
	return file_dup(frame->reg[A0], frame->reg[A1]);
}

static int call_close(struct frame *frame)
{
	return file_close(frame->reg[A0]);
}

/* Returns where the new memory begins. It never shrinks. */
static int call_sbrk(struct frame *frame)
{
	struct space *space = &cpu.current->space;
	u32 begin = space->heap_end, bytes = frame->reg[A0];

	if (bytes > USER_HEAP_END - begin)
		return -1;
	space->heap_end = PAGE_UP(begin + bytes);
	return (int)begin;
}

/* Milliseconds since the clock started. */
static int call_time(struct frame *frame)
{
	u32 hz = board_ticks_per_second;

	(void)frame;
	return (int)(cpu.ticks / hz * 1000 + cpu.ticks % hz * 1000 / hz);
}

static int call_submit(struct frame *frame)
{
	struct arguments arguments;

	return user_arguments(&arguments, frame->reg[A0]) ? batch_submit(&arguments) : -1;
}

static void machine_info(struct info_machine *info)
{
	*info = (struct info_machine){
		.prid = read_prid(),
		.ticks_per_second = board_ticks_per_second,
		.ticks = cpu.ticks,
		.switches = cpu.switches,
	};
	copy_text(info->board, board_name, sizeof info->board);
	vm_info(info);
}

/* Fills one record; 1, 0 past the last, -1 if there is no such kind or no room for it. */
static int call_info(struct frame *frame)
{
	union {
		struct info_process process;
		struct info_job job;
		struct info_memory memory;
		struct info_tlb tlb;
		struct info_machine machine;
	} record;
	u32 index = frame->reg[A1], bytes;
	int more = index == 0;

	switch (frame->reg[A0]) {
	case INFO_PROCESS:
		bytes = sizeof record.process;
		more = proc_info(index, &record.process);
		break;
	case INFO_JOB:
		bytes = sizeof record.job;
		more = batch_info(index, &record.job);
		break;
	case INFO_MEMORY:
		bytes = sizeof record.memory;
		frame_info(&record.memory);
		break;
	case INFO_TLB:
		bytes = sizeof record.tlb;
		more = index < TLB_ENTRIES;
		if (more)
			tlb_read(index, &record.tlb);
		break;
	case INFO_MACHINE:
		bytes = sizeof record.machine;
		machine_info(&record.machine);
		break;
	default:
		return -1;
	}
	if (more && !user_write(frame->reg[A2], &record, bytes))
		return -1;
	return more;
}

static int call_explain(struct frame *frame)
{
	trap_explain(frame->reg[A0]);
	return 0;
}

static int call_crash(struct frame *frame)
{
	(void)frame;
	crash();
	return -1;
}

static int call_halt(struct frame *frame)
{
	print("halted\n");
	board_halt(frame->reg[A0]);
}

static const struct call {
	int (*handle)(struct frame *frame);
	const char *name;
} calls[] = {
#define SYSCALL(number, name, arguments)						\
	[number] = { call_##name, "system call " #name "(" arguments ")" },
#include "syscall.def"
#undef SYSCALL
};

enum { CALLS = sizeof calls / sizeof calls[0] };

const char *syscall_name(u32 number)
{
	return number < CALLS ? calls[number].name : "system call with an unknown number";
}

/* The syscall instruction is done: go on behind it. (It cannot sit in a delay slot: start.S.) */
void syscall(struct frame *frame)
{
	u32 number = frame->reg[V0];
	int result;

	frame->epc += 4;
	result = number < CALLS ? calls[number].handle(frame) : -1;
	frame->reg[V0] = (u32)result;
}
