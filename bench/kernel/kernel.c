/*
 * The kernel's C: start, system calls, the clock, and a sentence for what should not have
 * happened.
 */
#include "kernel.h"
#include "mmu.h"
#include "../platform/platform.h"

enum { HANDLER_WORDS = 32, CAUSE_INTERRUPT = 0, CAUSE_SYSCALL = 8, V0 = 2, A0 = 4 };

static u32 ticks;

struct context *kernel_trap(struct context *context);
void status_kernel(void);
__attribute__((noreturn)) void user_leave(u32 status);

static void vector_install(u32 address, const u32 *handler)
{
	for (u32 i = 0; i < HANDLER_WORDS; i++)
		((volatile u32 *)address)[i] = handler[i];
}

void kernel_start(const u32 *refill)
{
	vector_install(0x80000000, refill);
	vector_install(0x80000000 + GENERAL_VECTOR_OFFSET, general_vector);
	status_kernel();
	mmu_start();
}

void context_start(struct context *context, u32 pc, u32 asid, u32 status)
{
	for (u32 i = 0; i < 32; i++)
		context->reg[i] = 0;
	context->hi = context->lo = context->cause = 0;
	context->pc = pc;
	context->space = mmu_space(asid);
	context->status = status;
	context->next = context;
}

u32 clock_ticks(void)
{
	return ticks;
}

static void put_word(const char *name, u32 word)
{
	while (*name)
		platform_put(*name++);
	for (int shift = 28; shift >= 0; shift -= 4)
		platform_put("0123456789abcdef"[word >> shift & 15]);
}

static void unexpected(const struct context *context)
{
	put_word("unexpected exception, cause ", context->cause);
	put_word(" pc ", context->pc);
	platform_put('\n');
	platform_exit(1);
}

static struct context *call_serve(struct context *context)
{
	context->pc += 4;
	switch (context->reg[V0]) {
	case CALL_EXIT:
		user_leave(context->reg[A0]);
	case CALL_PUT:
		platform_put((char)context->reg[A0]);
		return context;
	case CALL_YIELD:
		return context->next;
	default:
		unexpected(context);
		return context;
	}
}

/* Called by trap.S with what the process was; returns the process that goes on. */
struct context *kernel_trap(struct context *context)
{
	switch (context->cause >> 2 & 31) {
	case CAUSE_INTERRUPT:
		ticks++;
		platform_clock_again();
		return context;
	case CAUSE_SYSCALL:
		return call_serve(context);
	default:
		unexpected(context);
		return context;
	}
}
