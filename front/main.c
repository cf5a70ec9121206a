/* main.c: which command is it? */
#include "error.h"
#include "options.h"
#include "report.h"
#include "say.h"
#include "session.h"
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Files that we open may not become standard input or output. */
static void fill_standard_files(void)
{
	for (int file = STDIN_FILENO; file <= STDERR_FILENO; file++)
		if (fcntl(file, F_GETFD) < 0)
			open("/dev/null", O_RDWR);
}

static int command_run(int argc, char **argv)
{
	struct options options;
	struct session session;
	struct error error;
	if (options_parse(&options, 'r', argc, argv, &error)) {
		say_wrong("%s", error.text);
		return 2;
	}
	if (session_open(&session, &options))
		session_run(&session);
	terminal_restore(&session.console.terminal);
	report_end(&session);
	session_close(&session);
	return ending_status(&session.ending, options.bisect);
}

int main(int argc, char **argv)
{
	fill_standard_files();
	return command_run(argc - 1, argv + 1);
}
