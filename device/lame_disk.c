/* lame_disk.c: System/161's fixed disk, with sectors of 512 bytes in the store behind it.
 *
 *   0x00  SECTORS  r   of the disk
 *   0x04  STATUS   r   bit 0 BUSY, 1 WRITE, 2 DONE, 3 no such sector, 4 media error
 *                  w   1 read, 3 write, 0 neither; else refused
 *   0x08  SECTOR   rw  which one
 *   0x0c  RPM      r   revolutions a minute
 *   0x8000 to 0x81ff   the sector's bytes
 *
 * The line is up while DONE is set.  One operation at a time; a move of the head that has begun
 * ends
 * even when the operation was given up.
 *
 * 320 tracks between diameters 20 and 80, sectors numbered from the outermost, as many on each as
 * its
 * area holds of 1.06 times the disk, less one.  The head is on the innermost at power on.  A seek
 * of n
 * tracks takes 5n ms up to 3, else 10 + 3 sqrt(n).  A whole number of turns fits a second, and each
 * second begins with sector 0 under the head; what has passed under it since it came to a track is
 * in a buffer.  500 ns more bring a sector into or out of that.
 * (System/161's manual, doc/devices.html; the geometry is that of System/161 2.0.8.) */
#include "lame.h"

enum { SECTORS = 0x00, STATUS = 0x04, SECTOR = 0x08, RPM = 0x0c, SECTOR_BYTES = 512 };
enum { BUSY = 1, WRITE = 2, DONE = 4, NO_SECTOR = 8, MEDIA = 16 };
enum { SEEK, WAIT };                    /* events */
enum { STARTED, COPIED_IN, TURNED, COPIED_OUT }; /* phases of an operation */
enum { TRACKS = 320, COPY_NS = 500 };
#define SECOND 1000000000u
enum { BAD_STATUS };
static const char *const refused[] = {
	[BAD_STATUS] = "it wrote %x to the disk's status register: neither 0, 1 nor 3",
};

#define DISK_STATE(F, A) \
	F(u32, status) F(u32, sector) \
	F(u64, arrived)                  /* nanoseconds: when the head came to its track */ \
	F(u16, track) F(u16, to)         /* where it is, and where it is going */ \
	F(u8, phase) F(u8, next)         /* done, and after the wait */ \
	F(u64, reads) F(u64, writes)     /* sectors, counted */ \
	A(u32, buffer, SECTOR_BYTES / 4)

struct disk { struct device device; DISK_STATE(STATE_F, STATE_A) };
#define F(type, name, ...) STATE_FIELD(disk, type, name)
static const struct field disk_fields[] = { DISK_STATE(F, F) };
#undef F

/* ---- geometry ---- */

struct place { u32 track, at, sectors; }; /* sectors: of that track */

/* Track i has room for physical * (643 + 6 i) / 512000 sectors: its area by that of all. */
static u32 sectors_of(const struct disk *k, u32 track)
{
	u64 physical = k->device.option[DISK_SECTORS] * 106 / 100;
	return (u32)(physical * (643 + 6 * track) / 512000) - 1;
}

static struct place locate(const struct disk *k)
{
	u32 first = 0;
	for (u32 track = TRACKS; track--; ) {
		u32 n = sectors_of(k, track);
		if (k->sector - first < n) return (struct place){ track, k->sector - first, n };
		first += n;
	}
	return (struct place){ 0, 0, 1 }; /* a disk too small to have been given a track for each */
}

static u32 root(u64 square)
{
	u64 r = 0;
	for (u64 bit = (u64)1 << 31; bit; bit >>= 1)
		if ((r | bit) * (r | bit) <= square) r |= bit;
	return (u32)r;
}

static u64 seek_ns(u32 tracks)
{
	if (tracks <= 3) return tracks * 5000000u;
	return 10000000 + root((u64)9000000000000 * tracks); /* 3 ms times the root */
}

static u32 turn_ns(const struct disk *k)
{
	return SECOND / (u32)(k->device.option[DISK_RPM] / 60);
}

/* The first time from `from` on at which the head is over a place of the track: ns is its distance
 * from sector 0. */
static u64 next_pass(const struct disk *k, u64 from, u64 ns)
{
	u64 at = from - from % SECOND + ns, turn = turn_ns(k);
	return at >= from ? at : at + (from - at + turn - 1) / turn * turn;
}

/* How long until the sector has been read, or has been written. */
static u64 turn_wait(const struct disk *k, struct place p)
{
	u64 now = device_ns(&k->device), each = turn_ns(k) / p.sectors;
	if (k->status & WRITE) return next_pass(k, now, p.at * each) + each - now;
	u64 passed = next_pass(k, k->arrived, (p.at + 1) % p.sectors * each);
	return passed > now ? passed - now : 0;
}

/* ---- operations ---- */

