/* grade_functions.c: see grade_functions.h. */
#include "grade_functions.h"
#include "grade_template.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { LETTERS_MOST = 4096, LIST_MOST = 10000, FACTORIAL_MOST = 1000 };

struct call { json_t **value; u64 *random; const char *why; };

/* splitmix64 */
u64 template_draw(u64 *random)
{
	u64 z = *random += 0x9e3779b97f4a7c15;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static json_t *refuse(struct call *c, const char *why)
{
	c->why = why;
	return NULL;
}

static s64 number_of(const json_t *v)
{
	return (s64)json_integer_value(v);
}

static json_t *call_add(struct call *c)
{
	return json_integer((s64)((u64)number_of(c->value[0]) + (u64)number_of(c->value[1])));
}

static json_t *call_atoi(struct call *c)
{
	const char *text = json_string_value(c->value[0]);
	char *end;
	errno = 0;
	long long n = strtoll(text, &end, 10);
	return end == text || *end || errno ? refuse(c, ": it is no number") : json_integer(n);
}

static json_t *call_factorial(struct call *c)
{
	u64 product = 1;
	for (s64 n = number_of(c->value[0]); n > 1 && n <= FACTORIAL_MOST; n--)
		product *= (u64)n;
	return json_integer((s64)product);
}

static bool draw_between(struct call *c, s64 *n)
{
	s64 low = number_of(c->value[0]), high = number_of(c->value[1]);
	if (low >= high || low < 0 || high > INT32_MAX)
		return refuse(c, ": the second limit must be greater");
	*n = low + (s64)(template_draw(c->random) % (u64)(high - low));
	return true;
}

static json_t *call_rand_int(struct call *c)
{
	s64 n;
	return draw_between(c, &n) ? json_integer(n) : NULL;
}

static json_t *call_rand_string(struct call *c)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!@#$%^&*()";
	char text[LETTERS_MOST];
	s64 n;
	if (!draw_between(c, &n))
		return NULL;
	if (n > LETTERS_MOST)
		return refuse(c, ": more than 4096 letters");
	for (s64 i = 0; i < n; i++)
		text[i] = letters[template_draw(c->random) % (sizeof letters - 1)];
	return json_stringn(text, (size_t)n);
}

static json_t *call_ranger(struct call *c)
{
	s64 n = number_of(c->value[0]);
	if (n < 0 || n > LIST_MOST)
		return refuse(c, ": from 0 to 10000");
	json_t *all = json_array();
	for (s64 i = 0; i < n; i++)
		json_array_append_new(all, json_integer(i));
	return all;
}

static json_t *call_index(struct call *c)
{
	json_t *one = json_array_get(c->value[0], (size_t)number_of(c->value[1]));
	return one ? json_incref(one) : refuse(c, ": there is no such element");
}

static json_t *call_len(struct call *c)
{
	const json_t *v = c->value[0];
	return json_integer((s64)(json_is_array(v) ? json_array_size(v) : json_string_length(v)));
}

/* kinds: of the arguments: i a number, s a string, a an array, x any */
static const struct function {
	const char *name, *kinds;
	json_t *(*run)(struct call *);
} functions[] = {
	{ "add", "ii", call_add }, { "atoi", "s", call_atoi }, { "factorial", "i", call_factorial },
	{ "index", "ai", call_index }, { "len", "x", call_len }, { "randInt", "ii", call_rand_int },
	{ "randString", "ii", call_rand_string }, { "ranger", "i", call_ranger },
};

static bool is_kind(const json_t *v, char kind)
{
	return kind == 'x' || (kind == 'i' && json_is_integer(v)) ||
		(kind == 's' && json_is_string(v)) || (kind == 'a' && json_is_array(v));
}

json_t *template_call(const char *name, json_t **value, u32 values, u64 *random, const char **why)
{
	struct call c = { value, random, ": there is no such function" };
	for (u32 i = 0; i < COUNT_OF(functions); i++) {
		const struct function *f = &functions[i];
		if (strcmp(f->name, name))
			continue;
		bool good = values == strlen(f->kinds);
		for (u32 k = 0; good && k < values; k++)
			good = is_kind(value[k], f->kinds[k]);
		json_t *result = good ? f->run(&c) : refuse(&c, ": not with these arguments");
		*why = c.why;
		return result;
	}
	*why = c.why;
	return NULL;
}
