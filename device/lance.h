/* lance.h: what a board must know of the LANCE beyond its device type. */
#ifndef LANCE_H
#define LANCE_H
#include "base.h"

/* Options of the device, and where a PMAD-AA has its parts, from the start of its TURBOchannel slot
 * (PMAD-AA functional specification 1.2, as Linux 6.1's declance.c has it).  The device answers at
 * LANCE_REGISTERS; buffer RAM and ROM are regions of the board's. */
enum { LANCE_MAC, LANCE_RAM };  /* the station address, 48 bits; the RAM's physical address */
enum {
	LANCE_RAM_BYTES = 0x20000, LANCE_REGISTERS = 0x100000, LANCE_ROM = 0x1c0000,
	LANCE_ROM_BYTES = 128
};

/* The station address ROM stands in byte 2 of each of the ROM's 32 words; the other bytes are the
 * diagnostic ROM's and are left as they are. */
void lance_rom(u64 mac, u8 rom[LANCE_ROM_BYTES]);

extern const struct device_type device_lance;
#endif
