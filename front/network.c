/* network.c: see network.h. */
#include "network.h"
#include "error.h"
#include "net.h"
#include "options.h"
#include "vr3000.h"
#include <string.h>

_Static_assert(sizeof ((struct network *)0)->fault == sizeof ((struct error *)0)->text,
	"a fault is a sentence");

static bool give(void *context, const u8 *frame, u32 bytes)
{
	struct network *n = context;
	return vr3000_post(n->machine, n->device, frame, bytes);
}

static int read_options(struct net_config *config, const struct options *o, struct error *error)
{
	*config = (struct net_config){ .kind = NET_UNSAID };
	for (u32 i = 0; i < o->net.count; i++)
		if (net_parse(config, o->net.item[i], error))
			return error->kind;
	return E_NONE;
}

int network_open(struct network *n, const struct options *o, struct vr3000 *machine, s64 date,
	struct error *error)
{
	struct net_config config;
	*n = (struct network){ .machine = machine, .mhz = vr3000_mhz(machine), .pcap.file = -1 };
	if (read_options(&config, o, error))
		return error->kind;
	bool wanted = config.kind == NET_USER;
	if (!vr3000_network(machine, &n->device)) {
		n->device = ~0u;
		return wanted || o->pcap ? error_set(error, E_USAGE, "--%s: this board has no Ethernet",
			wanted ? "net" : "pcap") : E_NONE;
	}
	if (o->pcap && pcap_open(&n->pcap, o->pcap, date, error))
		return error->kind;
	if (wanted)
		n->net = net_open(&config, give, n, error);
	return wanted && !n->net ? error->kind : E_NONE;
}

void network_close(struct network *n)
{
	if (!n->machine)
		return;
	net_close(n->net);
	pcap_close(&n->pcap);
}

static void keep(struct network *n, u64 when, enum pcap_way way, const u8 *frame, u32 bytes)
{
	struct error error;
	u64 ns = (u64)((unsigned __int128)when * 1000 / n->mhz);
	if (n->pcap.file >= 0 && pcap_frame(&n->pcap, ns, way, frame, bytes, &error))
		memcpy(n->fault, error.text, sizeof n->fault);
}

void network_took(struct network *n, u64 when, u32 device, const u8 *frame, u32 bytes)
{
	if (device == n->device)
		keep(n, when, PCAP_TO_GUEST, frame, bytes);
}

void network_put(struct network *n, u64 when, u32 device, const u8 *frame, u32 bytes)
{
	if (device != n->device)
		return;
	keep(n, when, PCAP_FROM_GUEST, frame, bytes);
	if (!n->net)
		return;
	net_send(n->net, frame, bytes);
	if (net_due(n->net) != NEVER)
		vr3000_listen(n->machine, true); /* an answer waits: this run ends here */
}

bool network_is_live(const struct network *n)
{
	return n->net && net_busy(n->net);
}

void network_poll(struct network *n, struct polls *polls)
{
	if (n->net)
		net_poll(n->net, polls);
}

void network_polled(struct network *n, const struct polls *polls)
{
	if (n->net)
		net_polled(n->net, polls);
}

bool network_offer(struct network *n)
{
	if (!n->net)
		return false;
	u64 before = net_counts(n->net).received;
	net_deliver(n->net, vr3000_now(n->machine));
	return net_counts(n->net).received != before;
}

u64 network_due(const struct network *n)
{
	return n->net ? net_due(n->net) : NEVER;
}
