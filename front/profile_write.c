/* profile_write.c: a profile in callgrind's form (valgrind manual, "Callgrind Format
 * Specification"): self ticks of each line, and for each line that called, the ticks of the
 * callee and all it called.  How often it was called is not known: samples are counted instead. */
#include "error.h"
#include "profile_inside.h"
#include "vr3000.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int compare_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int by_place(const void *a, const void *b)
{
	const struct profile_spot *x = a, *y = b;
	int file = compare_text(x->file, y->file), function = strcmp(x->function, y->function);
	if (file || function)
		return file ? file : function;
	int callee = compare_text(x->callee, y->callee);
	if (callee)
		return callee;
	if (x->line != y->line || x->callee_line != y->callee_line)
		return x->line != y->line ? x->line - y->line : x->callee_line - y->callee_line;
	int callee_file = compare_text(x->callee_file, y->callee_file);
	return callee_file ? callee_file : (x->ticks < y->ticks) - (x->ticks > y->ticks);
}

static void print_spots(FILE *to, const struct profile *p, const struct profile_spot *spot)
{
	for (u32 i = 0; i < p->count; i++) {
		const struct profile_spot *s = &spot[i], *before = i ? s - 1 : NULL;
		unsigned long long ticks = s->ticks;
		if (!before || compare_text(before->file, s->file) ||
			strcmp(before->function, s->function))
			fprintf(to, "\nfl=%s\nfn=%s\n", s->file ? s->file : "???", s->function);
		if (s->callee)
			fprintf(to, "cfi=%s\ncfn=%s\ncalls=%llu %d\n", s->callee_file ? s->callee_file : "???",
				s->callee, ticks / p->period, s->callee_line);
		fprintf(to, "%d %llu\n", s->line, ticks);
	}
}

int profile_write(const struct profile *p, const char *path, const char *command,
	struct error *error)
{
	struct profile_spot *spot = malloc((p->count + 1) * sizeof *spot);
	must(spot);
	u32 n = 0;
	for (u32 i = 0; i < p->size; i++)
		if (p->spot[i].function)
			spot[n++] = p->spot[i];
	must(n == p->count);
	qsort(spot, n, sizeof *spot, by_place);
	FILE *to = fopen(path, "we");
	int reason = errno;
	if (to) {
		fprintf(to, "# callgrind format\nversion: 1\ncreator: vr3000 " VR3000_VERSION "\n"
			"cmd: %s\npositions: line\nevent: Ticks : guest ticks, by samples every %llu\n"
			"events: Ticks\nsummary: %llu\n", command, (unsigned long long)p->period,
			(unsigned long long)p->ticks);
		print_spots(to, p, spot);
		fprintf(to, "\ntotals: %llu\n", (unsigned long long)p->ticks);
	}
	free(spot);
	if (to && !fclose(to))
		return E_NONE;
	return error_set(error, E_HOST, "%s: %s", path, strerror(to ? errno : reason));
}
