/* hub_wire.c: see hub_wire.h. */
#include "hub_wire.h"

enum { FRAME = 0xa4b3 };

static u16 get(const u8 *b)
{
	return (u16)(b[0] << 8 | b[1]);
}

bool hub_parse(struct hub_packet *p, const u8 *byte, size_t count)
{
	if (count < HUB_HEADER || count > HUB_PACKET_MOST || get(byte) != FRAME ||
		get(byte + 4) != count)
		return false;
	*p = (struct hub_packet){ get(byte + 2), get(byte + 6), (u32)count };
	return p->from != HUB_ITSELF && p->from != HUB_EVERYBODY;
}

void hub_header(u8 byte[HUB_HEADER], u16 from, u16 to, u32 bytes)
{
	const u16 word[] = { FRAME, from, (u16)bytes, to };
	must(bytes <= HUB_PACKET_MOST);
	for (u32 i = 0; i < COUNT_OF(word); i++) {
		byte[2 * i] = (u8)(word[i] >> 8);
		byte[2 * i + 1] = (u8)word[i];
	}
}
