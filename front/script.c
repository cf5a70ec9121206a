/* script.c: see script.h. */
#include "script.h"
#include "command.h"
#include "error.h"
#include "json_text.h"
#include "report.h"
#include "say.h"
#include "script_values.h"
#include "session.h"
#include <errno.h>
#include <lua5.4/lauxlib.h>
#include <lua5.4/lualib.h>
#include <stdlib.h>
#include <string.h>

enum { BETWEEN_LOOKS = 1000000 /* instructions of Lua between looks at signals */ };

struct script {
	struct session *session;
	struct client client;
	const char *path;
	lua_State *state, *thread;
	json_t *result;         /* of the wait that is over; NULL: it failed */
	char failure[256];      /* then this is why */
};

/* Lua hands this to every function: where its script is. */
static struct script *script_of(lua_State *lua)
{
	return *(struct script **)lua_getextraspace(lua);
}

/* ---- commands as functions ---- */

static int finish_command(lua_State *lua, int status, lua_KContext context)
{
	struct script *script = script_of(lua);
	(void)status, (void)context;
	if (!script->result)
		return luaL_error(lua, "%s", script->failure);
	return script_push_result(lua, script->result);
}

static int call_command(lua_State *lua)
{
	struct script *script = script_of(lua);
	const struct command *command = lua_touserdata(lua, lua_upvalueindex(1));
	struct call call = { .session = script->session, .client = &script->client };
	int bad;
	json_t *arguments = script_arguments(lua, &bad);
	if (!arguments)
		return luaL_error(lua, "%s: argument %d is a %s", command->name, bad,
			luaL_typename(lua, bad));
	bool done = command_run(command, &call, arguments);
	json_decref(arguments);
	if (!done)
		snprintf(script->failure, sizeof script->failure, "%s", call.error.text);
	json_decref(script->result);
	script->result = call.result;
	if (!done)
		return luaL_error(lua, "%s", script->failure);
	/* After quit the script is not continued: the yield is its end. */
	if (script->client.await.kind != AWAIT_NOTHING || script->session->ending.cause != NO_CAUSE)
		return lua_yieldk(lua, 0, 0, finish_command);
	return script_push_result(lua, script->result);
}

/* print: standard output is the guest's. */
static int print(lua_State *lua)
{
	luaL_Buffer line;
	int count = lua_gettop(lua);
	luaL_buffinit(lua, &line);
	for (int i = 1; i <= count; i++) {
		if (i > 1)
			luaL_addchar(&line, '\t');
		luaL_tolstring(lua, i, NULL);
		luaL_addvalue(&line);
	}
	luaL_pushresult(&line);
	say_text(lua_tostring(lua, -1));
	return 0;
}

/* ---- patterns ---- */

/* Searches with Lua's own string.find. */
static bool match(struct client *client, const char *pattern, const char *text, size_t count,
	size_t *end)
{
	struct script *script = client->context;
	lua_State *lua = script->state;
	lua_getglobal(lua, "string");
	lua_getfield(lua, -1, "find");
	lua_pushlstring(lua, text, count);
	lua_pushstring(lua, pattern);
	bool done = lua_pcall(lua, 2, 2, 0) == LUA_OK, found = done && lua_isinteger(lua, -1);
	if (!done)
		snprintf(client->fault, sizeof client->fault, "\"%.80s\": %.80s", pattern,
			luaL_tolstring(lua, -1, NULL));
	if (found)
		*end = (size_t)lua_tointeger(lua, -1);
	lua_settop(lua, 0);
	return found;
}

/* ---- running ---- */

/* Where the script is, if the message does not say so itself. */
static void add_line(struct script *script, char *text, size_t size, const char *message)
{
	lua_Debug at;
	size_t length = strlen(script->path);
	bool says = !strncmp(message, script->path, length) && message[length] == ':';
	for (int level = 0; !says && lua_getstack(script->thread, level, &at); level++)
		if (lua_getinfo(script->thread, "Sl", &at) && at.currentline > 0) {
			snprintf(text, size, "%s:%d: %s", script->path, at.currentline, message);
			return;
		}
	snprintf(text, size, "%s", message);
}

/* A guest that ended as it should is no excuse for a script that expected more of it. */
static void fail(struct script *script, const char *message)
{
	struct session *s = script->session;
	char text[sizeof s->ending.text];
	add_line(script, text, sizeof text, message);
	if (s->ending.cause == CAUSE_HALT || s->ending.cause == CAUSE_EXIT ||
		s->ending.cause == CAUSE_POWER_OFF)
		s->ending.cause = NO_CAUSE;
	ending_set(&s->ending, CAUSE_SCRIPT, 0, "%s", text);
}

/* The end of the script is the end of the run; but who types last and waits for nothing means that
 * the guest shall do it. */
static void resume(struct script *script)
{
	int results;
	struct session *s = script->session;
	int status = lua_resume(script->thread, script->state, 0, &results);
	if (status == LUA_OK && !s->sent && !s->over)
		ending_set(&s->ending, CAUSE_QUIT, 0, NULL);
	if (status != LUA_OK && status != LUA_YIELD)
		fail(script, luaL_tolstring(script->thread, -1, NULL));
}

