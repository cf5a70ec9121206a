/* A process of the kernel in ../kernel: console and end are its system calls. */
#include "../kernel/kernel.h"
#include "platform.h"

static void system_call(u32 number, u32 argument)
{
	register u32 v0 __asm__("$2") = number;
	register u32 a0 __asm__("$4") = argument;

	__asm__ volatile("syscall" : : "r"(v0), "r"(a0) : "memory");
}

void platform_put(char c)
{
	system_call(CALL_PUT, (unsigned char)c);
}

void platform_exit(int status)
{
	for (;;)
		system_call(CALL_EXIT, (u32)status);
}
