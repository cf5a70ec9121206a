/* meter.c: see meter.h. */
#include "meter.h"
#include "bytes.h"
#include "error.h"
#include "session.h"
#include "sys161.h"
#include "unix_socket.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { VIEWERS_MAX = 8, MACHINES_MAX = 32, UNREAD_MOST = 1 << 20 };
enum { INTERVAL_USUAL = 200000000 };

struct viewer { bool open, broken; int file; u32 place; u64 interval, next; struct bytes in, out; };
struct meter {
	struct session *session;
	int listener;
	u32 place;
	char path[32];
	struct viewer viewer[VIEWERS_MAX];
};

/* ---- a viewer ---- */

static void flush(struct viewer *v)
{
	while (v->out.count) {
		ssize_t sent = send(v->file, bytes_front(&v->out), v->out.count,
			MSG_NOSIGNAL | MSG_DONTWAIT);
		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0 && errno != EAGAIN)
			v->broken = true;
		if (sent < 0)
			break;
		bytes_drop(&v->out, (size_t)sent);
	}
	v->broken |= v->out.count > UNREAD_MOST; /* it never reads */
}

static void say_to(struct viewer *v, const char *text)
{
	bytes_add(&v->out, text, strlen(text));
	flush(v);
}

static u64 ticks_of(const struct session *s, u64 nanoseconds)
{
	return (u64)((unsigned __int128)nanoseconds * vr3000_mhz(s->machine) / 1000);
}

static void schedule(struct viewer *v, const struct session *s)
{
	u64 every = ticks_of(s, v->interval);
	v->next = (vr3000_now(s->machine) / every + 1) * every;
}

static void greet(struct viewer *v)
{
	char text[512] = "HELLO 2\nHEAD";
	for (u32 i = 0; i < SYS161_COUNTS; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), " %s", sys161_count_name(i));
	snprintf(text + strlen(text), sizeof text - strlen(text), "\nWIDTH");
	for (u32 i = 0; i < SYS161_COUNTS; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), " %u", i ? 10 : 14);
	snprintf(text + strlen(text), sizeof text - strlen(text), "\n");
	say_to(v, text);
}

static void tell(struct viewer *v, const struct session *s)
{
	u64 count[SYS161_COUNTS];
	char text[512] = "DATA";
	sys161_counts(s, count);
	for (u32 i = 0; i < SYS161_COUNTS; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), " %llu",
			(unsigned long long)count[i]);
	snprintf(text + strlen(text), sizeof text - strlen(text), "\n");
	say_to(v, text);
}

static void serve(struct viewer *v, const struct session *s)
{
	const u8 *end;
	while (!v->broken && v->in.count && (end = memchr(bytes_front(&v->in), '\n', v->in.count))) {
		size_t count = (size_t)(end - bytes_front(&v->in)) + 1;
		const char *wrong;
		u64 interval = meter_request((const char *)bytes_front(&v->in), count, &wrong);
		bytes_drop(&v->in, count);
		if (interval)
			v->interval = interval, schedule(v, s);
		else
			say_to(v, wrong);
	}
	v->broken |= v->in.count > METER_LINE_MOST;
}

static void receive(struct viewer *v, const struct session *s)
{
	u8 chunk[1024];
	ssize_t count = recv(v->file, chunk, sizeof chunk, MSG_DONTWAIT);
	if (count > 0)
		bytes_add(&v->in, chunk, (size_t)count);
	else if (count == 0 || (errno != EAGAIN && errno != EINTR))
		v->broken = true;
	serve(v, s);
}

static void close_viewer(struct viewer *v)
{
	bytes_free(&v->in);
	bytes_free(&v->out);
	close(v->file);
	*v = (struct viewer){ 0 };
}

static void accept_one(struct meter *m)
{
	int file = accept4(m->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	for (u32 i = 0; i < VIEWERS_MAX && file >= 0; i++) {
		struct viewer *v = &m->viewer[i];
		if (v->open)
			continue;
		*v = (struct viewer){ .open = true, .file = file, .interval = INTERVAL_USUAL };
		schedule(v, m->session);
		greet(v);
		return;
	}
	if (file >= 0)
		close(file); /* there is no place left */
}

/* ---- all of them ---- */

void meter_poll(struct meter *m, struct polls *polls)
{
	if (!m)
		return;
	m->place = polls_add(polls, m->listener, POLLIN);
	for (u32 i = 0; i < VIEWERS_MAX; i++) {
		struct viewer *v = &m->viewer[i];
		v->place = polls_add(polls, v->open ? v->file : -1,
			(short)(POLLIN | (v->out.count ? POLLOUT : 0)));
	}
}

void meter_polled(struct meter *m, const struct polls *polls)
{
	if (!m)
		return;
	for (u32 i = 0; i < VIEWERS_MAX; i++) {
		struct viewer *v = &m->viewer[i];
		short got = v->open ? polls_got(polls, v->place) : 0;
		if (got & POLLOUT)
			flush(v);
		if (got & ~POLLOUT)
			receive(v, m->session);
		if (v->open && v->broken)
			close_viewer(v);
	}
	if (polls_got(polls, m->place))
		accept_one(m);
}

u64 meter_moment(const struct session *s)
{
	u64 first = NEVER;
	for (u32 i = 0; s->meter && i < VIEWERS_MAX; i++)
		if (s->meter->viewer[i].open)
			first = least(first, s->meter->viewer[i].next);
	return first;
}

void meter_look(struct session *s)
{
	for (u32 i = 0; s->meter && i < VIEWERS_MAX; i++) {
		struct viewer *v = &s->meter->viewer[i];
		if (!v->open || v->broken || vr3000_now(s->machine) < v->next)
			continue;
		schedule(v, s);
		tell(v, s);
	}
}

/* ---- life ---- */

struct meter *meter_open(struct session *s)
{
	struct meter *m = calloc(1, sizeof *m);
	char spec[48];
	must(m);
	m->session = s;
	m->listener = -1;
	bool there = !mkdir(".sockets", 0700) || errno == EEXIST;
	for (u32 i = 1; there && m->listener < 0 && i <= MACHINES_MAX; i++) {
		if (i == 1)
			snprintf(m->path, sizeof m->path, ".sockets/meter");
		else
			snprintf(m->path, sizeof m->path, ".sockets/meter.%u", i);
		snprintf(spec, sizeof spec, "unix:%s", m->path);
		m->listener = unix_listen("meter", spec, NULL);
	}
	if (m->listener >= 0)
		return m;
	free(m);
	return NULL;
}

void meter_close(struct meter *m)
{
	if (!m)
		return;
	for (u32 i = 0; i < VIEWERS_MAX; i++)
		if (m->viewer[i].open)
			close_viewer(&m->viewer[i]);
	close(m->listener);
	unlink(m->path);
	free(m);
}
