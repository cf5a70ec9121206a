/* umps_disk.c: uMPS3's disk: blocks of 4096 bytes, a buffer of one, a platter that turns.  It
 * interrupts when a command is done, or is none, or asks for what is not there; any other command
 * lowers that.  While it is busy writes are lost.
 *
 *   0x0  STATUS   r   1 ready, 2 no such command, 3 busy, 4 no such cylinder, 5 no such block to
 *                     read, 6 to write, 7 no memory to read it into
 *   0x4  COMMAND  rw  7:0 0 reset   1 acknowledge   2 seek the cylinder 23:8
 *                     3 read, 4 write head 23:16, sector 15:8 of this cylinder, at DATA0
 *   0x8  DATA0    rw  physical address, a multiple of 4
 *   0xc  DATA1    r   31:16 cylinders, 15:8 heads, 7:0 sectors
 *
 * A sector passes in T = turn / sectors; seeking takes so long a cylinder and a tick; reset 400 us
 * and a seek to cylinder 0, where it does not go.  Reading: what is buffered takes 1024 ticks;
 * else, with sector now = TOD / T under the head, TOD % T and a T for each sector between, the part
 * of T that holds data, and 1024.  Writing: the same from 1024 ticks later on.  A write from where
 * no memory is writes what the buffer held, after 1024 ticks, and says nothing.
 *
 * (uMPS3 3.0.5, src/umps/device.cc, blockdev.cc.) */
#include "umps.h"

enum { DONE };                          /* its one event */
enum { SEEK = 2, READ = 3, WRITE = 4, BAD_SEEK = 4, BAD_READ = 5, BAD_WRITE = 6, BAD_MEMORY = 7 };
enum { RESET_US = 400, HEADER = 28, NONE = -1 };

/* buffered: the block in the buffer, or NONE. */
#define DISK_STATE(F, A) \
	F(u32, status) F(u32, command) F(u32, data0) F(u32, cylinder) F(u32, buffered) \
	A(u8, buffer, BLOCK)
struct disk { struct device device; DISK_STATE(STATE_F, STATE_A) };
#define F(type, name, ...) STATE_FIELD(disk, type, name)
static const struct field disk_fields[] = { DISK_STATE(F, F) };
#undef F

static u32 cylinders(const struct disk *k)
{
	return (u32)k->device.option[DISK_GEOMETRY] >> 16;
}

static u32 heads(const struct disk *k)
{
	return (u32)k->device.option[DISK_GEOMETRY] >> 8 & 0xff;
}

static u32 sectors(const struct disk *k)
{
	return (u32)k->device.option[DISK_GEOMETRY] & 0xff;
}

static void disk_reset(struct device *d)
{
	struct disk *k = (struct disk *)d;
	k->status = READY;
	k->buffered = (u32)NONE;
}

static u32 disk_peek(const struct device *d, u32 offset, u32 bytes)
{
	const struct disk *k = (const struct disk *)d;
	const u32 word[4] = { k->status, k->command, k->data0, (u32)d->option[DISK_GEOMETRY] };
	(void)bytes;
	return word[offset >> 2];
}

static u32 disk_read(struct device *d, u32 offset, u32 bytes)
{
	return disk_peek(d, offset, bytes);
}

static u32 block_of(const struct disk *k)
{
	u32 head = k->command >> 16 & 0xff, sector = k->command >> 8 & 0xff;
	return (k->cylinder * heads(k) + head) * sectors(k) + sector;
}

/* ---- time ---- */

static u32 sector_ticks(const struct disk *k)
{
	return (u32)umps_ticks(&k->device, k->device.option[DISK_TURN]) / sectors(k);
}

/* Until the sector has passed, for one who begins to look when the clock's low word is tod. */
static u64 turn_ticks(const struct disk *k, u32 tod)
{
	u32 one = sector_ticks(k), now = tod / one % sectors(k), wanted = k->command >> 8 & 0xff;
	u32 between = wanted > now ? wanted - now - 1 : sectors(k) - 1 - (now - wanted);
	return tod % one + (u64)one * between + one * (u32)k->device.option[DISK_DATA] / 100;
}

