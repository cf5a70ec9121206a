/* command_fuzz.c: everything that reads what people and programs type: the command line, requests
 * of the control socket, lines of the monitor, specifications of disks.  The first byte says which.
 * The machine behind it is a bench without a program. */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "command.h"
#include "configure.h"
#include "control_inside.h"
#include "disks.h"
#include "fuzz.h"
#include "fuzz_session.h"
#include "monitor.h"
#include "options.h"
#include "session.h"

enum { WORDS_MAX = 32, TEXT_MAX = 4096 };

static void fuzz_command_line(char *text)
{
	struct options options;
	struct vr3000_config config;
	struct error error;
	char *argv[WORDS_MAX] = { "run" }, *rest = NULL;
	int argc = 1;
	for (char *word = strtok_r(text, "\n", &rest); word && argc < WORDS_MAX - 1;
		word = strtok_r(NULL, "\n", &rest))
		argv[argc++] = word;
	if (options_parse(&options, 'r', argc, argv, &error)) {
		must(error.kind == E_USAGE && error.text[0]);
		return;
	}
	configure(&config, &options, options.board ? options.board : "bench", false, &error);
}

static void fuzz_disk(const char *text)
{
	const struct option_list list = { { text }, 1 };
	struct disks disks;
	struct error error = { 0 };
	if (strchr(text, '/'))
		return; /* nothing outside this folder */
	if (disks_open(&disks, &list, false, &error))
		must(error.text[0]);
	disks_close(&disks);
}

/* What a client waits for does not come: it is given up, as when the client goes away. */
static void settle(struct session *s, struct client *client)
{
	clients_check(s);
	clients_give_up(s, client);
	s->stopped = false;
	s->ending = (struct ending){ 0 };
}

static void fuzz_request(struct session *s, const char *text, size_t length)
{
	int pair[2];
	struct connection c = { .session = s, .open = true };
	must(!socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	c.file = pair[0];
	c.client = (struct client){ .context = &c, .done = connection_done };
	clients_add(s, &c.client);
	connection_request(&c, text, length);
	settle(s, &c.client);
	clients_remove(s, &c.client);
	json_decref(c.id);
	bytes_free(&c.output);
	close(pair[0]);
	close(pair[1]);
}

static void fuzz_line(struct session *s, const char *text)
{
	s->console.kind = CONSOLE_TERMINAL;
	s->monitor = monitor_open(s);
	s->console.cooked = s->stopped = true;
	bytes_add(&s->console.lines, text, strlen(text));
	bytes_add(&s->console.lines, "\n", 1);
	monitor_serve(s);
	settle(s, s->client[0]);
	bytes_free(&s->console.lines);
	monitor_close(s->monitor);
	s->monitor = NULL;
	s->console.kind = CONSOLE_NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct session *s = fuzz_session();
	char text[TEXT_MAX];
	if (size < 2 || size >= sizeof text)
		return 0;
	memcpy(text, bytes + 1, size - 1);
	text[size - 1] = 0;
	switch (bytes[0]) {
	case 'o': fuzz_command_line(text); break;
	case 'd': fuzz_disk(text); break;
	case 'm': fuzz_line(s, text); break;
	default:  fuzz_request(s, text, strlen(text)); break;
	}
	states_free(&s->states);
	feeds_free(&s->feeds);
	return 0;
}
