/* ethernet.c: IEEE 802.3's frame check sequence (clause 3.2.9): the CRC of all bytes before it, low
 * bit first, inverted, its low byte first. */
#include "ethernet.h"

enum { RESIDUE = 0xdebb20e3 };  /* of a frame with its FCS */

/* Four bits at a step; without the last inversion. */
static u32 crc(const u8 *byte, u32 bytes)
{
	static const u32 step[16] = {
		0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158,
		0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4,
		0xa00ae278, 0xbdbdf21c
	};
	u32 sum = ~0u;
	for (u32 i = 0; i < bytes; i++) {
		sum ^= byte[i];
		sum = sum >> 4 ^ step[sum & 15];
		sum = sum >> 4 ^ step[sum & 15];
	}
	return sum;
}

void ethernet_append_fcs(u8 *frame, u32 bytes)
{
	u32 sum = ~crc(frame, bytes);
	for (u32 i = 0; i < ETHERNET_FCS; i++)
		frame[bytes + i] = sum >> 8 * i;
}

bool ethernet_fcs_right(const u8 *frame, u32 bytes)
{
	return bytes > ETHERNET_FCS && crc(frame, bytes) == RESIDUE;
}

/* The upper six bits of the address's CRC (Am7990 data sheet, logical address filter). */
u32 ethernet_group_hash(const u8 address[6])
{
	return crc(address, 6) >> 26;
}
