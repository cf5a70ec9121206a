/*
 * QEMU's Malta: a 16550 at ISA port 0x3f8, and the board's reset register (with -no-reboot: the
 * end).
 */
#include "platform.h"

#define UART ((volatile unsigned char *)0xb80003f8)
#define SOFTRES ((volatile unsigned *)0xbf000500)

enum { TRANSMIT = 0, LINE_STATUS = 5, TRANSMIT_EMPTY = 0x20, GO_RESET = 0x42 };

void platform_put(char c)
{
	while (!(UART[LINE_STATUS] & TRANSMIT_EMPTY))
		;
	UART[TRANSMIT] = (unsigned char)c;
}

void platform_exit(int status)
{
	(void)status;
	for (;;)
		*SOFTRES = GO_RESET;
}

/* No program opens a clock on this machine. */
void platform_clock_start(void)
{
}

void platform_clock_again(void)
{
}
