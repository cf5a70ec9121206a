/* bug.c: bug files; see lockstep.h.  The form: a line of JSON (configuration, engines, what
 * differs, the inputs), then the state the two start from, compressed by zstd. */
#include "error.h"
#include "lockstep.h"
#include "options.h"
#include "say.h"
#include "where.h"
#include "whole_file.h"
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

enum { VERSION = 1, STATUS_DIFFERS = 6 };
static const size_t FILE_MOST = 1ull << 32;

#define NAMES(F) F(board) F(cpu) F(fpu)
#define NUMBERS(F) F(big_endian) F(ram_bytes) F(mhz) F(cpus) F(quantum) F(code_cache_bytes) \
	F(data_cache_bytes) F(instruction_cache_bytes) F(seed) F(date) F(baud) F(no_network) \
	F(keep_busy) F(disks) F(doom)

/* ---- writing ---- */

static json_t *number(u64 n)
{
	return json_integer((json_int_t)n);
}

static json_t *hex_of(const u8 *bytes, u32 count)
{
	char *text = malloc(2 * (size_t)count + 1);
	must(text);
	text[0] = 0;
	for (u32 i = 0; i < count; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	json_t *hex = json_string(text);
	free(text);
	return hex;
}

static json_t *config_json(const struct vr3000_config *c)
{
	json_t *to = json_object(), *disks = json_array(), *slots = json_array();
#define NAME(field) if (c->field) json_object_set_new(to, #field, json_string(c->field));
	NAMES(NAME)
#undef NAME
#define NUMBER(field) json_object_set_new(to, #field, number((u64)c->field));
	NUMBERS(NUMBER)
#undef NUMBER
	json_object_set_new(to, "mac", hex_of(c->mac, sizeof c->mac));
	for (u32 i = 0; i < c->disks; i++) {
		const struct vr3000_disk *d = &c->disk[i];
		json_array_append_new(disks, json_pack("[i,I,I,I]", (int)d->kind, (json_int_t)d->bytes,
			(json_int_t)d->first, (json_int_t)d->sectors));
	}
	for (u32 i = 0; i < VR3000_SLOTS; i++) {
		const struct vr3000_slot *s = &c->slot[i];
		json_array_append_new(slots, json_pack("[s?,I,I,b]", s->device, (json_int_t)s->value,
			(json_int_t)s->disk, s->doom));
	}
	json_object_set_new(to, "disk", disks);
	json_object_set_new(to, "slot", slots);
	return to;
}

static json_t *inputs_json(const struct lockstep_case *c, u64 until)
{
	json_t *to = json_array();
	for (u32 i = c->mark.input; i < c->tape->count && c->tape->input[i].when < until; i++) {
		const struct tape_input *in = &c->tape->input[i];
		json_array_append_new(to, json_pack("[I,I,o]", (json_int_t)in->when,
			(json_int_t)in->device, hex_of(in->bytes, in->count)));
	}
	return to;
}

static char *head_of(const struct lockstep_case *c, const struct difference *d)
{
	json_t *head = json_pack("{s:i, s:[s,s], s:I, s:I, s:I, s:I, s:s, s:s}", "vr3000_bug", VERSION,
		"engines", c->choice.engine[0], c->choice.engine[1], "every", (json_int_t)c->choice.every,
		"plant", (json_int_t)c->choice.plant, "differs", (json_int_t)d->differs,
		"state_bytes", (json_int_t)c->mark.bytes, "field", d->field, "kernel", c->kernel);
	must(head);
	json_object_set_new(head, "config", config_json(c->config));
	json_object_set_new(head, "inputs", inputs_json(c, d->differs));
	char *text = json_dumps(head, JSON_COMPACT);
	must(text);
	json_decref(head);
	return text;
}

int bug_write(const char *path, const struct lockstep_case *c, const struct difference *d,
	struct error *error)
{
	size_t room = ZSTD_compressBound(c->mark.bytes);
	void *packed = malloc(room);
	must(packed);
	size_t bytes = ZSTD_compress(packed, room, c->mark.state, c->mark.bytes, 1);
	must(!ZSTD_isError(bytes));
	char *head = head_of(c, d);
	FILE *to = fopen(path, "w");
	bool good = to && fprintf(to, "%s\n", head) > 0 && fwrite(packed, 1, bytes, to) == bytes;
	int reason = errno;
	if (to && fclose(to))
		good = false, reason = errno;
	free(head);
	free(packed);
	return good ? E_NONE : error_set(error, E_HOST, "%s: %s", path, strerror(reason));
}

/* ---- reading: every part is looked at before anything is made of it ---- */

struct bug {
	json_t *head;
	struct vr3000_config config;
	struct lockstep_case c;
	struct tape tape;
	struct difference d;
};

static u64 number_of(const json_t *from, const char *name)
{
	return (u64)json_integer_value(json_object_get(from, name));
}

static bool bytes_of(const json_t *hex, u8 *to, size_t room, u32 *count)
{
	const char *text = json_string_value(hex);
	size_t length = text ? strlen(text) : 1;
	if (length % 2 || length / 2 > room || strspn(text, "0123456789abcdef") != length)
		return false;
	for (*count = 0; *count < length / 2; ++*count) {
		char pair[3] = { text[2 * *count], text[2 * *count + 1], 0 };
		to[*count] = (u8)strtoul(pair, NULL, 16);
	}
	return true;
}

static bool read_config(struct bug *b, json_t *from)
{
	struct vr3000_config *c = &b->config;
	u32 count;
#define NAME(field) c->field = json_string_value(json_object_get(from, #field));
	NAMES(NAME)
#undef NAME
#define NUMBER(field) c->field = (__typeof__(c->field))number_of(from, #field);
	NUMBERS(NUMBER)
#undef NUMBER
	json_t *disks = json_object_get(from, "disk"), *slots = json_object_get(from, "slot");
	if (!c->board || !bytes_of(json_object_get(from, "mac"), c->mac, sizeof c->mac, &count) ||
		count != sizeof c->mac || json_array_size(disks) != c->disks ||
		c->disks > VR3000_DISKS || json_array_size(slots) != VR3000_SLOTS)
		return false;
	for (u32 i = 0; i < c->disks; i++) {
		int kind;
		json_int_t v[3];
		if (json_unpack(json_array_get(disks, i), "[i,I,I,I]", &kind, &v[0], &v[1], &v[2]))
			return false;
		c->disk[i] = (struct vr3000_disk){ (enum vr3000_disk_kind)kind, NULL, (u32)v[0],
			(u32)v[1], (u32)v[2] };
	}
	for (u32 i = 0; i < VR3000_SLOTS; i++) {
		json_int_t v[2];
		json_t *device;
		int doom;
		if (json_unpack(json_array_get(slots, i), "[o,I,I,b]", &device, &v[0], &v[1], &doom))
			return false;
		c->slot[i].device = json_string_value(device); /* none: null */
		c->slot[i].value = (u32)v[0], c->slot[i].disk = (u32)v[1], c->slot[i].doom = doom;
	}
	return true;
}

static bool read_inputs(struct bug *b, const json_t *inputs)
{
	static u8 const nothing[1];
	u8 bytes[4096];
	u64 last = 0;
	for (size_t i = 0; i < json_array_size(inputs); i++) {
		json_int_t when, device;
		json_t *hex;
		u32 count;
		if (json_unpack(json_array_get(inputs, i), "[I,I,o]", &when, &device, &hex) ||
			!bytes_of(hex, bytes, sizeof bytes, &count) || (u64)when < last)
			return false;
		last = (u64)when;
		tape_add(&b->tape, last, (u32)device, count ? bytes : nothing, count);
	}
	return json_is_array(inputs);
}

static bool read_head(struct bug *b, const char *text, size_t length)
{
	const char *one, *two, *field, *kernel;
	int version;
	b->head = json_loadb(text, length, 0, NULL);
	if (!b->head || json_unpack(b->head, "{s:i, s:[s,s], s:s, s:s}", "vr3000_bug", &version,
		"engines", &one, &two, "field", &field, "kernel", &kernel) || version != VERSION)
		return false;
	struct lockstep_choice *c = &b->c.choice;
	snprintf(c->engine[0], ENGINE_NAME, "%s", one);
	snprintf(c->engine[1], ENGINE_NAME, "%s", two);
	c->every = number_of(b->head, "every"), c->plant = number_of(b->head, "plant");
	b->d.differs = number_of(b->head, "differs");
	b->c.kernel = kernel, b->c.config = &b->config, b->c.tape = &b->tape;
	return c->every && read_config(b, json_object_get(b->head, "config")) &&
		read_inputs(b, json_object_get(b->head, "inputs"));
}

static bool read_state(struct bug *b, const char *packed, size_t size)
{
	struct lockstep_mark *m = &b->c.mark;
	m->bytes = number_of(b->head, "state_bytes");
	if (m->bytes > FILE_MOST || ZSTD_getFrameContentSize(packed, size) != m->bytes)
		return false;
	m->state = malloc(m->bytes ? m->bytes : 1);
	must(m->state);
	return ZSTD_decompress(m->state, m->bytes, packed, size) == m->bytes;
}

static int bug_read(struct bug *b, const char *path, struct error *error)
{
	struct whole_file file;
	if (whole_file_read(&file, path, FILE_MOST, error))
		return error->kind;
	const char *end = memchr(file.bytes, '\n', file.size);
	size_t length = end ? (size_t)(end - file.bytes) : 0;
	bool good = end && read_head(b, file.bytes, length) &&
		read_state(b, end + 1, file.size - length - 1);
	whole_file_free(&file);
	return good ? E_NONE : error_set(error, E_IMAGE, "%s: is no bug file, or a damaged one", path);
}

static void bug_free(struct bug *b)
{
	free(b->c.mark.state);
	tape_free(&b->tape);
	json_decref(b->head);
}

/* ---- replaying ---- */

static int open_pair(struct bug *b, struct twin *const pair[2], const char *path,
	struct error *error)
{
	struct vr3000_error refused;
	for (u32 i = 0; i < 2; i++)
		if (twin_open(pair[i], &b->config, b->c.choice.engine[i], error) ||
			!vr3000_load(pair[i]->machine, b->c.mark.state, b->c.mark.bytes, &refused))
			return error_set(error, E_IMAGE, "%s: is of a machine that cannot be made: %s", path,
				error->kind ? error->text : refused.text);
	b->c.mark.tick = vr3000_now(pair[0]->machine);
	return E_NONE;
}

static int replay(struct bug *b, struct twin *const pair[2])
{
	char text[256];
	struct error error;
	struct where *where = where_open(b->c.kernel, &error);
	lockstep_narrow(&b->c, pair, &b->d);
	if (b->d.repeats) {
		lockstep_tell(stderr, &b->c, pair, where, &b->d);
		lockstep_text(&b->c.choice, &b->d, text, sizeof text);
		say_wrong("%s", text);
	} else {
		say("%s and %s agree now, from tick %llu to %llu", b->c.choice.engine[0],
			b->c.choice.engine[1], (unsigned long long)b->c.mark.tick,
			(unsigned long long)b->d.differs);
	}
	where_close(where);
	return b->d.repeats ? STATUS_DIFFERS : 0;
}

int bug_replay(const struct options *o)
{
	struct bug b = { 0 };
	struct twin first = { 0 }, second = { 0 }, *const pair[2] = { &first, &second };
	struct error error = { 0 };
	struct lockstep_choice other;
	int status = lockstep_choose(o, &other, &error);
	if (!status)
		status = bug_read(&b, o->replay_bug, &error);
	if (!status && o->lockstep)
		memcpy(b.c.choice.engine, other.engine, sizeof other.engine);
	if (!status)
		status = open_pair(&b, pair, o->replay_bug, &error);
	if (status)
		say_wrong("%s", error.text);
	status = status ? error_status(error.kind) : replay(&b, pair);
	twin_close(&first);
	twin_close(&second);
	bug_free(&b);
	return status;
}
