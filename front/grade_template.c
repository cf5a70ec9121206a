/* grade_template.c: see grade_template.h.  A text is read and carried out at once; the body of a
 * range is read again for each element, and what is not to be done is read without effect. */
#include "grade_template.h"
#include "bytes.h"
#include "error.h"
#include "grade_functions.h"
#include "json_text.h"
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VARIABLES = 16, WORDS = 8, NAME = 32, OUTPUT_MOST = 1 << 20, ACTIONS_MOST = 100000,
	DEPTH_MOST = 16 };

struct variable { char name[NAME]; json_t *value; };
struct reading {
	const char *at;
	const json_t *dot;
	struct variable variable[VARIABLES];
	u32 variables, actions, depth;
	struct bytes out;
	u64 *random;
	struct error *error;
	bool failed;
};

static json_t *fail(struct reading *r, const char *why, const char *what)
{
	if (!r->failed)
		error_set(r->error, E_IMAGE, "template: %s%s", why, what);
	r->failed = true;
	return NULL;
}

static json_t *call(struct reading *r, const char *name, json_t **value, u32 values)
{
	const char *why = NULL;
	json_t *result = template_call(name, value, values, r->random, &why);
	return result ? result : fail(r, name, why);
}

/* ---- words ---- */

static void skip_blanks(struct reading *r)
{
	r->at += strspn(r->at, " \t\r\n");
}

static bool take(struct reading *r, const char *what)
{
	skip_blanks(r);
	if (strncmp(r->at, what, strlen(what)))
		return false;
	r->at += strlen(what);
	return true;
}

/* A name: letters, digits, _. */
static bool take_name(struct reading *r, char name[NAME])
{
	size_t n = 0;
	while (isalnum((u8)r->at[n]) || r->at[n] == '_')
		n++;
	if (!n || n >= NAME)
		return false;
	memcpy(name, r->at, n);
	name[n] = 0;
	r->at += n;
	return true;
}

static bool take_word(struct reading *r, const char *word)
{
	char name[NAME];
	const char *before = (skip_blanks(r), r->at);
	if (take_name(r, name) && !strcmp(name, word))
		return true;
	r->at = before;
	return false;
}

static json_t *take_string(struct reading *r)
{
	char quote = *r->at++;
	struct bytes text = { 0 };
	while (*r->at && *r->at != quote) {
		u8 c = (u8)*r->at++;
		if (c == '\\' && quote == '"' && *r->at) {
			c = (u8)*r->at++;
			c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
		}
		bytes_add(&text, &c, 1);
	}
	json_t *value = *r->at ? json_bytes(text.count ? (const char *)bytes_front(&text) : "",
		text.count) : fail(r, "a string does not end", "");
	r->at += *r->at != 0;
	bytes_free(&text);
	return value;
}

static json_t *take_number(struct reading *r)
{
	char *end;
	errno = 0;
	long long n = strtoll(r->at, &end, 10);
	if (errno || end == r->at)
		return fail(r, "a number is wrong at ", r->at);
	r->at = end;
	return json_integer(n);
}

static json_t *take_variable(struct reading *r)
{
	char name[NAME];
	if (!take_name(r, name))
		return fail(r, "a variable without a name", "");
	for (u32 i = r->variables; i--;)
		if (!strcmp(r->variable[i].name, name))
			return json_incref(r->variable[i].value);
	return fail(r, "there is no variable $", name);
}

static json_t *take_field(struct reading *r)
{
	char name[NAME];
	if (!take_name(r, name))
		return json_incref((json_t *)r->dot);
	json_t *value = json_object_get(r->dot, name);
	return value ? json_incref(value) : fail(r, "there is no field .", name);
}

static json_t *take_pipeline(struct reading *r);

static json_t *take_operand(struct reading *r)
{
	skip_blanks(r);
	char c = *r->at;
	if (c == '"' || c == '`')
		return take_string(r);
	if (isdigit((u8)c) || (c == '-' && isdigit((u8)r->at[1])))
		return take_number(r);
	r->at += c == '$' || c == '.' || c == '(';
	if (c == '$')
		return take_variable(r);
	if (c == '.')
		return take_field(r);
	if (c != '(')
		return fail(r, "a word is wrong at ", r->at);
	json_t *value = r->depth++ < DEPTH_MOST ? take_pipeline(r) : fail(r, "nested too deeply", "");
	r->depth--;
	return value && !take(r, ")") ? json_decref(value), fail(r, "a ) is missing", "") : value;
}

