/* tape.c: see tape.h.
 *
 * A line that names the format, a line of JSON, a line with its XXH3-64; then entries: kind, ticks
 * since the one before, an input's device, bytes and their number (numbers in groups of seven bits,
 * the least first), and the low two bytes of an XXH3-64 over all that.  Each is one write, so that
 * a process that is killed leaves whole entries. */
#define XXH_INLINE_ALL
#include "tape.h"
#include "error.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

static const char magic[] = "vr3000 tape 1\n";
enum { CHECK = 2, ENTRY_MAX = TAPE_BYTES_MAX + 32, FILE_MAX = 1 << 30, SUM_LINE = 17 };

/* ---- writing ---- */

static bool write_all(int file, const void *bytes, size_t count)
{
	for (const u8 *from = bytes; count;) {
		ssize_t n = write(file, from, count);
		if (n < 0 && errno != EINTR)
			return false;
		from += n > 0 ? n : 0;
		count -= n > 0 ? (size_t)n : 0;
	}
	return true;
}

static bool write_header(int file, const json_t *header)
{
	char sum[SUM_LINE + 1];
	char *text = json_dumps(header, JSON_COMPACT);
	must(text);
	size_t length = strlen(text);
	snprintf(sum, sizeof sum, "%016llx\n", (unsigned long long)XXH3_64bits(text, length));
	bool good = write_all(file, magic, sizeof magic - 1) && write_all(file, text, length) &&
		write_all(file, "\n", 1) && write_all(file, sum, SUM_LINE);
	free(text);
	return good;
}

int tape_create(struct tape *tape, const char *path, const json_t *header, struct error *error)
{
	*tape = (struct tape){ .file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) };
	if (tape->file < 0 || !write_header(tape->file, header))
		return error_set(error, E_HOST, "%s: cannot be written: %s", path, strerror(errno));
	return E_NONE;
}

static u8 *put_number(u8 *to, u64 v)
{
	for (; v > 127; v >>= 7)
		*to++ = (u8)(v | 128);
	*to++ = (u8)v;
	return to;
}

void tape_write(struct tape *tape, const struct tape_entry *e)
{
	u8 entry[ENTRY_MAX], *to = entry;
	must(e->count <= TAPE_BYTES_MAX && e->when >= tape->when);
	*to++ = (u8)e->kind;
	to = put_number(to, e->when - tape->when);
	if (e->kind == TAPE_INPUT) {
		to = put_number(to, e->device);
		to = put_number(to, e->count);
	}
	memcpy(to, e->bytes, e->count);
	to += e->count;
	u64 sum = XXH3_64bits(entry, (size_t)(to - entry));
	*to++ = (u8)sum, *to++ = (u8)(sum >> 8);
	tape->when = e->when;
	tape->broken = tape->broken || !write_all(tape->file, entry, (size_t)(to - entry));
}

void tape_close(struct tape *tape)
{
	if (tape->file >= 0)
		close(tape->file);
	tape->file = -1;
}

/* ---- reading ---- */

static int read_header(struct tape_reader *r, const char *path, struct error *error)
{
	const char *text = (const char *)r->file.bytes + sizeof magic - 1;
	if (r->file.size < sizeof magic || memcmp(r->file.bytes, magic, sizeof magic - 1))
		return error_set(error, E_IMAGE, "%s: this is no tape of vr3000's, or of another version",
			path);
	const char *end = memchr(text, '\n', r->file.size - (sizeof magic - 1));
	size_t length = end ? (size_t)(end - text) : 0;
	size_t begins = sizeof magic + length;
	if (!end || r->file.size - begins < SUM_LINE)
		return error_set(error, E_IMAGE, "%s: the tape ends in its header", path);
	char sum[SUM_LINE + 1];
	snprintf(sum, sizeof sum, "%016llx\n", (unsigned long long)XXH3_64bits(text, length));
	if (memcmp(sum, end + 1, SUM_LINE))
		return error_set(error, E_IMAGE, "%s: the header of the tape is damaged", path);
	r->header = json_loadb(text, length, 0, NULL);
	if (!json_is_object(r->header))
		return error_set(error, E_IMAGE, "%s: the header of the tape is wrong", path);
	r->at = begins + SUM_LINE;
	return E_NONE;
}

int tape_open(struct tape_reader *r, const char *path, struct error *error)
{
	*r = (struct tape_reader){ .at = 0 };
	int kind = whole_file_read(&r->file, path, FILE_MAX, error);
	if (!kind && (kind = read_header(r, path, error)))
		tape_reader_close(r);
	return kind;
}

void tape_reader_close(struct tape_reader *r)
{
	json_decref(r->header);
	r->header = NULL;
	whole_file_free(&r->file);
}

/* False: the file ends before. */
static bool get_number(const struct tape_reader *r, size_t *at, u64 *v)
{
	*v = 0;
	for (u32 shift = 0; *at < r->file.size && shift < 64; shift += 7) {
		u8 byte = (u8)r->file.bytes[(*at)++];
		*v |= (u64)(byte & 127) << shift;
		if (!(byte & 128))
			return true;
	}
	return false;
}

enum tape_got tape_read(struct tape_reader *r, struct tape_entry *e)
{
	size_t at = r->at;
	u64 delta, device = 0, count = TAPE_HASH;
	if (at == r->file.size)
		return TAPE_NO_MORE;
	e->kind = (enum tape_kind)r->file.bytes[at++];
	if (e->kind != TAPE_INPUT && e->kind != TAPE_CHECK && e->kind != TAPE_END)
		return TAPE_DAMAGED;
	if (!get_number(r, &at, &delta) || (e->kind == TAPE_INPUT &&
		(!get_number(r, &at, &device) || !get_number(r, &at, &count))))
		return TAPE_CUT;
	if (count > TAPE_BYTES_MAX || device > UINT32_MAX || delta > UINT64_MAX / 2 - r->when)
		return TAPE_DAMAGED;
	if (r->file.size - at < count + CHECK)
		return TAPE_CUT;
	memcpy(e->bytes, r->file.bytes + at, count);
	at += count;
	u64 sum = XXH3_64bits(r->file.bytes + r->at, at - r->at);
	if ((u8)r->file.bytes[at] != (u8)sum || (u8)r->file.bytes[at + 1] != (u8)(sum >> 8))
		return TAPE_DAMAGED;
	e->when = r->when += delta;
	e->device = (u32)device, e->count = (u32)count;
	r->at = at + CHECK;
	return TAPE_GOT;
}
