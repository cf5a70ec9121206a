/* The bench board: its one device, uncached (PUT +0, EXIT +4, ALARM +0x18). */
#include "platform.h"

#define DEVICE ((volatile unsigned *)0xbf000000)

/* In ticks: a thousand interrupts in a second of the board's 200 MHz. */
enum { PUT = 0, EXIT = 1, ALARM = 6, CLOCK_PERIOD = 200000 };

void platform_put(char c)
{
	DEVICE[PUT] = (unsigned char)c;
}

void platform_exit(int status)
{
	DEVICE[EXIT] = (unsigned)status;
	for (;;)
		;
}

void platform_clock_start(void)
{
	DEVICE[ALARM] = CLOCK_PERIOD;
}

void platform_clock_again(void)
{
	DEVICE[ALARM] = 0;
	DEVICE[ALARM] = CLOCK_PERIOD;
}