static bool at_end(struct reading *r)
{
	skip_blanks(r);
	return !*r->at || *r->at == '|' || *r->at == ')' || !strncmp(r->at, "}}", 2) ||
		!strncmp(r->at, "-}}", 3);
}

/* A function and its arguments, the last of them from the pipeline so far; or one operand. */
static json_t *take_command(struct reading *r, json_t *piped)
{
	char name[NAME];
	json_t *value[WORDS + 1], *result;
	u32 values = 0;
	skip_blanks(r);
	if (!isalpha((u8)*r->at))
		return piped ? fail(r, "only a function follows a |", "") : take_operand(r);
	if (!take_name(r, name))
		return fail(r, "a name is too long", "");
	while (!at_end(r) && values < WORDS && !r->failed)
		if ((value[values] = take_operand(r)))
			values++;
	if (piped)
		value[values++] = json_incref(piped);
	result = r->failed ? NULL : call(r, name, value, values);
	while (values)
		json_decref(value[--values]);
	return result;
}

static json_t *take_pipeline(struct reading *r)
{
	json_t *value = take_command(r, NULL);
	while (value && take(r, "|")) {
		json_t *next = take_command(r, value);
		json_decref(value);
		value = next;
	}
	return value;
}

/* ---- actions ---- */

static void set_variable(struct reading *r, const char *name, json_t *value)
{
	if (r->variables == VARIABLES) {
		json_decref(value);
		fail(r, "too many variables", "");
		return;
	}
	struct variable *v = &r->variable[r->variables++];
	snprintf(v->name, sizeof v->name, "%s", name);
	v->value = value;
}

static void drop_variables(struct reading *r, u32 to)
{
	while (r->variables > to)
		json_decref(r->variable[--r->variables].value);
}

static void print(struct reading *r, const json_t *value)
{
	char number[24];
	snprintf(number, sizeof number, "%lld", (long long)json_integer_value(value));
	const char *text = json_is_integer(value) ? number : json_string_value(value);
	if (!text)
		fail(r, "only a string or a number can be printed", "");
	else if (r->out.count + strlen(text) > OUTPUT_MOST)
		fail(r, "it makes more than a megabyte", "");
	else
		bytes_add(&r->out, text, strlen(text));
}

static void close_action(struct reading *r)
{
	bool trim = take(r, "-}}");
	if (!trim && !take(r, "}}"))
		fail(r, "a }} is missing at ", r->at);
	if (trim)
		skip_blanks(r);
}

enum stop { AT_TEXT_END, AT_ELSE, AT_END };
static enum stop carry_out(struct reading *, bool live);

/* $name or $name, $other before := ; 0: neither. */
static u32 take_names(struct reading *r, char name[2][NAME])
{
	const char *before = r->at;
	u32 names = 0;
	do {
		if (!take(r, "$") || !take_name(r, name[names]))
			break;
		names++;
	} while (names < 2 && take(r, ","));
	if (names && take(r, ":="))
		return names;
	r->at = before;
	return 0;
}

static void do_range(struct reading *r, bool live)
{
	char name[2][NAME];
	u32 names = take_names(r, name), before = r->variables;
	const json_t *dot = r->dot;
	json_t *all = live ? take_pipeline(r) : NULL;
	if (!live)
		r->at += strcspn(r->at, "}");
	if (live && all && !json_is_array(all))
		fail(r, "range: it is no list", "");
	close_action(r);
	const char *body = r->at;
	size_t count = json_array_size(all);
	enum stop stop = AT_END;
	for (size_t i = 0; i < (count ? count : 1) && !r->failed; i++) {
		json_t *one = json_array_get(all, i);
		if (++r->actions > ACTIONS_MOST)
			fail(r, "it does too much", "");
		r->at = body;
		r->dot = one ? one : dot;
		if (one && names == 2)
			set_variable(r, name[0], json_integer((s64)i));
		if (one && names)
			set_variable(r, name[names - 1], json_incref(one));
		stop = carry_out(r, one);
		drop_variables(r, before);
	}
	r->dot = dot;
	if (stop == AT_ELSE)
		stop = carry_out(r, live && !count);
	if (stop != AT_END)
		fail(r, "an {{end}} is missing", "");
	json_decref(all);
}

