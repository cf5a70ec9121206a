/* gdb.c: the connection; see gdb.h. */
#include "error.h"
#include "gdb_inside.h"
#include "options.h"
#include "unix_socket.h"
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CHUNK = 4096, UNREAD_MAX = 1 << 22, FIRST_THREAD = 1, FIRST_THREAD_SYS161 = 10 };

/* ---- out ---- */

static void flush(struct gdb *g)
{
	struct bytes *output = &g->wire.output;
	while (g->file >= 0 && output->count) {
		ssize_t wrote = send(g->file, bytes_front(output), output->count,
			MSG_NOSIGNAL | MSG_DONTWAIT);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0 && errno != EAGAIN)
			g->broken = true;
		if (wrote < 0)
			break;
		bytes_drop(output, (size_t)wrote);
	}
	g->broken |= output->count > UNREAD_MAX; /* it asks and never reads */
}

void gdb_say(struct gdb *g, const char *format, ...)
{
	char text[512];
	va_list arguments;
	va_start(arguments, format);
	int count = vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	must(count >= 0 && count < (int)sizeof text);
	gdb_wire_send(&g->wire, text, (size_t)count);
	flush(g);
}

void gdb_say_bytes(struct gdb *g, const char *first, const void *bytes, size_t count)
{
	bytes_drop(&g->reply, g->reply.count);
	bytes_add(&g->reply, first, strlen(first));
	bytes_add(&g->reply, bytes, count);
	gdb_wire_send(&g->wire, bytes_front(&g->reply), g->reply.count);
	flush(g);
}

void gdb_say_text(struct gdb *g, const char *text)
{
	enum { PIECE = 1000 };
	for (size_t left = strlen(text); left; ) {
		size_t count = left < PIECE ? left : PIECE;
		bytes_drop(&g->reply, g->reply.count);
		bytes_add(&g->reply, "O", 1);
		gdb_hex_add(&g->reply, text, count);
		gdb_wire_send(&g->wire, bytes_front(&g->reply), g->reply.count);
		text += count;
		left -= count;
	}
	flush(g);
}

/* ---- in ---- */

static void take(struct gdb *g, u8 byte)
{
	switch (gdb_wire_take(&g->wire, byte)) {
	case GDB_PACKET:
		gdb_obey(g, (const char *)g->wire.packet, g->wire.count);
		break;
	case GDB_INTERRUPT:
		if (g->running)
			gdb_stop(g, GDB_INT, gdb_turn(g->session), "");
		break;
	default:
		break;
	}
}

static void read_some(struct gdb *g)
{
	u8 chunk[CHUNK];
	ssize_t count = recv(g->file, chunk, sizeof chunk, MSG_DONTWAIT);
	if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR))
		g->broken = true;
	for (ssize_t i = 0; i < count && !g->broken && !g->leaving; i++)
		take(g, chunk[i]);
	flush(g);
}

/* ---- connections ---- */

/* Whoever leaves leaves the machine running, and nothing of theirs behind. */
static void disconnect(struct gdb *g)
{
	struct session *s = g->session;
	gdb_points_clear(g);
	clients_give_up(s, &g->client);
	gdb_wire_free(&g->wire);
	g->wire = (struct gdb_wire){ 0 };
	close(g->file);
	g->file = -1;
	g->running = g->commanding = g->leaving = g->broken = false;
	gdb_release(g);
	s->stopped = false;
	pace_anchor(&s->pace, vr3000_now(s->machine));
}

/* Of sys161, whose socket is always there, time is kept from the first connection on. */
static void keep_time(struct gdb *g)
{
	struct session *s = g->session;
	struct vr3000_error refused;
	if (s->options->sys161 && !g->keeps)
		vr3000_keep(s->machine, 0, 0, &refused); /* else it does not go back */
	g->keeps = true;
}

