/* net_test.c: front/net.c as a guest sees it: this test is the guest, frame by frame; the host's
 * side is sockets on the loopback interface. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include "error.h"
#include "net.h"
#include "polls.h"

enum { MHZ = 25, PATIENCE = 400, FRAMES = 64, STREAM_BYTES = 200000 };
enum { ETHER = 14, IP = 20, UDP = 8, TCP = 20, TCP_FIN = 1, TCP_SYN = 2, TCP_ACK = 16 };
static const u8 guest_mac[6] = { 0x08, 0, 0x2b, 1, 2, 3 };
static const u8 gateway[4] = { 10, 0, 2, 2 }, guest_ip[4] = { 10, 0, 2, 15 };

struct guest {
	struct net *net;
	u64 now;
	u32 count, read;
	bool refuses;
	u32 bytes[FRAMES];
	u8 frame[FRAMES][2048];
	u8 gateway_mac[6];
};

static bool take(void *context, const u8 *frame, u32 bytes)
{
	struct guest *g = context;
	if (g->refuses)
		return false;
	memcpy(g->frame[g->count % FRAMES], frame, bytes);
	g->bytes[g->count++ % FRAMES] = bytes;
	return true;
}

static void open_net(struct guest *g, const char *options)
{
	struct net_config config = { .kind = NET_UNSAID };
	struct error error;
	memset(g, 0, sizeof *g);
	assert_int_equal(net_parse(&config, options, &error), E_NONE);
	g->net = net_open(&config, take, g, &error);
	assert_non_null(g->net);
}

/* One turn of a main loop: 5 ms for the host, 1 ms for the guest. */
static void turn(struct guest *g)
{
	static struct polls polls;
	polls.count = 0;
	net_poll(g->net, &polls);
	poll(polls.file, polls.count, 5);
	net_polled(g->net, &polls);
	g->now += 1000 * MHZ;
	net_deliver(g->net, g->now);
}

/* The next frame that is not ARP's; NULL: none came. */
static u8 *next_frame(struct guest *g, u32 *bytes)
{
	for (u32 i = 0; i < PATIENCE; i++) {
		for (; g->read < g->count; ) {
			u32 place = g->read++ % FRAMES;
			if (g->frame[place][13] == 6)
				continue;
			*bytes = g->bytes[place];
			return g->frame[place];
		}
		turn(g);
	}
	return NULL;
}

/* ---- the words ---- */

static void test_words(void **state)
{
	(void)state;
	struct net_config c = { .kind = NET_UNSAID };
	struct error error;
	assert_int_equal(net_parse(&c, "user", &error), E_NONE);
	assert_int_equal(c.kind, NET_USER);
	assert_int_equal(net_parse(&c, "user,hostfwd=tcp::2222-:22,"
		"hostfwd=udp:0.0.0.0:53-10.0.2.16:5353", &error), E_NONE);
	assert_int_equal(c.forwards, 2);
	assert_false(c.forward[0].udp);
	assert_int_equal(c.forward[0].host, 0x7f000001);
	assert_int_equal(c.forward[0].host_port, 2222);
	assert_int_equal(c.forward[0].guest, 0x0a00020f);
	assert_int_equal(c.forward[0].guest_port, 22);
	assert_true(c.forward[1].udp);
	assert_int_equal(c.forward[1].host, 0);
	assert_int_equal(c.forward[1].guest, 0x0a000210);
	c = (struct net_config){ .kind = NET_UNSAID };
	assert_int_equal(net_parse(&c, "none", &error), E_NONE);
	assert_int_equal(c.kind, NET_NONE);
}

