/*
 * proc.c - the life of a process: created by the kernel or by fork, changed by exec, ended by
 * exit, a fault or kill, and gone when its parent has waited for it.
 */
#include "kernel.h"

struct proc procs[PROCESSES];

static struct {
	u32 last_pid;
} life;

/* A fresh process wakes up in trap_return, with this below its trap frame (trap.S pops it). */
struct context {
	u32 s[8], fp, ra;
};

static struct frame *frame_on(u8 *stack)
{
	return (struct frame *)(stack + PAGE_BYTES - sizeof(struct frame));
}

void arguments_add(struct arguments *arguments, const char *word)
{
	u32 bytes = (u32)strlen(word) + 1;

	if (arguments->count == ARGUMENTS_MAX || arguments->bytes + bytes > ARGUMENT_BYTES)
		return;
	memcpy(arguments->text + arguments->bytes, word, bytes);
	arguments->bytes += bytes;
	arguments->count++;
}

static struct proc *proc_allocate(void)
{
	for (struct proc *proc = procs; proc < procs + PROCESSES; proc++) {
		if (proc->state != FREE)
			continue;
		*proc = (struct proc){ .stack = frame_allocate() };
		if (!proc->stack)
			return NULL;
		proc->pid = ++life.last_pid;
		proc->context = (struct context *)frame_on(proc->stack) - 1;
		proc->context->ra = (u32)trap_return;
		return proc;
	}
	return NULL;
}

/* After the last use of its kernel stack. */
void proc_release(struct proc *proc)
{
	vm_destroy(&proc->space);
	frame_release(proc->stack);
	proc->state = FREE;
}

/*
 * Put argv and its strings at the top of the stack page; the first registers of a program are
 * argc, argv and the stack pointer.
 */
static void push_arguments(u8 *page, const struct arguments *arguments, struct frame *frame)
{
	u32 text = PAGE_BYTES - ARGUMENT_BYTES;
	u32 vector = text - (ARGUMENTS_MAX + 1) * sizeof(u32);
	u32 base = USER_STACK_TOP - PAGE_BYTES;
	const char *word = arguments->text;

	memcpy(page + text, arguments->text, arguments->bytes);
	for (u32 i = 0; i < arguments->count; i++) {
		((u32 *)(page + vector))[i] = base + text + (u32)(word - arguments->text);
		word += strlen(word) + 1;
	}
	frame->reg[4] = arguments->count;
	frame->reg[5] = base + vector;
	frame->reg[29] = (base + vector - 16) & ~(u32)7;
}

/* Build a program's address space and first registers; nothing is kept of a failure. */
static bool load(const char *program, const struct arguments *arguments, struct space *space,
		 struct frame *frame)
{
	const struct image *image = program_find(program);
	u8 *page;

	if (!image || !vm_create(space))
		return false;
	if (!vm_map_image(space, image) ||
	    !(page = vm_make_page(space, USER_STACK_TOP - PAGE_BYTES))) {
		vm_destroy(space);
		return false;
	}
	*frame = (struct frame){ .epc = image->entry, .status = sched_user_status() };
	push_arguments(page, arguments, frame);
	return true;
}

struct proc *proc_create(const struct arguments *arguments, u32 job)
{
	struct proc *proc = proc_allocate();

	if (!proc)
		return NULL;
	if (!load(arguments->text, arguments, &proc->space, frame_on(proc->stack))) {
		proc_release(proc);
		return NULL;
	}
	proc->job = job;
	files_open_console(proc);
	copy_text(proc->name, arguments->text, sizeof proc->name);
	sched_ready(proc);
	return proc;
}

int proc_fork(const struct frame *frame)
{
	struct proc *parent = cpu.current, *child = proc_allocate();

	if (!child)
		return -1;
	if (!vm_fork(&child->space, &parent->space)) {
		proc_release(child);
		return -1;
	}
	*frame_on(child->stack) = *frame;
	frame_on(child->stack)->reg[2] = 0;
	files_fork(child, parent);
	child->parent = parent;
	child->job = parent->job;
	copy_text(child->name, parent->name, sizeof child->name);
	sched_ready(child);
	return (int)child->pid;
}

