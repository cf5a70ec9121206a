/* net.c: libslirp between the guest's frames and the host's sockets; see net.h.
 *
 * libslirp lives in host time: it polls sockets and repeats segments by the host's clock.  Guest
 * time enters at one place, where frames are handed to the guest. */
#include "net.h"
#include "error.h"
#include "polls.h"
#include <arpa/inet.h>
#include <errno.h>
#include <slirp/libslirp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	FRAMES_MAX = 256, FRAME_BYTES = 1520,
	/* A guest's work on a frame is counted in ticks, whatever its clock: so is the wire's pace.
	 * At half of these Linux lost some (test/linux/network_test.py). */
	TICKS_PER_FRAME = 6000, TICKS_PER_BYTE = 12,
	BURST = 4               /* frames handed over at once: a few, of 16 descriptors */
};
_Static_assert(SLIRP_TIMER_NUM == 1, "one timer");

struct waiting { u32 bytes; u8 byte[FRAME_BYTES]; };

struct net {
	struct Slirp *slirp;
	net_taker *taker;
	void *context;
	struct waiting frame[FRAMES_MAX];       /* for the guest: a ring */
	u32 first, count;
	u64 next;                               /* the wire is free at this tick */
	struct polls *polls;                    /* during net_poll and net_polled */
	const struct polls *polled;
	u32 files;                              /* that libslirp waited for */
	void *timer_context;
	s64 timer_at;                           /* milliseconds; 0: not set */
	struct net_counts counts;
};

/* ---- what libslirp asks for ---- */

