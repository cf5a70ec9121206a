/* states.c: see states.h. */
#include "states.h"
#include "error.h"
#include "session.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void forget(struct state *state)
{
	free(state->data);
	*state = (struct state){ 0 };
}

static struct state *find(struct states *states, const char *name)
{
	for (u32 i = 0; i < states->count; i++)
		if (!strcmp(states->state[i].name, name))
			return &states->state[i];
	return NULL;
}

static int fill(struct state *state, const struct session *s, struct error *error)
{
	state->when = vr3000_now(s->machine);
	state->bytes = vr3000_save(s->machine, NULL, 0);
	state->data = malloc(state->bytes);
	if (!state->data)
		return error_set(error, E_HOST, "save: the host has no memory for another state");
	vr3000_save(s->machine, state->data, state->bytes);
	return E_NONE;
}

static int check(const struct states *states, const struct session *s, const char *name,
	struct error *error)
{
	for (u32 i = 0; i < s->disks.count; i++)
		if (s->disks.disk[i].mode == DISK_DIRECT)
			return error_set(error, E_USAGE, "save: %s is written directly and cannot go back; "
					 "add mode=overlay to --disk", s->disks.disk[i].path);
	if (!*name || strlen(name) >= sizeof states->state[0].name)
		return error_set(error, E_USAGE, "save: a name has from 1 to %zu bytes",
				 sizeof states->state[0].name - 1);
	return E_NONE;
}

int states_save(struct states *states, struct session *s, const char *name, struct error *error)
{
	if (check(states, s, name, error))
		return error->kind;
	struct state *old = find(states, name), new = { 0 };
	if (!old && states->count == STATES_MAX)
		return error_set(error, E_USAGE, "save: at most %d states are kept", STATES_MAX);
	if (fill(&new, s, error)) {
		forget(&new);
		return error->kind;
	}
	snprintf(new.name, sizeof new.name, "%s", name);
	if (!old)
		old = &states->state[states->count++];
	forget(old);
	*old = new;
	return E_NONE;
}

static int load(struct session *s, const struct state *state, struct error *error)
{
	struct vr3000_error refused;
	if (!vr3000_load(s->machine, state->data, state->bytes, &refused))
		return error_set(error, E_HOST, "load: %s", refused.text);
	session_moved(s);
	return E_NONE;
}

int states_load(struct states *states, struct session *s, const char *name, struct error *error)
{
	const struct state *state = find(states, name);
	if (!state)
		return error_set(error, E_USAGE, "load: no state \"%s\" was saved", name);
	return load(s, state, error);
}

int states_load_before(struct states *states, struct session *s, u64 tick, struct error *error)
{
	const struct state *best = NULL;
	for (u32 i = 0; i < states->count; i++)
		if (states->state[i].when <= tick && (!best || states->state[i].when > best->when))
			best = &states->state[i];
	if (!best)
		return error_set(error, E_USAGE, "goto: no state was saved at or before tick %llu",
				 (unsigned long long)tick);
	return load(s, best, error);
}

void states_free(struct states *states)
{
	for (u32 i = 0; i < states->count; i++)
		forget(&states->state[i]);
	states->count = 0;
}