int proc_exec(const char *program, const struct arguments *arguments, struct frame *frame)
{
	struct proc *proc = cpu.current;
	struct space fresh;

	if (!load(program, arguments, &fresh, frame))
		return -1;
	vm_destroy(&proc->space);
	proc->space = fresh;
	vm_activate(&proc->space);
	copy_text(proc->name, program, sizeof proc->name);
	return 0;
}

/* Its children go on without a parent; those that ended already are released. */
static void leave_children(struct proc *parent)
{
	for (struct proc *child = procs; child < procs + PROCESSES; child++) {
		if (child->state == FREE || child->parent != parent)
			continue;
		child->parent = NULL;
		if (child->state == ENDED)
			proc_release(child);
	}
}

void proc_exit(u32 status)
{
	struct proc *proc = cpu.current;

	if (proc->explain)
		trap_explain(EXPLAIN_NOTHING);
	files_close(proc);
	leave_children(proc);
	vm_leave();
	vm_destroy(&proc->space);
	proc->status = status;
	proc->state = ENDED;
	if (proc->parent)
		wake(proc->parent);
	batch_ended(proc);
	sched_leave();
	panic("an ended process ran again");
}

/* A child that fits: one that ended, if there is one; else any. */
static struct proc *find_child(u32 pid)
{
	struct proc *found = NULL;

	for (struct proc *child = procs; child < procs + PROCESSES; child++) {
		if (child->state == FREE || child->parent != cpu.current)
			continue;
		if (pid != (u32)-1 && child->pid != pid)
			continue;
		if (child->state == ENDED)
			return child;
		found = child;
	}
	return found;
}

int proc_wait(u32 pid, u32 usage, bool hang)
{
	struct proc *child;
	struct usage used;
	u32 ended;

	for (;;) {
		child = find_child(pid);
		if (!child)
			return -1;
		if (child->state == ENDED)
			break;
		if (!hang)
			return 0;
		cpu.current->awaited = pid == (u32)-1 ? NULL : child;
		if (!sleep_on(cpu.current, 0))
			return -1;
		cpu.current->awaited = NULL;
	}
	used = (struct usage){ .status = child->status, .cpu_ticks = child->cpu_ticks };
	ended = child->pid;
	if (usage && !user_write(usage, &used, sizeof used))
		return -1;
	proc_release(child);
	return (int)ended;
}

static void end_soon(struct proc *proc)
{
	proc->killed = true;
	if (proc->state == ASLEEP)
		sched_ready(proc);
}

/* Process 1 is the shell: it can only leave by itself. */
int proc_kill(u32 pid)
{
	if (pid == 1)
		return -1;
	for (struct proc *proc = procs; proc < procs + PROCESSES; proc++)
		if (proc->pid == pid && proc->state != FREE && proc->state != ENDED) {
			end_soon(proc);
			return 0;
		}
	return -1;
}

static bool descends(const struct proc *proc, const struct proc *from)
{
	while (proc && proc != from)
		proc = proc->parent;
	return proc != NULL;
}

bool proc_interrupt(void)
{
	const struct proc *target = procs[0].awaited;	/* procs[0] is process 1 */

	if (!target)
		return false;
	for (struct proc *proc = procs; proc < procs + PROCESSES; proc++)
		if (proc->state != FREE && proc->state != ENDED && descends(proc, target))
			end_soon(proc);
	return true;
}

int proc_info(u32 index, struct info_process *info)
{
	static const char *const state_names[] = { "free", "ready", "running", "asleep", "ended" };

	for (struct proc *proc = procs; proc < procs + PROCESSES; proc++) {
		if (proc->state == FREE || index-- > 0)
			continue;
		*info = (struct info_process){
			.pid = proc->pid,
			.parent = proc->parent ? proc->parent->pid : 0,
			.job = proc->job,
			.asid = proc->space.asid,
			.pages = proc->space.pages,
			.cpu_ticks = proc->cpu_ticks,
		};
		copy_text(info->state, state_names[proc->state], sizeof info->state);
		copy_text(info->name, proc->name, sizeof info->name);
		return 1;
	}
	return 0;
}
