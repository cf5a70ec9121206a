/* hub_card.h: the cards of a machine on their hubs: each has a socket of its own, .sockets/net-XXXX
 * (its address), and says now and then that it is there.  What comes from a hub reaches the guest
 * through the machine's door in. */
#ifndef HUB_CARD_H
#define HUB_CARD_H
#include "hub_wire.h"

struct polls;
struct vr3000;

enum { CARDS_MAX = 8, CARD_WAITING = 16 };
struct hub_card {
	u32 device, place, first, count;
	int file;
	u16 address;
	bool reached;                   /* the hub took the last packet */
	u64 greeted;                    /* host time */
	char path[108], hub[108];
	struct { u32 bytes; u8 byte[HUB_PACKET_MOST]; } waiting[CARD_WAITING];
};
struct hub_cards { struct hub_card *one[CARDS_MAX]; u32 count; };

/* A card whose socket cannot be made is on no network. */
void cards_add(struct hub_cards *, u32 device, u16 address, const char *hub);
void cards_close(struct hub_cards *);
bool cards_are_live(const struct hub_cards *);
void cards_poll(struct hub_cards *, struct polls *);
void cards_polled(struct hub_cards *, const struct polls *);
void cards_put(struct hub_cards *, u32 device, const u8 *byte, u32 count);
bool cards_offer(struct hub_cards *, struct vr3000 *);  /* true: a packet was posted */
#endif
