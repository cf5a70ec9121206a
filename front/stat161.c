/* stat161.c: see stat161.h.
 *
 *	stat161 [-t] [-i NANOSECONDS] [-n ROWS] [SOCKET]
 *
 * Each row has what was counted since the row before, with -t since the start; the first column is
 * the machine's time. */
#include "stat161.h"
#include "base.h"
#include "options.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { COLUMNS = 32, LINE = 1024 };
struct table { u32 width[COLUMNS], columns; u64 last[COLUMNS], rows, most; bool totals; };

static int usage(void)
{
	fputs("usage: stat161 [-t] [-i NANOSECONDS] [-n ROWS] [SOCKET]\n"
		"SOCKET is .sockets/meter; -t counts from the start\n", stderr);
	return 1;
}

static int fail(const char *path, const char *why)
{
	fprintf(stderr, "stat161: %s: %s\n", path, why);
	return 1;
}

static int connect_to(const char *path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof at.sun_path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(at.sun_path, path, strlen(path) + 1);
	int file = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (file >= 0 && !connect(file, (const struct sockaddr *)&at, sizeof at))
		return file;
	int why = errno;
	if (file >= 0)
		close(file);
	errno = why;
	return -1;
}

/* The next word of a line; false: there is none. */
static bool next_word(const char **at, char word[24])
{
	*at += strspn(*at, " \r\n");
	size_t n = strcspn(*at, " \r\n");
	if (!n)
		return false;
	snprintf(word, 24, "%.*s", n > 23 ? 23 : (int)n, *at);
	*at += n;
	return true;
}

static void take_widths(struct table *t, const char *at)
{
	char word[24];
	u64 n;
	for (t->columns = 0; t->columns < COLUMNS && next_word(&at, word); t->columns++)
		t->width[t->columns] = number_parse(word, 1, &n) && n < 40 ? (u32)n : 10;
}

static void print_heads(const struct table *t, const char *at)
{
	char word[24];
	for (u32 i = 0; i < COLUMNS && next_word(&at, word); i++)
		printf("%s%*s", i ? " " : "", (int)(i < t->columns ? t->width[i] : 10), word);
	putchar('\n');
}

static void print_row(struct table *t, const char *at)
{
	char word[24];
	u64 n;
	for (u32 i = 0; i < COLUMNS && next_word(&at, word); i++) {
		u64 now = number_parse(word, 1, &n) ? n : 0;
		u64 shown = !i || t->totals ? now : now - t->last[i];
		printf("%s%*llu", i ? " " : "", (int)(i < t->columns ? t->width[i] : 10),
			(unsigned long long)shown);
		t->last[i] = now;
	}
	putchar('\n');
	fflush(stdout);
	t->rows++;
}

static int show(struct table *t, FILE *from, const char *path)
{
	char line[LINE], heads[LINE] = "";
	while (fgets(line, sizeof line, from)) {
		if (!strncmp(line, "HELLO ", 6) && strncmp(line, "HELLO 2", 7))
			return fail(path, "it speaks another version of the protocol");
		if (!strncmp(line, "BAD", 3))
			return fail(path, "the interval is refused");
		if (!strncmp(line, "HEAD ", 5))
			snprintf(heads, sizeof heads, "%s", line + 5);
		if (!strncmp(line, "WIDTH ", 6)) {
			take_widths(t, line + 6);
			print_heads(t, heads);
		}
		if (!strncmp(line, "DATA ", 5))
			print_row(t, line + 5);
		if (t->most && t->rows == t->most)
			return 0;
	}
	return 0;
}

int stat161(int argc, char **argv)
{
	struct table t = { .columns = 0 };
	const char *interval = NULL;
	u64 n;
	int letter;
	optind = 1;
	opterr = 0;
	while ((letter = getopt(argc, argv, "ti:n:")) != -1) {
		if (letter == '?' || (letter != 't' && !number_parse(optarg, 1, &n)))
			return usage();
		t.totals |= letter == 't';
		if (letter == 'i')
			interval = optarg;
		if (letter == 'n')
			t.most = n;
	}
	if (argc - optind > 1)
		return usage();
	const char *path = optind < argc ? argv[optind] : ".sockets/meter";
	int file = connect_to(path);
	FILE *stream = file < 0 ? NULL : fdopen(file, "r");
	if (!stream)
		return fail(path, strerror(errno));
	if (interval)
		dprintf(file, "INTERVAL %s\n", interval);
	int status = show(&t, stream, path);
	fclose(stream);
	return status;
}
