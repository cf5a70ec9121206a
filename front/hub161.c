/* hub161.c: see hub161.h.
 *
 *	hub161 [-w FILE] [-s SEED] [-p PORT]... [SOCKET]
 *
 * What comes from one card goes to all the others (the sender has no use for it).  A card that
 * cannot be reached any more is forgotten until it speaks again. */
#include "hub161.h"
#include "error.h"
#include "hub_ports.h"
#include "options.h"
#include "pace.h"
#include "pcap.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct program {
	struct hub hub;
	struct pcap pcap;
	int file, signals;
	const char *path;
	u64 began, packets;
};

static int usage(void)
{
	fputs("usage: hub161 [-w FILE] [-s SEED] [-p PORT]... [SOCKET]\n"
		"SOCKET is .sockets/hub; FILE gets every packet; PORT is a card's address or `all', then\n"
		"loss=PERCENT, delay=MS, jitter=MS, reorder=PERCENT, with commas between\n",
		stderr);
	return 1;
}

static int fail(const char *path, const char *why)
{
	fprintf(stderr, "hub161: %s: %s\n", path, why);
	return 1;
}

/* ---- packets ---- */

/* The capture is Ethernet, which has no such addresses: a packet is the data of a frame between two
 * of local meaning, of the type for experiments (IEEE 802, 88b5). */
static void keep(struct program *p, const struct hub_packet *packet, const u8 *byte, u64 now)
{
	u8 frame[14 + HUB_PACKET_MOST] = { 2, 0, 0, 0, (u8)(packet->to >> 8), (u8)packet->to,
		2, 0, 0, 0, (u8)(packet->from >> 8), (u8)packet->from, 0x88, 0xb5 };
	struct error error;
	if (packet->to == HUB_EVERYBODY)
		memset(frame, 0xff, 6);
	memcpy(frame + 14, byte, packet->bytes);
	if (pcap_frame(&p->pcap, now - p->began, PCAP_FROM_GUEST, frame, 14 + packet->bytes, &error))
		fprintf(stderr, "hub161: %s\n", error.text);
}

static void take_packet(struct program *p)
{
	u8 byte[HUB_PACKET_MOST + 1];
	struct sockaddr_un from;
	struct hub_packet packet;
	socklen_t length = sizeof from;
	ssize_t count = recvfrom(p->file, byte, sizeof byte, MSG_DONTWAIT,
		(struct sockaddr *)&from, &length);
	if (count < 0 || !hub_parse(&packet, byte, (size_t)count) || length <= sizeof (sa_family_t))
		return; /* no packet, or nobody to answer */
	u64 now = host_nanoseconds();
	const struct hub_port *port = hub_port(&p->hub, packet.from, &from, length);
	if (!port || packet.to == HUB_ITSELF)
		return;
	p->packets++;
	keep(p, &packet, byte, now);
	hub_spread(&p->hub, port, byte, packet.bytes, now);
}

static void deliver(struct program *p)
{
	struct hub_waiting w;
	while (hub_take(&p->hub, host_nanoseconds(), &w)) {
		const struct hub_port *port = &p->hub.port[w.port];
		ssize_t sent = sendto(p->file, w.byte, w.bytes, MSG_DONTWAIT,
			(const struct sockaddr *)&port->at, port->length);
		free(w.byte);
		if (sent < 0 && errno != EAGAIN && errno != ENOBUFS)
			hub_drop_port(&p->hub, w.port);
	}
}

/* ---- life ---- */

static int timeout_of(const struct program *p)
{
	u64 due = hub_due(&p->hub), now = host_nanoseconds();
	return due == NEVER ? -1 : due <= now ? 0 : (int)((due - now + 999999) / 1000000);
}

static void serve(struct program *p)
{
	struct pollfd file[] = { { .fd = p->file, .events = POLLIN },
		{ .fd = p->signals, .events = POLLIN } };
	while (!file[1].revents) {
		poll(file, COUNT_OF(file), timeout_of(p));
		if (file[0].revents & POLLIN)
			take_packet(p);
		deliver(p);
	}
}

/* A socket that is left over answers nobody and makes room. */
static int bind_to(const char *path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	struct stat about;
	if (strlen(path) >= sizeof at.sun_path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(at.sun_path, path, strlen(path) + 1);
	int file = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (file < 0)
		return -1;
	bool stale = !lstat(path, &about) && S_ISSOCK(about.st_mode) &&
		connect(file, (const struct sockaddr *)&at, sizeof at) < 0 && errno == ECONNREFUSED;
	if (stale)
		unlink(path);
	if (!bind(file, (const struct sockaddr *)&at, sizeof at))
		return file;
	int why = errno;
	close(file);
	errno = why;
	return -1;
}

static int take_options(struct program *p, int argc, char **argv, const char **capture)
{
	struct error error;
	int letter;
	optind = 1;
	opterr = 0;
	while ((letter = getopt(argc, argv, "w:s:p:")) != -1) {
		if (letter == 'w')
			*capture = optarg;
		else if (letter == 'p' && hub_add_rule(&p->hub, optarg, &error))
			return fail("-p", error.text);
		else if (letter == '?' || (letter == 's' && !number_parse(optarg, 1, &p->hub.seed)))
			return usage();
	}
	if (argc - optind > 1)
		return usage();
	p->path = optind < argc ? argv[optind] : ".sockets/hub";
	return 0;
}

static int open_all(struct program *p, const char *capture)
{
	struct error error;
	sigset_t ends;
	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	sigprocmask(SIG_BLOCK, &ends, NULL);
	p->signals = signalfd(-1, &ends, SFD_CLOEXEC);
	if (!strncmp(p->path, ".sockets/", 9))
		mkdir(".sockets", 0700);
	p->file = bind_to(p->path);
	if (p->file < 0)
		return fail(p->path, strerror(errno));
	if (capture && pcap_open(&p->pcap, capture, time(NULL), &error))
		return fail("-w", error.text);
	return 0;
}

int hub161(int argc, char **argv)
{
	const char *capture = NULL;
	struct program *p = calloc(1, sizeof *p);
	must(p);
	p->file = p->signals = p->pcap.file = -1;
	p->began = host_nanoseconds();
	int status = take_options(p, argc, argv, &capture);
	if (!status)
		status = open_all(p, capture);
	if (!status) {
		serve(p);
		fprintf(stderr, "hub161: %llu packets, %llu lost by rule, %llu for want of room\n",
			(unsigned long long)p->packets, (unsigned long long)p->hub.lost,
			(unsigned long long)p->hub.full);
		unlink(p->path);
	}
	if (p->file >= 0)
		close(p->file);
	if (p->signals >= 0)
		close(p->signals);
	pcap_close(&p->pcap);
	hub_free(&p->hub);
	free(p);
	return status;
}