static void accept_one(struct gdb *g)
{
	const int yes = 1;
	int file = accept4(g->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (file >= 0 && g->file >= 0)
		close(file); /* there is one already */
	if (file < 0 || g->file >= 0)
		return;
	setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
	g->file = file;
	g->released = false;
	keep_time(g);
	g->session->stopped = true;
	gdb_settle(g);
	g->cpu = g->stop_cpu = gdb_turn(g->session);
	snprintf(g->stop, sizeof g->stop, "T%02xthread:%x;", GDB_TRAP, g->first_thread + g->stop_cpu);
}

void gdb_poll(struct gdb *g, struct polls *polls)
{
	if (!g)
		return;
	g->place_listener = polls_add(polls, g->listener, POLLIN);
	g->place = polls_add(polls, g->file, (short)(POLLIN | (g->wire.output.count ? POLLOUT : 0)));
}

void gdb_polled(struct gdb *g, const struct polls *polls)
{
	if (!g)
		return;
	short got = g->file >= 0 ? polls_got(polls, g->place) : 0;
	if (got & POLLOUT)
		flush(g);
	if (got & ~POLLOUT)
		read_some(g);
	if (g->file >= 0 && (g->broken || (g->leaving && !g->wire.output.count)))
		disconnect(g);
	if (polls_got(polls, g->place_listener))
		accept_one(g);
}

bool gdb_is_there(const struct gdb *g)
{
	return g && g->file >= 0;
}

/* ---- life ---- */

static int listen_at(const struct addrinfo *at)
{
	const int yes = 1;
	int file = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (file < 0)
		return -1;
	setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (!bind(file, at->ai_addr, at->ai_addrlen) && !listen(file, 1))
		return file;
	int failed = errno;
	close(file);
	errno = failed;
	return -1;
}

static int refuse(struct error *error, int kind, const char *spec, const char *fault)
{
	error_set(error, kind, "--gdb tcp:%s: %s", spec, fault);
	return -1;
}

static int tcp_listen(const char *spec, struct error *error)
{
	const struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICSERV };
	struct addrinfo *at;
	char host[256] = "127.0.0.1";
	const char *port = spec, *colon = strrchr(spec, ':');
	u64 number;
	if (colon) {
		snprintf(host, sizeof host, "%.*s", (int)(colon - spec), spec);
		port = colon + 1;
	}
	if (!number_parse(port, 1, &number) || number < 1 || number > 65535 || !host[0])
		return refuse(error, E_USAGE, spec, "must be tcp:PORT or tcp:HOST:PORT");
	int wrong = getaddrinfo(host, port, &hints, &at);
	if (wrong)
		return refuse(error, E_HOST, spec, gai_strerror(wrong));
	int file = listen_at(at);
	int failed = errno;
	freeaddrinfo(at);
	return file >= 0 ? file : refuse(error, E_HOST, spec, strerror(failed));
}

static int open_listener(const char *spec, struct error *error)
{
	if (!strncmp(spec, "tcp:", 4))
		return tcp_listen(spec + 4, error);
	if (unix_path(spec))
		return unix_listen("gdb", spec, error);
	error_set(error, E_USAGE, "--gdb %s: must be unix:PATH, tcp:PORT or tcp:HOST:PORT", spec);
	return -1;
}

struct gdb *gdb_open(struct session *s, const char *spec, bool waits, struct error *error)
{
	int listener = open_listener(spec, error);
	if (listener < 0)
		return NULL;
	struct gdb *g = calloc(1, sizeof *g);
	must(g);
	*g = (struct gdb){ .session = s, .listener = listener, .file = -1, .path = unix_path(spec),
		.first_thread = s->options->sys161 ? FIRST_THREAD_SYS161 : FIRST_THREAD };
	g->client = (struct client){ .context = g, .done = gdb_done };
	clients_add(s, &g->client);
	s->stopped |= waits;
	return g;
}

void gdb_close(struct gdb *g)
{
	if (!g)
		return;
	if (g->file >= 0 && g->running)
		gdb_say(g, "W%02x", (unsigned)ending_status(&g->session->ending, false) & 0xff);
	if (g->file >= 0)
		close(g->file);
	clients_remove(g->session, &g->client);
	gdb_wire_free(&g->wire);
	bytes_free(&g->reply);
	close(g->listener);
	if (g->path)
		unlink(g->path);
	free(g);
}
