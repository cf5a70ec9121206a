/*
 * kernel.h - the whole kernel on one page: its nouns, and who offers what.
 *
 * One CPU. The kernel itself runs with interrupts off and is never preempted, so it needs no
 * locks; interrupts come in user mode and in idle(). Times are in clock ticks.
 */
#ifndef KERNEL_KERNEL_H
#define KERNEL_KERNEL_H

#include "abi.h"
#include "mips.h"
#include "string.h"

#define PAGE_DOWN(a)	((a) & ~(u32)(PAGE_BYTES - 1))
#define PAGE_UP(a)	PAGE_DOWN((a) + PAGE_BYTES - 1)

enum { PROCESSES = 96, JOBS = 32, PIPE_BYTES = 1024, SLEEP_TICKS_MOST = 0x40000000 };

/* The words of a command line, packed one after the other. */
struct arguments {
	u32 count, bytes;
	char text[ARGUMENT_BYTES];
};

/* An address space: a directory of 512 tables of 1024 EntryLo words. */
struct space {
	u32 **directory;
	u32 data_end, heap_end;		/* zero pages appear on demand between them */
	u32 asid, round;		/* the ASID is ours only while round is vm's */
	u32 pages;
};

enum file_kind { FILE_CLOSED, FILE_CONSOLE, FILE_READ_PIPE, FILE_WRITE_PIPE };

struct file {
	enum file_kind kind;
	struct pipe *pipe;
};

enum state { FREE, READY, RUNNING, ASLEEP, ENDED };

struct context;				/* callee-saved registers on a kernel stack (trap.S) */

struct proc {
	enum state state;
	u32 pid, job;			/* job 0: time sharing; else a batch job */
	struct proc *parent;		/* NULL: nobody will wait for it */
	struct proc *awaited;		/* the child that wait() names, for Ctrl-C */
	bool killed;
	const void *channel;		/* asleep until wake(channel) */
	u32 wake_at, cpu_ticks, status;
	u32 explain;			/* enum of abi.h */
	struct space space;
	struct file file[FILES];
	u8 *stack;			/* one page, the trap frame at its top */
	struct context *context;
	char name[NAME_BYTES];
};

/* What assembly knows: the order of the first three fields is in trap.S. */
struct cpu {
	u32 **directory;		/* walked by the refill handler */
	u32 stack_top;			/* where a trap from user mode puts its frame */
	u32 refill_noted;		/* set by the slow refill handler */
	volatile u32 ready;		/* a process may be READY: idle() returns */
	struct proc *current;		/* NULL in the scheduler */
	u32 ticks, switches;
};

extern struct cpu cpu;
extern struct proc procs[PROCESSES];
extern u8 kernel_end[];

/* boot.S, trap.S */
extern const u32 refill_fast[], refill_fast_end[], refill_slow[], refill_slow_end[];
extern const u32 trap_vector[], trap_vector_end[];
extern const u8 user_copy_begin[], user_copy_end[], user_copy_failed[];
void trap_return(void) __attribute__((noreturn));
void context_switch(struct context **from, struct context *to);
void idle(volatile u32 *until, u32 status_open);
bool user_copy(void *to, const void *from, u32 bytes);	/* false: a page is missing */

/* trap.c */
void trap_start(void);
void trap(struct frame *frame);
void trap_explain(u32 what);

/* frame.c: physical pages. Kept by count of users, handed out zeroed. */
void frames_start(u32 ram_bytes);
void *frame_allocate(void);		/* NULL: memory is full */
void frame_share(void *page);
void frame_release(void *page);
u32 frame_users(const void *page);
void frame_info(struct info_memory *info);

/* tlb.c */
void tlb_flush(void);
void tlb_read(u32 index, struct info_tlb *entry);
u32 tlb_write_random(u32 entryhi, u32 entrylo);	/* returns where */
void tlb_replace(u32 entryhi, u32 entrylo);	/* if the page is there */

/* vm.c: address spaces */
bool vm_create(struct space *space);
void vm_destroy(struct space *space);
bool vm_fork(struct space *child, struct space *parent);
bool vm_map_image(struct space *space, const struct image *image);
u8 *vm_make_page(struct space *space, u32 address);
void vm_activate(struct space *space);
void vm_leave(void);			/* no user address is mapped after this */
void vm_forget(struct space *space);	/* what the TLB may hold of it */
u32 vm_lookup(u32 *const *directory, u32 address);
enum vm_verdict { VM_MENDED, VM_REFUSED, VM_NO_MEMORY };
enum vm_verdict vm_fault(struct space *space, u32 address, bool store);
void vm_info(struct info_machine *info);

/* user_memory.c: the current process's memory, with suspicion */
bool user_read(void *to, u32 from, u32 bytes);
bool user_write(u32 to, const void *from, u32 bytes);
bool user_word(struct arguments *arguments, u32 from);
bool user_arguments(struct arguments *arguments, u32 argv);

/* proc.c: a process's life */
struct proc *proc_create(const struct arguments *arguments, u32 job);
int proc_fork(const struct frame *frame);
int proc_exec(const char *program, const struct arguments *arguments, struct frame *frame);
int proc_wait(u32 pid, u32 usage, bool hang);
int proc_kill(u32 pid);
bool proc_interrupt(void);		/* Ctrl-C: end what the shell waits for, if it does */
void proc_exit(u32 status) __attribute__((noreturn));
void proc_release(struct proc *proc);
int proc_info(u32 index, struct info_process *info);
void arguments_add(struct arguments *arguments, const char *word);

/* sched.c: who runs */
void scheduler(void) __attribute__((noreturn));
u32 sched_user_status(void);		/* Status of a new user program */
void sched_ready(struct proc *proc);
void sched_yield(void);
bool sched_others_ready(void);
void sched_leave(void);			/* back to the scheduler; the state is set already */
bool sleep_on(const void *channel, u32 ticks);	/* ticks 0: no limit; false: killed meanwhile */
void wake(const void *channel);
void sched_tick(void);

/* program.c: the programs inside the kernel's image */
const struct image *program_find(const char *name);
const char *program_name(u32 index);	/* NULL past the last */

/* file.c: open files and pipes */
int file_read(u32 number, u32 to, u32 bytes);
int file_write(u32 number, u32 from, u32 bytes);
int file_pipe(u32 two_numbers);
int file_dup(u32 number, u32 as);
int file_close(u32 number);
void files_open_console(struct proc *proc);
void files_fork(struct proc *child, const struct proc *parent);
void files_close(struct proc *proc);

/* console.c */
void print(const char *text, ...) __attribute__((format(printf, 1, 2)));
void console_put(int byte);
void console_interrupt(void);
int console_read(u32 to, u32 bytes);

/* batch.c */
int batch_submit(const struct arguments *arguments);
void batch_ended(struct proc *proc);
int batch_info(u32 index, struct info_job *info);

/* syscall.c */
void syscall(struct frame *frame);
const char *syscall_name(u32 number);

/* panic.c, crash.c */
void panic(const char *why) __attribute__((noreturn, noinline));
void frame_print(const struct frame *frame);
void crash(void);

#endif
