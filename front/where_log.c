/* where_log.c: the kernel's log, read out of guest memory:
 *
 *   printk's ring of descriptors   Linux 5.10 and later (kernel/printk/printk_ringbuffer.h)
 *   __log_buf                      older Linux: the text in it, whatever stands around it
 *   kernel_log                     the teaching kernel: a ring of text; `kernel_log_end` counts the
 *                                  bytes ever written, and without it a zero byte ends the text
 *
 * The guest may have stopped anywhere, or be hostile: every length is bounded, and what cannot be
 * read ends the walk. */
#include "where_inside.h"
#include <stdlib.h>

enum { TEXT_BYTES_MAX = 1 << 24, RECORD_BYTES_MAX = 1 << 14 };

static bool read_bytes(const struct where_memory *memory, u32 va, void *bytes, u32 n)
{
	return memory->read(memory->context, va, bytes, n);
}

static bool is_text(u8 byte) { return byte >= ' ' || byte == '\n' || byte == '\t'; }

static void put_text(FILE *out, const u8 *bytes, u32 n)
{
	for (u32 i = 0; i < n; i++)
		if (is_text(bytes[i]) && bytes[i] != 0x7f)
			putc(bytes[i], out);
}

/* ---- Linux's ring of descriptors ---- */

enum field {
	COUNT_BITS, DESCRIPTORS, INFOS, HEAD, TAIL, DATA_BITS, DATA, /* of printk_ringbuffer */
	STATE, BEGIN, NEXT, DESCRIPTOR_BYTES,                        /* of prb_desc */
	TIME, LENGTH, INFO_BYTES,                                    /* of printk_info */
	FIELDS
};

/* Where 32-bit MIPS has them; debug information has the last word.  NULL: the size. */
static const struct {
	const char *type, *field;
	u32 offset;
} fields[FIELDS] = {
	[COUNT_BITS]       = { "printk_ringbuffer", "desc_ring.count_bits",     0 },
	[DESCRIPTORS]      = { "printk_ringbuffer", "desc_ring.descs",          4 },
	[INFOS]            = { "printk_ringbuffer", "desc_ring.infos",          8 },
	[HEAD]             = { "printk_ringbuffer", "desc_ring.head_id",       12 },
	[TAIL]             = { "printk_ringbuffer", "desc_ring.tail_id",       16 },
	[DATA_BITS]        = { "printk_ringbuffer", "text_data_ring.size_bits", 24 },
	[DATA]             = { "printk_ringbuffer", "text_data_ring.data",     28 },
	[STATE]            = { "prb_desc", "state_var",            0 },
	[BEGIN]            = { "prb_desc", "text_blk_lpos.begin",  4 },
	[NEXT]             = { "prb_desc", "text_blk_lpos.next",   8 },
	[DESCRIPTOR_BYTES] = { "prb_desc", NULL,                  12 },
	[TIME]             = { "printk_info", "ts_nsec",           8 },
	[LENGTH]           = { "printk_info", "text_len",         16 },
	[INFO_BYTES]       = { "printk_info", NULL,               88 },
};

struct ring {
	struct where *where;
	const struct where_memory *memory;
	u32 offset[FIELDS];
	u32 count_bits, descriptors, infos, head, tail, data_bits, data;
};

static bool ring_word(const struct ring *ring, u32 va, u32 *value)
{
	return where_word(ring->where, ring->memory, va, value);
}

static bool open_ring(struct ring *ring)
{
	u32 pointer, at;
	if (!where_address(ring->where, "prb", &pointer, NULL) || !ring_word(ring, pointer, &at))
		return false;
	for (int i = 0; i < FIELDS; i++) {
		ring->offset[i] = fields[i].offset;
		where_field(ring->where, "vprintk_emit", fields[i].type, fields[i].field,
			    &ring->offset[i]);
	}
	const struct { enum field field; u32 *value; } words[] = {
		{ COUNT_BITS, &ring->count_bits }, { DESCRIPTORS, &ring->descriptors },
		{ INFOS, &ring->infos },           { HEAD, &ring->head },
		{ TAIL, &ring->tail },             { DATA_BITS, &ring->data_bits },
		{ DATA, &ring->data },
	};
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (!ring_word(ring, at + ring->offset[words[i].field], words[i].value))
			return false;
	return ring->count_bits <= 20 && ring->data_bits <= 24;
}

/* A halfword, as the word that holds it has it. */
static bool read_length(const struct ring *ring, u32 va, u32 *length)
{
	u32 word;
	if (!ring_word(ring, va & ~3u, &word))
		return false;
	bool low = (va & 2) == (ring->where->elf->order == BIG ? 2 : 0);
	*length = (low ? word : word >> 16) & 0xffff;
	return true;
}

static bool read_time(const struct ring *ring, u32 va, u64 *nanoseconds)
{
	u32 first, second;
	if (!ring_word(ring, va, &first) || !ring_word(ring, va + 4, &second))
		return false;
	*nanoseconds = ring->where->elf->order == BIG ? (u64)first << 32 | second
						      : (u64)second << 32 | first;
	return true;
}

