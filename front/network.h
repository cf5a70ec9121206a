/* network.h: a session's Ethernet: what --net and --pcap ask for, between the machine's doors and
 * the world. */
#ifndef NETWORK_H
#define NETWORK_H
#include "pcap.h"

struct error;
struct net;
struct options;
struct polls;
struct vr3000;

struct network {
	struct vr3000 *machine;
	u32 device, mhz;
	struct net *net;        /* NULL: the wire leads nowhere */
	struct pcap pcap;
	char fault[256];        /* why frames are no longer kept; or "" */
};

/* A machine without Ethernet is E_USAGE if anything was asked for.  date: the guest's at tick 0. */
int network_open(struct network *, const struct options *, struct vr3000 *, s64 date,
	struct error *);
void network_close(struct network *);

/* The machine's doors. */
void network_took(struct network *, u64 when, u32 device, const u8 *frame, u32 bytes);
void network_put(struct network *, u64 when, u32 device, const u8 *frame, u32 bytes);

bool network_is_live(const struct network *);
void network_poll(struct network *, struct polls *);
void network_polled(struct network *, const struct polls *);
/* Posts what has come for the guest and is due; true if there was something. */
bool network_offer(struct network *);
u64 network_due(const struct network *);        /* a tick to stop at, to offer more; or NEVER */
#endif