static bool is_true(const json_t *v)
{
	return json_is_integer(v) ? json_integer_value(v) != 0
		: json_is_array(v) ? json_array_size(v) != 0 : json_string_length(v) != 0;
}

static void do_if(struct reading *r, bool live)
{
	json_t *value = live ? take_pipeline(r) : NULL;
	if (!live)
		r->at += strcspn(r->at, "}");
	close_action(r);
	u32 before = r->variables;
	enum stop stop = carry_out(r, value && is_true(value));
	if (stop == AT_ELSE)
		stop = carry_out(r, live && value && !is_true(value));
	drop_variables(r, before);
	if (stop != AT_END)
		fail(r, "an {{end}} is missing", "");
	json_decref(value);
}

static void do_pipeline(struct reading *r, bool live)
{
	char name[2][NAME];
	u32 names = live ? take_names(r, name) : 0;
	json_t *value = live ? take_pipeline(r) : NULL;
	if (!live)
		r->at += strcspn(r->at, "}");
	if (names == 1 && value)
		set_variable(r, name[0], value);
	else if (value) {
		print(r, value);
		json_decref(value);
	}
	close_action(r);
}

static void print_plain(struct reading *r, size_t count, bool live)
{
	if (live && !r->failed && r->out.count + count <= OUTPUT_MOST)
		bytes_add(&r->out, r->at, count);
	r->at += count;
}

static enum stop carry_out(struct reading *r, bool live)
{
	enum stop stop = AT_TEXT_END;
	bool deep = ++r->depth > DEPTH_MOST;
	while (*r->at && !r->failed && stop == AT_TEXT_END) {
		const char *open = strstr(r->at, "{{");
		size_t plain = open ? (size_t)(open - r->at) : strlen(r->at), kept = plain;
		bool trim = open && open[2] == '-' && isspace((u8)open[3]);
		while (trim && kept && isspace((u8)r->at[kept - 1]))
			kept--;
		print_plain(r, kept, live);
		r->at += plain - kept + (open ? 2 + trim : 0);
		if (!open)
			break;
		if (deep || ++r->actions > ACTIONS_MOST)
			fail(r, "it does too much", "");
		else if (take_word(r, "range"))
			do_range(r, live);
		else if (take_word(r, "if"))
			do_if(r, live);
		else if (take_word(r, "else"))
			stop = AT_ELSE, close_action(r);
		else if (take_word(r, "end"))
			stop = AT_END, close_action(r);
		else
			do_pipeline(r, live);
	}
	r->depth--;
	return stop;
}

/* ---- the whole ---- */

static json_t *lines_of(const struct bytes *out)
{
	json_t *lines = json_array();
	const char *at = out->count ? (const char *)bytes_front(out) : "", *end = at + out->count;
	while (at < end) {
		const char *next = memchr(at, '\n', (size_t)(end - at));
		size_t count = next ? (size_t)(next - at) : (size_t)(end - at), blank = 0;
		while (blank < count && isspace((u8)at[blank]))
			blank++;
		if (blank < count)
			json_array_append_new(lines, json_bytes(at, count));
		at += count + (next != NULL);
	}
	return lines;
}

json_t *template_lines(const char *text, const json_t *data, u64 *random, struct error *error)
{
	struct reading r = { .at = text, .dot = data, .random = random, .error = error };
	enum stop stop = carry_out(&r, true);
	if (stop != AT_TEXT_END)
		fail(&r, "an {{end}} or {{else}} without its beginning", "");
	json_t *lines = r.failed ? NULL : lines_of(&r.out);
	drop_variables(&r, 0);
	bytes_free(&r.out);
	return lines;
}
