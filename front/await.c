/* await.c: see await.h. */
#include "await.h"
#include "error.h"
#include "json_text.h"
#include "session.h"
#include <string.h>

enum { PATTERN_WINDOW = 4096 }; /* a pattern is searched in the last so many bytes */

void clients_add(struct session *s, struct client *client)
{
	must(s->clients < SESSION_CLIENTS);
	s->client[s->clients++] = client;
}

void clients_give_up(struct session *s, struct client *client)
{
	struct await old = client->await;
	client->await = (struct await){ 0 };
	client->fault[0] = 0;
	if (old.kind == AWAIT_ADDRESS && !session_breaks_at(s, old.address))
		vr3000_break(s->machine, old.address, false);
	json_decref(old.texts);
}

void clients_remove(struct session *s, struct client *client)
{
	for (u32 i = 0; i < s->clients; i++)
		if (s->client[i] == client) {
			s->client[i] = s->client[--s->clients];
			break;
		}
	clients_give_up(s, client);
}

/* ---- text ---- */

/* Of several texts the one that ends first counts. */
static u64 find_texts(const struct session *s, const struct await *a, u32 *which)
{
	u64 first = 0;
	for (u32 i = 0; i < json_array_size(a->texts); i++) {
		json_t *text = json_array_get(a->texts, i);
		u64 end = transcript_find(&s->transcript, a->scanned, json_string_value(text),
			json_string_length(text));
		if (end && (!first || end < first)) {
			first = end;
			*which = i;
		}
	}
	return first;
}

static size_t longest(const json_t *texts)
{
	size_t most = 1;
	for (u32 i = 0; i < json_array_size(texts); i++)
		if (json_string_length(json_array_get(texts, i)) > most)
			most = json_string_length(json_array_get(texts, i));
	return most;
}

static u64 find_patterns(const struct session *s, struct client *client, u32 *which)
{
	const struct await *a = &client->await;
	size_t count, end;
	u64 from = client->read, all = s->transcript.end;
	if (all - from > PATTERN_WINDOW)
		from = all - PATTERN_WINDOW;
	const char *text = transcript_from(&s->transcript, from, &count);
	for (u32 i = 0; i < json_array_size(a->texts); i++) {
		const char *pattern = json_string_value(json_array_get(a->texts, i));
		if (client->match(client, pattern, text, count, &end)) {
			*which = i;
			return all - count + end;
		}
	}
	return 0;
}

static json_t *text_result(struct session *s, struct client *client, u64 end, u32 which)
{
	size_t count;
	const char *text = transcript_from(&s->transcript, client->read, &count);
	count -= (size_t)(s->transcript.end - end);
	client->read = end;
	return json_pack("{s:o, s:i}", "text", json_bytes(text, count), "index", which + 1);
}

static json_t *check_text(struct session *s, struct client *client)
{
	struct await *a = &client->await;
	u64 end;
	u32 which = 0;
	if (a->scanned == s->transcript.end)
		return NULL;
	end = a->kind == AWAIT_TEXT ? find_texts(s, a, &which) : find_patterns(s, client, &which);
	if (end)
		return text_result(s, client, end, which);
	size_t keep = a->kind == AWAIT_TEXT ? longest(a->texts) - 1 : 0;
	u64 scanned = s->transcript.end > keep ? s->transcript.end - keep : 0;
	if (scanned > a->scanned)
		a->scanned = scanned;
	return NULL;
}

/* ---- all kinds ---- */

static json_t *check(struct session *s, struct client *client)
{
	const struct await *a = &client->await;
	u64 now = vr3000_now(s->machine);
	switch (a->kind) {
	case AWAIT_TEXT:
	case AWAIT_PATTERN:
		return check_text(s, client);
	case AWAIT_TICK:
		return now >= a->deadline ? json_integer((json_int_t)now) : NULL;
	case AWAIT_ADDRESS:
	case AWAIT_PANIC:
		return a->arrived ? json_string(a->name) : NULL;
	default:
		return NULL;
	}
}

