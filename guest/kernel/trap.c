/*
 * trap.c - every trap arrives here with its frame: page faults, system calls, interrupts, and
 * the mistakes of programs. Also tells of them, when a process asks (explain).
 */
#include "board.h"
#include "kernel.h"

#define VECTOR_REFILL	((void *)KSEG0)
#define VECTOR_GENERAL	((void *)(KSEG0 + 0x80))

static_assert(offsetof(struct frame, reg) == FRAME_REGISTER(0), "trap.S and mips.h agree");
static_assert(offsetof(struct frame, hi) == FRAME_HI, "trap.S and mips.h agree");
static_assert(offsetof(struct frame, entryhi) == FRAME_ENTRYHI, "trap.S and mips.h agree");
static_assert(sizeof(struct frame) == FRAME_BYTES, "trap.S and mips.h agree");
static_assert(offsetof(struct cpu, stack_top) == 4, "trap.S knows struct cpu");
static_assert(offsetof(struct cpu, refill_noted) == 8, "trap.S knows struct cpu");

static const char *const exception_names[32] = {
	[EXC_INT] = "interrupt",
	[EXC_MOD] = "store to a page that may not be written (Mod)",
	[EXC_TLBL] = "load or fetch where no page is (TLBL)",
	[EXC_TLBS] = "store where no page is (TLBS)",
	[EXC_ADEL] = "address error on load or fetch (AdEL)",
	[EXC_ADES] = "address error on store (AdES)",
	[EXC_IBE] = "bus error on fetch (IBE)",
	[EXC_DBE] = "bus error on load or store (DBE)",
	[EXC_SYS] = "system call (Sys)",
	[EXC_BP] = "breakpoint (Bp)",
	[EXC_RI] = "reserved instruction (RI)",
	[EXC_CPU] = "coprocessor unusable (CpU)",
	[EXC_OV] = "arithmetic overflow (Ov)",
};

static const char *what_happened(u32 code)
{
	return exception_names[code] ? exception_names[code] : "unknown exception";
}

static void vector_install(void *vector, const u32 *code, const u32 *end)
{
	u32 bytes = (u32)(end - code) * sizeof *code;

	memcpy(vector, code, bytes);
	board_code_written(vector, bytes);
}

void trap_start(void)
{
	vector_install(VECTOR_REFILL, refill_fast, refill_fast_end);
	vector_install(VECTOR_GENERAL, trap_vector, trap_vector_end);
	write_status(0);
}

/* While a process wants its misses explained, the slow handler stands at the refill vector. */
void trap_explain(u32 what)
{
	bool slow = what & EXPLAIN_REFILLS;

	cpu.current->explain = what;
	if (slow)
		vector_install(VECTOR_REFILL, refill_slow, refill_slow_end);
	else
		vector_install(VECTOR_REFILL, refill_fast, refill_fast_end);
	vm_forget(&cpu.current->space);
}

static void explain(const struct frame *frame, const char *what)
{
	print("  kernel: %s\n", what);
	print("          Cause %08x (code %u%s)  EPC %08x  BadVAddr %08x  EntryHi %08x\n",
	      frame->cause, CAUSE_CODE(frame->cause),
	      frame->cause & CAUSE_BD ? ", in a delay slot" : "", frame->epc, frame->badvaddr,
	      frame->entryhi);
}

static void explain_refill(const struct frame *frame, u32 context, u32 entrylo, u32 index)
{
	explain(frame, "TLB refill, from vector 80000000");
	print("          nothing for page %05x of ASID %u (Context %08x); the page table has\n"
	      "          EntryLo %08x%s, put into entry %u\n", frame->badvaddr / PAGE_BYTES,
	      frame->entryhi >> ASID_SHIFT & (ASIDS - 1), context, entrylo,
	      entrylo & PTE_V ? "" : " (V clear: a page fault will follow)", index);
}

/* What the short refill handler would have done, in C. */
static void refill(const struct frame *frame)
{
	u32 context = read_context();
	u32 entrylo = vm_lookup(cpu.directory, frame->badvaddr);
	u32 index = tlb_write_random(frame->entryhi, entrylo);

	if (cpu.current && (cpu.current->explain & EXPLAIN_REFILLS))
		explain_refill(frame, context, entrylo, index);
}

static void interrupt(struct frame *frame, bool user)
{
	u32 what = board_interrupt(frame->cause);

	if (what & BOARD_INPUT)
		console_interrupt();
	if (!(what & BOARD_TICK))
		return;
	sched_tick();
	if (user && sched_others_ready()) {
		if (cpu.current->explain & EXPLAIN_SLICES) {
			explain(frame, "clock interrupt: this time slice is over");
			print("          %s (%u) steps back, the next in the ring runs\n",
			      cpu.current->name, cpu.current->pid);
		}
		sched_yield();
	}
}

/* A fault that the kernel itself took: only user_copy may. */
static void kernel_fault(struct frame *frame, const char *what)
{
	if (frame->epc >= (u32)user_copy_begin && frame->epc < (u32)user_copy_end) {
		frame->epc = (u32)user_copy_failed;
		return;
	}
	print("\nfatal: %s in the kernel\n", what);
	frame_print(frame);
	panic(what);
}

static void obituary(const struct frame *frame, const char *what, u32 code)
{
	print("%s (%u): %s at %08x", cpu.current->name, cpu.current->pid, what, frame->epc);
	if (code >= EXC_MOD && code <= EXC_ADES)	/* the others leave BadVAddr alone */
		print(", address %08x", frame->badvaddr);
	print("\n");
}

static void fault(struct frame *frame, u32 code, bool user)
{
	bool page = code == EXC_MOD || code == EXC_TLBL || code == EXC_TLBS;
	const char *what = what_happened(code);
	u32 ended = ENDED_BY_EXCEPTION + code;

	if (page && cpu.current) {
		bool store = code != EXC_TLBL;
		enum vm_verdict verdict = vm_fault(&cpu.current->space, frame->badvaddr, store);
		if (verdict == VM_MENDED)
			return;
		if (verdict == VM_NO_MEMORY) {
			what = "no memory left";
			ended = ENDED_NO_MEMORY;
		}
	}
	if (!user) {
		kernel_fault(frame, what);
		return;
	}
	if (!(cpu.current->explain & EXPLAIN_QUIET))
		obituary(frame, what, code);
	proc_exit(ended);
}

void trap(struct frame *frame)
{
	u32 code = CAUSE_CODE(frame->cause);
	bool user = frame->status & STATUS_KUp;

	if (cpu.refill_noted) {
		cpu.refill_noted = 0;
		refill(frame);
		return;
	}
	if (code == EXC_INT) {
		interrupt(frame, user);
	} else if (code == EXC_SYS && user) {
		if (cpu.current->explain & EXPLAIN_SYSCALLS)
			explain(frame, syscall_name(frame->reg[2]));
		syscall(frame);
	} else {
		if (user && (cpu.current->explain & EXPLAIN_FAULTS))
			explain(frame, what_happened(code));
		fault(frame, code, user);
	}
	if (user && cpu.current->killed)
		proc_exit(ENDED_BY_KILL);
}
