/* program_replay.c: `vr3000 replay': a tape read back.  The machine is made again from the words on
 * the tape, takes its inputs from there, and nothing that it puts out goes anywhere. */
#include "error.h"
#include "program.h"
#include "recorder.h"
#include "say.h"
#include "session.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATUS_SAME = 0, STATUS_FILE = 3, STATUS_DIFFERS = 6, WORDS_MAX = 512 };

struct replay {
	const struct options *asked;
	struct tape_reader tape;
	struct options options;         /* of the run that was recorded */
	char *word[WORDS_MAX + 1];
	char date[32];
	struct options_door door;
	struct session session;
	struct outgoing *out;
	FILE *cast;
	u32 inputs, hashes;
};

/* ---- the doors ---- */

static void cast(struct replay *r, u64 when, const u8 *bytes, u32 count)
{
	double seconds = (double)when / (vr3000_mhz(r->session.machine) * 1e6);
	char text[64];
	for (u32 i = 0; i < count; i++) {
		/* a byte is a character of Latin 1: the console may be of any kind */
		snprintf(text, sizeof text, bytes[i] < 0x20 || bytes[i] == '"' || bytes[i] == '\\' ||
			bytes[i] > 0x7e ? "\\u%04x" : "%c", bytes[i]);
		fprintf(r->cast, "[%.6f, \"o\", \"%s\"]\n", seconds, text);
	}
}

static void put(void *context, u64 number, u64 when, u32 device, const u8 *bytes, u32 count)
{
	struct replay *r = context;
	const struct session *s = &r->session;
	outgoing_add(r->out, number, when, device, bytes, count);
	if (r->cast && s->has_console && device == s->console_device)
		cast(r, when, bytes, count);
}

/* ---- opening ---- */

static bool read_words(struct replay *r, struct error *error)
{
	const json_t *words = json_object_get(r->tape.header, "words");
	size_t count = json_array_size(words);
	if (!count || count > WORDS_MAX)
		return error_set(error, E_IMAGE, "%s: the tape has no words of a run",
			r->asked->argument[0]), false;
	for (size_t i = 0; i < count; i++) {
		const char *word = json_string_value(json_array_get(words, i));
		r->word[i] = strdup(word ? word : "");
		must(r->word[i]);
	}
	return !options_parse(&r->options, 'r', (int)count, r->word, error);
}

/* What speaks with the world is left out; what makes the machine stays. */
static void leave_world(struct replay *r)
{
	struct options *o = &r->options;
	o->console = "null", o->pace = PACE_FREE, o->quiet = true;
	o->log = o->control = o->script = o->pcap = o->record = NULL;
	o->net.count = 0;
	o->until = o->hash_every = o->stuck = o->keep = 0;
	o->bisect = false;
	o->trace = r->asked->trace;
	r->door = (struct options_door){ put, r };
	o->door = &r->door;
	if (r->asked->engine)
		o->engine = r->asked->engine;
	snprintf(r->date, sizeof r->date, "%lld",
		(long long)json_integer_value(json_object_get(r->tape.header, "date")));
	o->date = r->date;
}

static bool check_files(struct replay *r, struct error *error)
{
	const json_t *theirs = json_object_get(r->tape.header, "files");
	json_t *ours = recorder_files(&r->options, error);
	for (size_t i = 0; ours && i < json_array_size(ours); i++)
		if (!json_equal(json_array_get(ours, i), json_array_get(theirs, i))) {
			error_set(error, E_IMAGE, "%s: is not what it was when %s was recorded",
				json_string_value(json_object_get(json_array_get(ours, i), "path")),
				r->asked->argument[0]);
			json_decref(ours);
			return false;
		}
	json_decref(ours);
	return ours;
}

static bool open_cast(struct replay *r, struct error *error)
{
	const char *path = r->asked->cast;
	if (!path)
		return true;
	r->cast = fopen(path, "we");
	if (!r->cast)
		return error_set(error, E_HOST, "%s: cannot be written", path), false;
	fprintf(r->cast, "{\"version\": 2, \"width\": 80, \"height\": 24}\n");
	return true;
}

