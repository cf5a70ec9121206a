/* control_request.c: one line is one request; see control.h. */
#include "command.h"
#include "control_inside.h"
#include "session.h"
#include <string.h>

enum { /* JSON-RPC 2.0, section 5.1 */
	NOT_JSON = -32700, NO_REQUEST = -32600, NO_METHOD = -32601, BAD_PARAMETERS = -32602,
	FAILED = -32000
};

/* An id of NULL wants no answer. */
void connection_refuse(struct connection *c, json_t *id, int code, const char *text)
{
	if (id)
		connection_send(c, json_pack("{s:s, s:{s:i, s:s}, s:O}", "jsonrpc", "2.0",
			"error", "code", code, "message", text, "id", id));
}

static void answer(struct connection *c, json_t *id, json_t *result)
{
	if (!id)
		json_decref(result);
	else
		connection_send(c, json_pack("{s:s, s:o, s:O}", "jsonrpc", "2.0", "result",
					     result ? result : json_null(), "id", id));
}

void connection_done(struct client *client, json_t *result, const struct error *error)
{
	struct connection *c = client->context;
	json_t *id = c->id;
	c->id = NULL;
	c->busy = false;
	if (result)
		answer(c, id, result);
	else
		connection_refuse(c, id, FAILED, error->text);
	json_decref(id);
}

static bool is_id(const json_t *id)
{
	return !id || json_is_string(id) || json_is_number(id) || json_is_null(id);
}

static void obey(struct connection *c, json_t *id, const char *method, json_t *parameters)
{
	const struct command *command = command_find(method, 'c');
	struct call call = { .session = c->session, .client = &c->client };
	if (!command) {
		connection_refuse(c, id, NO_METHOD, "there is no such method; try help");
		return;
	}
	if (!command_run(command, &call, parameters)) {
		json_decref(call.result);
		connection_refuse(c, id, BAD_PARAMETERS, call.error.text);
	} else if (c->client.await.kind != AWAIT_NOTHING) {
		c->busy = true;
		c->id = json_incref(id);
	} else {
		answer(c, id, call.result);
	}
}

void connection_request(struct connection *c, const char *line, size_t length)
{
	json_error_t where;
	if (strspn(line, " \t\r") >= length)
		return;
	json_t *request = json_loadb(line, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &where);
	json_t *id = json_object_get(request, "id"), *parameters = json_object_get(request, "params");
	const char *method = json_string_value(json_object_get(request, "method"));
	const char *version = json_string_value(json_object_get(request, "jsonrpc"));
	if (!request)
		connection_refuse(c, json_null(), NOT_JSON, where.text);
	else if (!is_id(id) || !method || !version || strcmp(version, "2.0"))
		connection_refuse(c, id && is_id(id) ? id : json_null(), NO_REQUEST,
				  "a request is {\"jsonrpc\":\"2.0\", \"id\":..., \"method\":..., \"params\":...}");
	else if (parameters && !json_is_array(parameters) && !json_is_object(parameters))
		connection_refuse(c, id, BAD_PARAMETERS, "params must be a list or an object");
	else
		obey(c, id, method, parameters);
	json_decref(request);
}
