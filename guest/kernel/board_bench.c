/*
 * board_bench.c - the bench board: one device at physical 0x1f000000.
 *
 *   00 PUT   w  low byte to the console      10 RAM    r  bytes of memory
 *   04 EXIT  w  stop with this status        14 GET    r  console byte or -1
 *   08 NOW   r  ticks, low word              18 ALARM  w  IP2 rises after n ticks; 0 lowers it
 *   0c       r  ticks, high word             1c LINES  r  1 alarm due, 2 input waiting
 *                                                      w  2 lets waiting input raise IP3
 */
#include "board.h"
#include "mips.h"

enum { PUT = 0, EXIT = 1, RAM = 4, GET = 5, ALARM = 6, LINES = 7 };
enum { LINES_ALARM = 1, LINES_INPUT = 2 };

static volatile u32 *const device = (volatile u32 *)(KSEG1 + 0x1f000000);

const char board_name[] = "bench";
const u32 board_lines = 0x0c00;			/* IP2 alarm, IP3 input */
const u32 board_ticks_per_second = 250;	/* at the bench's nominal 200 MHz ... */
static const u32 slice_ticks = 800000;		/* ... so many machine ticks each */

void board_start(const u32 boot[4])
{
	(void)boot;
	device[ALARM] = 0;
	device[LINES] = 0;
}

u32 board_ram_bytes(void)
{
	return device[RAM];
}

const char *board_argument(u32 n)
{
	(void)n;
	return NULL;
}

void board_put(int byte)
{
	device[PUT] = (u32)byte;
}

int board_get(void)
{
	return (int)device[GET];
}

void board_listen(bool on)
{
	device[LINES] = on ? LINES_INPUT : 0;
}

void board_clock_start(void)
{
	device[ALARM] = slice_ticks;
}

u32 board_interrupt(u32 cause)
{
	u32 lines = device[LINES], what = 0;

	(void)cause;
	if (lines & LINES_ALARM) {
		device[ALARM] = slice_ticks;	/* also lowers the line */
		what |= BOARD_TICK;
	}
	if (lines & LINES_INPUT)
		what |= BOARD_INPUT;
	return what;
}

void board_code_written(void *at, u32 bytes)
{
	(void)at, (void)bytes;			/* its caches are coherent */
}

void board_halt(u32 status)
{
	for (;;)
		device[EXIT] = status;
}