static const struct { const char *text, *fault; } wrong_words[] = {
	{ "", "none" }, { "tap", "none" }, { "user,", "only hostfwd" },
	{ "user,dns=1", "only hostfwd" },
	{ "none,hostfwd=tcp::1-:1", "nothing" },
	{ "user,hostfwd=tcp", "must be hostfwd" }, { "user,hostfwd=tcp:", "must be hostfwd" },
	{ "user,hostfwd=tcp::22", "must be hostfwd" }, { "user,hostfwd=tcp::1-2", "must be hostfwd" },
	{ "user,hostfwd=icmp::1-:2", "tcp or udp" }, { "user,hostfwd=tcp::0-:2", "65535" },
	{ "user,hostfwd=tcp::65536-:2", "65535" }, { "user,hostfwd=tcp::1-:", "65535" },
	{ "user,hostfwd=tcp::1-:-2", "65535" }, { "user,hostfwd=tcp::999999-:2", "65535" },
	{ "user,hostfwd=tcp:1.2.3:1-:2", "four numbers" },
	{ "user,hostfwd=tcp::1-host:2", "four numbers" },
	{ "user,hostfwd=tcp::1-10.0.3.15:2", "10.0.2.0/24" },
	{ "user,hostfwd=tcp::1-:2,hostfwd=tcp::1-:3", "already" }
};

static void test_wrong_words(void **state)
{
	(void)state;
	struct error error;
	char text[1000];
	for (u32 i = 0; i < COUNT_OF(wrong_words); i++) {
		struct net_config c = { .kind = NET_UNSAID };
		assert_int_equal(net_parse(&c, wrong_words[i].text, &error), E_USAGE);
		assert_non_null(strstr(error.text, wrong_words[i].text));
		assert_non_null(strstr(error.text, wrong_words[i].fault));
		assert_int_equal(c.kind + c.forwards, 0);
	}
	struct net_config user = { .kind = NET_USER };
	assert_int_equal(net_parse(&user, "none", &error), E_USAGE);
	memset(text, 'u', sizeof text);
	text[sizeof text - 1] = 0;
	assert_int_equal(net_parse(&user, text, &error), E_USAGE);
	strcpy(text, "user");
	for (u32 i = 0; i < NET_FORWARDS_MAX; i++) {
		snprintf(text, sizeof text, "user,hostfwd=tcp::%u-:1", i + 1);
		assert_int_equal(net_parse(&user, text, &error), E_NONE);
	}
	assert_int_equal(net_parse(&user, "user,hostfwd=tcp::99-:1", &error), E_USAGE);
}

/* ---- frames ---- */

static void put16(u8 *at, u32 value)
{
	at[0] = value >> 8;
	at[1] = value & 0xff;
}

static void put32(u8 *at, u32 value)
{
	put16(at, value >> 16);
	put16(at + 2, value & 0xffff);
}

static u32 get16(const u8 *at) { return (u32)at[0] << 8 | at[1]; }
static u32 get32(const u8 *at) { return get16(at) << 16 | get16(at + 2); }

