/* hub_ports.h: who is on a hub, and what happens to a packet on its way to each of them: it may be
 * lost, come late, or come after its successor, as a seed has it.  No host's clock and no socket is
 * known here. */
#ifndef HUB_PORTS_H
#define HUB_PORTS_H
#include "hub_wire.h"
#include <sys/socket.h>
#include <sys/un.h>

struct error;
enum { HUB_PORTS_MAX = 64, HUB_RULES_MAX = 64, HUB_WAITING_MAX = 1024 };

/* Of a port, or (address 0) of all that have none of their own; loss and reorder in millionths. */
struct hub_rule { u16 address; u32 loss, reorder; u64 delay, jitter; }; /* nanoseconds */
struct hub_port { u16 address; struct sockaddr_un at; socklen_t length; u64 draws; };
struct hub_waiting { u64 due, order; u32 port, bytes; u8 *byte; };
struct hub {
	struct hub_port port[HUB_PORTS_MAX];
	struct hub_rule rule[HUB_RULES_MAX];
	struct hub_waiting waiting[HUB_WAITING_MAX];
	u32 ports, rules, waits;
	u64 seed, order, lost, full;
};

/* "ADDRESS|all[,loss=PERCENT][,delay=MS][,jitter=MS][,reorder=PERCENT]" */
int hub_add_rule(struct hub *, const char *text, struct error *);
/* The port of a sender, made when it is new; NULL: there is no room. */
struct hub_port *hub_port(struct hub *, u16 address, const struct sockaddr_un *, socklen_t);
void hub_drop_port(struct hub *, u32 port);
/* Puts a packet on its way to everybody but its sender; the bytes are copied. */
void hub_spread(struct hub *, const struct hub_port *from, const u8 *byte, u32 bytes, u64 now);
/* The next that is due, taken out; its bytes are the caller's to free.  False: none. */
bool hub_take(struct hub *, u64 now, struct hub_waiting *);
u64 hub_due(const struct hub *);        /* of the next, or NEVER */
void hub_free(struct hub *);
#endif
