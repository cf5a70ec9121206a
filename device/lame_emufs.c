/* lame_emufs.c: System/161's passthrough file system: files of a directory of the host.
 *
 *   0x00  HANDLE  rw  which open file; 0 is the directory itself
 *   0x04  OFFSET  rw  where in it, or which of a directory's names
 *   0x08  LENGTH  rw  bytes to move or moved, a name's length, a file's size
 *   0x0c  OP      rw  writing starts: 1 open, 2 create, 3 create new, 4 close, 5 read, 6 read a
 *                     name, 7 write, 8 size, 9 truncate
 *   0x10  RESULT  rw  0 none yet, 1 done, 2 bad handle, 3 bad operation, 4 bad path, 5 bad size,
 *                     6 exists, 7 is a directory, 8 media error, 9 no handle left, 10 no space, 11
 *                     is
 *                     no directory, 12 unknown, 13 unsupported; write 0 to clear
 *   0x8000 to 0xbfff  names and data
 *
 * The line is up while RESULT is not 0.  Everything takes 5 ms.  An open answers with its handle,
 * and
 * with LENGTH 1 for a directory; a read or write moves OFFSET on.
 *
 * The host is asked by an effect: the operation's byte; HANDLE, OFFSET and LENGTH, high byte first;
 * then the buffer's first LENGTH bytes for 1 to 3 and 7.  It answers by inputs: the result's byte;
 * new
 * HANDLE, OFFSET and LENGTH; and for 5 and 6 the data, of which further inputs bring more, to
 * LENGTH.
 * (System/161's manual, doc/devices.html; the time and the order of things are System/161
 * 2.0.8's.) */
#include "lame.h"

enum {
	HANDLE = 0x00,
	OFFSET = 0x04,
	LENGTH = 0x08,
	OP = 0x0c,
	RESULT = 0x10,
	BUFFER_BYTES = 16384
};
enum { OPEN = 1, CREATE, CREATE_NEW, CLOSE, READ, READ_NAME, WRITE };
enum { BAD_SIZE = 5, HEADER_BYTES = 13, OP_NS = 5000000 };
enum { DONE };                          /* its one event */
enum { TWICE };
static const char *const refused[] = {
	[TWICE] = "it began emufs operation %u while another went on",
};

#define EMUFS_STATE(F, A) \
	F(u32, handle) F(u32, offset) F(u32, length) F(u32, op) F(u32, result) \
	F(u8, busy) \
	F(u8, answer)                    /* the result to come, once the host has answered */ \
	F(u32, got) F(u32, wanted)       /* bytes of data of that answer, so far and in all */ \
	F(u64, reads) F(u64, writes) F(u64, others) /* operations, counted */ \
	A(u32, buffer, BUFFER_BYTES / 4)

struct emufs { struct device device; EMUFS_STATE(STATE_F, STATE_A) };
#define F(type, name, ...) STATE_FIELD(emufs, type, name)
static const struct field emufs_fields[] = { EMUFS_STATE(F, F) };
#undef F

static void set_byte(struct emufs *e, u32 i, u8 byte)
{
	u32 shift = 24 - i % 4 * 8, *word = &e->buffer[i / 4];
	*word = (*word & ~(0xffu << shift)) | (u32)byte << shift;
}

static void set_result(struct emufs *e, u32 result)
{
	e->result = result;
	device_line(&e->device, result != 0);
}

/* ---- asking the host ---- */

static void put_word(u8 *to, u32 v)
{
	for (u32 i = 0; i < 4; i++) to[i] = (u8)(v >> (24 - 8 * i));
}

static u32 get_word(const u8 *from)
{
	return (u32)from[0] << 24 | (u32)from[1] << 16 | (u32)from[2] << 8 | from[3];
}

/* An open's path must leave room for its end. */
static bool size_is_good(const struct emufs *e)
{
	if (e->op <= CREATE_NEW) return e->length < BUFFER_BYTES;
	return e->op > WRITE || e->op == CLOSE || e->length <= BUFFER_BYTES;
}

