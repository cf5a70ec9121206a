/* lockstep.c: the pair while it runs; see lockstep.h. */
#include "lockstep.h"
#include "error.h"
#include "options.h"
#include "say.h"
#include "session.h"
#include <stdlib.h>
#include <string.h>

static const u64 EVERY = 10000000;

struct lockstep {
	struct lockstep_choice choice;
	struct vr3000_config config;
	const char *kernel;
	struct vr3000 *first;
	struct twin second;
	struct tape tape;
	u32 at;                         /* the next input to be played to the second */
	u64 put, next;
	struct lockstep_mark start, last;
};

/* ---- what was asked for ---- */

static bool is_engine(const char *name)
{
	const char *text, *other;
	for (u32 i = 0; (other = vr3000_engine_name(i, &text)); i++)
		if (!strcmp(other, name))
			return true;
	return false;
}

static int take_word(struct lockstep_choice *c, u32 *engines, const char *word, struct error *error)
{
	const char *value = strchr(word, '=');
	u64 *number = !strncmp(word, "every=", 6) ? &c->every :
		      !strncmp(word, "plant=", 6) ? &c->plant : NULL;
	if (number && number_parse(value + 1, 1000, number) && *number)
		return E_NONE;
	if (number || value || *engines == 2)
		return error_set(error, E_USAGE,
			"--lockstep %s: must be two engines, then perhaps every=N or plant=TICK", word);
	if (!is_engine(word))
		return error_set(error, E_USAGE, "--lockstep %s: there is no such engine", word);
	snprintf(c->engine[(*engines)++], ENGINE_NAME, "%s", word);
	return E_NONE;
}

int lockstep_choose(const struct options *o, struct lockstep_choice *c, struct error *error)
{
	*c = (struct lockstep_choice){ .engine = { "interp", "jit" }, .every = EVERY };
	c->on = o->lockstep || (o->engine && !strcmp(o->engine, "lockstep"));
	char words[128], *next = words, *word;
	u32 engines = 0;
	snprintf(words, sizeof words, "%s", o->lockstep ? o->lockstep : "");
	while (o->lockstep && (word = strsep(&next, ",")))
		if (take_word(c, &engines, word, error))
			return error->kind;
	if (engines == 1)
		return error_set(error, E_USAGE, "--lockstep %s: names one engine, and two are compared",
			o->lockstep);
	return E_NONE;
}

/* ---- states to go back to ---- */

static void mark(struct lockstep *l, struct lockstep_mark *m)
{
	size_t bytes = vr3000_save(l->first, NULL, 0);
	if (bytes > m->bytes) {
		free(m->state);
		m->state = malloc(bytes);
		must(m->state);
	}
	m->bytes = vr3000_save(l->first, m->state, bytes);
	m->tick = vr3000_now(l->first), m->input = l->at;
}

void lockstep_anchor(struct lockstep *l)
{
	struct vr3000_error refused;
	if (!l)
		return;
	l->at = l->tape.count;
	mark(l, &l->start);
	mark(l, &l->last);
	must(vr3000_load(l->second.machine, l->start.state, l->start.bytes, &refused));
	l->put = l->second.put = 0;
	l->next = (l->start.tick / l->choice.every + 1) * l->choice.every;
}

struct lockstep *lockstep_open(const struct lockstep_choice *choice,
	const struct vr3000_config *config, const char *kernel, struct vr3000 *first,
	struct error *error)
{
	struct lockstep *l = calloc(1, sizeof *l);
	must(l);
	*l = (struct lockstep){ .choice = *choice, .config = *config, .kernel = kernel,
		.first = first };
	if (twin_open(&l->second, config, l->choice.engine[1], error)) {
		lockstep_close(l);
		return NULL;
	}
	lockstep_anchor(l);
	return l;
}

void lockstep_close(struct lockstep *l)
{
	if (!l)
		return;
	twin_close(&l->second);
	tape_free(&l->tape);
	free(l->start.state);
	free(l->last.state);
	free(l);
}

/* ---- the first machine's doors ---- */

void lockstep_took(struct lockstep *l, u64 when, u32 device, const u8 *bytes, u32 count)
{
	if (l)
		tape_add(&l->tape, when, device, bytes, count);
}

void lockstep_put(struct lockstep *l, u64 when, u32 device, const u8 *bytes, u32 count)
{
	if (l)
		l->put = twin_hash(l->put, when, device, bytes, count);
}

u64 lockstep_moment(const struct lockstep *l)
{
	return l ? l->next : NEVER;
}

/* ---- comparing ---- */

/* It repeats from the last state, or else (code that was translated long ago) from the start. */
static void part(struct session *s, struct difference *d)
{
	struct lockstep *l = s->lockstep;
	struct lockstep_case c = { l->choice, &l->config, l->kernel, &l->tape, l->last };
	struct twin again, *const pair[2] = { &again, &l->second };
	struct difference seen = *d;
	struct error error = { 0 };
	const char *path = s->options->bug ? s->options->bug : "vr3000.bug";
	if (twin_open(&again, &l->config, l->choice.engine[0], &error)) {
		session_fail(s, &error);
		return;
	}
	lockstep_narrow(&c, pair, d);
	if (!d->repeats && l->start.tick < l->last.tick) {
		*d = seen, c.mark = l->start;
		lockstep_narrow(&c, pair, d);
	}
	lockstep_tell(stderr, &c, pair, s->where, d);
	if (bug_write(path, &c, d, &error))
		say_wrong("%s", error.text);
	else
		say("the bug file is %s: vr3000 run --replay-bug %s", path, path);
	twin_close(&again);
}

/* Inside an instant, where a debugger stops, there is nothing to compare. */
static bool is_between(const struct vr3000 *machine)
{
	u64 begun = 1;
	return vr3000_get(machine, "machine.begun", &begun) && !begun;
}

void lockstep_look(struct session *s, bool last)
{
	struct lockstep *l = s->lockstep;
	u64 now = l ? vr3000_now(l->first) : 0;
	if (!l || (!last && now < l->next) || s->ending.cause == CAUSE_DIFFERS ||
		!is_between(l->first))
		return;
	struct difference d = { .equal = l->last.tick, .differs = now };
	lockstep_play(&l->choice, &l->tape, l->second.machine, &l->at, now);
	if (lockstep_same(l->first, l->second.machine, l->put, l->second.put, &d)) {
		mark(l, &l->last);
		l->next = (now / l->choice.every + 1) * l->choice.every;
		return;
	}
	char text[256];
	part(s, &d);
	lockstep_text(&l->choice, &d, text, sizeof text);
	s->ending.cause = NO_CAUSE; /* however it ended: what is told of it is not to be trusted */
	ending_set(&s->ending, CAUSE_DIFFERS, 0, "%s", text);
}
