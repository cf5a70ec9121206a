/* selftest.h - the kernel's promises, each a function that is true when it holds. */
#ifndef KERNEL_USER_SELFTEST_H
#define KERNEL_USER_SELFTEST_H

#include "lib.h"

/* True if so; else says which expectation failed. */
#define IS(expectation) is(expectation, #expectation, __LINE__)
bool is(bool held, const char *expectation, int line);

/* Run in a child; how it ended. A child that returns exits with 0. */
u32 status_of(void (*body)(void));
int start_child(void (*body)(void));
void spin(void) __attribute__((noreturn));	/* without a system call, until killed */

/* selftest_process.c */
bool fork_and_wait(void);
bool fork_keeps_registers(void);
bool fork_tree(void);
bool orphans(void);
bool exec_arguments(void);
bool pipes(void);
bool many_processes(void);
bool nothing_leaks(void);

/* selftest_memory.c */
bool copy_on_write(void);
bool fresh_memory_is_zero(void);
bool stack_grows(void);
bool tlb_pressure(void);
bool asid_recycling(void);

/* selftest_sharing.c */
bool sleep_takes_time(void);
bool preemption(void);
bool fair_shares(void);
bool registers_survive_slices(void);
bool kill_a_sleeper(void);
bool batch_order(void);
bool batch_in_background(void);

/* selftest_registers.S */
bool registers_survive(u32 seed, u32 rounds);

/* selftest_faults.c */
bool bad_programs_end(void);
bool bad_pointers(void);
bool bad_calls(void);

#endif
