/* hub_card.c: see hub_card.h. */
#include "hub_card.h"
#include "pace.h"
#include "polls.h"
#include "vr3000.h"
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { GREET_NS = 2000000000 };

static bool address_of(struct sockaddr_un *at, const char *path)
{
	*at = (struct sockaddr_un){ .sun_family = AF_UNIX };
	snprintf(at->sun_path, sizeof at->sun_path, "%s", path);
	return strlen(path) < sizeof at->sun_path;
}

static void send_to_hub(struct hub_card *c, const u8 *byte, u32 count)
{
	struct sockaddr_un at;
	c->reached = address_of(&at, c->hub) && sendto(c->file, byte, count, MSG_DONTWAIT,
		(const struct sockaddr *)&at, sizeof at) == (ssize_t)count;
}

static void greet(struct hub_card *c)
{
	u8 byte[HUB_HEADER];
	u64 now = host_nanoseconds();
	if (c->greeted && now - c->greeted < GREET_NS)
		return;
	c->greeted = now;
	hub_header(byte, c->address, HUB_ITSELF, HUB_HEADER);
	send_to_hub(c, byte, HUB_HEADER);
}

/* By its whole name where that fits, so that a hub in another folder can answer. */
static void name_socket(struct hub_card *c)
{
	char folder[PATH_MAX], whole[PATH_MAX + 32];
	snprintf(c->path, sizeof c->path, ".sockets/net-%04x", c->address);
	if (!getcwd(folder, sizeof folder))
		return;
	snprintf(whole, sizeof whole, "%s/.sockets/net-%04x", folder, c->address);
	if (strlen(whole) < sizeof c->path)
		memcpy(c->path, whole, strlen(whole) + 1);
}

static int bind_card(struct hub_card *c)
{
	struct sockaddr_un at;
	int file = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (file < 0 || !address_of(&at, c->path))
		return file;
	bool stale = connect(file, (const struct sockaddr *)&at, sizeof at) < 0 &&
		errno == ECONNREFUSED;
	const struct sockaddr nobody = { .sa_family = AF_UNSPEC };
	connect(file, &nobody, sizeof nobody);
	if (stale)
		unlink(c->path);
	if (!bind(file, (const struct sockaddr *)&at, sizeof at))
		return file;
	close(file);
	return -1;
}

void cards_add(struct hub_cards *all, u32 device, u16 address, const char *hub)
{
	struct hub_card *c = calloc(1, sizeof *c);
	must(c);
	c->device = device;
	c->address = address;
	snprintf(c->hub, sizeof c->hub, "%s", hub);
	mkdir(".sockets", 0700);
	name_socket(c);
	c->file = all->count < CARDS_MAX ? bind_card(c) : -1;
	if (c->file < 0) {
		free(c);
		return;
	}
	all->one[all->count++] = c;
	greet(c);
}

void cards_close(struct hub_cards *all)
{
	while (all->count) {
		struct hub_card *c = all->one[--all->count];
		close(c->file);
		unlink(c->path);
		free(c);
	}
}

bool cards_are_live(const struct hub_cards *all)
{
	for (u32 i = 0; i < all->count; i++)
		if (all->one[i]->reached)
			return true;
	return false;
}

void cards_poll(struct hub_cards *all, struct polls *polls)
{
	for (u32 i = 0; i < all->count; i++) {
		struct hub_card *c = all->one[i];
		greet(c);
		c->place = polls_add(polls, c->count < CARD_WAITING ? c->file : -1, POLLIN);
	}
}

/* As many as there is room for; the others wait in the socket. */
static void receive(struct hub_card *c)
{
	struct hub_packet packet;
	while (c->count < CARD_WAITING) {
		u32 at = (c->first + c->count) % CARD_WAITING;
		u8 byte[HUB_PACKET_MOST + 1];
		ssize_t count = recv(c->file, byte, sizeof byte, MSG_DONTWAIT);
		if (count < 0)
			return;
		if (!hub_parse(&packet, byte, (size_t)count))
			continue;
		memcpy(c->waiting[at].byte, byte, packet.bytes);
		c->waiting[at].bytes = packet.bytes;
		c->count++;
	}
}

void cards_polled(struct hub_cards *all, const struct polls *polls)
{
	for (u32 i = 0; i < all->count; i++)
		if (polls_got(polls, all->one[i]->place))
			receive(all->one[i]);
}

void cards_put(struct hub_cards *all, u32 device, const u8 *byte, u32 count)
{
	for (u32 i = 0; i < all->count; i++)
		if (all->one[i]->device == device && count >= HUB_HEADER)
			send_to_hub(all->one[i], byte, count);
}

bool cards_offer(struct hub_cards *all, struct vr3000 *machine)
{
	bool posted = false;
	for (u32 i = 0; i < all->count; i++) {
		struct hub_card *c = all->one[i];
		while (c->count && vr3000_post(machine, c->device, c->waiting[c->first].byte,
				c->waiting[c->first].bytes)) {
			c->first = (c->first + 1) % CARD_WAITING;
			c->count--;
			posted = true;
		}
	}
	return posted;
}
