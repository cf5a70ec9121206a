/* command.c: looks up, checks arguments, runs; see command.h.  The functions are in
 * commands_talk.c, commands_run.c and commands_look.c. */
#include "command.h"
#include "session.h"
#include "where.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { PATIENCE_SECONDS = 60, YEAR_SECONDS = 31557600 };

static const struct command commands[] = {
#define COMMAND(name, parameters, who, help) { #name, parameters, who, help, command_##name },
#include "commands.def"
#undef COMMAND
};

const struct command *command_at(u32 i)
{
	return i < COUNT_OF(commands) ? &commands[i] : NULL;
}

const struct command *command_find(const char *name, char who)
{
	for (u32 i = 0; i < COUNT_OF(commands); i++)
		if (!strcmp(commands[i].name, name) && strchr(commands[i].who, who))
			return &commands[i];
	return NULL;
}

bool command_parameter(const struct command *c, u32 i, struct parameter *p)
{
	const char *at = c->parameters;
	for (; i && at; i--)
		at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL;
	if (!at || !*at)
		return false;
	at += *at == ' ';
	size_t length = strcspn(at, " ");
	must(length < sizeof p->name && at[length]);
	memcpy(p->name, at, length);
	p->name[length] = 0;
	p->type = at[length + 1];
	p->optional = at[length + 2] == '?';
	return true;
}

/* ---- arguments ---- */

static bool is_text(const json_t *value)
{
	return json_is_string(value) && json_string_length(value);
}

static bool is_texts(const json_t *value)
{
	for (u32 i = 0; i < json_array_size(value); i++)
		if (!is_text(json_array_get(value, i)))
			return false;
	return json_array_size(value) || is_text(value);
}

/* NaN is no JSON, but a script has one. */
static bool is_count(const json_t *value)
{
	double number = json_number_value(value);
	return json_is_number(value) && number >= 0 && number < 0x1p64;
}

static bool is_address(const json_t *value)
{
	return json_is_string(value) ||
		(json_is_integer(value) && json_integer_value(value) >> 32 == 0);
}

static const char *misses(char type, const json_t *value)
{
	switch (type) {
	case 's': return json_is_string(value) ? NULL : "a text";
	case 't': return is_texts(value) ? NULL : "a text, or a list of them, none empty";
	case 'n': return is_count(value) ? NULL : "a number from 0 to below 2^64";
	case 'w': return is_address(value) ? NULL : "an address or a symbol";
	default:  return json_is_boolean(value) ? NULL : "true or false";
	}
}

/* An address that is a symbol's name, or digits as text, becomes a number. */
static bool resolve(struct call *call, const char *name, json_t *value)
{
	const char *text = json_string_value(value);
	u64 number;
	u32 va, size;
	if (!text)
		return true;
	if (where_address(call->session->where, text, &va, &size))
		number = va;
	else if (!number_parse(text, 1, &number) || number > UINT32_MAX)
		return call_refuse(call, "%s: no symbol, and no 32-bit number such as 0x80001000", text);
	json_object_set_new(call->arguments, name, json_integer((json_int_t)number));
	return true;
}

static bool check_one(const struct command *c, struct call *call, const struct parameter *p)
{
	json_t *value = json_object_get(call->arguments, p->name);
	if (json_is_null(value) || !value) {
		json_object_del(call->arguments, p->name);
		return p->optional || call_refuse(call, "%s: needs %s", c->name, p->name);
	}
	const char *expected = misses(p->type, value);
	if (expected)
		return call_refuse(call, "%s: %s must be %s", c->name, p->name, expected);
	return p->type != 'w' || resolve(call, p->name, value);
}

/* Positions become names. */
static json_t *named(const struct command *c, const json_t *arguments)
{
	struct parameter p;
	json_t *object = json_is_object(arguments) ? json_copy((json_t *)arguments) : json_object();
	for (u32 i = 0; i < json_array_size(arguments) && command_parameter(c, i, &p); i++)
		json_object_set(object, p.name, json_array_get(arguments, i));
	return object;
}

static bool check_arguments(const struct command *c, struct call *call, const json_t *arguments)
{
	struct parameter p;
	u32 count = 0, known = 0;
	for (; command_parameter(c, count, &p); count++) {
		known += json_object_get(call->arguments, p.name) != NULL;
		if (!check_one(c, call, &p))
			return false;
	}
	if (json_array_size(arguments) > count)
		return call_refuse(call, "%s: takes at most %u argument%s", c->name, count,
			count == 1 ? "" : "s");
	if (json_is_object(arguments) && json_object_size(arguments) > known)
		return call_refuse(call, "%s: has only these arguments: %s", c->name, c->parameters);
	return true;
}

bool command_run(const struct command *c, struct call *call, json_t *arguments)
{
	call->arguments = named(c, arguments);
	call->result = NULL;
	bool done = check_arguments(c, call, arguments) && c->run(call);
	json_decref(call->arguments);
	call->arguments = NULL;
	return done;
}

/* ---- for the functions ---- */

const char *call_text(const struct call *call, const char *name, const char *otherwise)
{
	const char *text = json_string_value(json_object_get(call->arguments, name));
	return text ? text : otherwise;
}

double call_number(const struct call *call, const char *name, double otherwise)
{
	const json_t *value = json_object_get(call->arguments, name);
	return value ? json_number_value(value) : otherwise;
}

bool call_has(const struct call *call, const char *name)
{
	return json_object_get(call->arguments, name);
}

bool call_refuse(struct call *call, const char *format, ...)
{
	char text[sizeof call->error.text];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	error_set(&call->error, E_USAGE, "%s", text);
	return false;
}

/* A year of guest time is enough for anyone, and its ticks fit into 64 bits. */
static u64 ticks_of(const struct call *call, double seconds)
{
	if (seconds > YEAR_SECONDS)
		seconds = YEAR_SECONDS;
	return (u64)(seconds * 1e6 * vr3000_mhz(call->session->machine));
}

/* Host time that went by while it stood is not caught up. */
void call_resume(struct call *call)
{
	struct session *s = call->session;
	if (s->stopped)
		pace_anchor(&s->pace, vr3000_now(s->machine));
	s->stopped = false;
}

static struct await *await_until(struct call *call, enum await_kind kind, double seconds,
	u64 deadline)
{
	struct await *await = &call->client->await;
	*await = (struct await){ .kind = kind, .deadline = deadline, .seconds = seconds };
	await->stops = call->session->stopped;
	call_resume(call);
	return await;
}

struct await *call_await(struct call *call, enum await_kind kind)
{
	double seconds = call_number(call, "seconds", PATIENCE_SECONDS);
	u64 now = vr3000_now(call->session->machine);
	return await_until(call, kind, seconds, now + ticks_of(call, seconds));
}

void call_await_tick(struct call *call, u64 tick)
{
	await_until(call, AWAIT_TICK, 0, tick);
}
