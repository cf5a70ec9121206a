/* monitor.c: a line is a command and its words; see monitor.h.  While it reads lines the terminal
 * is cooked and the machine stands. */
#include "monitor.h"
#include "command_line.h"
#include "gdb.h"
#include "report.h"
#include "say.h"
#include "session.h"
#include "stats.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct monitor {
	struct session *session;
	struct client client;
	bool busy;      /* a command of ours waits */
};

const char monitor_keys[] =
	"Ctrl-A ?  this help        Ctrl-A c  stops the machine and takes commands\n"
	"Ctrl-A x  ends the run     Ctrl-A s  what was counted\n"
	"Ctrl-A a  types Ctrl-A";

/* ---- lines ---- */

static void prompt(void)
{
	static const char text[] = "(vr3000) ";
	if (write(STDERR_FILENO, text, sizeof text - 1) < 0)
		return; /* nobody is there to read it */
}

static void enter(struct session *s)
{
	struct client *client = &s->monitor->client;
	client->read = client->sent = s->transcript.end;
	s->stopped = true;
	console_cook(&s->console, true);
	prompt();
}

static void leave(struct session *s)
{
	console_cook(&s->console, false);
	s->stopped = false;
	pace_anchor(&s->pace, vr3000_now(s->machine));
}

static void print_result(json_t *result)
{
	char *text = command_text(result);
	if (text)
		say_text(text);
	free(text);
}

static void run_line(struct monitor *m, const char *line)
{
	struct call call = { .session = m->session, .client = &m->client };
	if (!command_line(&call, line, 'm'))
		say_wrong("%s", call.error.text);
	print_result(call.result);
	m->busy = m->client.await.kind != AWAIT_NOTHING;
}

/* ---- awaits ---- */

static void done(struct client *client, json_t *result, const struct error *error)
{
	struct monitor *m = client->context;
	if (!result)
		say_wrong("%s", error->text);
	print_result(result);
	m->busy = false;
	enter(m->session);
}

/* ---- the main loop's ---- */

static void serve_lines(struct monitor *m)
{
	struct session *s = m->session;
	struct bytes *lines = &s->console.lines;
	const u8 *end;
	while (s->console.cooked && !m->busy && lines->count &&
	       (end = memchr(bytes_front(lines), '\n', lines->count))) {
		size_t length = (size_t)(end - bytes_front(lines));
		char *line = strndup((const char *)bytes_front(lines), length);
		must(line);
		bytes_drop(lines, length + 1);
		run_line(m, line);
		free(line);
		if (s->ending.cause != NO_CAUSE)
			return;
		if (!s->stopped || m->busy)
			leave(s);
		else
			prompt();
	}
}

void monitor_serve(struct session *s)
{
	struct monitor *m = s->monitor;
	if (!m)
		return;
	switch (console_key(&s->console)) {
	case KEY_HELP:       say_text(monitor_keys); break;
	case KEY_QUIT:
		ending_set(&s->ending, CAUSE_QUIT, 0, NULL);
		gdb_release(s->gdb);
		break;
	case KEY_STATISTICS: stats_print(s); break;
	case KEY_MONITOR:
		say_text("stopped; `help' lists the commands, `cont' goes on");
		m->busy = false;
		clients_give_up(s, &m->client);
		enter(s);
		break;
	default: break;
	}
	serve_lines(m);
}

void monitor_break(struct session *s, u32 address)
{
	s->stopped = true;
	if (!s->monitor || s->monitor->busy)
		return;
	say("stopped at %08x %s", address, report_name(s, address));
	if (!s->console.cooked)
		enter(s);
}

struct monitor *monitor_open(struct session *s)
{
	if (s->console.kind != CONSOLE_TERMINAL)
		return NULL;
	struct monitor *m = calloc(1, sizeof *m);
	must(m);
	*m = (struct monitor){ .session = s, .client = { .context = m, .done = done } };
	clients_add(s, &m->client);
	return m;
}

void monitor_close(struct monitor *m)
{
	if (m)
		clients_remove(m->session, &m->client);
	free(m);
}