static bool open_replay(struct replay *r, struct error *error)
{
	if (tape_open(&r->tape, r->asked->argument[0], error) || !read_words(r, error))
		return false;
	leave_world(r);
	if (!check_files(r, error) || !open_cast(r, error))
		return false;
	r->out = outgoing_new();
	if (session_open(&r->session, &r->options))
		return true;
	return error_set(error, E_IMAGE, "%s", r->session.ending.text), false;
}

/* ---- running ---- */

static int differs(const struct replay *r, u64 when, const char *what)
{
	say_wrong("%s: the replay differs at tick %llu: %s", r->asked->argument[0],
		(unsigned long long)when, what);
	return STATUS_DIFFERS;
}

/* To exactly there; false: the machine ended, or passed it by. */
static bool run_to(struct replay *r, u64 when)
{
	struct vr3000 *m = r->session.machine;
	u32 why = 0;
	u64 slice = r->asked->slice ? r->asked->slice : NEVER;
	while (vr3000_now(m) < when && !(why & VR3000_OFF)) {
		u64 now = vr3000_now(m), until = slice < when - now ? now + slice : when;
		why = vr3000_run(m, until, NEVER);
	}
	return vr3000_now(m) == when;
}

static int take(struct replay *r, const struct tape_entry *e)
{
	struct session *s = &r->session;
	u8 hash[TAPE_HASH];
	if (!run_to(r, e->when))
		return differs(r, vr3000_now(s->machine), "the machine was not there at that tick");
	if (e->kind == TAPE_INPUT) {
		r->inputs++;
		return vr3000_post(s->machine, e->device, e->bytes, e->count) ? STATUS_SAME
			: differs(r, e->when, "there is no device for an input of the tape");
	}
	r->hashes++;
	outgoing_hash(r->out, s, hash);
	if (memcmp(hash, e->bytes, 16))
		return differs(r, e->when, "the hash of the state");
	if (memcmp(hash + 16, e->bytes + 16, TAPE_HASH - 16))
		return differs(r, e->when, "the hash of what went out");
	return STATUS_SAME;
}

static int play(struct replay *r)
{
	struct tape_entry e;
	enum tape_got got = TAPE_NO_MORE;
	u64 until = r->asked->until ? r->asked->until : NEVER;
	int status = STATUS_SAME;
	while (!status && (got = tape_read(&r->tape, &e)) == TAPE_GOT && e.when <= until)
		status = take(r, &e);
	if (!status && got == TAPE_DAMAGED) {
		say_wrong("%s: the tape is damaged at byte %zu", r->asked->argument[0], r->tape.at);
		return STATUS_FILE;
	}
	if (!status && r->asked->until)
		run_to(r, until);
	if (!status && !r->asked->quiet)
		say("%u inputs, %u hashes, to tick %llu: the same%s", r->inputs, r->hashes,
			(unsigned long long)vr3000_now(r->session.machine),
			got == TAPE_CUT ? "; the tape was cut off inside an entry" : "");
	return status;
}

int program_replay(const struct options *asked)
{
	struct error error = { 0 };
	if (asked->arguments != 1) {
		say_wrong("replay: name the FILE of a tape; try: vr3000 help replay");
		return 2;
	}
	struct replay *r = calloc(1, sizeof *r);
	must(r);
	r->asked = asked;
	bool opened = open_replay(r, &error);
	int status = opened ? play(r) : error_status(error.kind);
	if (!opened)
		say_wrong("%s", error.text);
	if (r->session.options)
		session_close(&r->session);
	if (r->cast)
		fclose(r->cast);
	tape_reader_close(&r->tape);
	for (u32 i = 0; i < WORDS_MAX; i++)
		free(r->word[i]);
	free(r->out);
	free(r);
	return status;
}
