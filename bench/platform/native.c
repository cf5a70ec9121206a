/* The host: the C library's console.  main.c's own main() is the program's. */
#include <stdio.h>
#include <stdlib.h>

#include "platform.h"

void platform_put(char c)
{
	putchar(c);
}

void platform_exit(int status)
{
	exit(status);
}