static int64_t clock_ns(void *opaque)
{
	struct timespec t;
	(void)opaque;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* A full queue drops, as a wire does; the sender repeats. */
static ssize_t to_guest(const void *bytes, size_t count, void *opaque)
{
	struct net *net = opaque;
	if (count > FRAME_BYTES || net->count == FRAMES_MAX) {
		net->counts.dropped++;
		return (ssize_t)count;
	}
	struct waiting *w = &net->frame[(net->first + net->count++) % FRAMES_MAX];
	w->bytes = (u32)count;
	memcpy(w->byte, bytes, count);
	return (ssize_t)count;
}

static void *timer_new(SlirpTimerId id, void *context, void *opaque)
{
	struct net *net = opaque;
	(void)id;
	net->timer_context = context;
	return &net->timer_at;
}

static void timer_free(void *timer, void *opaque)
{
	(void)opaque;
	*(s64 *)timer = 0;
}

static void timer_mod(void *timer, int64_t at, void *opaque)
{
	(void)opaque;
	*(s64 *)timer = at;
}

/* The guest's mistakes show in its own network; files are polled afresh each time. */
static void ignore_text(const char *text, void *opaque) { (void)text, (void)opaque; }
static void ignore_file(int file, void *opaque) { (void)file, (void)opaque; }
static void ignore(void *opaque) { (void)opaque; }
static void ignore_slirp(Slirp *slirp, void *opaque) { (void)slirp, (void)opaque; }

static const SlirpCb callbacks = {
	.send_packet = to_guest, .guest_error = ignore_text, .clock_get_ns = clock_ns,
	.timer_free = timer_free, .timer_mod = timer_mod, .timer_new_opaque = timer_new,
	.register_poll_fd = ignore_file, .unregister_poll_fd = ignore_file, .notify = ignore,
	.init_completed = ignore_slirp
};

/* ---- life ---- */

static struct in_addr address(u32 value)
{
	return (struct in_addr){ .s_addr = htonl(value) };
}

static Slirp *start(struct net *net)
{
	const SlirpConfig config = {
		.version = 4, .in_enabled = true,
		.vnetwork = address(0x0a000200), .vnetmask = address(0xffffff00),
		.vhost = address(0x0a000202), .vdhcp_start = address(0x0a00020f),
		.vnameserver = address(0x0a000203),
		.disable_host_loopback = true
	};
	return slirp_new(&config, &callbacks, net);
}

static bool forward(struct net *net, const struct net_forward *f, struct error *error)
{
	char text[INET_ADDRSTRLEN];
	struct in_addr host = address(f->host);
	errno = 0;
	if (!slirp_add_hostfwd(net->slirp, f->udp, host, f->host_port, address(f->guest),
			f->guest_port))
		return true;
	int reason = errno;
	error_set(error, E_HOST, "--net: %s port %u of %s cannot be forwarded: %s",
		f->udp ? "udp" : "tcp", f->host_port, inet_ntop(AF_INET, &host, text, sizeof text),
		reason ? strerror(reason) : "the host refuses");
	return false;
}

struct net *net_open(const struct net_config *config, net_taker *taker, void *context,
	struct error *error)
{
	struct net *net = calloc(1, sizeof *net);
	if (net)
		net->slirp = start(net);
	if (!net || !net->slirp) {
		error_set(error, E_HOST, "--net: the host has no memory for it");
		free(net);
		return NULL;
	}
	net->taker = taker;
	net->context = context;
	for (u32 i = 0; i < config->forwards; i++) {
		if (!forward(net, &config->forward[i], error)) {
			net_close(net);
			return NULL;
		}
	}
	net->files = config->forwards;
	return net;
}

void net_close(struct net *net)
{
	if (!net)
		return;
	slirp_cleanup(net->slirp);
	free(net);
}

/* ---- frames ---- */

void net_send(struct net *net, const u8 *frame, u32 bytes)
{
	net->counts.sent++;
	slirp_input(net->slirp, frame, (int)bytes);
}

static u64 wire_ticks(u32 bytes)
{
	return TICKS_PER_FRAME + (u64)bytes * TICKS_PER_BYTE;
}

void net_deliver(struct net *net, u64 now)
{
	u64 busy = 0;
	if (net->next > now + BURST * wire_ticks(FRAME_BYTES))
		net->next = now;                /* the machine went back in time */
	if (net->next > now)
		return;
	for (u32 i = 0; i < BURST && net->count; i++) {
		const struct waiting *w = &net->frame[net->first];
		if (!net->taker(net->context, w->byte, w->bytes))
			break;
		net->counts.received++;
		busy += wire_ticks(w->bytes);
		net->first = (net->first + 1) % FRAMES_MAX;
		net->count--;
	}
	net->next = now + busy;
}

u64 net_due(const struct net *net)
{
	return net->count ? net->next : NEVER;
}

bool net_busy(const struct net *net)
{
	return net->files || net->count;
}

struct net_counts net_counts(const struct net *net)
{
	return net->counts;
}

/* ---- waiting ---- */

/* libslirp's names for what may become of a file, and poll's. */
static const struct { int slirp; short poll; } event_rows[] = {
	{ SLIRP_POLL_IN, POLLIN }, { SLIRP_POLL_OUT, POLLOUT }, { SLIRP_POLL_PRI, POLLPRI },
	{ SLIRP_POLL_ERR, POLLERR }, { SLIRP_POLL_HUP, POLLHUP }
};

static int add_file(int file, int events, void *opaque)
{
	struct net *net = opaque;
	short wanted = 0;
	for (u32 i = 0; i < COUNT_OF(event_rows); i++)
		if (events & event_rows[i].slirp)
			wanted |= event_rows[i].poll;
	net->files++;
	return (int)polls_add(net->polls, file, wanted);
}

static int got_events(int place, void *opaque)
{
	const struct net *net = opaque;
	short got = polls_got(net->polled, (u32)place);
	int events = 0;
	for (u32 i = 0; i < COUNT_OF(event_rows); i++)
		if (got & event_rows[i].poll)
			events |= event_rows[i].slirp;
	return events;
}

void net_poll(struct net *net, struct polls *polls)
{
	u32 timeout = UINT32_MAX;       /* the main loop comes by often enough */
	net->polls = polls;
	net->files = 0;
	slirp_pollfds_fill(net->slirp, &timeout, add_file, net);
	net->polls = NULL;
}

void net_polled(struct net *net, const struct polls *polls)
{
	net->polled = polls;
	slirp_pollfds_poll(net->slirp, 0, got_events, net);
	net->polled = NULL;
	if (net->timer_at && clock_ns(net) / 1000000 >= net->timer_at) {
		net->timer_at = 0;
		slirp_handle_timer(net->slirp, SLIRP_TIMER_RA, net->timer_context);
	}
}
