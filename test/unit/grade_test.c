/* grade_test.c: the parts of the grader that are functions: YAML, templates, prompts, signed lines,
 * steps and leaks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "error.h"
#include "grade_judge.h"
#include "grade_lines.h"
#include "grade_plan.h"
#include "grade_template.h"
#include "yaml_text.h"

/* Ours; the tests link without host/. */
__attribute__((weak)) void broken(const char *what, const char *file, int line)
{
	fprintf(stderr, "%s:%d: %s is broken\n", file, line, what);
	abort();
}

static json_t *yaml(const char *text)
{
	struct error error = { .text = "" };
	return yaml_read("text", text, strlen(text), &error);
}

static void test_yaml(void **state)
{
	(void)state;
	json_t *all = yaml("a: yes\nb: {c: 0x10, d: [1, '~', ~]}\nf: 2.5\n");
	assert_string_equal(yaml_string(all, "a", ""), "yes");
	assert_string_equal(yaml_string(json_object_get(all, "b"), "c", ""), "0x10");
	assert_true(yaml_number(all, "f", 0) == 2.5);
	assert_true(yaml_number(all, "a", 7) == 7);
	const json_t *list = json_object_get(json_object_get(all, "b"), "d");
	assert_string_equal(json_string_value(json_array_get(list, 1)), "~");
	assert_string_equal(json_string_value(json_array_get(list, 2)), "");
	json_decref(all);
	static const char *const wrong[] = { "a: [", "a: 1\na: 2", "[a]: 1", "&a [*a]",
		"a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
		"c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
		"e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]" };
	for (u32 i = 0; i < COUNT_OF(wrong); i++)
		assert_null(yaml(wrong[i]));
	all = yaml("");
	assert_int_equal(json_object_size(all), 0);
	json_decref(all);
}

/* ---- templates ---- */

static char *expanded(const char *text, u64 seed)
{
	struct error error = { .text = "" };
	json_t *data = json_pack("{s:[s,s,s], s:i}", "Args", "10", "b", "c", "ArgLen", 3);
	json_t *lines = template_lines(text, data, &seed, &error);
	char *all = lines ? json_dumps(lines, JSON_COMPACT) : strdup(error.text);
	json_decref(lines);
	json_decref(data);
	return all;
}

static void test_templates(void **state)
{
	static const struct { const char *text, *result; } rows[] = {
		{ "plain", "[\"plain\"]" },
		{ "{{add 1 .ArgLen}}", "[\"4\"]" },
		{ "{{range $i, $e := .Args}}{{$i}}: {{$e}}\n{{end}}", "[\"0: 10\",\"1: b\",\"2: c\"]" },
		{ "{{range .Args}}<{{.}}>{{else}}none{{end}}", "[\"<10><b><c>\"]" },
		{ "{{range $x := ranger 0}}x{{else}}none{{end}}", "[\"none\"]" },
		{ "{{$n:= index .Args 0 | atoi}}{{factorial $n}}\n", "[\"3628800\"]" },
		{ "{{$x:= index .Args 0 | atoi}}{{$y := len .Args}}{{add $x $y}}", "[\"13\"]" },
		{ "{{if len (ranger 2)}}yes{{else}}no{{end}}", "[\"yes\"]" },
		{ "a {{- \" b \" -}} c", "[\"a b c\"]" },
		{ "{{range .Args}}{{if .}}{{range $x := ranger 2}}{{$x}}{{end}}{{end}}{{end}}",
			"[\"010101\"]" },
		{ " \n{{index .Args 1}}\n\n", "[\"b\"]" },
		{ "{{nothing}}", "template: nothing: there is no such function" },
		{ "{{index .Args 9}}", "template: index: there is no such element" },
		{ "{{range .Args}}", "template: an {{end}} is missing" },
		{ "{{end}}", "template: an {{end}} or {{else}} without its beginning" },
		{ "{{$y}}", "template: there is no variable $y" },
		{ "{{.Nothing}}", "template: there is no field .Nothing" },
		{ "{{atoi \"x\"}}", "template: atoi: it is no number" },
		{ "{{add 1}}", "template: add: not with these arguments" },
		{ "{{randInt 5 5}}", "template: randInt: the second limit must be greater" },
		{ "{{range $a := ranger 10000}}{{range $b := ranger 10000}}x{{end}}{{end}}",
			"template: it does too much" },
	};
	(void)state;
	for (u32 i = 0; i < COUNT_OF(rows); i++) {
		char *got = expanded(rows[i].text, 1);
		if (strncmp(got, rows[i].result, strlen(rows[i].result)))
			fail_msg("%s: %s", rows[i].text, got);
		free(got);
	}
	for (u64 seed = 1; seed < 50; seed++) {
		char *got = expanded("{{randInt 3 7}}{{randString 2 3}}", seed), *same = expanded(
			"{{randInt 3 7}}{{randString 2 3}}", seed);
		assert_string_equal(got, same);
		assert_int_equal(strlen(got), 7);
		assert_true(got[2] >= '3' && got[2] < '7');
		free(got);
		free(same);
	}
}

