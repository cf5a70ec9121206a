/* lance_rom.c: the station address ROM of a PMAD-AA.
 *
 * 32 bytes, one a word: address and checksum, the same backwards, the same again, and a test
 * pattern twice (Linux 6.1, drivers/net/ethernet/amd/declance.c checks them).  The checksum is
 * DEC's: words of 16 bits, low byte first, added modulo 65535, the sum doubled before each (depca.c
 * and de4x5.c of older kernels check it). */
#include "lance.h"

static u32 checksum(const u8 address[6])
{
	u32 sum = 0;
	for (u32 i = 0; i < 6; i += 2)
		sum = (2 * sum + (address[i] | address[i + 1] << 8)) % 0xffff;
	return sum;
}

void lance_rom(u64 mac, u8 rom[LANCE_ROM_BYTES])
{
	static const u8 pattern[8] = { 0xff, 0, 0x55, 0xaa, 0xff, 0, 0x55, 0xaa };
	u8 station[8];
	for (u32 i = 0; i < 6; i++)
		station[i] = mac >> (40 - 8 * i);
	u32 sum = checksum(station);
	station[6] = sum;
	station[7] = sum >> 8;
	for (u32 i = 0; i < 8; i++) {
		rom[4 * i + 2] = station[i];
		rom[4 * (15 - i) + 2] = station[i];
		rom[4 * (16 + i) + 2] = station[i];
		rom[4 * (24 + i) + 2] = pattern[i];
	}
}
