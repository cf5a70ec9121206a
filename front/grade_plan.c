/* grade_plan.c: see grade_plan.h. */
#include "grade_plan.h"
#include "error.h"
#include "json_text.h"
#include "options.h"
#include "whole_file.h"
#include "yaml_text.h"
#include <errno.h>
#include <fnmatch.h>
#include <fts.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MOST = 1 << 20 };

/* ---- files ---- */

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static bool ends(const char *name, const char *end)
{
	size_t n = strlen(name), e = strlen(end);
	return n > e && !strcmp(name + n - e, end);
}

json_t *grade_files(const char *folder, const char *end, struct error *error)
{
	char *const roots[] = { (char *)folder, NULL };
	FTS *walk = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, by_name);
	json_t *all = json_array();
	size_t skip = strlen(folder) + !ends(folder, "/");
	for (FTSENT *e; walk && (e = fts_read(walk));)
		if (e->fts_info == FTS_F && ends(e->fts_name, end) && strlen(e->fts_path) > skip)
			json_array_append_new(all, json_bytes(e->fts_path + skip, strlen(e->fts_path + skip)));
	if (walk)
		fts_close(walk);
	if (json_array_size(all))
		return all;
	json_decref(all);
	error_set(error, E_IO, "%s: there is no file that ends in %s", folder, end);
	return NULL;
}

/* Where a line of --- begins, at or after `from`; NULL: nowhere. */
static const char *find_rule(const char *from)
{
	while (from && *from) {
		const char *line_end = from + strcspn(from, "\n");
		size_t n = (size_t)(line_end - from);
		while (n && (from[n - 1] == '\r' || from[n - 1] == ' '))
			n--;
		if (n == 3 && !memcmp(from, "---", 3))
			return from;
		from = *line_end ? line_end + 1 : NULL;
	}
	return NULL;
}

static const char *line_after(const char *at)
{
	at += strcspn(at, "\n");
	return *at ? at + 1 : at;
}

json_t *grade_front_matter(const char *path, json_t **content, struct error *error)
{
	struct whole_file file;
	*content = NULL;
	if (whole_file_read(&file, path, FILE_MOST, error))
		return NULL;
	const char *first = find_rule(file.bytes);
	const char *begin = first ? line_after(first) : NULL, *second = find_rule(begin);
	json_t *front = NULL;
	if (!second) {
		error_set(error, E_IMAGE,
			"%s: it does not begin with front matter between two lines of ---",
			path);
	} else {
		front = yaml_read(path, begin, (size_t)(second - begin), error);
		const char *rest = line_after(second);
		*content = json_bytes(rest, strlen(rest));
	}
	if (front && !json_is_object(front)) {
		error_set(error, E_IMAGE, "%s: its front matter has no keys", path);
		json_decref(front);
		front = NULL;
	}
	if (!front)
		json_decref(*content);
	whole_file_free(&file);
	return front;
}

bool grade_names(const char *pattern, const char *from, const char *id)
{
	char folder[PATH_MAX] = "", whole[2 * PATH_MAX];
	const char *slash = strrchr(from, '/');
	if (*pattern != '/' && slash)
		snprintf(folder, sizeof folder, "%.*s", (int)(slash - from + 1), from);
	snprintf(whole, sizeof whole, "%s%s", folder, pattern + (*pattern == '/'));
	return !fnmatch(whole, id, strstr(whole, "**") ? 0 : FNM_PATHNAME);
}

/* ---- what both formats have ---- */

void grade_common(json_t *test, const json_t *front)
{
	static const char *const numbers[] = { "seconds", "instructions", "stuck" };
	const json_t *budget = json_object_get(front, "budget"), *proofs;
	for (u32 i = 0; i < COUNT_OF(numbers); i++)
		json_object_set_new(test, numbers[i], json_real(yaml_number(budget, numbers[i], 0)));
	proofs = json_object_get(front, "proofs");
	json_object_set_new(test, "proofs", json_is_array(proofs) ? json_deep_copy(proofs)
		: json_array());
}

/* ---- selecting ---- */

static bool has_tag(const json_t *test, const char *word)
{
	const json_t *tags = json_object_get(test, "tags");
	for (size_t i = 0; i < json_array_size(tags); i++)
		if (!strcmp(json_string_value(json_array_get(tags, i)), word))
			return true;
	return false;
}

static const char *id_of(const json_t *test)
{
	return yaml_string(test, "id", "");
}

static bool is_wanted(const struct grade_source *s, const json_t *test)
{
	for (u32 i = 0; i < s->only->count; i++)
		if (grade_names(s->only->item[i], "", id_of(test)) || has_tag(test, s->only->item[i]))
			return true;
	if (s->only->count)
		return false;
	return !s->target || json_object_get(test, "target");
}

static json_t *find(const json_t *tests, const char *id)
{
	for (size_t i = 0; i < json_array_size(tests); i++)
		if (!strcmp(id_of(json_array_get(tests, i)), id))
			return json_array_get(tests, i);
	return NULL;
}

/* Adds what a test depends on, then itself; those under way have the mark "open". */
static bool select_test(const json_t *all, json_t *test, json_t *into, bool alone, struct error *e)
{
	const json_t *depends = json_object_get(test, "depends");
	if (find(into, id_of(test)))
		return true;
	if (json_is_true(json_object_get(test, "open")))
		return !error_set(e, E_IMAGE, "%s: it depends on itself, through others", id_of(test));
	json_object_set_new(test, "open", json_true());
	for (size_t i = 0; !alone && i < json_array_size(depends); i++) {
		const char *id = json_string_value(json_array_get(depends, i));
		json_t *other = find(all, id);
		if (!other)
			return !error_set(e, E_IMAGE, "%s: it depends on %s, which is not there", id_of(test),
				id);
		if (!select_test(all, other, into, false, e))
			return false;
	}
	json_object_del(test, "open");
	return !json_array_append(into, test);
}

static json_t *select_all(const struct grade_source *s, const json_t *all, struct error *error)
{
	json_t *into = json_array(), *test;
	size_t i;
	json_array_foreach(all, i, test)
		if (is_wanted(s, test) && !select_test(all, test, into, s->alone, error)) {
			json_decref(into);
			return NULL;
		}
	if (!json_array_size(into)) {
		error_set(error, E_USAGE, "%s: no test is called so", s->path);
		json_decref(into);
		return NULL;
	}
	return into;
}

json_t *grade_plan(const struct grade_source *s, struct error *error)
{
	static const struct grade_format *const formats[] = { &grade_test161, &grade_simple };
	json_t *plan = NULL;
	for (u32 i = 0; i < COUNT_OF(formats); i++)
		if (formats[i]->is(s->path)) {
			plan = formats[i]->read(s, error);
			break;
		}
	json_t *chosen = plan ? select_all(s, json_object_get(plan, "tests"), error) : NULL;
	if (chosen)
		json_object_set_new(plan, "tests", chosen);
	else
		json_decref(plan);
	return chosen ? plan : NULL;
}
