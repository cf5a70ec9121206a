/* grade_sleepers.h: the threads of a kernel that sleep: who left the processor at the function that
 * switches, and was not switched to since. */
#ifndef GRADE_SLEEPERS_H
#define GRADE_SLEEPERS_H
#include "base.h"
#include <stdio.h>

struct session;
struct vr3000_regs;

/* A thread is known by where its stack pointer is kept: the first argument of the switch; the
 * second
 * is the same of who runs next (OS/161's switchframe_switch), or its stack pointer itself (the
 * teaching kernel's context_switch). */
enum { SLEEPERS_MAX = 256 };
struct sleeper { u32 thread, gpr[32], pc; u64 since; };
struct sleepers { struct sleeper one[SLEEPERS_MAX]; u32 count, at; bool watched; };

/* Finds the function that switches by its name; a kernel without one has no sleepers to tell of. */
void sleepers_watch(struct sleepers *, struct session *);
void sleepers_switch(struct sleepers *, struct session *, const struct vr3000_regs *);
void sleepers_print(const struct sleepers *, struct session *, FILE *);
#endif
