/* umps.h: what a board must know of uMPS3's devices, and what they share.
 *
 * A device has four words; a device register's place is 10000054 + (line - 3) * 80 + number * 10
 * (hex).  The lines are 3 disk, 4 flash, 5 network, 6 printer, 7 terminal: eight on each. */
#ifndef UMPS_H
#define UMPS_H
#include "device.h"

enum { UMPS_LINES = 5, UMPS_PER_LINE = 8, UMPS_DEVICES = UMPS_LINES * UMPS_PER_LINE };
enum { UMPS_DISK, UMPS_FLASH, UMPS_NETWORK, UMPS_PRINTER, UMPS_TERMINAL }; /* line - 3 */
enum { UMPS_FIRST = 0x54, UMPS_SPAN = 0x10 };
enum { UMPS_RAM = 0x20000000, UMPS_BIOS_PAGE = 0x0ffff000 };

/* Options. */
enum { BUS_INSTALLED, BUS_EXECUTION, BUS_BOOT, BUS_FLOOR }; /* a bit a device; bytes of ROM; ... */
enum { DISK_GEOMETRY, DISK_TURN, DISK_SEEK, DISK_DATA }; /* cylinders << 16 | heads << 8 | sectors;
	                                 * us, us a cylinder, per cent */
enum { FLASH_BLOCKS, FLASH_TIME };
enum { NETWORK_ADDRESS };               /* six bytes, the first the highest */

extern const struct device_type umps_bus, umps_disk, umps_flash, umps_printer, umps_terminal;

/* The words of every device, and what they mean to all. */
enum { STATUS = 0x0, COMMAND = 0x4, DATA0 = 0x8, DATA1 = 0xc };
enum { READY = 1, BAD_COMMAND = 2, BUSY = 3 };
enum { RESET = 0, ACK = 1 };
enum { BLOCK = 4096, DMA_TICKS = 1024 };

static inline u64 umps_ticks(const struct device *d, u64 microseconds)
{
	return microseconds * device_mhz(d);
}

/* A block's way to or from memory; false: not all of it went, for no memory is there to take it. */
static inline bool umps_dma(struct device *d, u32 pa, u8 *block, bool to_memory)
{
	u32 end = UMPS_RAM + device_ram_bytes(d), n = BLOCK;
	bool in_ram = pa >= UMPS_RAM && pa < end;
	if (pa & 3) return false;
	if (to_memory && !in_ram && pa != UMPS_BIOS_PAGE) return false;
	if (in_ram && end - pa < n) n = end - pa;
	return device_dma(d, pa, block, n, to_memory) && n == BLOCK;
}
#endif
