/* pcap.c: pcapng (draft-ietf-opsawg-pcapng), little-endian: a section header, one interface, then
 * an enhanced packet block a frame.  A block is written by one call, and taken back if it does not
 * fit. */
#include "pcap.h"
#include "error.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

enum { SECTION = 0x0a0d0d0a, INTERFACE = 1, PACKET = 6 };       /* blocks */
enum { ETHERNET = 1, FRAME_MOST = 65535, HEAD_BYTES = 128 };
enum { /* options of blocks */
	OPTION_END = 0, SECTION_PROGRAM = 4, INTERFACE_NAME = 2, INTERFACE_RESOLUTION = 9,
	INTERFACE_OFFSET = 14, PACKET_FLAGS = 2
};
enum { NANOSECONDS = 9 };                                       /* 10 to the minus */

struct head { u8 byte[HEAD_BYTES]; u32 bytes; };

static void add16(struct head *h, u32 value)
{
	must(h->bytes + 2 <= HEAD_BYTES);
	h->byte[h->bytes++] = value & 0xff;
	h->byte[h->bytes++] = value >> 8 & 0xff;
}

static void add32(struct head *h, u32 value)
{
	add16(h, value & 0xffff);
	add16(h, value >> 16);
}

static void add_option(struct head *h, u32 code, const void *value, u32 bytes)
{
	add16(h, code);
	add16(h, bytes);
	must(h->bytes + bytes + 3 <= HEAD_BYTES);
	if (bytes)
		memcpy(h->byte + h->bytes, value, bytes);
	memset(h->byte + h->bytes + bytes, 0, 3);
	h->bytes += (bytes + 3) & ~3u;
}

/* A block's type, and room for its length, which set_length puts there and returns; it counts
 * `body` bytes that stand elsewhere, and itself once more at the end. */
static struct head begin_block(u32 type)
{
	struct head h = { .bytes = 0 };
	add32(&h, type);
	add32(&h, 0);
	return h;
}

static u32 set_length(struct head *h, u32 body)
{
	struct head length = { .bytes = 0 };
	u32 all = h->bytes + body + 4;
	add32(&length, all);
	memcpy(h->byte + 4, length.byte, 4);
	return all;
}

/* Writes parts whole or not at all. */
static bool write_parts(struct pcap *p, const struct iovec *part, int parts)
{
	size_t wanted = 0;
	for (int i = 0; i < parts; i++)
		wanted += part[i].iov_len;
	ssize_t written = writev(p->file, part, parts);
	if (written == (ssize_t)wanted) {
		p->size += wanted;
		return true;
	}
	if (written >= 0)
		errno = ENOSPC;
	int reason = errno;
	if (ftruncate(p->file, (off_t)p->size))
		reason = errno == EINVAL ? reason : errno;      /* EINVAL: a pipe */
	errno = reason;
	return false;
}

static int fail(struct pcap *p, struct error *error)
{
	int reason = errno;
	pcap_close(p);
	return error_set(error, E_IO, "%s: the frames cannot be written: %s", p->path,
		strerror(reason));
}

static void add_section(struct head *h)
{
	static const char program[] = "vr3000";
	*h = begin_block(SECTION);
	add32(h, 0x1a2b3c4d);
	add16(h, 1);
	add16(h, 0);
	add32(h, ~0u);          /* length of the section: unknown */
	add32(h, ~0u);
	add_option(h, SECTION_PROGRAM, program, sizeof program - 1);
	add_option(h, OPTION_END, NULL, 0);
	add32(h, set_length(h, 0));
}

static void add_interface(struct head *h, s64 date)
{
	static const u8 resolution = NANOSECONDS;
	struct head offset = { .bytes = 0 };
	add32(&offset, (u32)date);
	add32(&offset, (u32)((u64)date >> 32));
	*h = begin_block(INTERFACE);
	add16(h, ETHERNET);
	add16(h, 0);
	add32(h, FRAME_MOST);
	add_option(h, INTERFACE_NAME, "guest", 5);
	add_option(h, INTERFACE_RESOLUTION, &resolution, 1);
	add_option(h, INTERFACE_OFFSET, offset.byte, 8);
	add_option(h, OPTION_END, NULL, 0);
	add32(h, set_length(h, 0));
}

int pcap_open(struct pcap *p, const char *path, s64 date, struct error *error)
{
	struct head section, interface;
	*p = (struct pcap){ .path = path };
	p->file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (p->file < 0)
		return fail(p, error);
	add_section(&section);
	add_interface(&interface, date);
	struct iovec part[2] = {
		{ section.byte, section.bytes }, { interface.byte, interface.bytes }
	};
	return write_parts(p, part, 2) ? E_NONE : fail(p, error);
}

int pcap_frame(struct pcap *p, u64 nanoseconds, enum pcap_way way, const u8 *frame, u32 bytes,
	struct error *error)
{
	struct head head = begin_block(PACKET), tail = { .bytes = 0 }, flags = { .bytes = 0 };
	u32 kept = (u32)least(bytes, FRAME_MOST), padding = -kept & 3;
	if (p->file < 0)
		return E_NONE;
	add32(&head, 0);        /* of the interfaces, the first */
	add32(&head, (u32)(nanoseconds >> 32));
	add32(&head, (u32)nanoseconds);
	add32(&head, kept);
	add32(&head, bytes);
	tail.bytes = padding;
	add32(&flags, way);
	add_option(&tail, PACKET_FLAGS, flags.byte, 4);
	add_option(&tail, OPTION_END, NULL, 0);
	add32(&tail, set_length(&head, kept + tail.bytes));
	struct iovec part[3] = {
		{ head.byte, head.bytes }, { (void *)(uintptr_t)frame, kept }, { tail.byte, tail.bytes }
	};
	return write_parts(p, part, 3) ? E_NONE : fail(p, error);
}

void pcap_close(struct pcap *p)
{
	if (p->file >= 0)
		close(p->file);
	p->file = -1;
}
