/* console.c: the console's bytes, in and out; see console.h.  console_open.c opens it. */
#include "console.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	ESCAPE = 1, /* Ctrl-A */
	CHUNK = 4096, /* a pipe that is ready takes as much without waiting (PIPE_BUF) */
	INPUT_MAX = 1 << 16,
	OUTPUT_MAX = 1 << 18
};

bool console_is_live(const struct console *c)
{
	switch (c->kind) {
	case CONSOLE_PTY:
	case CONSOLE_SOCKET:
		return true;
	case CONSOLE_TERMINAL:
	case CONSOLE_STREAM:
		return !c->ended;
	default:
		return false;
	}
}

/* ---- in ---- */

/* The key after the escape key; the escape key itself, twice, or `a`, is the guest's. */
static void take_escaped(struct console *c, u8 key)
{
	static const u8 escape = ESCAPE;
	switch (key) {
	case '?': case 'h': c->key = KEY_HELP; break;
	case 'x': case 'X': c->key = KEY_QUIT; break;
	case 'c': case 'C': c->key = KEY_MONITOR; break;
	case 's': case 'S': c->key = KEY_STATISTICS; break;
	case 'a': case ESCAPE: bytes_add(&c->input, &escape, 1); break;
	default: c->key = KEY_HELP;
	}
}

static void take_keys(struct console *c, const u8 *keys, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (c->plain)
			bytes_add(&c->input, &keys[i], 1);
		else if (c->escaped)
			take_escaped(c, keys[i]);
		else if (keys[i] != ESCAPE)
			bytes_add(&c->input, &keys[i], 1);
		c->escaped = !c->plain && !c->escaped && keys[i] == ESCAPE;
	}
}

static void close_client(struct console *c)
{
	close(c->in);
	c->in = c->out = -1;
	bytes_free(&c->output);
}

static void take_end(struct console *c)
{
	if (c->kind == CONSOLE_SOCKET)
		close_client(c);
	else if (c->kind == CONSOLE_TERMINAL && c->cooked)
		bytes_add(&c->lines, "cont\n", 5); /* Ctrl-D leaves the monitor */
	else if (c->kind != CONSOLE_PTY)
		c->ended = true;
}

static void read_some(struct console *c)
{
	u8 chunk[CHUNK];
	ssize_t count = read(c->in, chunk, sizeof chunk);
	if (count < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (count <= 0)
		take_end(c);
	else if (c->cooked)
		bytes_add(&c->lines, chunk, (size_t)count);
	else if (c->kind == CONSOLE_TERMINAL)
		take_keys(c, chunk, (size_t)count);
	else
		bytes_add(&c->input, chunk, (size_t)count);
}

static bool is_ready(const struct console *c)
{
	struct pollfd file = { .fd = c->in, .events = POLLIN };
	return c->kind == CONSOLE_FILE || poll(&file, 1, 0) > 0;
}

bool console_next(struct console *c, u8 *byte)
{
	if (!c->input.count && c->in >= 0 && !c->ended && !c->cooked && is_ready(c))
		read_some(c);
	if (!c->input.count)
		return false;
	*byte = *bytes_front(&c->input);
	bytes_drop(&c->input, 1);
	return true;
}

enum console_key console_key(struct console *c)
{
	enum console_key key = c->key;
	c->key = KEY_NONE;
	return key;
}

void console_plain(struct console *c, bool signals)
{
	c->plain = true;
	c->terminal.signals = signals;
	if (c->kind == CONSOLE_TERMINAL)
		terminal_raw(&c->terminal);
}

void console_cook(struct console *c, bool cooked)
{
	c->cooked = cooked;
	if (c->kind != CONSOLE_TERMINAL)
		return;
	if (cooked)
		terminal_restore(&c->terminal);
	else
		terminal_raw(&c->terminal);
}

/* ---- out ---- */

static void write_log(struct console *c, const u8 *bytes, size_t count)
{
	while (c->log >= 0 && count) {
		ssize_t wrote = write(c->log, bytes, count);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0) {
			snprintf(c->fault, sizeof c->fault, "the log: %s", strerror(errno));
			close(c->log);
			c->log = -1;
			return;
		}
		bytes += wrote;
		count -= (size_t)wrote;
	}
}

void console_put(struct console *c, const u8 *bytes, u32 count)
{
	write_log(c, bytes, count);
	if (c->out < 0)
		return;
	bytes_add(&c->output, bytes, count);
	/* Nobody reads a pseudo terminal or socket: the machine does not wait for them. */
	if (c->kind == CONSOLE_PTY || c->kind == CONSOLE_SOCKET)
		bytes_keep_last(&c->output, OUTPUT_MAX);
}

bool console_is_full(const struct console *c)
{
	return c->output.count >= OUTPUT_MAX;
}

static bool can_write(const struct console *c)
{
	struct pollfd file = { .fd = c->out, .events = POLLOUT };
	return poll(&file, 1, 0) > 0;
}

static void fail_output(struct console *c)
{
	if (c->kind == CONSOLE_SOCKET) {
		close_client(c);
		return;
	}
	snprintf(c->fault, sizeof c->fault, "standard output: %s",
		 errno == EPIPE ? "its reader is gone" : strerror(errno));
	c->out = -1;
	bytes_free(&c->output);
}

void console_flush(struct console *c)
{
	while (c->out >= 0 && c->output.count && can_write(c)) {
		size_t count = c->output.count < CHUNK ? c->output.count : CHUNK;
		ssize_t wrote = write(c->out, bytes_front(&c->output), count);
		if (wrote < 0 && (errno == EINTR || errno == EAGAIN))
			return;
		if (wrote < 0) {
			fail_output(c);
			return;
		}
		bytes_drop(&c->output, (size_t)wrote);
	}
}

/* ---- the main loop's ---- */

void console_poll(struct console *c, struct polls *polls)
{
	bool wants = c->in >= 0 && !c->ended && c->kind != CONSOLE_FILE && c->input.count < INPUT_MAX;
	if (c->kind == CONSOLE_TERMINAL && !terminal_is_ours(&c->terminal))
		wants = false; /* a shell runs us in the background: reading would stop us */
	c->place_in = polls_add(polls, wants ? c->in : -1, POLLIN);
	c->place_out = polls_add(polls, c->output.count ? c->out : -1, POLLOUT);
	c->place_listener = polls_add(polls, c->in < 0 ? c->listener : -1, POLLIN);
}

void console_polled(struct console *c, const struct polls *polls)
{
	if (polls_got(polls, c->place_in))
		read_some(c);
	if (polls_got(polls, c->place_out))
		console_flush(c);
	if (!polls_got(polls, c->place_listener))
		return;
	int client = accept4(c->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (client >= 0)
		c->in = c->out = client;
}
