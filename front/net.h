/* net.h: the network behind the guest's Ethernet, by libslirp: a gateway at 10.0.2.2 with DHCP (the
 * guest is 10.0.2.15), a name server at 10.0.2.3, TCP, UDP and echo requests out through the host's
 * own sockets, and host ports that lead to the guest.  The host's loopback is out of the guest's
 * reach.  No privileges are needed.  IPv4 only.
 *
 * Frames have no FCS.  Those for the guest wait here and are handed over at a wire's pace, by
 * guest time: a LANCE with its few receive descriptors would miss what comes all at once. */
#ifndef NET_H
#define NET_H
#include "base.h"

struct error;
struct polls;
struct net;

enum { NET_FORWARDS_MAX = 32 };
struct net_forward { bool udp; u32 host, guest; u16 host_port, guest_port; };
struct net_config {
	enum net_kind { NET_UNSAID, NET_NONE, NET_USER } kind;
	u32 forwards;
	struct net_forward forward[NET_FORWARDS_MAX];
};

/* Adds what one --net says: `none` or `user[,hostfwd=tcp|udp:[ADDRESS]:PORT-[ADDRESS]:PORT]...`.
 * The host's address is 127.0.0.1 unless it is named, the guest's 10.0.2.15.  Returns E_NONE or
 * E_USAGE. */
int net_parse(struct net_config *, const char *text, struct error *);

/* Takes a frame for the guest; false: not now, it will be offered again. */
typedef bool net_taker(void *context, const u8 *frame, u32 bytes);

/* The taker is called by net_deliver alone.  NULL with a sentence: the host refuses. */
struct net *net_open(const struct net_config *, net_taker *, void *context, struct error *);
void net_close(struct net *);

/* The guest sent a frame; at any time, in the middle of a run too.  When net_due is no longer NEVER
 * after it, an answer waits: a run that ends soon makes the network quick. */
void net_send(struct net *, const u8 *frame, u32 bytes);
/* Hands over what is due at this tick.  net_due is the tick of the next; NEVER: none waits. */
void net_deliver(struct net *, u64 now);
u64 net_due(const struct net *);
/* Might something come at a time of its own: a forwarded port, an open connection, a frame? */
bool net_busy(const struct net *);

/* Before and after each wait of the main loop. */
void net_poll(struct net *, struct polls *);
void net_polled(struct net *, const struct polls *);

struct net_counts { u64 sent, received, dropped; };     /* frames, by and for the guest */
struct net_counts net_counts(const struct net *);
#endif
