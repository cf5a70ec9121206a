/* control.c: the connections; control_request.c reads what they ask.  See control.h. */
#include "control_inside.h"
#include "error.h"
#include "json_text.h"
#include "session.h"
#include "unix_socket.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CHUNK = 4096, LINE_MAX_BYTES = 1 << 20, UNREAD_MAX = 1 << 24 };

/* ---- out ---- */

static void flush(struct connection *c)
{
	while (c->output.count) {
		ssize_t wrote = send(c->file, bytes_front(&c->output), c->output.count,
			MSG_NOSIGNAL | MSG_DONTWAIT);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0 && errno != EAGAIN)
			c->broken = true;
		if (wrote < 0)
			return;
		bytes_drop(&c->output, (size_t)wrote);
	}
}

void connection_send(struct connection *c, json_t *message)
{
	json_t *clean = json_clean(message);
	char *line = json_dumps(clean, JSON_COMPACT | JSON_REAL_PRECISION(9));
	must(line);
	bytes_add(&c->output, line, strlen(line));
	bytes_add(&c->output, "\n", 1);
	free(line);
	json_decref(clean);
	json_decref(message);
	flush(c);
	c->broken |= c->output.count > UNREAD_MAX; /* it asks and never reads */
}

/* ---- in ---- */

static void serve_lines(struct connection *c)
{
	const u8 *end;
	while (!c->broken && !c->busy && c->input.count &&
	       (end = memchr(bytes_front(&c->input), '\n', c->input.count))) {
		size_t length = (size_t)(end - bytes_front(&c->input));
		connection_request(c, (const char *)bytes_front(&c->input), length);
		bytes_drop(&c->input, length + 1);
	}
	if (c->input.count <= LINE_MAX_BYTES)
		return;
	if (!c->busy)
		connection_refuse(c, json_null(), -32600, "a request has at most 1048576 bytes");
	c->broken = true;
}

static void read_some(struct connection *c)
{
	u8 chunk[CHUNK];
	ssize_t count = recv(c->file, chunk, sizeof chunk, MSG_DONTWAIT);
	if (count > 0)
		bytes_add(&c->input, chunk, (size_t)count);
	else if (count == 0 || (errno != EAGAIN && errno != EINTR))
		c->broken = true;
}

/* ---- connections ---- */

static void accept_one(struct control *control)
{
	int file = accept4(control->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	for (u32 i = 0; i < CONNECTIONS_MAX && file >= 0; i++) {
		struct connection *c = &control->connection[i];
		if (c->open)
			continue;
		*c = (struct connection){ .session = control->session, .open = true, .file = file };
		c->client = (struct client){ .context = c, .done = connection_done };
		clients_add(control->session, &c->client);
		return;
	}
	if (file >= 0)
		close(file); /* there is no place left */
}

static void close_connection(struct connection *c)
{
	clients_remove(c->session, &c->client);
	json_decref(c->id);
	bytes_free(&c->input);
	bytes_free(&c->output);
	close(c->file);
	*c = (struct connection){ 0 };
}

bool control_is_live(const struct control *control)
{
	for (u32 i = 0; control && i < CONNECTIONS_MAX; i++)
		if (control->connection[i].open && control->connection[i].busy)
			return false;
	return control;
}

void control_poll(struct control *control, struct polls *polls)
{
	if (!control)
		return;
	control->place = polls_add(polls, control->listener, POLLIN);
	for (u32 i = 0; i < CONNECTIONS_MAX; i++) {
		struct connection *c = &control->connection[i];
		short wants = (short)(POLLIN | (c->output.count ? POLLOUT : 0));
		c->place = polls_add(polls, c->open ? c->file : -1, wants);
	}
}

void control_polled(struct control *control, const struct polls *polls)
{
	if (!control)
		return;
	for (u32 i = 0; i < CONNECTIONS_MAX; i++) {
		struct connection *c = &control->connection[i];
		short got = c->open ? polls_got(polls, c->place) : 0;
		if (got & POLLOUT)
			flush(c);
		if (got & ~POLLOUT)
			read_some(c);
		if (c->open)
			serve_lines(c);
		if (c->open && c->broken)
			close_connection(c);
	}
	if (polls_got(polls, control->place))
		accept_one(control);
}

/* ---- life ---- */

struct control *control_open(struct session *s, const char *spec, struct error *error)
{
	int listener = unix_listen("control", spec, error);
	if (listener < 0)
		return NULL;
	struct control *control = calloc(1, sizeof *control);
	must(control);
	control->session = s;
	control->listener = listener;
	control->path = unix_path(spec);
	return control;
}

void control_close(struct control *control)
{
	if (!control)
		return;
	const struct ending *e = &control->session->ending;
	for (u32 i = 0; i < CONNECTIONS_MAX; i++) {
		struct connection *c = &control->connection[i];
		if (!c->open)
			continue;
		connection_send(c, json_pack("{s:s, s:s, s:{s:s, s:o, s:i}}", "jsonrpc", "2.0",
			"method", "ended", "params", "cause", ending_word(e),
			"text", json_bytes(e->text, strlen(e->text)), "status", (int)e->status));
		close_connection(c);
	}
	close(control->listener);
	unlink(control->path);
	free(control);
}
