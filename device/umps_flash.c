/* umps_flash.c: uMPS3's flash device: blocks of 4096 bytes and a buffer of one.  It interrupts when
 * a command is done, or is none, or asks for what is not there; any other command lowers that.
 * While it is busy writes are lost.
 *
 *   0x0  STATUS   r   1 ready, 2 no such command, 3 busy, 4 no such block to read, 5 to write, 6 no
 *                     memory to read it into
 *   0x4  COMMAND  rw  7:0 0 reset   1 acknowledge   2 read, 3 write the block 31:8, at DATA0
 *   0x8  DATA0    rw  physical address, a multiple of 4
 *   0xc  DATA1    r   blocks
 *
 * Writing takes the time of the file's header, reading three quarters of it, both and 1024 ticks,
 * and a block that is buffered 1024 ticks alone; reset 400 us and a writing time.  A write from
 * where no memory is writes what the buffer held, after 1024 ticks, and says nothing.
 *
 * (uMPS3 3.0.5, src/umps/device.cc, blockdev.cc.) */
#include "umps.h"

enum { DONE };                          /* its one event */
enum { READ = 2, WRITE = 3, BAD_READ = 4, BAD_WRITE = 5, BAD_MEMORY = 6 };
enum { RESET_US = 400, HEADER = 12, NONE = -1 };

/* buffered: the block in the buffer, or NONE. */
#define FLASH_STATE(F, A) \
	F(u32, status) F(u32, command) F(u32, data0) F(u32, buffered) A(u8, buffer, BLOCK)
struct flash { struct device device; FLASH_STATE(STATE_F, STATE_A) };
#define F(type, name, ...) STATE_FIELD(flash, type, name)
static const struct field flash_fields[] = { FLASH_STATE(F, F) };
#undef F

static void flash_reset(struct device *d)
{
	struct flash *f = (struct flash *)d;
	f->status = READY;
	f->buffered = (u32)NONE;
}

static u32 flash_peek(const struct device *d, u32 offset, u32 bytes)
{
	const struct flash *f = (const struct flash *)d;
	const u32 word[4] = { f->status, f->command, f->data0, (u32)d->option[FLASH_BLOCKS] };
	(void)bytes;
	return word[offset >> 2];
}

static u32 flash_read(struct device *d, u32 offset, u32 bytes)
{
	return flash_peek(d, offset, bytes);
}

static void busy(struct flash *f, u64 ticks)
{
	f->status = BUSY;
	device_after(&f->device, DONE, ticks);
}

static void begin(struct flash *f, u32 block, bool write)
{
	u64 time = f->device.option[FLASH_TIME], ticks = DMA_TICKS;
	if (write) {
		bool done = umps_dma(&f->device, f->data0, f->buffer, false);
		f->buffered = done ? block : (u32)NONE;
		ticks += done ? umps_ticks(&f->device, time) : 0;
	} else if (f->buffered != block) {
		f->buffered = (u32)NONE;
		ticks += umps_ticks(&f->device, time * 3 / 4);
	}
	busy(f, ticks);
}

static void refuse(struct flash *f, u32 status)
{
	f->status = status;
	device_line(&f->device, true);
}

static void obey(struct flash *f, u32 command)
{
	struct device *d = &f->device;
	u32 block = command >> 8, what = command & 0xff;
	bool there = block < d->option[FLASH_BLOCKS];
	f->command = command;
	if (what <= WRITE) device_line(d, false);
	switch (what) {
	case RESET: busy(f, umps_ticks(d, RESET_US + d->option[FLASH_TIME])); break;
	case ACK: f->status = READY; break;
	case READ: case WRITE:
		if (there) begin(f, block, what == WRITE);
		else refuse(f, what == READ ? BAD_READ : BAD_WRITE);
		break;
	default: refuse(f, BAD_COMMAND);
	}
}

static void flash_write(struct device *d, u32 offset, u32 bytes, u32 value)
{
	struct flash *f = (struct flash *)d;
	(void)bytes;
	if (f->status == BUSY) return;
	if (offset == COMMAND) obey(f, value);
	if (offset == DATA0) f->data0 = value;
}

static void end_read(struct flash *f, u64 at)
{
	if (f->buffered == (u32)NONE) device_store_read(&f->device, at, f->buffer, BLOCK);
	f->buffered = f->command >> 8;
	if (!umps_dma(&f->device, f->data0, f->buffer, true)) f->status = BAD_MEMORY;
}

static void flash_event(struct device *d, u32 what)
{
	struct flash *f = (struct flash *)d;
	u64 at = HEADER + (u64)(f->command >> 8) * BLOCK;
	(void)what;
	f->status = READY;
	switch (f->command & 0xff) {
	case RESET: f->buffered = (u32)NONE; break;
	case READ: end_read(f, at); break;
	case WRITE: device_store_write(d, at, f->buffer, BLOCK); break;
	}
	device_line(d, true);
}

static bool flash_quiet(const struct device *d, u32 offset)
{
	(void)d, (void)offset;
	return true;
}

static const struct device_operations flash_does = {
	.reset = flash_reset, .read = flash_read, .peek = flash_peek, .write = flash_write,
	.event = flash_event, .quiet = flash_quiet,
};
const struct device_type umps_flash = {
	"flash", sizeof(struct flash), flash_fields, COUNT_OF(flash_fields), &flash_does,
};
