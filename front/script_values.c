/* script_values.c: see script_values.h. */
#include "script_values.h"
#include "json_text.h"
#include <lua5.4/lauxlib.h>

enum { DEPTH_MAX = 8 };

static json_t *value_at(lua_State *lua, int at, int depth);

/* A table with elements from 1 is a list, any other an object of its text keys. */
static json_t *table_at(lua_State *lua, int at, int depth)
{
	lua_Integer length = luaL_len(lua, at);
	json_t *all = length ? json_array() : json_object();
	for (lua_Integer i = 1; i <= length; i++) {
		lua_geti(lua, at, i);
		json_t *item = value_at(lua, -1, depth - 1);
		lua_pop(lua, 1);
		if (!item || json_array_append_new(all, item))
			return json_decref(all), NULL;
	}
	for (lua_pushnil(lua); !length && lua_next(lua, at); lua_pop(lua, 1)) {
		json_t *item = lua_type(lua, -2) == LUA_TSTRING ? value_at(lua, -1, depth - 1) : NULL;
		if (!item || json_object_set_new(all, lua_tostring(lua, -2), item)) {
			lua_pop(lua, 2);
			return json_decref(all), NULL;
		}
	}
	return all;
}

static json_t *value_at(lua_State *lua, int at, int depth)
{
	size_t length;
	const char *text;
	at = lua_absindex(lua, at);
	switch (lua_type(lua, at)) {
	case LUA_TNIL:     return json_null();
	case LUA_TBOOLEAN: return json_boolean(lua_toboolean(lua, at));
	case LUA_TNUMBER:
		return lua_isinteger(lua, at) ? json_integer(lua_tointeger(lua, at)) :
			json_real(lua_tonumber(lua, at));
	case LUA_TSTRING:
		text = lua_tolstring(lua, at, &length);
		return json_bytes(text, length);
	case LUA_TTABLE:
		return depth && lua_checkstack(lua, 8) ? table_at(lua, at, depth) : NULL;
	default:
		return NULL;
	}
}

json_t *script_value(lua_State *lua, int at)
{
	return value_at(lua, at, DEPTH_MAX);
}

json_t *script_arguments(lua_State *lua, int *bad)
{
	json_t *all = json_array();
	int count = lua_gettop(lua);
	for (int i = 1; i <= count; i++) {
		json_t *value = script_value(lua, i);
		if (!value || json_array_append_new(all, value)) {
			json_decref(all);
			*bad = i;
			return NULL;
		}
	}
	return all;
}

static void push(lua_State *lua, const json_t *value)
{
	const char *key;
	json_t *item;
	if (json_is_string(value))
		lua_pushlstring(lua, json_string_value(value), json_string_length(value));
	else if (json_is_integer(value))
		lua_pushinteger(lua, json_integer_value(value));
	else if (json_is_real(value))
		lua_pushnumber(lua, json_real_value(value));
	else if (json_is_boolean(value))
		lua_pushboolean(lua, json_is_true(value));
	else if (json_is_array(value) || json_is_object(value))
		lua_newtable(lua);
	else
		lua_pushnil(lua);
	for (size_t i = 0; i < json_array_size(value); i++) {
		push(lua, json_array_get(value, i));
		lua_seti(lua, -2, (lua_Integer)i + 1);
	}
	if (json_is_object(value))
		json_object_foreach((json_t *)value, key, item) {
			push(lua, item);
			lua_setfield(lua, -2, key);
		}
}

int script_push_result(lua_State *lua, const json_t *result)
{
	const json_t *text = json_object_get(result, "text");
	if (!lua_checkstack(lua, 64) || !result)
		return 0;
	if (text)
		push(lua, text);
	push(lua, result);
	return text ? 2 : 1;
}
