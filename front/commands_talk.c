/* commands_talk.c: commands that type at the guest and read what it prints. */
#include "command.h"
#include "json_text.h"
#include "session.h"

bool command_send(struct call *call)
{
	struct session *s = call->session;
	json_t *text = json_object_get(call->arguments, "text");
	const char *name = call_text(call, "device", NULL);
	u32 device = s->console_device;
	if (name ? !vr3000_device_find(s->machine, name, &device) : !s->has_console)
		return call_refuse(call, "send: there is no device \"%s\"", name ? name : "console");
	call->client->sent = s->transcript.end;
	s->sent = true;
	if (!feeds_add(&s->feeds, device, json_string_value(text), json_string_length(text)))
		return call_refuse(call, "send: text for too many devices");
	return true;
}

static bool await_text(struct call *call, const char *name, enum await_kind kind)
{
	json_t *texts = json_object_get(call->arguments, name);
	call->session->sent = false;
	struct await *await = call_await(call, kind);
	await->texts = json_is_array(texts) ? json_incref(texts) : json_pack("[O]", texts);
	await->scanned = call->client->read;
	return true;
}

bool command_wait(struct call *call)
{
	return await_text(call, "text", AWAIT_TEXT);
}

bool command_expect(struct call *call)
{
	return await_text(call, "pattern", AWAIT_PATTERN);
}

bool command_capture(struct call *call)
{
	size_t count;
	const char *text = transcript_from(&call->session->transcript, call->client->sent, &count);
	call->result = json_bytes(text, count);
	return true;
}

bool command_sleep(struct call *call)
{
	call_await(call, AWAIT_TICK);
	return true;
}

bool command_ended(struct call *call)
{
	call->session->sent = false;
	call_await(call, AWAIT_END);
	return true;
}

bool command_panicked(struct call *call)
{
	if (!call->session->panics)
		return call_refuse(call, "panicked: the kernel has no symbol `panic' or `die'");
	call->session->sent = false;
	call_await(call, AWAIT_PANIC);
	return true;
}