static u32 sum16(const u8 *at, u32 bytes, u32 sum)
{
	for (u32 i = 0; i < bytes; i++)
		sum += i & 1 ? at[i] : (u32)at[i] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

/* Ethernet and IPv4 heads of a packet with so many bytes after them. */
static void put_heads(struct guest *g, u8 *frame, const u8 *from, const u8 *to, u32 protocol,
	u32 bytes)
{
	u8 *ip = frame + ETHER;
	memcpy(frame, g->gateway_mac, 6);
	memcpy(frame + 6, guest_mac, 6);
	put16(frame + 12, 0x0800);
	memset(ip, 0, IP);
	ip[0] = 0x45;
	put16(ip + 2, IP + bytes);
	ip[8] = 64;
	ip[9] = protocol;
	memcpy(ip + 12, from, 4);
	memcpy(ip + 16, to, 4);
	put16(ip + 10, ~sum16(ip, IP, 0) & 0xffff);
}

/* Asks who has the gateway's address; keeps the answer. */
static void find_gateway(struct guest *g)
{
	u8 frame[60] = { 255, 255, 255, 255, 255, 255 };
	memcpy(frame + 6, guest_mac, 6);
	memcpy(frame + 12, (u8[]){ 8, 6, 0, 1, 8, 0, 6, 4, 0, 1 }, 10);
	memcpy(frame + 22, guest_mac, 6);
	memcpy(frame + 28, guest_ip, 4);
	memcpy(frame + 38, gateway, 4);
	net_send(g->net, frame, sizeof frame);
	for (u32 i = 0; i < PATIENCE && !g->count; i++)
		turn(g);
	assert_int_equal(g->count, 1);
	const u8 *answer = g->frame[0];
	assert_memory_equal(answer, guest_mac, 6);
	assert_int_equal(get16(answer + 12), 0x0806);
	assert_int_equal(get16(answer + 20), 2);
	assert_memory_equal(answer + 28, gateway, 4);
	memcpy(g->gateway_mac, answer + 22, 6);
	g->read = g->count;
}

static void test_arp_and_echo(void **state)
{
	(void)state;
	struct guest g;
	u8 frame[98] = { 0 };
	u32 bytes;
	open_net(&g, "user");
	assert_false(net_busy(g.net));
	find_gateway(&g);
	u8 *icmp = frame + ETHER + IP;
	put_heads(&g, frame, guest_ip, gateway, 1, 64);
	icmp[0] = 8;
	put16(icmp + 4, 0x1234);
	for (u32 i = 8; i < 64; i++)
		icmp[i] = i;
	put16(icmp + 2, ~sum16(icmp, 64, 0) & 0xffff);
	net_send(g.net, frame, sizeof frame);
	const u8 *answer = next_frame(&g, &bytes);
	assert_non_null(answer);
	assert_int_equal(bytes, 98);
	assert_memory_equal(answer + ETHER + 12, gateway, 4);
	assert_memory_equal(answer + ETHER + 16, guest_ip, 4);
	assert_int_equal(answer[ETHER + IP], 0);
	assert_memory_equal(answer + ETHER + IP + 4, icmp + 4, 60);
	struct net_counts counts = net_counts(g.net);
	assert_int_equal(counts.sent, 2);
	assert_int_equal(counts.received, g.count);
	net_close(g.net);
}

/* RFC 2131: a discover is answered by an offer of 10.0.2.15. */
static void test_dhcp(void **state)
{
	(void)state;
	struct guest g;
	enum { BOOTP = 300 };
	static const u8 nobody[4], everybody[4] = { 255, 255, 255, 255 };
	u8 frame[ETHER + IP + UDP + BOOTP] = { 0 };
	u8 *udp = frame + ETHER + IP, *bootp = udp + UDP;
	u32 bytes;
	open_net(&g, "user");
	memset(g.gateway_mac, 255, 6);
	put_heads(&g, frame, nobody, everybody, 17, UDP + BOOTP);
	put16(udp, 68);
	put16(udp + 2, 67);
	put16(udp + 4, UDP + BOOTP);
	memcpy(bootp, (u8[]){ 1, 1, 6, 0 }, 4);
	put32(bootp + 4, 0xcafe1234);
	memcpy(bootp + 28, guest_mac, 6);
	memcpy(bootp + 236, (u8[]){ 0x63, 0x82, 0x53, 0x63, 53, 1, 1, 255 }, 8);
	net_send(g.net, frame, sizeof frame);
	const u8 *offer = next_frame(&g, &bytes);
	assert_non_null(offer);
	bootp = g.frame[(g.read - 1) % FRAMES] + ETHER + IP + UDP;
	assert_int_equal(bootp[0], 2);
	assert_int_equal(get32(bootp + 4), 0xcafe1234);
	assert_memory_equal(bootp + 16, guest_ip, 4);
	assert_memory_equal(bootp + 236, ((u8[]){ 0x63, 0x82, 0x53, 0x63, 53, 1, 2 }), 7);
	net_close(g.net);
}

/* Frames are handed over at a wire's pace, a few at once, and offered again. */
static void test_pace(void **state)
{
	(void)state;
	struct guest g;
	u8 frame[1514] = { 0 };
	u8 *icmp = frame + ETHER + IP;
	open_net(&g, "user");
	find_gateway(&g);
	put_heads(&g, frame, guest_ip, gateway, 1, sizeof frame - ETHER - IP);
	icmp[0] = 8;
	put16(icmp + 2, ~sum16(icmp, sizeof frame - ETHER - IP, 0) & 0xffff);
	for (u32 i = 0; i < 10; i++)
		net_send(g.net, frame, sizeof frame);
	assert_true(net_busy(g.net));
	u32 before = g.count;
	g.now += 100000 * MHZ;
	g.refuses = true;
	net_deliver(g.net, g.now);
	assert_int_equal(g.count, before);
	g.refuses = false;
	net_deliver(g.net, g.now);
	assert_int_equal(g.count, before + 4);
	assert_int_equal(net_due(g.net), g.now + 4 * (6000 + 1514 * 12));
	net_deliver(g.net, net_due(g.net) - 1);
	assert_int_equal(g.count, before + 4);
	net_deliver(g.net, net_due(g.net));
	net_deliver(g.net, net_due(g.net));
	assert_int_equal(g.count, before + 10);
	assert_true(net_due(g.net) == NEVER);
	assert_false(net_busy(g.net));
	net_close(g.net);
}

/* The machine was set back to an earlier tick: frames come all the same. */
static void test_time_goes_back(void **state)
{
	(void)state;
	struct guest g;
	open_net(&g, "user");
	g.now = 1000000000000;
	find_gateway(&g);
	g.now = 0;
	g.count = g.read = 0;
	find_gateway(&g);
	net_close(g.net);
}

static void test_odd_frames(void **state)
{
	(void)state;
	struct guest g;
	u8 frame[2048];
	u32 seed = 1;
	open_net(&g, "user");
	for (u32 i = 0; i < 3000; i++) {
		for (u32 k = 0; k < 64; k++)
			frame[k] = (seed = seed * 1103515245 + 12345) >> 16;
		put16(frame + 12, i & 1 ? 0x0800 : 0x0806);
		net_send(g.net, frame, i % 2048);
		if (i % 100 == 0)
			turn(&g);
	}
	g.count = g.read = 0;
	while (net_due(g.net) != NEVER)
		turn(&g);
	g.count = g.read = 0;
	find_gateway(&g);
	net_close(g.net);
}

/* ---- a forwarded port ---- */

static u16 free_port(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof at;
	int file = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(file, (struct sockaddr *)&at, sizeof at), 0);
	assert_int_equal(getsockname(file, (struct sockaddr *)&at, &size), 0);
	close(file);
	return ntohs(at.sin_port);
}

