/* program_top.c: `vr3000 top unix:PATH': asks a running machine again and again where its ticks go,
 * over its control socket (vr3000 run --control), and shows the answers: on a terminal one in the
 * place of the other. */
#include "error.h"
#include "options.h"
#include "program.h"
#include "say.h"
#include "unix_socket.h"
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { ROWS = 20 };

static FILE *dial(const char *spec, struct error *error)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	const char *path = unix_path(spec);
	if (!path || strlen(path) > UNIX_PATH_MAX) {
		error_set(error, E_USAGE, "top %s: must be unix:PATH, a run's --control", spec);
		return NULL;
	}
	memcpy(to.sun_path, path, strlen(path) + 1);
	int file = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (file >= 0 && !connect(file, (struct sockaddr *)&to, sizeof to))
		return fdopen(file, "r+");
	error_set(error, E_IO, "top %s: %s", spec, strerror(errno));
	if (file >= 0)
		close(file);
	return NULL;
}

/* The answer's text, to be freed; NULL: the run has ended. */
static char *ask(FILE *to)
{
	char *line = NULL, *text = NULL;
	size_t size = 0;
	fprintf(to, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"top\",\"params\":[%d]}\n", ROWS);
	if (fflush(to) || getline(&line, &size, to) < 0) {
		free(line);
		return NULL;
	}
	json_t *answer = json_loads(line, 0, NULL);
	const char *result = json_string_value(json_object_get(answer, "result"));
	if (result)
		text = strdup(result);
	json_decref(answer);
	free(line);
	return text;
}

int program_top(const struct options *o)
{
	struct error error = { 0 };
	const struct timespec pause = { (time_t)(o->interval / 1000),
		(long)(o->interval % 1000) * 1000000 };
	if (o->arguments != 1) {
		say_wrong("top: name one control socket, unix:PATH");
		return error_status(E_USAGE);
	}
	FILE *to = dial(o->argument[0], &error);
	if (!to) {
		say_wrong("%s", error.text);
		return error_status(error.kind);
	}
	bool terminal = isatty(STDOUT_FILENO);
	char *text = ask(to); /* the first one begins */
	for (u64 shown = 0; text && (!o->count || shown < o->count); shown++) {
		free(text);
		nanosleep(o->interval ? &pause : &(struct timespec){ .tv_sec = 1 }, NULL);
		if (!(text = ask(to)))
			break;
		printf("%s%s%s", terminal ? "\033[H\033[J" : "", text, terminal ? "" : "\n");
		fflush(stdout);
	}
	free(text);
	fclose(to);
	return 0;
}
