/* grade_report.c: see grade_report.h.  JUnit's form is that of its Ant task, Gradescope's is
 * "Autograder Specifications" in its documents. */
#include "grade_report.h"
#include "error.h"
#include "grade_files.h"
#include "json_text.h"
#include "yaml_text.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static s64 number(const json_t *of, const char *key)
{
	return (s64)json_integer_value(json_object_get(of, key));
}

static bool is_graded(const json_t *kernel)
{
	return json_is_true(json_object_get(kernel, "graded"));
}

static bool is_verdict(const json_t *test, const char *verdict)
{
	return !strcmp(yaml_string(test, "verdict", ""), verdict);
}

/* ---- for people ---- */

static void print_test(FILE *to, const json_t *test)
{
	char points[32] = "";
	if (number(test, "most"))
		snprintf(points, sizeof points, "%lld/%lld", (long long)number(test, "points"),
			(long long)number(test, "most"));
	if (is_verdict(test, "not graded"))
		snprintf(points, sizeof points, "-");
	fprintf(to, "%-10s %7s  %s  (%.3f virtual s)\n", yaml_string(test, "verdict", ""), points,
		yaml_string(test, "id", ""), json_number_value(json_object_get(test, "seconds")));
	if (is_verdict(test, "correct"))
		return;
	fprintf(to, "    %s\n", yaml_string(test, "why", ""));
	if (is_verdict(test, "skipped") || !yaml_string(test, "again", NULL))
		return;
	fprintf(to, "    files: %s\n    again: %s\n", yaml_string(test, "folder", ""),
		yaml_string(test, "again", ""));
}

static void write_text(FILE *to, const json_t *results)
{
	const json_t *kernels = json_object_get(results, "kernels"), *kernel;
	for (size_t i = 0; (kernel = json_array_get(kernels, i)); i++) {
		const json_t *tests = json_object_get(kernel, "tests"), *test;
		fprintf(to, "%s%s\n", i ? "\n" : "", yaml_string(kernel, "path", ""));
		for (size_t k = 0; (test = json_array_get(tests, k)); k++)
			print_test(to, test);
		if (!is_graded(kernel))
			fprintf(to, "not graded: the trouble is ours, not the kernel's\n");
		else if (number(kernel, "most"))
			fprintf(to, "%lld of %lld points\n", (long long)number(kernel, "points"),
				(long long)number(kernel, "most"));
	}
}

void grade_print(const json_t *results)
{
	write_text(stdout, results);
}

/* ---- for programs ---- */

static void write_json(FILE *to, const json_t *results)
{
	json_t *clean = json_clean(results);
	json_dumpf(clean, to, JSON_INDENT(2));
	fputc('\n', to);
	json_decref(clean);
}

/* XML 1.0 has no control characters at all. */
static void add_xml(FILE *to, const char *text)
{
	for (; *text; text++)
		switch (*text) {
		case '<':  fputs("&lt;", to); break;
		case '>':  fputs("&gt;", to); break;
		case '&':  fputs("&amp;", to); break;
		case '"':  fputs("&quot;", to); break;
		default:   fputc((u8)*text >= ' ' || *text == '\n' || *text == '\t' ? *text : '?', to);
		}
}

static void add_attribute(FILE *to, const char *name, const char *value)
{
	fprintf(to, " %s=\"", name);
	add_xml(to, value);
	fputc('"', to);
}

static void add_case(FILE *to, const json_t *kernel, const json_t *test)
{
	const char *tag = is_verdict(test, "skipped") ? "skipped"
		: is_verdict(test, "not graded") ? "error" : "failure";
	fputs("    <testcase", to);
	add_attribute(to, "classname", yaml_string(kernel, "name", ""));
	add_attribute(to, "name", yaml_string(test, "id", ""));
	fprintf(to, " time=\"%.6f\">", json_number_value(json_object_get(test, "seconds")));
	if (!is_verdict(test, "correct")) {
		fprintf(to, "<%s", tag);
		add_attribute(to, "message", yaml_string(test, "why", ""));
		fputc('>', to);
		add_xml(to, yaml_string(test, "again", ""));
		fprintf(to, "</%s>", tag);
	}
	fputs("</testcase>\n", to);
}

static u32 count_verdicts(const json_t *tests, const char *one, const char *other)
{
	u32 count = 0;
	const json_t *test;
	for (size_t i = 0; (test = json_array_get(tests, i)); i++)
		count += is_verdict(test, one) || is_verdict(test, other);
	return count;
}

static void write_junit(FILE *to, const json_t *results)
{
	json_t *clean = json_clean(results);
	const json_t *kernels = json_object_get(clean, "kernels"), *kernel;
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n", to);
	for (size_t i = 0; (kernel = json_array_get(kernels, i)); i++) {
		const json_t *tests = json_object_get(kernel, "tests"), *test;
		fputs("  <testsuite", to);
		add_attribute(to, "name", yaml_string(kernel, "name", ""));
		fprintf(to, " tests=\"%zu\" failures=\"%u\" errors=\"%u\" skipped=\"%u\">\n",
			json_array_size(tests), count_verdicts(tests, "incorrect", "stuck"),
			count_verdicts(tests, "not graded", ""), count_verdicts(tests, "skipped", ""));
		for (size_t k = 0; (test = json_array_get(tests, k)); k++)
			add_case(to, kernel, test);
		fputs("  </testsuite>\n", to);
	}
	fputs("</testsuites>\n", to);
	json_decref(clean);
}