static u32 tod_low(const struct disk *k)
{
	return (u32)device_now(&k->device) + 1;
}

/* ---- commands ---- */

static void busy(struct disk *k, u64 ticks)
{
	k->status = BUSY;
	device_after(&k->device, DONE, ticks);
}

static void refuse(struct disk *k, u32 status)
{
	k->status = status;
	device_line(&k->device, true);
}

static void begin_seek(struct disk *k)
{
	u32 to = k->command >> 8 & 0xffff, from = k->cylinder;
	u64 way = to < from ? from - to : to - from;
	if (to >= cylinders(k)) refuse(k, BAD_SEEK);
	else busy(k, umps_ticks(&k->device, k->device.option[DISK_SEEK] * way) + 1);
}

static void begin_read(struct disk *k)
{
	u64 ticks = DMA_TICKS;
	if (k->buffered != block_of(k)) {
		k->buffered = (u32)NONE;
		ticks += turn_ticks(k, tod_low(k));
	}
	busy(k, ticks);
}

static void begin_write(struct disk *k)
{
	bool done = umps_dma(&k->device, k->data0, k->buffer, false);
	k->buffered = done ? block_of(k) : (u32)NONE;
	busy(k, DMA_TICKS + (done ? turn_ticks(k, tod_low(k) + DMA_TICKS) : 0));
}

static void obey(struct disk *k, u32 command)
{
	u32 head = command >> 16 & 0xff, sector = command >> 8 & 0xff;
	bool there = head < heads(k) && sector < sectors(k);
	k->command = command;
	if ((command & 0xff) <= WRITE) device_line(&k->device, false);
	switch (command & 0xff) {
	case RESET:
		busy(k, umps_ticks(&k->device,
			RESET_US + k->device.option[DISK_SEEK] * k->cylinder));
		break;
	case ACK: k->status = READY; break;
	case SEEK: begin_seek(k); break;
	case READ:
		if (there) begin_read(k);
		else refuse(k, BAD_READ);
		break;
	case WRITE:
		if (there) begin_write(k);
		else refuse(k, BAD_WRITE);
		break;
	default: refuse(k, BAD_COMMAND);
	}
}

static void disk_write(struct device *d, u32 offset, u32 bytes, u32 value)
{
	struct disk *k = (struct disk *)d;
	(void)bytes;
	if (k->status == BUSY) return;
	if (offset == COMMAND) obey(k, value);
	if (offset == DATA0) k->data0 = value;
}

/* ---- their ends ---- */

static void end_read(struct disk *k)
{
	u32 block = block_of(k);
	if (k->buffered == (u32)NONE)
		device_store_read(&k->device, HEADER + (u64)block * BLOCK, k->buffer, BLOCK);
	k->buffered = block;
	if (!umps_dma(&k->device, k->data0, k->buffer, true)) k->status = BAD_MEMORY;
}

static void disk_event(struct device *d, u32 what)
{
	struct disk *k = (struct disk *)d;
	(void)what;
	k->status = READY;
	switch (k->command & 0xff) {
	case RESET: k->buffered = (u32)NONE; break;
	case SEEK: k->cylinder = k->command >> 8 & 0xffff; break;
	case READ: end_read(k); break;
	case WRITE: device_store_write(d, HEADER + (u64)block_of(k) * BLOCK, k->buffer, BLOCK); break;
	}
	device_line(d, true);
}

static bool disk_quiet(const struct device *d, u32 offset)
{
	(void)d, (void)offset;
	return true;
}

static const struct device_operations disk_does = {
	.reset = disk_reset, .read = disk_read, .peek = disk_peek, .write = disk_write,
	.event = disk_event, .quiet = disk_quiet,
};
const struct device_type umps_disk = {
	"disk", sizeof(struct disk), disk_fields, COUNT_OF(disk_fields), &disk_does,
};
