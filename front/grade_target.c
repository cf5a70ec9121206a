/* grade_target.c: see grade_target.h.  The rules are test161's. */
#include "grade_target.h"
#include "error.h"
#include "grade_commands.h"
#include "grade_plan.h"
#include "json_text.h"
#include "whole_file.h"
#include "yaml_text.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MOST = 1 << 20 };

struct applying { json_t *targets; const json_t *tests; struct error *error; };

/* ---- the files ---- */

static json_t *read_file(const char *folder, const char *name, struct error *error)
{
	char path[PATH_MAX];
	struct whole_file bytes;
	snprintf(path, sizeof path, "%s/%s", folder, name);
	if (whole_file_read(&bytes, path, FILE_MOST, error))
		return NULL;
	json_t *target = yaml_read(path, bytes.bytes, bytes.size, error);
	whole_file_free(&bytes);
	return target;
}

/* Of several versions of a target the newest one counts, unless it is not active. */
static json_t *read_all(const char *folder, struct error *error)
{
	json_t *files = grade_files(folder, ".tt", error), *file, *all = files ? json_object() : NULL;
	size_t i;
	json_array_foreach(files, i, file) {
		json_t *one = all ? read_file(folder, json_string_value(file), error) : NULL;
		const char *name = yaml_string(one, "name", "");
		const json_t *before = json_object_get(all, name);
		bool active = strcmp(yaml_string(one, "active", ""), "false");
		bool newer = !before || yaml_number(one, "version", 0) > yaml_number(before, "version", 0);
		if (all && !one) {
			json_decref(all);
			all = NULL;
		} else if (active && newer) {
			json_object_set_nocheck(all, name, one);
		}
		json_decref(one);
	}
	json_decref(files);
	return all;
}

/* ---- points and arguments of commands ---- */

static bool is_of(const json_t *step, const char *id)
{
	json_t *words = commands_split(yaml_string(step, "line", ""));
	bool is = !strcmp(commands_id(words), id);
	json_decref(words);
	return is;
}

static void replace_arguments(json_t *step, const char *id, const json_t *arguments)
{
	char *text = NULL;
	size_t size, i;
	json_t *word;
	FILE *to = open_memstream(&text, &size);
	must(to);
	fprintf(to, "%s%s", strncmp(yaml_string(step, "line", ""), "p ", 2) ? "" : "p ", id);
	json_array_foreach((json_t *)arguments, i, word)
		fprintf(to, " %s", json_is_string(word) ? json_string_value(word) : "");
	fclose(to);
	json_object_set_new(step, "line", json_string_nocheck(text));
	free(text);
}

/* One `commands` entry, for all of the test's commands of that name or the index-th. */
static bool apply_command(json_t *test, const json_t *command, bool partial, double *points,
	struct error *error)
{
	const char *id = yaml_string(command, "id", "");
	double index = yaml_number(command, "index", 0);
	const json_t *arguments = json_object_get(command, "args");
	json_t *step;
	size_t i, seen = 0, used = 0;
	json_array_foreach(json_object_get(test, "steps"), i, step) {
		if (!is_of(step, id) || (++seen, index > 0 && (double)seen != index))
			continue;
		if (json_is_true(json_object_get(step, "assigned")))
			return !error_set(error, E_IMAGE, "%s is given points or arguments twice", id);
		json_object_set_new(step, "assigned", json_true());
		used++;
		if (json_array_size(arguments))
			replace_arguments(step, id, arguments);
		if (!partial)
			continue;
		json_object_set_new(step, "points", json_integer((s64)yaml_number(command, "points", 0)));
		*points += yaml_number(command, "points", 0);
	}
	return used || !error_set(error, E_IMAGE, "%s has no command %s", yaml_string(test, "id", ""),
		id);
}

static json_t *find_test(const json_t *tests, const char *id)
{
	for (size_t i = 0; i < json_array_size(tests); i++)
		if (!strcmp(yaml_string(json_array_get(tests, i), "id", ""), id))
			return json_array_get(tests, i);
	return NULL;
}

static bool apply_test(struct applying *a, const char *target, const json_t *entry)
{
	const char *id = yaml_string(entry, "id", "");
	bool partial = !strcmp(yaml_string(entry, "scoring", ""), "partial");
	double points = yaml_number(entry, "points", 0), assigned = 0;
	json_t *test = find_test(a->tests, id), *commands = json_object_get(entry, "commands"), *one;
	size_t i;
	if (!test)
		return !error_set(a->error, E_IMAGE, "target %s: there is no test %s", target, id);
	if (json_object_get(test, "target"))
		return !error_set(a->error, E_IMAGE, "target %s: %s is there twice", target, id);
	json_array_foreach(commands, i, one)
		if (!apply_command(test, one, partial, &assigned, a->error))
			return false;
	if (partial && assigned != points)
		return !error_set(a->error, E_IMAGE,
			"target %s: %s is worth %g points, its commands %g", target, id, points, assigned);
	json_object_set_new(test, "points", json_integer((s64)points));
	json_object_set_new(test, "partial", json_boolean(partial));
	json_object_set_new(test, "leak_points",
		json_integer((s64)yaml_number(entry, "mem_leak_points", 0)));
	json_object_set_new(test, "target", json_string(target));
	return true;
}

/* ---- targets ---- */

static bool apply_one(struct applying *a, const char *name, double *points)
{
	const json_t *target = json_object_get(a->targets, name);
	json_t *entry;
	double sum = 0;
	size_t i;
	if (!target)
		return !error_set(a->error, E_USAGE, "there is no target %s", name);
	json_array_foreach(json_object_get(target, "tests"), i, entry) {
		sum += yaml_number(entry, "points", 0);
		if (!apply_test(a, name, entry))
			return false;
	}
	if (sum != yaml_number(target, "points", 0))
		return !error_set(a->error, E_IMAGE, "target %s: it has %g points, its tests %g", name,
			yaml_number(target, "points", 0), sum);
	*points += sum;
	return true;
}

/* The targets of a target of targets, up to `last` or (NULL) all. */
static bool apply_several(struct applying *a, const json_t *whole, const char *last, double *points)
{
	json_t *name;
	size_t i;
	json_array_foreach(json_object_get(whole, "sub_target_names"), i, name) {
		if (!json_is_string(name) || !apply_one(a, json_string_value(name), points))
			return false;
		if (last && !strcmp(json_string_value(name), last))
			break;
	}
	return true;
}

bool target_apply(const char *folder, const char *name, const json_t *tests, double *points,
	struct error *error)
{
	struct applying a = { read_all(folder, error), tests, error };
	const json_t *target = json_object_get(a.targets, name);
	const char *meta = yaml_string(target, "meta_name", NULL);
	bool good = a.targets;
	if (good && !target)
		good = !error_set(error, E_USAGE, "%s: there is no target %s", folder, name);
	else if (good && yaml_true(target, "is_meta_target"))
		good = apply_several(&a, target, NULL, points);
	else if (good && meta && !json_object_get(a.targets, meta))
		good = !error_set(error, E_IMAGE, "target %s: there is no target %s", name, meta);
	else if (good && meta)
		good = apply_several(&a, json_object_get(a.targets, meta), name, points);
	else if (good)
		good = apply_one(&a, name, points);
	json_decref(a.targets);
	return good;
}