/* RFC 4180 */
static void add_cell(FILE *to, const char *text, char end)
{
	fputc('"', to);
	for (; *text; text++)
		fprintf(to, *text == '"' ? "\"\"" : "%c", *text);
	fprintf(to, "\"%c", end);
}

static void write_csv(FILE *to, const json_t *results)
{
	const json_t *kernels = json_object_get(results, "kernels"), *kernel;
	fputs("kernel,test,verdict,points,most,seconds,why\n", to);
	for (size_t i = 0; (kernel = json_array_get(kernels, i)); i++) {
		const json_t *tests = json_object_get(kernel, "tests"), *test;
		for (size_t k = 0; (test = json_array_get(tests, k)); k++) {
			add_cell(to, yaml_string(kernel, "name", ""), ',');
			add_cell(to, yaml_string(test, "id", ""), ',');
			add_cell(to, yaml_string(test, "verdict", ""), ',');
			if (!is_verdict(test, "not graded"))
				fprintf(to, "%lld", (long long)number(test, "points"));
			fprintf(to, ",%lld,%.6f,", (long long)number(test, "most"),
				json_number_value(json_object_get(test, "seconds")));
			add_cell(to, yaml_string(test, "why", ""), '\n');
		}
	}
}

/* ---- Gradescope ---- */

static json_t *gradescope_test(const json_t *test)
{
	bool good = is_verdict(test, "correct");
	json_t *one = json_pack("{s:O, s:O, s:s, s:o}", "name", json_object_get(test, "id"),
		"max_score",
		json_object_get(test, "most"), "status", good ? "passed" : "failed", "output",
		json_string_nocheck(good ? "" : yaml_string(test, "why", "")));
	if (!is_verdict(test, "not graded"))
		json_object_set(one, "score", json_object_get(test, "points"));
	return one;
}

/* What was not graded has no score, which Gradescope shows as a fault of the grader. */
static json_t *gradescope(const json_t *kernel)
{
	const json_t *tests = json_object_get(kernel, "tests"), *test;
	json_t *all = json_object(), *list = json_array();
	for (size_t k = 0; (test = json_array_get(tests, k)); k++)
		json_array_append_new(list, gradescope_test(test));
	if (is_graded(kernel))
		json_object_set(all, "score", json_object_get(kernel, "points"));
	else
		json_object_set_new(all, "output", json_string("not graded: the trouble is the grader's"));
	json_object_set_new(all, "tests", list);
	return all;
}

static int write_gradescope(const json_t *results, const char *path, struct error *error)
{
	const json_t *kernels = json_object_get(results, "kernels"), *kernel;
	bool several = json_array_size(kernels) > 1;
	char file[PATH_MAX];
	if (several && !files_make_folder(path))
		return error_set(error, E_IO, "%s: %m", path);
	for (size_t i = 0; (kernel = json_array_get(kernels, i)); i++) {
		snprintf(file, sizeof file, several ? "%s/%s.json" : "%s", path,
			yaml_string(kernel, "name", ""));
		json_t *all = gradescope(kernel), *clean = json_clean(all);
		bool good = !json_dump_file(clean, file, JSON_INDENT(2));
		json_decref(clean);
		json_decref(all);
		if (!good)
			return error_set(error, E_IO, "%s: cannot be written", file);
	}
	return E_NONE;
}

/* ---- which one ---- */

static const struct kind { const char *word; void (*write)(FILE *, const json_t *); } kinds[] = {
	{ "json=", write_json }, { "junit=", write_junit }, { "csv=", write_csv },
	{ "text=", write_text }, { "gradescope=", NULL },
};

static const struct kind *kind_of(const char *spec)
{
	for (u32 i = 0; i < COUNT_OF(kinds); i++)
		if (!strncmp(spec, kinds[i].word, strlen(kinds[i].word)) && spec[strlen(kinds[i].word)])
			return &kinds[i];
	return NULL;
}

int grade_report_check(const char *spec, struct error *error)
{
	return kind_of(spec) ? E_NONE : error_set(error, E_USAGE,
		"--report %s: must be json, junit, csv, gradescope or text, = and a FILE", spec);
}

int grade_report_write(const json_t *results, const char *spec, struct error *error)
{
	const struct kind *kind = kind_of(spec);
	const char *path = spec + strlen(kind->word);
	if (!kind->write)
		return write_gradescope(results, path, error);
	FILE *to = fopen(path, "we");
	if (!to)
		return error_set(error, E_IO, "%s: %m", path);
	kind->write(to, results);
	bool bad = ferror(to);
	return fclose(to) || bad ? error_set(error, E_IO, "%s: cannot be written: %m", path) : E_NONE;
}