/* ---- prompts ---- */

static char *typed(const char *front_text, const char *content)
{
	struct error error = { .text = "" };
	json_t *front = yaml(front_text), *steps = lines_steps(front, content, &error), *step;
	char text[1024] = "";
	size_t i;
	json_array_foreach(steps, i, step)
		snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s%s", i ? "," : "",
			yaml_string(step, "line", ""), json_is_true(json_object_get(step, "user")) ? "*" : "");
	json_decref(steps);
	json_decref(front);
	return strdup(steps ? text : error.text);
}

static void test_prompts(void **state)
{
	static const char own[] = "commandconf:\n  - {prefix: '!', prompt: 'x> ', start: $ /bin/bash, "
		"end: quit}\n  - {prefix: '@', prompt: 'y> ', start: db, end: stop}";
	static const struct { const char *front, *content, *typed; } rows[] = {
		{ "", "sy1", "boot,sy1,q" },
		{ "", "q", "boot,q" },
		{ "", "$ /testbin/add 1 2", "boot,s*,/testbin/add 1 2*,exit*,q" },
		{ "", "khu\n$ a\n$ b\nkhu", "boot,khu,s*,a*,b*,exit*,khu,q" },
		{ "", "| p /testbin/x", "boot,khu,p /testbin/x*,khu,q" },
		{ "", "2x| km1", "boot,khu,km1,khu,khu,km1,khu,q" },
		{ "", "s\n$ exit\nq", "boot,s*,exit*,q" },
		{ own, "! ls", "boot,s*,/bin/bash*,ls*,quit*,exit*,q" },
		{ own, "@ t\n! ls\nkhu", "boot,db*,t*,stop*,s*,/bin/bash*,ls*,quit*,exit*,khu,q" },
		{ "kernel: {prompt: '> ', end: halt}", "a", "boot,a,halt" },
		{ "", "", "there is no command line" },
		{ "", "a\n\nb", "a command line is empty" },
		{ "", "! a", "nothing has the prefix of: ! a" },
		{ "", "q\na", "the kernel has ended before: a" },
		{ "commandconf: [{prefix: '!'}]", "a", "commandconf: each needs" },
		{ "commandconf: [{prefix: '!', prompt: p, start: '! x', end: e}]", "! a",
			"no way leads to the prompt of: a" },
	};
	(void)state;
	for (u32 i = 0; i < COUNT_OF(rows); i++) {
		char *got = typed(rows[i].front, rows[i].content);
		if (strncmp(got, rows[i].typed, strlen(rows[i].typed)))
			fail_msg("%s: %s", rows[i].content, got);
		free(got);
	}
}

/* ---- judging ---- */

/* The hashes are Python's: hmac.new(key + salt, text, sha256). */
#define SIGNED_SUCCESS "(km1, 8775ae3236014664984e9cdf99c4ae3ed62cdcf049325fe86579a742f8e28239, " \
	"0123abcd, km1: SUCCESS)\r\r\n"
#define SIGNED_PARTIAL "(km1, 7154a83256a34f7472e45b40d1bb449b9b15c5c5e76dba80abdb943939b9a44c, " \
	"0123abce, km1: PARTIAL CREDIT 3 OF 4)\n"
#define SIGNED_KHU_1 \
	"(khu, d7091f739f84ead3d74eb4dfb29e499d10eddc33435eb3f9a77a26f1963b8185, 77, " \
	"khu: 4096)\n"
#define SIGNED_KHU_2 \
	"(khu, 895e3967a8cdeb2709c8e8f6a9b43bf25afab150325de57aa595547b27e69548, 78, " \
	"khu: 8192)\n"

static struct judged judged(const char *step_text, const char *console, bool keyed, bool ended,
	bool late)
{
	json_t *step = yaml(step_text), *salts = json_object();
	json_t *keys = keyed ? json_pack("{s:s}", "km1", "k3y") : NULL;
	json_object_set_new(step, "points", json_integer(8));
	json_t *lines = judge_lines(console, strlen(console), keys, salts);
	struct judged j = judge_step(step, lines, keys, ended, late);
	json_decref(lines);
	json_decref(keys);
	json_decref(salts);
	json_decref(step);
	return j;
}

