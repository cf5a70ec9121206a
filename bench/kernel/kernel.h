/*
 * A small kernel for programs that need user mode: vectors, address spaces, a way in and a way
 * back. trap.S is its assembly; cop0.h and mmu.h of r3000/ or mips32/ are its processor.
 */
#ifndef KERNEL_H
#define KERNEL_H

#include "../programs/program.h"

/* System calls, by their number in v0; the null call adds one to v1. */
enum call { CALL_NULL, CALL_EXIT, CALL_PUT, CALL_YIELD };

/* What a process is while it does not run.  trap.S knows the offsets. */
struct context {
	u32 reg[32];
	u32 hi, lo, pc, status, cause, space;
	struct context *next;
};

/*
 * Installs the vectors with one of the two refill handlers, leaves the boot vectors, empties the
 * TLB.
 */
void kernel_start(const u32 *refill);

/* Prepares a process: entry, address space, and whether the clock may interrupt it. */
void context_start(struct context *context, u32 pc, u32 asid, u32 status);

/* Runs processes from this one on until one makes the exit call; returns what that passed. */
u32 user_enter(struct context *context);

u32 clock_ticks(void);

/* Handlers, and the words of Status for user mode without and with the clock (trap.S). */
extern const u32 refill_plain[], refill_counting[], general_vector[];
extern const u32 status_user, status_user_clock;

/* Programs for user mode, and the page they are in (user.S). */
extern const char user_page[], user_calls[], user_touch[], user_yield[];

#endif
