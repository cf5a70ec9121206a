/* why.c: see why.h. */
#include "why.h"
#include "report.h"
#include "say.h"
#include "session.h"
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CONSOLE_LINES = 24 };

/* The folder, made if `make`; false: the user has none. */
static bool find_folder(char *folder, size_t size, bool make)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	if (state && *state == '/')
		snprintf(folder, size, "%s/vr3000", state);
	else if (home && *home == '/')
		snprintf(folder, size, "%s/.local/state/vr3000", home);
	else
		return false;
	for (char *slash = strchr(folder + 1, '/'); make && slash; slash = strchr(slash + 1, '/')) {
		*slash = 0;
		mkdir(folder, 0700);
		*slash = '/';
	}
	return !make || !mkdir(folder, 0700) || errno == EEXIST;
}

static void print_console(struct session *s, FILE *to)
{
	size_t count;
	u64 from = transcript_last_lines(&s->transcript, CONSOLE_LINES);
	const char *text = transcript_from(&s->transcript, from, &count);
	fputs("\nthe console's last lines\n", to);
	fwrite(text, 1, count, to);
	fputs("\n\nthe kernel's log\n", to);
	if (!report_log(s, to))
		fputs("(its symbols show none)\n", to);
}

void why_keep(struct session *s)
{
	char folder[PATH_MAX], path[PATH_MAX + 16], temporary[PATH_MAX + 32];
	if (!find_folder(folder, sizeof folder, true))
		return;
	snprintf(path, sizeof path, "%s/why", folder);
	snprintf(temporary, sizeof temporary, "%s.XXXXXX", path);
	int file = mkstemp(temporary);
	FILE *to = file < 0 ? NULL : fdopen(file, "w");
	if (!to)
		return;
	fprintf(to, "%s on %s: %s\n\n%s", s->kernel, s->board, s->ending.text, s->report);
	print_console(s, to);
	if (fclose(to) || rename(temporary, path))
		unlink(temporary);
}

int why_print(void)
{
	char folder[PATH_MAX], path[PATH_MAX + 16], chunk[4096];
	FILE *from = NULL;
	if (find_folder(folder, sizeof folder, false)) {
		snprintf(path, sizeof path, "%s/why", folder);
		from = fopen(path, "r");
	}
	if (!from) {
		say_wrong("no run of yours has stopped badly yet");
		return 3;
	}
	for (size_t n; (n = fread(chunk, 1, sizeof chunk, from));)
		fwrite(chunk, 1, n, stdout);
	fclose(from);
	return 0;
}