/* What it waits for, as a person would say it. */
static void describe(const struct await *a, char *text, size_t size)
{
	const char *first = json_string_value(json_array_get(a->texts, 0));
	switch (a->kind) {
	case AWAIT_TEXT:
	case AWAIT_PATTERN:
		snprintf(text, size, "\"%.80s\"%s", first ? first : "",
			 json_array_size(a->texts) > 1 ? " or its alternatives" : "");
		break;
	case AWAIT_ADDRESS: snprintf(text, size, "reaching %08x", a->address); break;
	case AWAIT_PANIC:   snprintf(text, size, "panic"); break;
	case AWAIT_TICK:    snprintf(text, size, "tick %llu", (unsigned long long)a->deadline); break;
	default:            snprintf(text, size, "end of the guest"); break;
	}
}

static void finish(struct session *s, struct client *client, json_t *result,
	const struct error *error)
{
	s->stopped |= client->await.stops;
	clients_give_up(s, client);
	client->done(client, result, error);
}

void clients_check(struct session *s)
{
	for (u32 i = 0; i < s->clients; i++) {
		struct client *client = s->client[i];
		struct error error;
		char what[128];
		while (client->await.kind != AWAIT_NOTHING) {
			json_t *result = check(s, client);
			bool late = vr3000_now(s->machine) >= client->await.deadline;
			if (!result && !late && !client->fault[0])
				break;
			describe(&client->await, what, sizeof what);
			if (client->fault[0])
				error_set(&error, E_USAGE, "%s", client->fault);
			else if (!result)
				error_set(&error, E_HOST, "no %s within %g virtual seconds", what,
					client->await.seconds);
			finish(s, client, result, &error);
		}
	}
}

u64 clients_deadline(const struct session *s)
{
	u64 first = NEVER;
	for (u32 i = 0; i < s->clients; i++)
		if (s->client[i]->await.kind != AWAIT_NOTHING)
			first = least(first, s->client[i]->await.deadline);
	return first;
}

bool clients_listen(const struct session *s)
{
	for (u32 i = 0; i < s->clients; i++)
		if (s->client[i]->await.kind == AWAIT_TEXT || s->client[i]->await.kind == AWAIT_PATTERN)
			return true;
	return false;
}

bool clients_wait(const struct session *s)
{
	for (u32 i = 0; i < s->clients; i++)
		if (s->client[i]->await.kind != AWAIT_NOTHING)
			return true;
	return false;
}

bool clients_arrive(struct session *s, enum await_kind kind, u32 address, const char *name)
{
	bool any = false;
	for (u32 i = 0; i < s->clients; i++) {
		struct await *a = &s->client[i]->await;
		if (a->kind != kind || (kind == AWAIT_ADDRESS && a->address != address))
			continue;
		a->arrived = any = true;
		a->name = name;
	}
	return any;
}

/* Who waited for the end gets it, and decides what it is worth: the ending is open again. */
static void tell_end(struct session *s, struct client *client)
{
	struct ending ending = s->ending;
	s->ending = (struct ending){ 0 };
	s->over = true;
	json_t *how = json_pack("{s:s, s:i, s:o}", "text", ending_word(&ending), "status",
		(int)ending.status, "why", json_bytes(ending.text, strlen(ending.text)));
	finish(s, client, how, NULL);
	if (s->ending.cause == NO_CAUSE && !ending_is_bad(&ending))
		s->ending = ending; /* it said nothing more: the guest's own end stands */
	ending_set(&s->ending, CAUSE_QUIT, 0, NULL);
}

void clients_end(struct session *s)
{
	for (u32 i = 0; i < s->clients; i++) {
		struct client *client = s->client[i];
		struct error error;
		char what[128];
		while (client->await.kind != AWAIT_NOTHING) {
			describe(&client->await, what, sizeof what);
			error_set(&error, E_HOST, "the run ended (%s) before the %s", ending_word(&s->ending),
				what);
			if (client->await.kind == AWAIT_END)
				tell_end(s, client);
			else
				finish(s, client, NULL, &error);
		}
	}
}
