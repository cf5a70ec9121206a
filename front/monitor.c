/* monitor.c: a line is a command and its words; see monitor.h.  While it reads lines the terminal
 * is cooked and the machine stands. */
#include "monitor.h"
#include "command.h"
#include "json_text.h"
#include "report.h"
#include "say.h"
#include "session.h"
#include "stats.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WORDS_MAX = 16 };

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

/* Digits are a number, all else is text; quotes hold a text together. */
static json_t *value_of(const char *word, bool quoted)
{
	u64 number;
	char *end;
	if (!quoted && number_parse(word, 1, &number))
		return json_integer((json_int_t)number);
	double real = strtod(word, &end);
	if (!quoted && end != word && !*end && *word >= '0' && *word <= '9')
		return json_real(real);
	return json_bytes(word, strlen(word));
}

/* The next word of a line, \n and its like resolved; false: no more. */
static bool next_word(const char **at, char *word, bool *quoted)
{
	const char *from = *at + strspn(*at, " \t");
	if (!*from)
		return false;
	*quoted = *from == '"';
	from += *quoted;
	while (*from && (*quoted ? *from != '"' : *from != ' ' && *from != '\t')) {
		static const char letters[] = "nrt\\\"", bytes[] = "\n\r\t\\\"";
		const char *letter = *from == '\\' && from[1] ? strchr(letters, from[1]) : NULL;
		*word++ = letter ? bytes[letter - letters] : *from;
		from += letter ? 2 : 1;
	}
	*word = 0;
	*at = from + (*quoted && *from);
	return true;
}

static void print_result(json_t *result)
{
	char *dump = NULL;
	if (json_is_string(result))
		say_text(json_string_value(result));
	else if (result && !json_object_get(result, "text")) /* what the guest printed has been seen */
		dump = json_dumps(result, JSON_INDENT(2) | JSON_ENCODE_ANY | JSON_REAL_PRECISION(9));
	if (dump)
		say_text(dump);
	free(dump);
	json_decref(result);
}

static void run_line(struct monitor *m, const char *line)
{
	struct session *s = m->session;
	struct call call = { .session = s, .client = &m->client };
	char word[1024];
	bool quoted;
	if (strlen(line) >= sizeof word || !next_word(&line, word, &quoted))
		return;
	const struct command *command = command_find(word, 'm');
	if (!command) {
		say_wrong("there is no command \"%s\"; try help", word);
		return;
	}
	json_t *arguments = json_array();
	while (next_word(&line, word, &quoted))
		json_array_append_new(arguments, value_of(word, quoted));
	if (!command_run(command, &call, arguments))
		say_wrong("%s", call.error.text);
	print_result(call.result);
	json_decref(arguments);
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
	case KEY_QUIT:       ending_set(&s->ending, CAUSE_QUIT, 0, NULL); break;
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
