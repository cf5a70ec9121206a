/*
 * board_sys161.c - System/161: a serial console in slot 0, trace control in slot 30, the controller
 * in slot 31 of the bus at physical 0x1fe00000, and the processor's own timer.
 *
 *   serial      00 CHAR   04 WIRQ  08 RIRQ   bits 1 on, 2 ready                       (IP2)
 *   trace       08 PRINT  w  tell a number   10 STOP  w  call the debugger
 *   controller  7e00 RAM  r  bytes           7e08 POWER  w  0: off
 *   processor   Count (9) starts again and IP7 rises when it equals Compare (11)
 *
 * (System/161's manual: doc/devices.html, doc/lamebus.html, doc/mips.html.)
 */
#include "board.h"
#include "kernel.h"

#define SLOT(n)		(KSEG1 + 0x1fe00000 + (n) * 0x10000)

enum { CHAR = 0, WIRQ = 1, RIRQ = 2, IRQ_ON = 1, IRQ_READY = 2 };	/* in words */
enum { TRACE_PRINT = 2, TRACE_STOP = 4, MAIN_RAM = 0x7e00 / 4, MAIN_POWER = 0x7e08 / 4 };
enum { CLOCK_CYCLES = 100000 };

#define IP_BUS		0x0400
#define IP_TIMER	0x8000

static volatile u32 *const serial = (volatile u32 *)SLOT(0);
static volatile u32 *const trace = (volatile u32 *)SLOT(30);
static volatile u32 *const mainboard = (volatile u32 *)SLOT(31);

const char board_name[] = "System/161";
const u32 board_lines = IP_BUS | IP_TIMER;
const u32 board_ticks_per_second = 25000000 / CLOCK_CYCLES;

static struct {
	char words[256];			/* the boot arguments, each with its end */
	const char *argument[ARGUMENTS_MAX];
} board;

/* They stand in memory that will soon be ours: copy them, and part them at spaces. A word that
 * begins "run=" goes on to the end. */
static void copy_arguments(const char *from)
{
	u32 count = 0;
	bool within = false, all = false;

	for (u32 i = 0; i < sizeof board.words - 1 && from[i]; i++) {
		bool space = from[i] == ' ' && !all;
		board.words[i] = space ? 0 : from[i];
		if (!space && !within && count < ARGUMENTS_MAX - 1) {
			board.argument[count++] = board.words + i;
			all = memcmp(from + i, "run=", 4) == 0;
		}
		within = !space;
	}
}

void board_start(const u32 boot[4])
{
	copy_arguments((const char *)boot[0]);
	serial[RIRQ] = 0;
	serial[WIRQ] = IRQ_READY;
}

u32 board_ram_bytes(void)
{
	return mainboard[MAIN_RAM];
}

const char *board_argument(u32 n)
{
	return n < ARGUMENTS_MAX ? board.argument[n] : NULL;
}

void board_put(int byte)
{
	while (!(serial[WIRQ] & IRQ_READY))
		;
	serial[WIRQ] = 0;
	serial[CHAR] = (u32)byte & 0xff;
}

/* What can be read is marked by READY; clearing it lets the next one in. */
int board_get(void)
{
	u32 irq = serial[RIRQ];
	int byte;

	if (!(irq & IRQ_READY))
		return -1;
	byte = (int)serial[CHAR];
	serial[RIRQ] = irq & ~(u32)IRQ_READY;
	return byte;
}

void board_listen(bool on)
{
	serial[RIRQ] = (serial[RIRQ] & IRQ_READY) | (on ? IRQ_ON : 0);
}

static void set_compare(u32 cycles)
{
	__asm__ volatile ("mtc0 %0, $11" : : "r" (cycles));
}

void board_clock_start(void)
{
	set_compare(CLOCK_CYCLES);
}

u32 board_interrupt(u32 cause)
{
	u32 what = 0;

	if (cause & IP_TIMER) {
		set_compare(CLOCK_CYCLES);	/* also lowers the line */
		what |= BOARD_TICK;
	}
	if (serial[RIRQ] & IRQ_READY)
		what |= BOARD_INPUT;
	return what;
}

void board_code_written(void *at, u32 bytes)
{
	(void)at, (void)bytes;			/* there is no cache */
}

/* There is no exit status: whoever watches is told of a bad one. */
void board_halt(u32 status)
{
	if (status) {
		trace[TRACE_PRINT] = status;
		trace[TRACE_STOP] = status;
	}
	for (;;)
		mainboard[MAIN_POWER] = 0;
}
