/* grade_simple.c: the plain format: a folder of files NAME.t, whose front matter says all:
 *
 *	---
 *	name: Sorting            # and description, tags, depends (ids), points
 *	board: bench             # else System/161, or what the kernel's file tells
 *	words: run=selftest      # for the kernel, on its command line
 *	type:                    # lines for its console, each typed at the prompt
 *	  - primes 20
 *	prompt: "$ "             # without one, nothing is typed
 *	status: 0                # with which the run ends; left out: any
 *	exact: true              # the console has these lines and no others
 *	---
 *	lines that the console must have, in this order
 *
 * budget: and proofs: are as in the other format; a budget that is not said is a virtual minute. */
#include "error.h"
#include "grade_plan.h"
#include "json_text.h"
#include "yaml_text.h"
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static bool is_simple(const char *path)
{
	struct stat about;
	return !stat(path, &about);
}

static json_t *words_of(const char *text)
{
	json_t *words = json_array();
	for (; *text; text += strspn(text, " \t")) {
		size_t n = strcspn(text, " \t");
		if (n)
			json_array_append_new(words, json_bytes(text, n));
		text += n;
	}
	return words;
}

static json_t *lines_of(const char *text)
{
	json_t *lines = json_array();
	while (*text) {
		size_t n = strcspn(text, "\n");
		size_t kept = n && text[n - 1] == '\r' ? n - 1 : n;
		json_array_append_new(lines, json_pack("{s:o}", "text", json_bytes(text, kept)));
		text += n + (text[n] == '\n');
	}
	return lines;
}

static json_t *step(const char *id, const char *type, const char *prompt)
{
	return json_pack("{s:s, s:s*, s:s*, s:b}", "id", id, "type", type, "prompt", prompt, "user",
		true);
}

/* The lines expected are all the last step's, which judges the whole console. */
static json_t *steps_of(const json_t *front, const char *content)
{
	const json_t *type = json_object_get(front, "type");
	const char *prompt = yaml_string(front, "prompt", NULL);
	size_t count = prompt ? json_array_size(type) : 0;
	json_t *steps = json_array(), *last;
	for (size_t i = 0; i < count; i++)
		json_array_append_new(steps, step("type", i ? json_string_value(json_array_get(type, i - 1))
			: NULL, prompt));
	last = step("end", count ? json_string_value(json_array_get(type, count - 1)) : NULL, NULL);
	json_object_set_new(last, "lines", lines_of(content));
	json_object_set_new(last, "whole", json_true());
	json_object_set_new(last, "exact", json_boolean(yaml_true(front, "exact")));
	json_array_append_new(steps, last);
	return steps;
}

static json_t *test_of(const char *id, const json_t *front, const char *content)
{
	json_t *test = json_object();
	const json_t *tags = json_object_get(front, "tags"), *depends = json_object_get(front,
		"depends");
	json_object_set_new(test, "id", json_string_nocheck(id));
	json_object_set_new(test, "name", json_string_nocheck(yaml_string(front, "name", id)));
	json_object_set_new(test, "text", json_string(yaml_string(front, "description", "")));
	json_object_set_new(test, "tags", json_is_array(tags) ? json_deep_copy(tags) : json_array());
	json_object_set_new(test, "depends", json_is_array(depends) ? json_deep_copy(depends)
		: json_array());
	json_object_set_new(test, "board", json_string(yaml_string(front, "board", "sys161")));
	json_object_set_new(test, "words", words_of(yaml_string(front, "words", "")));
	json_object_set_new(test, "points", json_integer((s64)yaml_number(front, "points", 0)));
	json_object_set_new(test, "steps", steps_of(front, content));
	grade_common(test, front);
	if (yaml_number(test, "seconds", 0) <= 0)
		json_object_set_new(test, "seconds", json_integer(60));
	if (yaml_string(front, "status", NULL))
		json_array_append_new(json_object_get(test, "proofs"), json_pack("{s:s}", "status",
			yaml_string(front, "status", "")));
	return test;
}

static json_t *read_one(const char *folder, const char *id, struct error *error)
{
	char path[PATH_MAX];
	json_t *content;
	snprintf(path, sizeof path, "%s/%s", folder, id);
	json_t *front = grade_front_matter(path, &content, error);
	if (!front)
		return NULL;
	json_t *test = test_of(id, front, json_string_value(content));
	json_decref(front);
	json_decref(content);
	return test;
}

static json_t *read_simple(const struct grade_source *s, struct error *error)
{
	json_t *files = grade_files(s->path, ".t", error), *file, *tests = json_array();
	s64 points = 0;
	size_t i;
	json_array_foreach(files, i, file) {
		json_t *test = read_one(s->path, json_string_value(file), error);
		if (!test) {
			json_decref(files);
			files = NULL;
			break;
		}
		points += json_integer_value(json_object_get(test, "points"));
		json_array_append_new(tests, test);
	}
	if (files && s->target) {
		error_set(error, E_USAGE, "%s: a folder of plain tests has no targets", s->path);
		json_decref(files);
		files = NULL;
	}
	if (!files) {
		json_decref(tests);
		return NULL;
	}
	json_decref(files);
	return json_pack("{s:s, s:I, s:o}", "name", s->path, "points", (json_int_t)points, "tests",
		tests);
}

const struct grade_format grade_simple = { "plain", is_simple, read_simple };
