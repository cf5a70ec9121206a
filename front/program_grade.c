/* program_grade.c: `vr3000 grade': tests on kernels, and what they are worth. */
#include "error.h"
#include "grade_files.h"
#include "grade_jobs.h"
#include "grade_plan.h"
#include "grade_report.h"
#include "options.h"
#include "program.h"
#include "say.h"
#include "whole_file.h"
#include "yaml_text.h"
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { KEYS_MOST = 1 << 20, STATUS_FAILED = 1, STATUS_NOT_GRADED = 5 };

static int read_keys(json_t **keys, const char *path, struct error *error)
{
	struct whole_file file;
	if (!path || whole_file_read(&file, path, KEYS_MOST, error))
		return path ? error->kind : E_NONE;
	*keys = yaml_read(path, file.bytes, file.size, error);
	whole_file_free(&file);
	return *keys ? E_NONE : error->kind;
}

static int check_options(const struct options *o, struct error *error)
{
	if (!o->tests)
		return error_set(error, E_USAGE, "grade: name the tests with --tests FOLDER");
	if (!o->arguments)
		return error_set(error, E_USAGE, "grade: name a KERNEL, or the folder that has it");
	if (access(o->tests, R_OK))
		return error_set(error, E_IO, "--tests %s: %m", o->tests);
	for (u32 i = 0; i < o->report.count; i++)
		if (grade_report_check(o->report.item[i], error))
			return error->kind;
	return E_NONE;
}

static int read_plans(struct grading_plan *p, const struct options *o, struct error *error)
{
	struct grade_source source = { o->tests, o->target, &o->only, o->alone, 0 };
	p->first_seed = o->seed ? o->seed : 1;
	for (; p->seeds < (o->seeds ? o->seeds : 1); p->seeds++) {
		source.seed = p->first_seed + p->seeds;
		p->plan[p->seeds] = grade_plan(&source, error);
		if (!p->plan[p->seeds])
			return error->kind;
	}
	return read_keys(&p->keys, o->keys, error);
}

static int make_folder(struct grading_plan *p, const struct options *o, char path[PATH_MAX],
	struct error *error)
{
	const char *name = o->folder ? o->folder : "graded";
	if (!files_make_folder(name) || !realpath(name, path))
		return error_set(error, E_HOST, "--folder %s: %m", name);
	p->folder = path;
	return E_NONE;
}

static int status_of(const json_t *results)
{
	const json_t *kernels = json_object_get(results, "kernels"), *kernel, *test;
	int status = 0;
	for (size_t i = 0; (kernel = json_array_get(kernels, i)); i++) {
		if (!json_is_true(json_object_get(kernel, "graded")))
			return STATUS_NOT_GRADED;
		const json_t *tests = json_object_get(kernel, "tests");
		for (size_t k = 0; (test = json_array_get(tests, k)); k++)
			if (strcmp(yaml_string(test, "verdict", ""), "correct"))
				status = STATUS_FAILED;
	}
	return status;
}

static int grade(struct grading_plan *p, struct error *error)
{
	const struct options *o = p->options;
	json_t *results = grade_all(p);
	int status = status_of(results), kind = E_NONE;
	grade_print(results);
	for (u32 i = 0; i < o->report.count && !kind; i++)
		kind = grade_report_write(results, o->report.item[i], error);
	json_decref(results);
	if (kind)
		say_wrong("%s", error->text);
	return kind ? error_status(kind) : status;
}

int program_grade(const struct options *o)
{
	struct error error;
	char path[PATH_MAX];
	struct grading_plan *p = calloc(1, sizeof *p);
	must(p);
	p->options = o;
	int status;
	if (check_options(o, &error) || read_plans(p, o, &error) || make_folder(p, o, path, &error)) {
		say_wrong("%s", error.text);
		status = error_status(error.kind);
	} else {
		status = grade(p, &error);
	}
	for (u32 i = 0; i < p->seeds; i++)
		json_decref(p->plan[i]);
	json_decref(p->keys);
	free(p);
	return status;
}