static void ask(struct emufs *e)
{
	u8 byte[HEADER_BYTES + BUFFER_BYTES];
	bool with = e->op <= CREATE_NEW || e->op == WRITE;
	u32 data = with ? e->length : 0;
	byte[0] = (u8)e->op;
	put_word(byte + 1, e->handle);
	put_word(byte + 5, e->offset);
	put_word(byte + 9, e->length);
	for (u32 i = 0; i < data; i++)
		byte[HEADER_BYTES + i] = (u8)(e->buffer[i / 4] >> (24 - i % 4 * 8));
	device_put(&e->device, byte, HEADER_BYTES + data);
	device_ask(&e->device);
}

static void start(struct emufs *e, u32 op)
{
	if (e->busy) {
		device_refuse(&e->device, TWICE, op);
		return;
	}
	e->op = op;
	e->busy = 1;
	if (op == READ || op == READ_NAME) e->reads++;
	else if (op >= WRITE && op != WRITE + 1) e->writes++;
	else e->others++;
	device_after_ns(&e->device, DONE, OP_NS);
	if (op == 0 || op > WRITE + 2) e->answer = 3;
	else if (!size_is_good(e)) e->answer = BAD_SIZE;
	else ask(e);
}

/* It is over when the time has passed and the whole answer is there. */
static void finish(struct emufs *e)
{
	if (!e->answer || e->got < e->wanted || device_when(&e->device, DONE)) return;
	u32 result = e->answer;
	e->busy = e->answer = 0;
	e->got = e->wanted = 0;
	set_result(e, result);
}

static void emufs_event(struct device *d, u32 what)
{
	(void)what;
	finish((struct emufs *)d);
}

static u32 take_header(struct emufs *e, const u8 *byte)
{
	e->answer = byte[0] ? byte[0] : 12;
	e->handle = get_word(byte + 1);
	e->offset = get_word(byte + 5);
	e->length = get_word(byte + 9);
	bool data = e->answer == 1 && (e->op == READ || e->op == READ_NAME);
	e->wanted = !data ? 0 : e->length < BUFFER_BYTES ? e->length : BUFFER_BYTES;
	return HEADER_BYTES;
}

static void emufs_input(struct device *d, const u8 *byte, u32 bytes)
{
	struct emufs *e = (struct emufs *)d;
	u32 from = 0;
	if (!e->busy || (!e->answer && bytes < HEADER_BYTES)) return;
	if (!e->answer) from = take_header(e, byte);
	for (u32 i = from; i < bytes && e->got < e->wanted; i++)
		set_byte(e, e->got++ % BUFFER_BYTES, byte[i]);
	finish(e);
}

/* ---- registers ---- */

static u32 emufs_peek(const struct device *d, u32 offset, u32 bytes)
{
	const struct emufs *e = (const struct emufs *)d;
	(void)bytes;
	if (offset - LAME_BUFFER < BUFFER_BYTES) return e->buffer[(offset - LAME_BUFFER) / 4];
	switch (offset) {
	case HANDLE: return e->handle;
	case OFFSET: return e->offset;
	case LENGTH: return e->length;
	case RESULT: return e->result;
	default: return 0;
	}
}

static u32 emufs_read(struct device *d, u32 offset, u32 bytes)
{
	if (offset > RESULT && offset - LAME_BUFFER >= BUFFER_BYTES) device_fault(d);
	return emufs_peek(d, offset, bytes);
}

static void emufs_write(struct device *d, u32 offset, u32 bytes, u32 value)
{
	struct emufs *e = (struct emufs *)d;
	(void)bytes;
	if (offset - LAME_BUFFER < BUFFER_BYTES) {
		e->buffer[(offset - LAME_BUFFER) / 4] = value;
		return;
	}
	switch (offset) {
	case HANDLE: e->handle = value; break;
	case OFFSET: e->offset = value; break;
	case LENGTH: e->length = value; break;
	case OP: start(e, value); break;
	case RESULT: set_result(e, value); break;
	default: device_fault(d);
	}
}

static bool emufs_quiet(const struct device *d, u32 offset)
{
	(void)d, (void)offset;
	return true;
}

static const struct device_operations emufs_does = {
	.read = emufs_read, .peek = emufs_peek, .write = emufs_write, .event = emufs_event,
	.input = emufs_input, .quiet = emufs_quiet, .refused = refused,
};
const struct device_type lame_emufs = {
	"emufs", sizeof(struct emufs), emufs_fields, COUNT_OF(emufs_fields), &emufs_does,
};
