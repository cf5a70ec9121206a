/* board.h: boards whose only subject is time, one for each kind of row, and their one kind of
 * device.  Registers, at 1f000000 + 100 * device:
 *
 *   00 r who accesses           04 w sends CPU n its signal (IP7)   08 w acknowledges one's own
 *   0c w stops CPU n (not 0)    10 w starts CPU n                   14 r the time
 *   18 w puts a byte            1c w event 0 in n ticks: line up    20 w event 1: DMA, output, asks
 *   24 w cancels event n        28 r count and line (quiet)         2c r the input byte; line down
 *   30 w asks                   34 w power off if n % 16 == 0       38 w event 2 in n: line down
 *   3c r is there a byte? (quiet)
 *
 * A device's line reaches every CPU, as IP2 + device. */
#ifndef TIME_BOARD_H
#define TIME_BOARD_H
#include "vm.h"

enum { DEVICES = 3, DEVICE_PA = 0x1f000000, DEVICE_STEP = 0x100, SIGNAL_LINE = 5 };
enum {
	R_WHO = 0x00,
	W_SEND = 0x04,
	W_ACK = 0x08,
	W_STOP = 0x0c,
	W_START = 0x10,
	R_CLOCK = 0x14,
	W_PUT = 0x18,
	W_AFTER0 = 0x1c,
	W_AFTER1 = 0x20,
	W_CANCEL = 0x24,
	R_STATUS = 0x28,
	R_DATA = 0x2c,
	W_ASK = 0x30,
	W_OFF = 0x34,
	W_AFTER2 = 0x38,
	R_FULL = 0x3c
};
enum { ROWS = 4 };
extern const char *const row_name[ROWS];
#endif