static void done(struct client *client, json_t *result, const struct error *error)
{
	struct script *script = client->context;
	json_decref(script->result);
	script->result = result;
	if (!result)
		snprintf(script->failure, sizeof script->failure, "%s", error->text);
	resume(script);
}

static void look_at_signals(lua_State *lua, lua_Debug *at)
{
	struct session *s = script_of(lua)->session;
	(void)at;
	signals_check(&s->signals);
	if (s->signals.end) {
		ending_set(&s->ending, CAUSE_SIGNAL, (u32)s->signals.end, "%s", strsignal(s->signals.end));
		luaL_error(lua, "interrupted");
	}
}

void script_start(struct script *script)
{
	if (script)
		resume(script);
}

/* ---- life ---- */

static const luaL_Reg safe_libraries[] = {
	{ LUA_GNAME, luaopen_base },
	{ LUA_STRLIBNAME, luaopen_string },
	{ LUA_TABLIBNAME, luaopen_table },
	{ LUA_MATHLIBNAME, luaopen_math },
	{ LUA_UTF8LIBNAME, luaopen_utf8 },
	{ NULL, NULL }
};

/* What reaches files, or takes Lua's unchecked byte code. */
static const char *const unsafe_functions[] = { "dofile", "loadfile", "load" };

static void open_libraries(lua_State *lua, bool unsafe)
{
	if (unsafe)
		luaL_openlibs(lua);
	for (const luaL_Reg *library = safe_libraries; !unsafe && library->name; library++) {
		luaL_requiref(lua, library->name, library->func, 1);
		lua_pop(lua, 1);
	}
	for (u32 i = 0; !unsafe && i < COUNT_OF(unsafe_functions); i++) {
		lua_pushnil(lua);
		lua_setglobal(lua, unsafe_functions[i]);
	}
	lua_pushnil(lua);
	lua_setglobal(lua, LUA_COLIBNAME); /* the script is a coroutine itself, and yields to us */
	lua_register(lua, "print", print);
}

/* The same numbers in every run: Lua 5.4 would start from the time and an address. */
static void seed_random(lua_State *lua, u64 seed)
{
	lua_getglobal(lua, "math");
	lua_getfield(lua, -1, "randomseed");
	lua_pushinteger(lua, (lua_Integer)seed);
	lua_call(lua, 1, 0);
	lua_pop(lua, 1);
}

/* `goto` is a word of Lua's own. */
static void open_commands(lua_State *lua)
{
	const struct command *command;
	for (u32 i = 0; (command = command_at(i)); i++) {
		if (!strchr(command->who, 's'))
			continue;
		lua_pushlightuserdata(lua, (void *)command);
		lua_pushcclosure(lua, call_command, 1);
		lua_setglobal(lua, strcmp(command->name, "goto") ? command->name : "goto_");
	}
}

static int read_file(const char *path, struct bytes *text, struct error *error)
{
	char chunk[4096];
	FILE *file = fopen(path, "re");
	if (!file)
		return error_set(error, E_IO, "%s: %s", path, strerror(errno));
	for (size_t n; (n = fread(chunk, 1, sizeof chunk, file));)
		bytes_add(text, chunk, n);
	if (ferror(file))
		error_set(error, E_IO, "%s: %s", path, strerror(errno));
	int result = ferror(file) ? E_IO : E_NONE;
	fclose(file);
	return result;
}

/* A first line that begins with # is the system's, as in the program lua. */
static int compile(struct script *script, struct error *error)
{
	char name[4096];
	struct bytes text = { 0 };
	snprintf(name, sizeof name, "@%s", script->path);
	if (read_file(script->path, &text, error))
		return bytes_free(&text), E_IO;
	bytes_add(&text, "", 1); /* an end for strcspn */
	const char *at = (const char *)bytes_front(&text);
	size_t skip = *at == '#' ? strcspn(at, "\n") : 0;
	int status = luaL_loadbufferx(script->thread, at + skip, text.count - 1 - skip, name, "t");
	bytes_free(&text);
	if (status != LUA_OK)
		return error_set(error, E_IMAGE, "%s", lua_tostring(script->thread, -1));
	return E_NONE;
}

struct script *script_open(struct session *s, const char *path, bool unsafe, struct error *error)
{
	struct script *script = calloc(1, sizeof *script);
	lua_State *lua = luaL_newstate();
	must(script && lua);
	*script = (struct script){ .session = s, .path = path, .state = lua };
	script->client = (struct client){ .context = script, .done = done, .match = match };
	*(struct script **)lua_getextraspace(lua) = script;
	open_libraries(lua, unsafe);
	seed_random(lua, s->options->seed);
	open_commands(lua);
	script->thread = lua_newthread(lua);
	luaL_ref(lua, LUA_REGISTRYINDEX); /* keeps it from being collected */
	lua_sethook(script->thread, look_at_signals, LUA_MASKCOUNT, BETWEEN_LOOKS);
	clients_add(s, &script->client);
	if (!compile(script, error))
		return script;
	script_close(script);
	return NULL;
}

void script_close(struct script *script)
{
	if (!script)
		return;
	clients_remove(script->session, &script->client);
	json_decref(script->result);
	lua_close(script->state);
	free(script);
}
