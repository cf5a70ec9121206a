/* grade_test161.c: the files of test161, the course's own grader: a folder with
 *
 *	tests/ .t       front matter, then command lines (grade_lines.h)
 *	commands/ .tc   what commands are given and print (grade_commands.h)
 *	targets/ .tt    what tests are worth (grade_target.h)
 *
 * and machines made as test161 makes them.  (test161 1.3.2: conf.go, run.go, target.go.) */
#include "error.h"
#include "grade_commands.h"
#include "grade_lines.h"
#include "grade_plan.h"
#include "grade_target.h"
#include "grade_template.h"
#include "json_text.h"
#include "yaml_text.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH_BYTES = 2 * PATH_MAX };

static void in_folder(char path[PATH_BYTES], const char *folder, const char *name)
{
	snprintf(path, PATH_BYTES, "%.4000s/%.4000s", folder, name);
}

static bool is_test161(const char *folder)
{
	static const char *const parts[] = { "tests", "commands" };
	struct stat about;
	char path[PATH_BYTES];
	for (u32 i = 0; i < COUNT_OF(parts); i++) {
		in_folder(path, folder, parts[i]);
		if (stat(path, &about) || !S_ISDIR(about.st_mode))
			return false;
	}
	return true;
}

/* ---- the machine ---- */

static void print_disk(FILE *to, json_t *disks, const json_t *sys161, u32 n)
{
	char key[16], file[16];
	snprintf(key, sizeof key, "disk%u", n);
	snprintf(file, sizeof file, "LHD%u.img", n - 1);
	const json_t *disk = json_object_get(sys161, key);
	if (!yaml_true(disk, "enabled"))
		return;
	bool no_doom = !strcmp(yaml_string(disk, "nodoom", n == 1 ? "true" : "false"), "true");
	fprintf(to, "%u disk rpm=%g file=%s%s\n", n + 1, yaml_number(disk, "rpm", 7200), file,
		no_doom ? " nodoom" : "");
	json_object_set_new(disks, file, json_string(yaml_string(disk, "bytes", "32M")));
}

static void set_machine(json_t *test, const json_t *front, u64 seed)
{
	const json_t *sys161 = json_object_get(front, "sys161");
	json_t *disks = json_object();
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);
	must(to);
	fprintf(to, "0 serial\n1 emufs\n");
	print_disk(to, disks, sys161, 1);
	print_disk(to, disks, sys161, 2);
	fprintf(to, "28 random seed=%u\n29 timer\n30 trace\n31 mainboard ramsize=%s cpus=%g\n",
		(u32)(seed & 0xffff), yaml_string(sys161, "ram", "1M"), yaml_number(sys161, "cpus", 8));
	fclose(to);
	json_object_set_new(test, "board", json_string("sys161"));
	json_object_set_new(test, "conf", json_string_nocheck(text));
	json_object_set_new(test, "disks", disks);
	free(text);
}

/* A limit that is not enabled is none. */
static void set_share(json_t *to, const json_t *from, const char *mode, double least_usual)
{
	const json_t *limits = json_object_get(from, mode);
	char key[16];
	snprintf(key, sizeof key, "%s_min", mode);
	json_object_set_new(to, key, json_real(yaml_true(limits, "enablemin")
		? yaml_number(limits, "min", least_usual) : 0));
	snprintf(key, sizeof key, "%s_max", mode);
	json_object_set_new(to, key, json_real(yaml_number(limits, "max", 1)));
}

static double positive(const json_t *of, const char *key, double otherwise)
{
	double n = yaml_number(of, key, otherwise);
	return n > 0 ? n : otherwise;
}

static void set_monitor(json_t *test, const json_t *front)
{
	const json_t *monitor = json_object_get(front, "monitor");
	json_t *to = json_object();
	bool enabled = strcmp(yaml_string(monitor, "enabled", "true"), "false") == 0 ? false : true;
	json_object_set_new(test, "prompt_seconds",
		json_real(positive(json_object_get(front, "misc"), "prompttimeout", 1800)));
	if (!enabled) {
		json_decref(to);
		return;
	}
	json_object_set_new(to, "resolution",
		json_real(positive(json_object_get(front, "stat"), "resolution", 0.01)));
	json_object_set_new(to, "window", json_real(positive(monitor, "window", 400)));
	set_share(to, monitor, "kernel", 0.001);
	set_share(to, monitor, "user", 0.0001);
	json_object_set_new(test, "monitor", to);
	json_object_set_new(test, "progress_seconds",
		json_real(positive(monitor, "progresstimeout", 10)));
	json_object_set_new(test, "command_seconds", json_real(positive(monitor, "commandtimeout",
		60)));
}

/* ---- a test ---- */

static json_t *strings_of(const json_t *front, const char *key)
{
	json_t *from = json_object_get(front, key), *one, *all = json_array();
	size_t i;
	json_array_foreach(from, i, one)
		if (json_is_string(one))
			json_array_append(all, one);
	return all;
}