static int dial(u16 port)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)
	};
	int file = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(connect(file, (struct sockaddr *)&to, sizeof to), 0);
	return file;
}

/* The guest's end of one connection: as much TCP as a wire without loss needs. */
struct end { struct guest *g; u8 peer[4]; u32 port, peer_port, sent, got; };

static void tcp_send(struct end *e, u32 flags, const u8 *data, u32 bytes)
{
	u8 frame[1514] = { 0 };
	u8 *tcp = frame + ETHER + IP;
	put_heads(e->g, frame, guest_ip, e->peer, 6, TCP + bytes);
	put16(tcp, e->port);
	put16(tcp + 2, e->peer_port);
	put32(tcp + 4, e->sent);
	put32(tcp + 8, e->got);
	tcp[12] = 5 << 4;
	tcp[13] = flags;
	put16(tcp + 14, 8192);
	if (bytes)
		memcpy(tcp + TCP, data, bytes);
	u32 sum = sum16(frame + ETHER + 12, 8, 6 + TCP + bytes);
	put16(tcp + 16, ~sum16(tcp, TCP + bytes, sum) & 0xffff);
	e->sent += bytes + (flags & (TCP_SYN | TCP_FIN) ? 1 : 0);
	net_send(e->g->net, frame, ETHER + IP + TCP + bytes);
}

static const u8 *tcp_next(struct end *e, u32 *bytes)
{
	u32 size;
	const u8 *frame = next_frame(e->g, &size);
	assert_non_null(frame);
	assert_int_equal(frame[ETHER + 9], 6);
	const u8 *tcp = frame + ETHER + IP;
	*bytes = get16(frame + ETHER + 2) - IP - (tcp[12] >> 4) * 4;
	return tcp;
}

static void tcp_accept(struct end *e)
{
	u32 bytes;
	const u8 *tcp = tcp_next(e, &bytes);
	assert_int_equal(tcp[13] & (TCP_SYN | TCP_ACK), TCP_SYN);
	assert_int_equal(get16(tcp + 2), 7);
	memcpy(e->peer, tcp - IP + 12, 4);
	e->port = 7;
	e->peer_port = get16(tcp);
	e->got = get32(tcp + 4) + 1;
	tcp_send(e, TCP_SYN | TCP_ACK, NULL, 0);
}

