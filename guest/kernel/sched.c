/*
 * sched.c - who runs: a ring of processes, each for one clock tick at most. Time-sharing
 * processes come first; a batch job gets what they leave, and at least every eighth turn.
 *
 * The scheduler has a stack and context of its own; a process switches to it and it switches to
 * the next.
 */
#include "board.h"
#include "kernel.h"

enum { BATCH_TURN = 8 };

struct cpu cpu;

static struct {
	struct context *context;
	u32 last;			/* index of who ran last */
	u32 turn;
	u32 next_wake;			/* no sleeper's time is up before this tick */
} ring;

void sched_ready(struct proc *proc)
{
	proc->state = READY;
	cpu.ready = 1;
}

static struct proc *pick(void)
{
	bool batch_first = ring.turn % BATCH_TURN == 0;
	struct proc *second = NULL;
	u32 at = ring.last;

	for (u32 i = 0; i < PROCESSES; i++) {
		at = at + 1 < PROCESSES ? at + 1 : 0;
		if (procs[at].state != READY)
			continue;
		if ((procs[at].job != 0) == batch_first)
			return &procs[at];
		if (!second)
			second = &procs[at];
	}
	return second;
}

u32 sched_user_status(void)
{
	return board_lines | STATUS_KUp | STATUS_IEp;
}

static void run(struct proc *proc)
{
	ring.last = (u32)(proc - procs);
	ring.turn++;
	cpu.switches++;
	cpu.current = proc;
	cpu.stack_top = (u32)proc->stack + PAGE_BYTES;
	proc->state = RUNNING;
	vm_activate(&proc->space);
	context_switch(&ring.context, proc->context);
	cpu.current = NULL;
	vm_leave();
	if (proc->state == ENDED && !proc->parent)
		proc_release(proc);
}

void scheduler(void)
{
	for (;;) {
		struct proc *proc = pick();
		if (proc) {
			run(proc);
		} else {
			cpu.ready = 0;
			idle(&cpu.ready, board_lines | STATUS_IEc);
		}
	}
}

void sched_leave(void)
{
	context_switch(&cpu.current->context, ring.context);
}

void sched_yield(void)
{
	sched_ready(cpu.current);
	sched_leave();
}

bool sched_others_ready(void)
{
	for (const struct proc *proc = procs; proc < procs + PROCESSES; proc++)
		if (proc->state == READY)
			return true;
	return false;
}

static bool due(u32 tick)
{
	return (int)(cpu.ticks - tick) >= 0;
}

bool sleep_on(const void *channel, u32 ticks)
{
	struct proc *proc = cpu.current;

	if (proc->killed)
		return false;
	proc->channel = channel;
	proc->wake_at = ticks ? cpu.ticks + ticks : 0;
	if (ticks && (int)(proc->wake_at - ring.next_wake) < 0)
		ring.next_wake = proc->wake_at;
	proc->state = ASLEEP;
	sched_leave();
	return !proc->killed;
}

void wake(const void *channel)
{
	for (struct proc *proc = procs; proc < procs + PROCESSES; proc++)
		if (proc->state == ASLEEP && proc->channel == channel)
			sched_ready(proc);
}

/* Those whose time is up; and when to look again. */
static void wake_sleepers(void)
{
	ring.next_wake = cpu.ticks + SLEEP_TICKS_MOST;
	for (struct proc *proc = procs; proc < procs + PROCESSES; proc++) {
		if (proc->state != ASLEEP || !proc->wake_at)
			continue;
		if (due(proc->wake_at))
			sched_ready(proc);
		else if ((int)(proc->wake_at - ring.next_wake) < 0)
			ring.next_wake = proc->wake_at;
	}
}

void sched_tick(void)
{
	cpu.ticks++;
	if (cpu.current)
		cpu.current->cpu_ticks++;
	if (due(ring.next_wake))
		wake_sleepers();
}
