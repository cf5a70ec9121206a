/* grade_commands.c: see grade_commands.h.  The rules are test161's: without `output` a command must
 * print "NAME: SUCCESS", signed; an empty text means that nothing is expected. */
#include "grade_commands.h"
#include "error.h"
#include "grade_plan.h"
#include "grade_template.h"
#include "json_text.h"
#include "whole_file.h"
#include "yaml_text.h"
#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MOST = 1 << 20, NESTED_MOST = 16 };

/* ---- the files ---- */

static bool is_blank(const char *text)
{
	while (isspace((u8)*text))
		text++;
	return !*text;
}

static void fill_output(json_t *command, const char *name)
{
	json_t *output = json_object_get(command, "output"), *line;
	size_t i, count = json_array_size(output);
	if (!count) {
		char text[PATH_MAX];
		snprintf(text, sizeof text, "%s: SUCCESS", name);
		json_object_set_new(command, "output", json_pack("[{s:s, s:s}]", "text", text, "trusted",
			"true"));
		return;
	}
	if (count == 1 && is_blank(yaml_string(json_array_get(output, 0), "text", ""))) {
		json_array_clear(output);
		return;
	}
	json_array_foreach(output, i, line)
		if (strcmp(yaml_string(line, "trusted", ""), "false"))
			json_object_set_new(line, "trusted", json_string("true"));
}

static void fill_choice(json_t *command, const char *key)
{
	const char *said = yaml_string(command, key, "no");
	bool known = !strcmp(said, "yes") || !strcmp(said, "maybe");
	json_object_set_new(command, key, json_string(known ? said : "no"));
}

static bool take_templates(json_t *all, const char *path, const json_t *file, struct error *error)
{
	json_t *templates = json_object_get(file, "templates"), *one;
	size_t i;
	json_array_foreach(templates, i, one) {
		const char *name = yaml_string(one, "name", NULL);
		if (!name)
			return !error_set(error, E_IMAGE, "%s: template %zu has no name", path, i + 1);
		if (json_object_get(all, name))
			return !error_set(error, E_IMAGE, "%s: the command %s is in two templates", path, name);
		fill_output(one, name);
		fill_choice(one, "panics");
		fill_choice(one, "timesout");
		json_object_set_nocheck(all, name, one);
	}
	return true;
}

static bool read_one(json_t *all, const char *folder, const char *name, struct error *error)
{
	char path[PATH_MAX];
	struct whole_file bytes;
	snprintf(path, sizeof path, "%s/%s", folder, name);
	if (whole_file_read(&bytes, path, FILE_MOST, error))
		return false;
	json_t *file = yaml_read(path, bytes.bytes, bytes.size, error);
	bool good = file && take_templates(all, path, file, error);
	json_decref(file);
	whole_file_free(&bytes);
	return good;
}

json_t *commands_read(const char *folder, struct error *error)
{
	json_t *files = grade_files(folder, ".tc", error), *file, *all = json_object();
	size_t i;
	bool good = files;
	json_array_foreach(files, i, file)
		good = good && read_one(all, folder, json_string_value(file), error);
	json_decref(files);
	if (good)
		return all;
	json_decref(all);
	return NULL;
}

/* ---- lines ---- */

json_t *commands_split(const char *line)
{
	json_t *words = json_array();
	bool quoted = false, escaped = false;
	const char *start = line;
	for (; *line; line++) {
		if (*line == '"' && !escaped)
			quoted = !quoted;
		else if (escaped || *line == '\\')
			escaped = !escaped;
		else if (!quoted && *line == ' ') {
			json_array_append_new(words, json_bytes(start, (size_t)(line - start)));
			start = line + 1;
		}
	}
	if (line > start)
		json_array_append_new(words, json_bytes(start, (size_t)(line - start)));
	return words;
}

static bool is_run(const json_t *words)
{
	const char *first = json_string_value(json_array_get(words, 0));
	return first && !strcmp(first, "p") && json_array_size(words) > 1;
}

const char *commands_id(const json_t *words)
{
	const char *id = json_string_value(json_array_get(words, is_run(words)));
	return id ? id : "";
}

static void append_words(json_t *to, const json_t *lines, bool split)
{
	json_t *line;
	size_t i;
	json_array_foreach((json_t *)lines, i, line) {
		json_t *words = split ? commands_split(json_string_value(line)) : NULL;
		if (split)
			json_array_extend(to, words);
		else
			json_array_append(to, line);
		json_decref(words);
	}
}

static bool expand_into(json_t *to, const char *text, bool split, u64 *random, struct error *error)
{
	json_t *none = json_object(), *lines = template_lines(text, none, random, error);
	if (lines)
		append_words(to, lines, split);
	json_decref(none);
	json_decref(lines);
	return lines;
}

