/* recorder.c: see recorder.h. */
#define XXH_INLINE_ALL
#include "recorder.h"
#include "error.h"
#include "session.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

static const u64 TICKS_LEAST = 100000000;

/* ---- what went out ---- */

struct outgoing { XXH3_state_t state; };

struct outgoing *outgoing_new(void)
{
	struct outgoing *o = aligned_alloc(64, (sizeof *o + 63) & ~(size_t)63);
	must(o);
	XXH3_64bits_reset(&o->state);
	return o;
}

void outgoing_add(struct outgoing *o, u64 number, u64 when, u32 device, const u8 *bytes, u32 count)
{
	const u64 about[] = { number, when, device, count };
	XXH3_64bits_update(&o->state, about, sizeof about);
	XXH3_64bits_update(&o->state, bytes, count);
}

void outgoing_hash(const struct outgoing *o, const struct session *s, u8 hash[TAPE_HASH])
{
	vr3000_hash(s->machine, hash);
	u64 out = XXH3_64bits_digest(&o->state);
	for (u32 i = 0; i < TAPE_HASH - 16; i++)
		hash[16 + i] = (u8)(out >> 8 * i);
}

/* ---- the files ---- */

static bool add_file(json_t *files, const char *path, struct error *error)
{
	struct whole_file file;
	XXH128_canonical_t sum;
	char hex[2 * sizeof sum.digest + 1];
	if (whole_file_read(&file, path, UINT32_MAX, error))
		return false;
	XXH128_canonicalFromHash(&sum, XXH3_128bits(file.bytes, file.size));
	whole_file_free(&file);
	for (u32 i = 0; i < sizeof sum.digest; i++)
		snprintf(hex + 2 * i, 3, "%02x", sum.digest[i]);
	json_array_append_new(files, json_pack("{s:s, s:s}", "path", path, "hash", hex));
	return true;
}

json_t *recorder_files(const struct options *o, struct error *error)
{
	struct error unread;
	struct disks disks;
	json_t *files = json_array();
	bool good = (!o->arguments || add_file(files, o->argument[0], error)) &&
		(!o->initrd || add_file(files, o->initrd, error));
	if (good && disks_name(&disks, &o->disk, &unread)) {
		disks_close(&disks);
		good = false;
		*error = unread;
	} else for (u32 i = 0; good && i < disks.count; i++)
		good = add_file(files, disks.disk[i].path, error);
	if (good) {
		disks_close(&disks);
		return files;
	}
	json_decref(files);
	return NULL;
}

/* ---- recording ---- */

struct recorder { struct tape tape; struct outgoing *out; u64 every, next; };

static json_t *header_of(const struct session *s, struct error *error)
{
	const struct options *o = s->options;
	json_t *files = recorder_files(o, error), *words = json_array();
	for (u32 i = 0; i < o->words; i++)
		json_array_append_new(words, json_string(o->word[i]));
	if (files && json_array_size(words) == o->words)
		return json_pack("{s:o, s:o, s:I, s:i}", "words", words, "files", files, "date",
			(json_int_t)s->date, "every", (int)TICKS_LEAST);
	if (files)
		error_set(error, E_USAGE, "--record: the words of the command line must be UTF-8");
	json_decref(words);
	json_decref(files);
	return NULL;
}

static void write_hash(struct session *s, enum tape_kind kind)
{
	struct recorder *r = s->recorder;
	struct tape_entry e = { .kind = kind, .when = vr3000_now(s->machine), .count = TAPE_HASH };
	outgoing_hash(r->out, s, e.bytes);
	tape_write(&r->tape, &e);
}

int recorder_open(struct session *s, struct error *error)
{
	if (!s->options->record)
		return E_NONE;
	json_t *header = header_of(s, error);
	if (!header)
		return error->kind;
	struct recorder *r = s->recorder = calloc(1, sizeof *r);
	must(r);
	int kind = tape_create(&r->tape, s->options->record, header, error);
	json_decref(header);
	u64 second = vr3000_mhz(s->machine) * 1000000ull;
	r->every = r->next = second > TICKS_LEAST ? second : TICKS_LEAST;
	r->out = outgoing_new();
	if (!kind)
		write_hash(s, TAPE_CHECK); /* what it begins with */
	return kind;
}

void recorder_took(struct recorder *r, u64 when, u32 device, const u8 *bytes, u32 count)
{
	struct tape_entry e = { .kind = TAPE_INPUT, .when = when, .device = device, .count = count };
	if (!r)
		return;
	must(count <= sizeof e.bytes);
	memcpy(e.bytes, bytes, count);
	tape_write(&r->tape, &e);
}

void recorder_put(struct recorder *r, u64 number, u64 when, u32 device, const u8 *bytes, u32 count)
{
	if (r)
		outgoing_add(r->out, number, when, device, bytes, count);
}

u64 recorder_moment(const struct recorder *r)
{
	return r ? r->next : NEVER;
}

/* A debugger may stop inside an instant, which has no hash that a replay could meet. */
void recorder_look(struct session *s)
{
	struct recorder *r = s->recorder;
	if (!r)
		return;
	if (r->tape.broken)
		ending_set(&s->ending, CAUSE_HOST, 0, "%s: the tape cannot be written",
			s->options->record);
	if (vr3000_now(s->machine) < r->next || vr3000_moment(s->machine).begun)
		return;
	write_hash(s, TAPE_CHECK);
	while (r->next <= vr3000_now(s->machine))
		r->next += r->every;
}

void recorder_close(struct session *s)
{
	struct recorder *r = s->recorder;
	if (!r)
		return;
	if (s->machine && !vr3000_moment(s->machine).begun && r->tape.file >= 0)
		write_hash(s, TAPE_END);
	tape_close(&r->tape);
	free(r->out);
	free(r);
	s->recorder = NULL;
}
