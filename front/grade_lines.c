/* grade_lines.c: see grade_lines.h.  The prefixes:
 *
 *	$ LINE     at the shell's prompt, into which "s" leads and from which "exit" does
 *	! LINE     and the like: at a prompt that the front matter's commandconf names
 *	| LINE     between two khu
 *	3xLINE     three times
 *
 * `kernel: {prompt, end}` in the front matter is for kernels that are not OS/161's. */
#include "grade_lines.h"
#include "error.h"
#include "json_text.h"
#include "yaml_text.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES = 10, STACK = 8, LINES_MOST = 2000, STEPS_MOST = 4000 };

struct place { const char *prefix, *prompt, *start, *end; };
struct expanding {
	struct place place[PLACES];     /* the kernel's, the shell's, the test's own */
	u32 places, stack[STACK], depth;
	json_t *steps;
	struct error *error;
};

/* ---- plain prefixes ---- */

static char *trimmed(const char *text, size_t count)
{
	while (count && isspace((u8)*text))
		text++, count--;
	while (count && isspace((u8)text[count - 1]))
		count--;
	char *copy = strndup(text, count);
	must(copy);
	return copy;
}

static void add_line(json_t *to, const char *text, u32 depth)
{
	char *line = trimmed(text, strlen(text)), *end;
	unsigned long times = isdigit((u8)*line) ? strtoul(line, &end, 10) : 0;
	if (depth && *line == '|') {
		add_line(to, "khu", depth - 1);
		add_line(to, line + 1, depth - 1);
		add_line(to, "khu", depth - 1);
	} else if (depth && isdigit((u8)*line) && *end == 'x') {
		for (; times && json_array_size(to) <= LINES_MOST; times--)
			add_line(to, end + 1, depth - 1);
	} else {
		json_array_append_new(to, json_string_nocheck(line));
	}
	free(line);
}

static json_t *plain_lines(const char *content)
{
	json_t *lines = json_array();
	char *all = trimmed(content, strlen(content));
	for (const char *at = all; *at;) {
		size_t n = strcspn(at, "\n");
		char *line = trimmed(at, n);
		add_line(lines, line, 2);
		free(line);
		at += n + (at[n] == '\n');
	}
	free(all);
	return lines;
}

/* ---- places ---- */

/* The place of a line's prefix, and the line without it; `places` when nobody has the prefix. */
static u32 place_of(const struct expanding *e, const char **line)
{
	if (!**line || !strchr("!@#$%^&*", **line) || (*line)[1] != ' ')
		return 0;
	for (u32 i = 1; i < e->places; i++)
		if (e->place[i].prefix[0] == **line) {
			*line += 1 + strspn(*line + 1, " \t");
			return i;
		}
	return e->places;
}

static bool read_places(struct expanding *e, const json_t *front)
{
	const json_t *kernel = json_object_get(front, "kernel");
	const json_t *others = json_object_get(front, "commandconf");
	e->place[0] = (struct place){ "", yaml_string(kernel, "prompt", "OS/161 kernel [? for menu]: "),
		"", yaml_string(kernel, "end", "q") };
	e->place[1] = (struct place){ "$", "OS/161$ ", "s", "exit" };
	e->places = 2;
	for (size_t i = 0; i < json_array_size(others); i++) {
		const json_t *one = json_array_get(others, i);
		struct place p = { yaml_string(one, "prefix", NULL), yaml_string(one, "prompt", NULL),
			yaml_string(one, "start", NULL), yaml_string(one, "end", NULL) };
		if (e->places == PLACES || !p.prefix || !p.prompt || !p.start || !p.end ||
			strlen(p.prefix) != 1 || !strchr("!@#%^&*", *p.prefix))
			return !error_set(e->error, E_IMAGE,
				"commandconf: each needs prefix (one of !@#%%^&*), "
				"prompt, start and end");
		e->place[e->places++] = p;
	}
	return true;
}

/* ---- steps ---- */

static void add_step(struct expanding *e, const char *line, const struct place *prompt, bool user)
{
	json_t *step = json_pack("{s:o, s:b}", "line", json_string_nocheck(line), "user", user);
	if (prompt)
		json_object_set_new(step, "prompt", json_string_nocheck(prompt->prompt));
	json_array_append_new(e->steps, step);
}

/* Types a line at the place where we are; it may lead into another or out of this one. */
static bool type_line(struct expanding *e, const char *line)
{
	u32 here = e->stack[e->depth - 1], typed_for = here;
	const struct place *p = &e->place[here];
	if (!strcmp(line, p->end)) {
		e->depth--;
	} else {
		for (u32 i = 1; i < e->places; i++) {
			const char *start = e->place[i].start;
			u32 from = place_of(e, &start);
			if (from != here || strcmp(start, line))
				continue;
			if (e->depth == STACK)
				return !error_set(e->error, E_IMAGE, "the prompts are nested too deeply");
			e->stack[e->depth++] = typed_for = i;
			break;
		}
	}
	bool user = typed_for || !strncmp(line, "p ", 2);
	add_step(e, line, e->depth ? &e->place[e->stack[e->depth - 1]] : NULL, user);
	return true;
}

static bool is_open(const struct expanding *e, u32 place)
{
	for (u32 i = 0; i < e->depth; i++)
		if (e->stack[i] == place)
			return true;
	return false;
}

/* What leads from here towards the place: out of this one, or into that. */
static bool move_towards(struct expanding *e, u32 place, u32 ways)
{
	if (is_open(e, place))
		return type_line(e, e->place[e->stack[e->depth - 1]].end);
	const char *start = e->place[place].start;
	u32 from = place_of(e, &start);
	if (from == e->places || ways > PLACES)
		return !error_set(e->error, E_IMAGE, "a start has a prefix that leads nowhere: %s", start);
	return from == e->stack[e->depth - 1] ? type_line(e, start) : move_towards(e, from, ways + 1);
}

static bool expand(struct expanding *e, const json_t *lines)
{
	for (size_t i = 0; i < json_array_size(lines); i++) {
		const char *line = json_string_value(json_array_get(lines, i));
		u32 place = place_of(e, &line);
		if (!*line)
			return !error_set(e->error, E_IMAGE, "a command line is empty");
		if (place == e->places)
			return !error_set(e->error, E_IMAGE, "nothing has the prefix of: %s", line);
		while (e->depth && e->stack[e->depth - 1] != place)
			if (json_array_size(e->steps) > STEPS_MOST || !move_towards(e, place, 0))
				return !error_set(e->error, E_IMAGE, "no way leads to the prompt of: %s", line);
		if (!e->depth)
			return !error_set(e->error, E_IMAGE, "the kernel has ended before: %s", line);
		if (!type_line(e, line))
			return false;
	}
	while (e->depth)
		if (!type_line(e, e->place[e->stack[e->depth - 1]].end))
			return false;
	return true;
}

json_t *lines_steps(const json_t *front, const char *content, struct error *error)
{
	struct expanding e = { .depth = 1, .steps = json_array(), .error = error };
	json_t *lines = plain_lines(content);
	bool good = read_places(&e, front);
	if (good && !json_array_size(lines))
		good = !error_set(error, E_IMAGE, "there is no command line");
	if (good && json_array_size(lines) > LINES_MOST)
		good = !error_set(error, E_IMAGE, "more than %d command lines", LINES_MOST);
	if (good)
		add_step(&e, "boot", &e.place[0], false);
	good = good && expand(&e, lines);
	json_decref(lines);
	if (good)
		return e.steps;
	json_decref(e.steps);
	return NULL;
}