static json_t *test_of(const char *id, const json_t *front, const char *content, u64 seed,
	struct error *error)
{
	json_t *test = json_object(), *steps = lines_steps(front, content, error);
	if (!steps)
		json_object_set_new(test, "fault", json_bytes(error->text, strlen(error->text)));
	json_object_set_new(test, "steps", steps ? steps : json_array());
	json_object_set_new(test, "id", json_string_nocheck(id));
	json_object_set_new(test, "name", json_string_nocheck(yaml_string(front, "name", id)));
	json_object_set_new(test, "text", json_string(yaml_string(front, "description", "")));
	json_object_set_new(test, "tags", strings_of(front, "tags"));
	json_object_set_new(test, "words_depends", strings_of(front, "depends"));
	json_object_set(test, "overrides", json_object_get(front, "commandoverrides"));
	json_object_set_new(test, "words", json_array());
	json_object_set_new(test, "points", json_integer(0));
	set_machine(test, front, seed);
	set_monitor(test, front);
	grade_common(test, front);
	return test;
}

static json_t *read_test(const char *folder, const char *id, u64 seed, struct error *error)
{
	char path[PATH_BYTES];
	json_t *content;
	in_folder(path, folder, id);
	json_t *front = grade_front_matter(path, &content, error);
	if (!front)
		return NULL;
	json_t *test = test_of(id, front, json_string_value(content), seed, error);
	json_decref(front);
	json_decref(content);
	return test;
}

static json_t *read_tests(const char *folder, u64 seed, struct error *error)
{
	json_t *files = grade_files(folder, ".t", error), *file, *all = files ? json_array() : NULL;
	size_t i;
	json_array_foreach(files, i, file) {
		json_t *test = all ? read_test(folder, json_string_value(file), seed, error) : NULL;
		if (test)
			json_array_append_new(all, test);
		else if (all) {
			json_decref(all);
			all = NULL;
		}
	}
	json_decref(files);
	return all;
}

/* ---- all of them together ---- */

static bool is_named(const json_t *test, const json_t *from, const char *word)
{
	const json_t *tags = json_object_get(test, "tags");
	size_t n = strlen(word);
	if (n > 2 && !strcmp(word + n - 2, ".t"))
		return grade_names(word, yaml_string(from, "id", ""), yaml_string(test, "id", ""));
	for (size_t i = 0; i < json_array_size(tags); i++)
		if (!strcmp(json_string_value(json_array_get(tags, i)), word))
			return true;
	return false;
}

/* Words are files, patterns of files or tags; a test does not wait for itself by its own tag. */
static bool resolve_depends(const json_t *tests, json_t *test, struct error *error)
{
	json_t *words = json_object_get(test, "words_depends"), *word, *other, *depends = json_array();
	size_t i, k;
	json_array_foreach(words, i, word) {
		size_t found = 0;
		json_array_foreach((json_t *)tests, k, other)
			if (is_named(other, test, json_string_value(word)) && ++found && other != test)
				json_array_append(depends, json_object_get(other, "id"));
		if (!found) {
			error_set(error, E_IMAGE, "%s: it depends on %s, and nothing is called so",
				yaml_string(test, "id", ""), json_string_value(word));
			json_decref(depends);
			return false;
		}
	}
	json_object_set_new(test, "depends", depends);
	return true;
}

/* Every test draws from a stream of its own, so that none changes what another gets. */
static u64 stream_of(const char *id, u64 seed)
{
	u64 stream = seed ^ 0xcbf29ce484222325;
	for (; *id; id++)
		stream = (stream ^ (u8)*id) * 0x100000001b3;
	return stream;
}

static void fill_steps(json_t *test, const json_t *commands, u64 seed)
{
	u64 random = stream_of(yaml_string(test, "id", ""), seed);
	const json_t *overrides = json_object_get(test, "overrides");
	double usual = yaml_number(test, "command_seconds", 0);
	struct error error;
	json_t *step;
	size_t i;
	json_array_foreach(json_object_get(test, "steps"), i, step) {
		const char *line = yaml_string(step, "line", "");
		if (!commands_step(step, line, commands, i ? overrides : NULL, &random, &error)) {
			json_object_set_new(test, "fault", json_bytes(error.text, strlen(error.text)));
			return;
		}
		bool none = i && yaml_number(step, "seconds", 0) <= 0;
		if (none)
			json_object_set_new(step, "seconds", json_real(usual));
		if (!json_object_get(step, "prompt")) /* how it shuts down has no part in the score */
			json_object_set_new(step, "uncounted", json_true());
		if (!i) { /* the start: nothing is typed, and no command's time counts */
			json_object_del(step, "type");
			json_object_set_new(step, "seconds", json_real(0));
		}
	}
}

static bool fill_tests(const struct grade_source *s, const json_t *tests, double *points,
	struct error *error)
{
	char path[PATH_BYTES];
	json_t *test;
	size_t i;
	in_folder(path, s->path, "targets");
	if (s->target && !target_apply(path, s->target, tests, points, error))
		return false;
	in_folder(path, s->path, "commands");
	json_t *commands = commands_read(path, error);
	bool good = commands;
	json_array_foreach((json_t *)tests, i, test) {
		good = good && resolve_depends(tests, test, error);
		if (good && !json_object_get(test, "fault"))
			fill_steps(test, commands, s->seed);
	}
	json_decref(commands);
	return good;
}

static json_t *read_all(const struct grade_source *s, struct error *error)
{
	char path[PATH_BYTES];
	double points = 0;
	in_folder(path, s->path, "tests");
	json_t *tests = read_tests(path, s->seed, error);
	if (tests && !fill_tests(s, tests, &points, error)) {
		json_decref(tests);
		return NULL;
	}
	return tests ? json_pack("{s:s, s:I, s:o}", "name", s->target ? s->target : "tests", "points",
		(json_int_t)points, "tests", tests) : NULL;
}

const struct grade_format grade_test161 = { "test161", is_test161, read_all };
