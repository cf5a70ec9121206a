/* console_open.c: opens and closes the console; see console.h. */
#include "console.h"
#include "error.h"
#include "say.h"
#include "unix_socket.h"
#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum console_kind kind_of_input(void)
{
	struct stat about;
	if (isatty(STDIN_FILENO))
		return CONSOLE_TERMINAL;
	if (fstat(STDIN_FILENO, &about))
		return CONSOLE_NULL;
	bool stream = S_ISFIFO(about.st_mode) || S_ISSOCK(about.st_mode);
	return stream ? CONSOLE_STREAM : CONSOLE_FILE; /* /dev/null and its like: at its end at once */
}

static int open_stdio(struct console *c, bool deaf)
{
	c->kind = deaf ? CONSOLE_NULL : kind_of_input();
	c->in = c->kind == CONSOLE_NULL ? -1 : STDIN_FILENO;
	c->out = STDOUT_FILENO;
	if (c->kind != CONSOLE_TERMINAL)
		return E_NONE;
	terminal_init(&c->terminal, STDIN_FILENO);
	terminal_raw(&c->terminal);
	return E_NONE;
}

static int open_pty(struct console *c, struct error *error)
{
	struct termios raw;
	int ours, theirs;
	if (openpty(&ours, &theirs, NULL, NULL, NULL))
		return error_set(error, E_HOST, "--console pty: %s", strerror(errno));
	tcgetattr(theirs, &raw);
	cfmakeraw(&raw);
	tcsetattr(theirs, TCSANOW, &raw);
	fcntl(ours, F_SETFL, O_NONBLOCK);
	fcntl(ours, F_SETFD, FD_CLOEXEC);
	fcntl(theirs, F_SETFD, FD_CLOEXEC);
	if (ttyname_r(theirs, c->path, sizeof c->path))
		c->path[0] = 0;
	c->kind = CONSOLE_PTY;
	c->in = c->out = ours;
	c->spare = theirs;
	say("the console is %s", c->path);
	return E_NONE;
}

static int open_socket(struct console *c, const char *spec, struct error *error)
{
	c->listener = unix_listen("console", spec, error);
	if (c->listener < 0)
		return error->kind;
	snprintf(c->path, sizeof c->path, "%s", unix_path(spec));
	c->kind = CONSOLE_SOCKET;
	return E_NONE;
}

static int open_kind(struct console *c, const char *spec, bool deaf, struct error *error)
{
	if (!spec || !strcmp(spec, "stdio"))
		return open_stdio(c, deaf);
	if (!strcmp(spec, "pty"))
		return open_pty(c, error);
	if (!strncmp(spec, "unix:", 5))
		return open_socket(c, spec, error);
	if (!strcmp(spec, "null"))
		return E_NONE;
	return error_set(error, E_USAGE, "--console %s: must be stdio, pty, unix:PATH or null", spec);
}

int console_open(struct console *c, const char *spec, const char *log, bool deaf,
	struct error *error)
{
	*c = (struct console){ .in = -1, .out = -1, .listener = -1, .log = -1, .spare = -1 };
	if (log)
		c->log = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (log && c->log < 0)
		return error_set(error, E_HOST, "--log %s: %s", log, strerror(errno));
	return open_kind(c, spec, deaf, error);
}

static void close_if_open(int file)
{
	if (file > STDERR_FILENO)
		close(file);
}

/* Standard output may be slow, but what the guest said is written before we end.  The others had
 * their chance. */
static void write_rest(struct console *c)
{
	struct pollfd file = { .fd = c->out, .events = POLLOUT };
	while (c->out == STDOUT_FILENO && c->output.count && poll(&file, 1, -1) > 0)
		console_flush(c);
}

void console_close(struct console *c)
{
	terminal_restore(&c->terminal);
	console_flush(c);
	write_rest(c);
	if (c->kind == CONSOLE_SOCKET)
		unlink(c->path);
	close_if_open(c->in);
	close_if_open(c->spare);
	close_if_open(c->listener);
	close_if_open(c->log);
	bytes_free(&c->input);
	bytes_free(&c->output);
	bytes_free(&c->lines);
	c->in = c->out = c->spare = c->listener = c->log = -1;
}