#define KM1 "{id: km1, lines: [{text: 'km1: SUCCESS', key: km1}]}"
static void test_judging(void **state)
{
	static const struct {
		const char *step, *console;
		bool keyed, ended, late, correct;
		s64 points;
	} rows[] = {
		{ KM1, "km1\r\nkm1: SUCCESS\r\n", false, false, false, true, 8 },
		{ KM1, "km1: SUCCESS\n", true, false, false, false, 0 },
		{ KM1, SIGNED_SUCCESS, true, false, false, true, 8 },
		{ KM1, "(km1, 00, 0123abcd, x)\n" SIGNED_SUCCESS, true, false, false, false, 0 },
		{ KM1, "(km2, 8775ae3236014664984e9cdf99c4ae3ed62cdcf049325fe86579a742f8e28239, 0123abcd, "
			"km1: SUCCESS)\n", true, false, false, false, 0 },
		{ KM1, SIGNED_PARTIAL, true, false, false, false, 6 },
		{ KM1, "km1: PARTIAL CREDIT 3 OF 4", true, false, false, false, 0 },
		{ KM1, "km1: PARTIAL CREDIT 4 OF 4\nkm1: PARTIAL CREDIT 1 OF 4", false, false, false, true,
			8 },
		{ KM1, "km1: PARTIAL CREDIT 3 OF 4 and more", false, false, false, false, 0 },
		{ KM1, "km1: PARTIAL CREDIT 3 OF 0", false, false, false, false, 0 },
		{ KM1, "km1: SUCCESS", false, true, false, false, 0 },
		{ KM1, "km1: SUCCESS", false, false, true, false, 0 },
		{ "{panics: 'yes'}", "", false, true, false, true, 8 },
		{ "{panics: 'yes'}", "", false, false, false, false, 0 },
		{ "{panics: maybe}", "", false, false, false, true, 8 },
		{ "{timesout: 'yes'}", "", false, true, true, true, 8 },
		{ "{timesout: 'yes'}", "", false, false, false, false, 0 },
		{ "{timesout: maybe}", "", false, true, false, false, 0 },
		{ "{lines: [{text: a}, {text: b}]}", "a\nx\nb\n", false, false, false, true, 8 },
		{ "{lines: [{text: a}, {text: b}]}", "b\na\n", false, false, false, false, 0 },
		{ "{lines: [{text: a}, {text: a}]}", "a\n", false, false, false, false, 0 },
	};
	(void)state;
	for (u32 i = 0; i < COUNT_OF(rows); i++) {
		struct judged j = judged(rows[i].step, rows[i].console, rows[i].keyed, rows[i].ended,
			rows[i].late);
		if (j.correct != rows[i].correct || j.points != rows[i].points)
			fail_msg("row %u: %d, %lld points", i, j.correct, (long long)j.points);
	}
}

static void test_leaks(void **state)
{
	static const struct {
		const char *first, *second;
		bool keyed;
		enum leak leak;
		s64 bytes;
	} rows[] = {
		{ "khu: 100\n", "khu: 100\n", false, LEAK_NONE, 0 },
		{ "khu: 100\n", "khu: 132\n", false, LEAK_FOUND, 32 },
		{ "khu: 132\n", "khu: 100\n", false, LEAK_FOUND, -32 },
		{ "khu: 100\n", "nothing\n", false, LEAK_UNKNOWN, 0 },
		{ "khu: 100\n", "khu: 100\n", true, LEAK_UNKNOWN, 0 },
		{ SIGNED_KHU_1, SIGNED_KHU_2, true, LEAK_FOUND, 4096 },
		{ SIGNED_KHU_1, SIGNED_KHU_1, true, LEAK_UNKNOWN, 0 },
	};
	(void)state;
	for (u32 i = 0; i < COUNT_OF(rows); i++) {
		json_t *keys = rows[i].keyed ? json_pack("{s:s}", "khu", "k3y") : NULL;
		json_t *salts = json_object();
		json_t *steps = json_pack("[{s:s,s:o},{s:s,s:o}]",
			"id", "khu", "output", judge_lines(rows[i].first, strlen(rows[i].first), keys, salts),
			"id", "khu", "output", judge_lines(rows[i].second, strlen(rows[i].second), keys,
				salts));
		s64 bytes = 0;
		enum leak leak = judge_leak(steps, keys, &bytes);
		if (leak != rows[i].leak || (leak == LEAK_FOUND && bytes != rows[i].bytes))
			fail_msg("row %u: %d, %lld bytes", i, leak, (long long)bytes);
		json_decref(steps);
		json_decref(salts);
		json_decref(keys);
	}
}

static void test_names(void **state)
{
	(void)state;
	assert_true(grade_names("boot.t", "", "boot.t"));
	assert_true(grade_names("/boot.t", "vm/x.t", "boot.t"));
	assert_false(grade_names("boot.t", "vm/x.t", "boot.t"));
	assert_true(grade_names("*.t", "vm/x.t", "vm/y.t"));
	assert_false(grade_names("*.t", "", "vm/y.t"));
	assert_true(grade_names("**.t", "", "vm/y.t"));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_yaml),
		cmocka_unit_test(test_templates),
		cmocka_unit_test(test_prompts), cmocka_unit_test(test_judging),
		cmocka_unit_test(test_leaks), cmocka_unit_test(test_names) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
