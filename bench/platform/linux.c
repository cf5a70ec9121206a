/* A Linux process without a C library (o32 system calls): write(2) and exit(2) and nothing else. */
#include "platform.h"

enum { SYS_EXIT = 4001, SYS_WRITE = 4004 };

static long system_call(long number, long first, const void *second, long third)
{
	register long v0 __asm__("$2") = number;
	register long a0 __asm__("$4") = first;
	register const void *a1 __asm__("$5") = second;
	register long a2 __asm__("$6") = third;
	register long a3 __asm__("$7");

	__asm__ volatile("syscall"
			 : "+r"(v0), "=r"(a3)
			 : "r"(a0), "r"(a1), "r"(a2)
			 : "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24", "$25",
			   "memory");
	return v0;
}

void platform_put(char c)
{
	system_call(SYS_WRITE, 1, &c, 1);
}

void platform_exit(int status)
{
	for (;;)
		system_call(SYS_EXIT, status, 0, 0);
}
