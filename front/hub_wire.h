/* hub_wire.h: packets of a LAMEbus network (System/161's manual, doc/networking.html): four
 * halfwords
 * with the high byte first, a4b3, from, bytes, to; then what is sent.  ffff is everybody, 0 the hub
 * itself: a card says by such a packet that it is there. */
#ifndef HUB_WIRE_H
#define HUB_WIRE_H
#include "base.h"

enum { HUB_HEADER = 8, HUB_PACKET_MOST = 4096, HUB_EVERYBODY = 0xffff, HUB_ITSELF = 0 };
struct hub_packet { u16 from, to; u32 bytes; };
/* False: it is none. */
bool hub_parse(struct hub_packet *, const u8 *byte, size_t count);
void hub_header(u8 byte[HUB_HEADER], u16 from, u16 to, u32 bytes);
#endif
