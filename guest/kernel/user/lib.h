/* lib.h - what a user program has: the system calls (syscall.def, abi.h), text, numbers. */
#ifndef KERNEL_USER_LIB_H
#define KERNEL_USER_LIB_H

#include "abi.h"
#include "string.h"

enum { LOOK = 0, HANG = 1, ANY = -1 };		/* for wait */

void exit(u32 status) __attribute__((noreturn));
int fork(void);
int exec(const char *program, const char *const *argv);
int wait(int pid, struct usage *usage, u32 hang);
int getpid(void);
int yield(void);
int sleep(u32 milliseconds);
int kill(u32 pid);
int read(u32 file, void *bytes, u32 count);
int write(u32 file, const void *bytes, u32 count);
int pipe(u32 two_files[2]);
int dup(u32 file, u32 as);
int close(u32 file);
void *sbrk(u32 bytes);
u32 time(void);
int submit(const char *const *argv);
int info(u32 kind, u32 index, void *record);
int explain(u32 what);
int crash(void);
void halt(u32 status) __attribute__((noreturn));
int call(u32 number, u32 a0, u32 a1, u32 a2);

void printf(const char *text, ...) __attribute__((format(printf, 1, 2)));
u32 number(const char *text, u32 otherwise);	/* a decimal number; otherwise if there is none */

#endif