/* Lines after the first are indented below it, as dmesg does. */
static void print_record(FILE *out, u64 nanoseconds, const u8 *text, u32 length)
{
	unsigned long long seconds = nanoseconds / 1000000000, rest = nanoseconds % 1000000000;
	int margin = fprintf(out, "[%5llu.%06llu] ", seconds, rest / 1000);
	for (u32 i = 0; i < length; i++) {
		put_text(out, &text[i], 1);
		if (text[i] == '\n' && i + 1 < length)
			fprintf(out, "%*s", margin, "");
	}
	if (length == 0 || text[length - 1] != '\n')
		putc('\n', out);
}

/* A block is the record's number and its text.  One that would cross the end of the data lies at
 * its start, which shows in the laps of its two positions.  Odd positions mean that there is no
 * text: because it is empty (NO_TEXT) or because there was no room for it. */
static void print_text(const struct ring *ring, u32 begin, u32 next, u32 info, FILE *out)
{
	enum { NO_TEXT = 3 };
	u8 text[RECORD_BYTES_MAX];
	u32 length, mask = (1u << ring->data_bits) - 1;
	u64 nanoseconds;
	if (!read_time(ring, info + ring->offset[TIME], &nanoseconds) ||
	    !read_length(ring, info + ring->offset[LENGTH], &length))
		return;
	bool wraps = begin >> ring->data_bits != next >> ring->data_bits;
	u32 from = wraps ? 0 : begin & mask, room = (next & mask) - from;
	if (begin == NO_TEXT && next == NO_TEXT)
		print_record(out, nanoseconds, text, 0);
	if (room < 4 || room > mask || begin & 1)
		return;
	must(room - 4 <= mask);
	if (length > room - 4)
		length = room - 4;
	if (length > sizeof text)
		length = sizeof text;
	if (read_bytes(ring->memory, ring->data + from + 4, text, length))
		print_record(out, nanoseconds, text, length);
}

/* The state's two upper bits say 1 committed or 2 final; the rest must be the record's number. */
static void print_ring_record(const struct ring *ring, u32 id, FILE *out)
{
	u32 index = id & ((1u << ring->count_bits) - 1), state, begin, next;
	u32 descriptor = ring->descriptors + index * ring->offset[DESCRIPTOR_BYTES];
	if (!ring_word(ring, descriptor + ring->offset[STATE], &state) ||
	    !ring_word(ring, descriptor + ring->offset[BEGIN], &begin) ||
	    !ring_word(ring, descriptor + ring->offset[NEXT], &next))
		return;
	bool complete = state >> 30 == 1 || state >> 30 == 2;
	if (complete && ((state ^ id) & 0x3fffffff) == 0)
		print_text(ring, begin, next, ring->infos + index * ring->offset[INFO_BYTES], out);
}

static bool print_ring(struct where *where, const struct where_memory *memory, FILE *out)
{
	struct ring ring = { .where = where, .memory = memory };
	if (!open_ring(&ring))
		return false;
	u32 records = ((ring.head - ring.tail) & 0x3fffffff) + 1;
	if (records > 1u << ring.count_bits)
		return false;
	for (u32 i = 0; i < records; i++)
		print_ring_record(&ring, ring.tail + i, out);
	return true;
}

/* ---- plain text ---- */

static u8 *read_symbol(struct where *where, const struct where_memory *memory, const char *name,
		       u32 *size)
{
	u32 va;
	if (!where_address(where, name, &va, size) || *size == 0 || *size > TEXT_BYTES_MAX)
		return NULL;
	u8 *bytes = malloc(*size);
	if (bytes && read_bytes(memory, va, bytes, *size))
		return bytes;
	free(bytes);
	return NULL;
}

/* Old kernels keep headers between the lines: runs of at least RUN characters are text. */
static bool print_old_log(struct where *where, const struct where_memory *memory, FILE *out)
{
	enum { RUN = 6 };
	u32 size;
	u8 *bytes = read_symbol(where, memory, "__log_buf", &size);
	if (!bytes)
		return false;
	for (u32 i = 0, start = 0; i <= size; i++) {
		if (i < size && is_text(bytes[i]) && bytes[i] < 0x7f)
			continue;
		if (i - start >= RUN) {
			put_text(out, bytes + start, i - start);
			putc('\n', out);
		}
		start = i + 1;
	}
	free(bytes);
	return true;
}

static bool print_teaching_log(struct where *where, const struct where_memory *memory, FILE *out)
{
	u32 size, va, end;
	u8 *bytes = read_symbol(where, memory, "kernel_log", &size);
	if (!bytes)
		return false;
	if (where_address(where, "kernel_log_end", &va, NULL) &&
	    where_word(where, memory, va, &end)) {
		if (end > size)
			put_text(out, bytes + end % size, size - end % size);
		put_text(out, bytes, end > size ? end % size : end);
	} else {
		u32 n = 0;
		while (n < size && bytes[n])
			n++;
		put_text(out, bytes, n);
	}
	free(bytes);
	return true;
}

bool where_kernel_log(struct where *where, const struct where_memory *memory, FILE *out)
{
	return where && memory &&
	       (print_teaching_log(where, memory, out) || print_ring(where, memory, out) ||
		print_old_log(where, memory, out));
}