static char *joined(const json_t *words, size_t from)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);
	must(to);
	for (size_t i = from; i < json_array_size(words); i++)
		fprintf(to, "%s%s", i > from ? " " : "", json_string_value(json_array_get(words, i)));
	fclose(to);
	return text;
}

/* A command's arguments: those of the line, expanded; without any, the template's. */
static json_t *arguments_of(const json_t *words, const json_t *template, u64 *random,
	struct error *error)
{
	json_t *arguments = json_array(), *line;
	const json_t *input = json_object_get(template, "input");
	size_t i, from = 1 + (size_t)is_run(words);
	bool good = true;
	if (json_array_size(words) > from) {
		char *text = joined(words, from);
		good = expand_into(arguments, text, true, random, error);
		free(text);
	} else {
		json_array_foreach((json_t *)input, i, line)
			good = good && expand_into(arguments, json_string_value(line), false, random, error);
	}
	if (good)
		return arguments;
	json_decref(arguments);
	return NULL;
}

/* ---- what must be printed ---- */

struct expanding {
	const json_t *commands, *data;
	json_t *lines;
	u64 *random;
	struct error *error;
};

static bool expand_line(struct expanding *e, const char *id, const json_t *line)
{
	json_t *lines = template_lines(yaml_string(line, "text", ""), e->data, e->random, e->error),
		*one;
	bool trusted = !strcmp(yaml_string(line, "trusted", ""), "true");
	size_t i;
	json_array_foreach(lines, i, one)
		json_array_append_new(e->lines, json_pack("{s:O, s:s*}", "text", one, "key",
			trusted ? id : NULL));
	json_decref(lines);
	return lines;
}

static bool expand_output(struct expanding *e, const char *id, const json_t *template, u32 depth)
{
	json_t *output = json_object_get(template, "output"), *line;
	size_t i;
	if (depth > NESTED_MOST)
		return !error_set(e->error, E_IMAGE, "the command %s: its output leads back to itself", id);
	json_array_foreach(output, i, line) {
		const char *other = yaml_string(line, "text", "");
		bool external = !strcmp(yaml_string(line, "external", ""), "true");
		const json_t *found = external ? json_object_get(e->commands, other) : NULL;
		if (external && found && !expand_output(e, other, found, depth + 1))
			return false;
		if (!external && !expand_line(e, id, line))
			return false;
	}
	return true;
}

/* The template with what the test's own says instead. */
static json_t *overridden(const json_t *template, const json_t *overrides, const char *id)
{
	json_t *copy = json_deep_copy(template), *one;
	size_t i;
	json_array_foreach((json_t *)overrides, i, one)
		if (!strcmp(yaml_string(one, "name", ""), id)) {
			json_object_update(copy, one);
			break;
		}
	return copy;
}

static void set_step(json_t *step, const json_t *template, const json_t *words, const char *id,
	const json_t *arguments)
{
	char *rest = joined(arguments, 0), *line;
	must(asprintf(&line, "%s%s%s%s", is_run(words) ? "p " : "", id, *rest ? " " : "", rest) >= 0);
	json_object_set_new(step, "type", json_string_nocheck(line));
	json_object_set_new(step, "panics", json_string(yaml_string(template, "panics", "no")));
	json_object_set_new(step, "timesout", json_string(yaml_string(template, "timesout", "no")));
	json_object_set_new(step, "seconds", json_real(yaml_number(template, "timeout", 0)));
	free(line);
	free(rest);
}

bool commands_step(json_t *step, const char *line, const json_t *commands, const json_t *overrides,
	u64 *random, struct error *error)
{
	json_t *words = commands_split(line);
	const char *id = commands_id(words);
	const json_t *found = json_object_get(commands, id);
	json_object_set_new(step, "id", json_string_nocheck(id));
	if (!found) {
		error_set(error, E_IMAGE, "the command %s is in no file of commands", id);
		json_decref(words);
		return false;
	}
	json_t *template = overridden(found, overrides, id);
	json_t *arguments = arguments_of(words, template, random, error), *lines = json_array();
	json_t *data = json_pack("{s:O*, s:I}", "Args", arguments, "ArgLen",
		(json_int_t)json_array_size(arguments));
	struct expanding e = { commands, data, lines, random, error };
	bool good = arguments && expand_output(&e, id, template, 0);
	if (good)
		set_step(step, template, words, id, arguments);
	json_object_set_new(step, "lines", lines);
	json_decref(data);
	json_decref(arguments);
	json_decref(template);
	json_decref(words);
	return good;
}
