/* prom.c: what the PROM's code cannot do by itself: end the run, and know the machine's size.
 *
 * It is ours; a real 5000/200 has nothing at 1fc40000, in the upper half of the ROM's window.
 *
 *   0x0  POWER  w  1: halted   2: stopped by an exception that was the PROM's to handle
 *   0x4  RAM    r  bytes of memory, from physical 0
 *   0x8  MHZ    r  instructions a microsecond
 *
 * Words only; anything else reads 0. */
#include "device.h"
#include "dec.h"

enum { POWER = 0, RAM = 4, MHZ = 8 };
enum { HALTED = 1, FAULT = 2, STATUS_FAULT = 4 };

static void prom_reset(struct device *d)
{
	(void)d;
}

static u32 prom_peek(const struct device *d, u32 offset, u32 bytes)
{
	(void)bytes;
	return offset == RAM ? device_ram_bytes(d) : offset == MHZ ? device_mhz(d) : 0;
}

static u32 prom_read(struct device *d, u32 offset, u32 bytes)
{
	return prom_peek(d, offset, bytes);
}

static bool prom_quiet(const struct device *d, u32 offset)
{
	(void)d, (void)offset;
	return true;
}

static void prom_write(struct device *d, u32 offset, u32 bytes, u32 value)
{
	if (offset == POWER && bytes == 4 && value == HALTED)
		device_stop(d, DEVICE_HALT, 0);
	else if (offset == POWER && bytes == 4 && value == FAULT)
		device_stop(d, DEVICE_EXIT, STATUS_FAULT);
	else
		device_error(d, "a write that means nothing to the PROM's port");
}

static const struct device_operations prom_does = {
	.reset = prom_reset, .read = prom_read, .peek = prom_peek, .write = prom_write,
	.quiet = prom_quiet
};
const struct device_type device_prom = { "prom", sizeof(struct device), NULL, 0, &prom_does };
