/*
 * Runs a program as a process: linked into kuseg, in user mode, in pages of 4 KiB that are
 * scattered over RAM and enter the TLB by the refill handler, while the clock interrupts.
 */
#include "../kernel/kernel.h"
#include "mmu.h"
#include "platform.h"

enum { PAGES = 5120, STACK_PAGES = 16, SP = 29 };

#define USER_BASE 0x00400000u
#define STACK_TOP 0x7ffff000u
#define FIRST_FRAME 0x00400000u

/* The program as bytes (program_image.S). */
extern const u32 program_image[], program_image_end[];

int main(void);

/* Neighbouring pages are not neighbours in RAM, as in any machine that has run for a while. */
static u32 frame_of(u32 page)
{
	return FIRST_FRAME + (page ^ 21) * PAGE;
}

static void pages_map(void)
{
	for (u32 i = 0; i < PAGES; i++)
		mmu_map(USER_BASE + i * PAGE, frame_of(i));
	for (u32 i = 0; i < STACK_PAGES; i++)
		mmu_map(STACK_TOP - (i + 1) * PAGE, frame_of(PAGES + i));
}

static void image_copy(void)
{
	u32 words = (u32)(program_image_end - program_image);

	for (u32 i = 0; i < words; i++) {
		u32 at = i * 4;

		*(volatile u32 *)(0x80000000 + frame_of(at / PAGE) + at % PAGE) = program_image[i];
	}
}

/* A line that says how often the clock interrupted. */
static void clock_report(void)
{
	for (const char *text = "clock "; *text; text++)
		platform_put(*text);
	for (int shift = 28; shift >= 0; shift -= 4)
		platform_put("0123456789abcdef"[clock_ticks() >> shift & 15]);
	platform_put('\n');
}

int main(void)
{
	struct context process;
	int status;

	kernel_start(refill_plain);
	pages_map();
	image_copy();
	context_start(&process, USER_BASE, 1, status_user_clock);
	process.reg[SP] = STACK_TOP - 64;
	platform_clock_start();
	status = (int)user_enter(&process);
	clock_report();
	return status;
}
