/* script_values.h: values of Lua as JSON, and back. */
#ifndef SCRIPT_VALUES_H
#define SCRIPT_VALUES_H
#include <jansson.h>
#include <lua5.4/lua.h>

json_t *script_value(lua_State *, int at);       /* NULL: it has no form as JSON */
/* All of the stack; NULL and the number of a bad one. */
json_t *script_arguments(lua_State *, int *bad);
/* What a function returns: a value; or, of an object with a text, the text and then the object. */
int script_push_result(lua_State *, const json_t *);  /* how many values */
#endif