static void finish(struct disk *k, u32 bits)
{
	k->status = (k->status & ~(u32)BUSY) | DONE | bits;
	k->phase = 0;
}

static void transfer(struct disk *k)
{
	u8 byte[SECTOR_BYTES];
	u64 at = k->device.option[DISK_FIRST] + (u64)k->sector * SECTOR_BYTES;
	if (k->status & WRITE) {
		for (u32 i = 0; i < SECTOR_BYTES; i++) byte[i] = (u8)(k->buffer[i / 4] >> (24 - i % 4 * 8));
		device_store_write(&k->device, at, byte, SECTOR_BYTES);
		k->writes++;
	} else {
		device_store_read(&k->device, at, byte, SECTOR_BYTES);
		for (u32 i = 0; i < SECTOR_BYTES; i += 4)
			k->buffer[i / 4] =
				(u32)byte[i] << 24 | byte[i + 1] << 16 | byte[i + 2] << 8 | byte[i + 3];
		k->reads++;
	}
	finish(k, 0);
}

static void wait_for(struct disk *k, u8 next, u64 ns)
{
	k->next = next;
	device_after_ns(&k->device, WAIT, ns);
}

/* The next step of what goes on, if anything. */
static void work(struct disk *k)
{
	struct device *d = &k->device;
	if (!(k->status & BUSY) || device_when(d, SEEK) || device_when(d, WAIT)) return;
	if (k->sector >= d->option[DISK_SECTORS]) {
		finish(k, NO_SECTOR);
		return;
	}
	struct place p = locate(k);
	if (p.track != k->track) {
		u32 tracks = p.track > k->track ? p.track - k->track : k->track - p.track;
		k->to = (u16)p.track;
		device_after_ns(d, SEEK, seek_ns(tracks));
		return;
	}
	if (k->status & WRITE && k->phase < COPIED_IN) {
		wait_for(k, COPIED_IN, COPY_NS);
		return;
	}
	u64 turn = k->phase < TURNED ? turn_wait(k, p) : 0;
	if (turn) wait_for(k, TURNED, turn);
	else if (!(k->status & WRITE) && k->phase < COPIED_OUT) wait_for(k, COPIED_OUT, COPY_NS);
	else transfer(k);
}

static void update(struct disk *k)
{
	work(k);
	device_line(&k->device, k->status & DONE);
}

static void write_status(struct disk *k, u32 value)
{
	if (value != 0 && value != BUSY && value != (BUSY | WRITE)) {
		device_refuse(&k->device, BAD_STATUS, value);
		return;
	}
	if (value & WRITE && k->device.option[DISK_DOOM]) device_doom(&k->device);
	k->status = value;
	k->phase = STARTED;
	update(k);
}

static void disk_event(struct device *d, u32 what)
{
	struct disk *k = (struct disk *)d;
	if (what == SEEK) {
		k->track = k->to, k->to = 0;
		k->arrived = device_ns(d);
	} else {
		if (k->status & BUSY) k->phase = k->next;
		k->next = 0;
	}
	update(k);
}

/* ---- registers ---- */

static u32 disk_peek(const struct device *d, u32 offset, u32 bytes)
{
	const struct disk *k = (const struct disk *)d;
	(void)bytes;
	if (offset - LAME_BUFFER < SECTOR_BYTES) return k->buffer[(offset - LAME_BUFFER) / 4];
	switch (offset) {
	case SECTORS: return (u32)d->option[DISK_SECTORS];
	case STATUS: return k->status;
	case SECTOR: return k->sector;
	case RPM: return (u32)d->option[DISK_RPM];
	default: return 0;
	}
}

static u32 disk_read(struct device *d, u32 offset, u32 bytes)
{
	if (offset > RPM && offset - LAME_BUFFER >= SECTOR_BYTES) device_fault(d);
	return disk_peek(d, offset, bytes);
}

static void disk_write(struct device *d, u32 offset, u32 bytes, u32 value)
{
	struct disk *k = (struct disk *)d;
	(void)bytes;
	if (offset - LAME_BUFFER < SECTOR_BYTES) k->buffer[(offset - LAME_BUFFER) / 4] = value;
	else if (offset == STATUS) write_status(k, value);
	else if (offset == SECTOR) k->sector = value;
	else device_fault(d);
}

static bool disk_quiet(const struct device *d, u32 offset)
{
	(void)d, (void)offset;
	return true;
}

/* The head came to its track when power came on. */
static void disk_reset(struct device *d)
{
	((struct disk *)d)->arrived = device_ns(d);
}

static const struct device_operations disk_does = {
	.reset = disk_reset,
	.read = disk_read, .peek = disk_peek, .write = disk_write, .event = disk_event,
	.quiet = disk_quiet, .refused = refused,
};
const struct device_type lame_disk = {
	"disk", sizeof(struct disk), disk_fields, COUNT_OF(disk_fields), &disk_does,
};