static void test_forwarded_port(void **state)
{
	(void)state;
	struct guest g;
	char options[64];
	u16 port = free_port();
	u32 bytes, done = 0;
	static u8 stream[STREAM_BYTES];
	for (u32 i = 0; i < STREAM_BYTES; i++)
		stream[i] = i * 31 + (i >> 8);
	snprintf(options, sizeof options, "user,hostfwd=tcp::%u-:7", port);
	open_net(&g, options);
	find_gateway(&g);
	assert_true(net_busy(g.net));
	struct end e = { .g = &g, .sent = 1000 };
	int file = dial(port);
	tcp_accept(&e);
	/* To the guest. */
	for (u32 offered = 0; done < STREAM_BYTES; ) {
		ssize_t n = send(file, stream + offered, STREAM_BYTES - offered, MSG_DONTWAIT);
		offered += n > 0 ? (u32)n : 0;
		const u8 *tcp = tcp_next(&e, &bytes);
		if (!bytes || get32(tcp + 4) != e.got)
			continue;
		assert_memory_equal(tcp + (tcp[12] >> 4) * 4, stream + done, bytes);
		done += bytes;
		e.got += bytes;
		tcp_send(&e, TCP_ACK, NULL, 0);
	}
	/* And from it. */
	u8 back[20000];
	for (u32 i = 0; i < sizeof back; i += 1000)
		tcp_send(&e, TCP_ACK, stream + i, 1000);
	for (done = 0; done < sizeof back; turn(&g)) {
		ssize_t n = recv(file, back + done, sizeof back - done, MSG_DONTWAIT);
		done += n > 0 ? (u32)n : 0;
	}
	assert_memory_equal(back, stream, sizeof back);
	tcp_send(&e, TCP_FIN | TCP_ACK, NULL, 0);
	for (u32 i = 0; i < 20; i++)
		turn(&g);
	assert_int_equal(recv(file, back, 1, MSG_DONTWAIT), 0);
	close(file);
	net_close(g.net);
}

static void test_port_in_use(void **state)
{
	(void)state;
	struct guest g;
	struct net_config config = { .kind = NET_UNSAID };
	struct error error;
	char options[64], named[32];
	u16 port = free_port();
	snprintf(options, sizeof options, "user,hostfwd=tcp::%u-:7", port);
	snprintf(named, sizeof named, "port %u", port);
	open_net(&g, options);
	assert_int_equal(net_parse(&config, options, &error), E_NONE);
	assert_null(net_open(&config, take, &g, &error));
	assert_int_equal(error.kind, E_HOST);
	assert_non_null(strstr(error.text, named));
	assert_non_null(strstr(error.text, "in use"));
	net_close(g.net);
}

/* The guest cannot reach what listens on the host's loopback. */
static void test_host_loopback_is_out_of_reach(void **state)
{
	(void)state;
	struct guest g;
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof at;
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	assert_int_equal(bind(listener, (struct sockaddr *)&at, sizeof at), 0);
	assert_int_equal(listen(listener, 1), 0);
	assert_int_equal(getsockname(listener, (struct sockaddr *)&at, &size), 0);
	open_net(&g, "user");
	find_gateway(&g);
	struct end e = {
		.g = &g, .peer = { 10, 0, 2, 2 }, .port = 1234, .peer_port = ntohs(at.sin_port), .sent = 1
	};
	tcp_send(&e, TCP_SYN, NULL, 0);
	for (u32 i = 0; i < 50; i++)
		turn(&g);
	assert_int_equal(accept(listener, NULL, NULL), -1);
	close(listener);
	net_close(g.net);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words), cmocka_unit_test(test_wrong_words),
		cmocka_unit_test(test_arp_and_echo), cmocka_unit_test(test_dhcp),
		cmocka_unit_test(test_pace), cmocka_unit_test(test_time_goes_back),
		cmocka_unit_test(test_odd_frames), cmocka_unit_test(test_forwarded_port),
		cmocka_unit_test(test_port_in_use),
		cmocka_unit_test(test_host_loopback_is_out_of_reach)
	};
	return cmocka_run_group_tests_name("net", tests, NULL, NULL);
}
