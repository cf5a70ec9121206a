/*
 * board.h - all that this kernel asks of a board; one small file answers for each.
 *
 * Interrupts are off in every call. Nothing here sleeps.
 */
#ifndef KERNEL_BOARD_H
#define KERNEL_BOARD_H

#include "types.h"

extern const char board_name[];
extern const u32 board_lines;		/* the Status.IM bits that the board uses */
extern const u32 board_ticks_per_second;

void board_start(const u32 boot[4]);	/* a0-a3 as the loader left them; first call of all */
u32 board_ram_bytes(void);
const char *board_argument(u32 n);	/* n-th boot argument or NULL */
void board_put(int byte);		/* waits until the console takes it */
int board_get(void);			/* a console byte or -1 */
void board_listen(bool on);		/* may console input interrupt? */
void board_clock_start(void);		/* ticks from now on */
void board_code_written(void *at, u32 bytes);	/* make instruction fetch see it */
void board_halt(u32 status) __attribute__((noreturn));

/* Which of these caused the interrupt? Acknowledges the clock. */
enum { BOARD_TICK = 1, BOARD_INPUT = 2 };
u32 board_interrupt(u32 cause);

#endif
