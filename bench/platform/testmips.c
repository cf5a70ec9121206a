/* GXemul's testmips: a byte stored to the console is printed, any access to +0x10 ends the run. Its
   clock interrupts at the rate written to +0x100 until +0x110 is touched. */
#include "platform.h"

#define CONSOLE ((volatile unsigned char *)0xb0000000)
#define CLOCK ((volatile unsigned char *)0xb5000000)

enum { RATE = 0x100, ACKNOWLEDGE = 0x110, TICKS_PER_SECOND = 100 };

void platform_put(char c)
{
	CONSOLE[0] = (unsigned char)c;
}

/* The board has no exit status; the harness reads the printed line. */
void platform_exit(int status)
{
	(void)status;
	for (;;)
		CONSOLE[0x10] = 0;
}

void platform_clock_start(void)
{
	CLOCK[RATE] = TICKS_PER_SECOND;
}

void platform_clock_again(void)
{
	CLOCK[ACKNOWLEDGE] = 0;
}
