/*
 * System/161 with the serial device in slot 0 and the mainboard in slot 31 (its devices.html and
 * lamebus.html): a character at +0, its "ready" in the write interrupt register, power at +0x208
 * of the mainboard's own configuration page.
 */
#include "platform.h"

#define SERIAL ((volatile unsigned *)0xbfe00000)
#define POWER ((volatile unsigned *)0xbfff7e08)

enum { CHARACTER = 0, WRITE_IRQ = 1, READY = 2 };

void platform_put(char c)
{
	SERIAL[WRITE_IRQ] = 0;
	SERIAL[CHARACTER] = (unsigned char)c;
	while (!(SERIAL[WRITE_IRQ] & READY))
		;
}

void platform_exit(int status)
{
	(void)status;
	for (;;)
		*POWER = 0;
}

/* No program opens a clock on this machine. */
void platform_clock_start(void)
{
}

void platform_clock_again(void)
{
}
