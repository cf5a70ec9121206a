/* lance.c: the Am7990 LANCE of a PMAD-AA: Ethernet by rings of descriptors in the option's own RAM.
 * AM below is AMD's data sheet (Am7990, 05698; the Am79C90's, 17881, says the same in more words).
 *
 *   0x0  RDP  rw  the control and status register that RAP names, 16 bits
 *   0x4  RAP  rw  its number, 0 to 3
 *
 *   CSR0      rw  errors, interrupts: a 1 clears them; commands: a 1 gives them; INEA: as written.
 *                 STOP wins over all else: the chip's reset, but for RAP, CSR1, CSR2 and where it
 *                 is in the rings
 *   CSR1,2    rw  address of the initialization block; written only while STOP is set, as is
 *   CSR3      rw  BSWP (data bytes swap in pairs), ACON, BCON (pins: kept, without effect)
 *
 * The chip's 24-bit addresses count from the start of the RAM.  Beyond it nothing answers: a memory
 * error (MERR), which turns receiver and transmitter off.  Descriptors are four 16-bit words:
 * address, flags and high address, minus the buffer's length (12 bits, so 0 is 4096), then the
 * message's length (receive) or what went wrong (transmit).
 *
 * The wire is quiet and perfect: no collisions but forced ones, no bad FCS but one's own (DTCR), a
 * heartbeat after each frame (CERR stays 0).  It carries frames without FCS; what would come as a
 * runt is padded as its sender should have done; what no station would take (a wrong FCS, too many
 * bytes) does not go out.  A frame is received at the instant it comes; sending one takes FRAME
 * microseconds whatever its length: a transfer takes the time of the guest's own work. */
#include "device.h"
#include "ethernet.h"
#include "lance.h"

enum { INITIALIZED, POLL, SENT };       /* events */

enum { /* CSR0 */
	ERR = 0x8000, BABL = 0x4000, CERR = 0x2000, MISS = 0x1000, MERR = 0x800, RINT = 0x400,
	TINT = 0x200, IDON = 0x100, INTR = 0x80, INEA = 0x40, RXON = 0x20, TXON = 0x10, TDMD = 8,
	STOP = 4, STRT = 2, INIT = 1,
	ERRORS = BABL | CERR | MISS | MERR,
	CAUSES = BABL | MISS | MERR | RINT | TINT | IDON,       /* AM: CERR does not interrupt */
	CLEARED = ERRORS | RINT | TINT | IDON
};
enum { BSWP = 4, CSR3_BITS = 7 };
enum { PROM = 0x8000, INTL = 0x40, COLL = 0x10, DTCR = 8, LOOP = 4, DTX = 2, DRX = 1 }; /* mode */
enum { /* flags of a descriptor */
	OWN = 0x8000, STP = 0x200, ENP = 0x100, HIGH_ADDRESS = 0xff,
	D_ERR = 0x4000, R_CRC = 0x800, R_BUFF = 0x400
};
enum { T_BUFF = 0x8000, T_UFLO = 0x4000, T_RTRY = 0x400 };      /* its last word, after sending */

enum { /* guest microseconds */
	INIT_TIME = 10, NEXT = 1, FRAME = 20,
	POLL_TIME = 1600                /* AM: the transmit ring is looked at each 1.6 ms */
};
enum {
	ADDRESS_BITS = 0xffffff, DESCRIPTOR = 8, FCS = ETHERNET_FCS,
	LOOPED = 32,                    /* AM: bytes a looped frame may have */
	FRAME_BYTES = 2048              /* what the wire carries, with FCS */
};

#define LANCE_STATE(F, A) \
	F(u8, rap) F(u16, csr0) F(u32, block) F(u8, csr3) \
	F(u16, mode) A(u8, address, 6) A(u8, filter, 8) /* as the initialization block had them */ \
	F(u32, rx_ring) F(u32, tx_ring) F(u8, rx_mask) F(u8, tx_mask) \
	F(u8, rx_next) F(u8, tx_next)   /* the descriptor that is due */
struct lance { struct device device; LANCE_STATE(STATE_F, STATE_A) };

struct descriptor { u32 at; u16 low, flags, length, last; };
struct frame { u32 bytes; u8 byte[FRAME_BYTES]; };      /* bytes may be more than it holds */

static void after(struct lance *l, u32 what, u32 microseconds)
{
	device_after(&l->device, what, (u64)microseconds * device_mhz(&l->device));
}

static void signal(struct lance *l, u32 bits)
{
	l->csr0 = (l->csr0 | bits) & ~(ERR | INTR);
	if (l->csr0 & ERRORS)
		l->csr0 |= ERR;
	if (l->csr0 & CAUSES)
		l->csr0 |= INTR;
	device_line(&l->device, (l->csr0 & INTR) && (l->csr0 & INEA));
}

static void transmitter_off(struct lance *l)
{
	l->csr0 &= ~(TXON | TDMD);
	device_cancel(&l->device, POLL);
	device_cancel(&l->device, SENT);
}

/* ---- the option's RAM, as the chip sees it ---- */

static bool ram(struct lance *l, u32 at, void *byte, u32 bytes, bool to_ram)
{
	u32 pa = (u32)l->device.option[LANCE_RAM] + at;
	if (at < LANCE_RAM_BYTES && bytes <= LANCE_RAM_BYTES - at
	    && device_dma(&l->device, pa, byte, bytes, to_ram))
		return true;
	device_error(&l->device, "lance: an address beyond the buffer RAM");
	transmitter_off(l);
	l->csr0 &= ~RXON;
	signal(l, MERR);
	return false;
}

/* The contents of frames; BSWP does not concern the descriptors (AM). */
static bool ram_data(struct lance *l, u32 at, u8 *byte, u32 bytes, bool to_ram)
{
	if (!(l->csr3 & BSWP))
		return ram(l, at, byte, bytes, to_ram);
	for (u32 i = 0; i < bytes; i++)
		if (!ram(l, (at + i) ^ 1, byte + i, 1, to_ram))
			return false;
	return true;
}

static u16 word_of(const u8 *byte)
{
	return byte[0] | byte[1] << 8;
}

static bool descriptor_read(struct lance *l, u32 ring, u32 index, struct descriptor *d)
{
	u8 byte[DESCRIPTOR];
	d->at = (ring + index * DESCRIPTOR) & ADDRESS_BITS;
	if (!ram(l, d->at, byte, DESCRIPTOR, false))
		return false;
	d->low = word_of(byte);
	d->flags = word_of(byte + 2);
	d->length = word_of(byte + 4);
	d->last = word_of(byte + 6);
	return true;
}

static u32 buffer_at(const struct descriptor *d)
{
	return (u32)(d->flags & HIGH_ADDRESS) << 16 | d->low;
}

static u32 buffer_bytes(const struct descriptor *d)
{
	return 0x1000 - (d->length & 0xfff);
}

/* Gives it back to the guest: OWN is not among the flags. */
static void descriptor_release(struct lance *l, const struct descriptor *d, u32 flags)
{
	u8 high = flags >> 8;
	ram(l, d->at + 3, &high, 1, true);
}

static void descriptor_last(struct lance *l, const struct descriptor *d, u32 word)
{
	u8 byte[2] = { word & 0xff, word >> 8 };
	ram(l, d->at + 6, byte, 2, true);
}

/* The one after it, if the chip owns that; a ring of one has no next. */
static bool owns_next(struct lance *l, u32 ring, u32 index, const struct descriptor *d,
	struct descriptor *next)
{
	return descriptor_read(l, ring, index, next) && (next->flags & OWN) && next->at != d->at;
}

/* ---- the wire ---- */

static void append_fcs(struct frame *f)
{
	ethernet_append_fcs(f->byte, f->bytes);
	f->bytes += FCS;
}

/* AM: a broadcast always; a group by the CRC's upper six bits; else the station's own. */
static bool is_for_us(const struct lance *l, const u8 *to)
{
	static const u8 broadcast[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	if ((l->mode & PROM) || !memcmp(to, broadcast, 6))
		return true;
	if (!(to[0] & 1))
		return !memcmp(to, l->address, 6);
	u32 hash = ethernet_group_hash(to);
	return l->filter[hash >> 3] >> (hash & 7) & 1;
}

/* ---- receiving ---- */

/* Fills buffers from the one that is due; false with the error told where there are too few.  On
 * return *d is the last one, still the chip's, *flags what to release it with. */
static bool scatter(struct lance *l, struct frame *f, struct descriptor *d, u32 *flags)
{
	struct descriptor next;
	*flags = STP;
	for (u32 done = 0; ; *d = next, *flags = 0) {
		u32 bytes = (u32)least(buffer_bytes(d), f->bytes - done);
		if (!ram_data(l, buffer_at(d), f->byte + done, bytes, true))
			return false;
		done += bytes;
		l->rx_next = (l->rx_next + 1) & l->rx_mask;
		if (done == f->bytes)
			return true;
		if (!owns_next(l, l->rx_ring, l->rx_next, d, &next)) {
			if (l->csr0 & RXON) {
				descriptor_release(l, d, *flags | D_ERR | R_BUFF);
				signal(l, RINT);
			}
			return false;
		}
		descriptor_release(l, d, *flags);
	}
}

/* A frame with its FCS has come. */
static void receive(struct lance *l, struct frame *f, u32 error)
{
	struct descriptor d;
	u32 flags;
	if (!is_for_us(l, f->byte) || !descriptor_read(l, l->rx_ring, l->rx_next, &d))
		return;
	if (!(d.flags & OWN)) {
		signal(l, MISS);
		return;
	}
	if (!scatter(l, f, &d, &flags))
		return;
	descriptor_last(l, &d, f->bytes);
	descriptor_release(l, &d, flags | ENP | (error ? D_ERR | error : 0));
	signal(l, RINT);
}

static void lance_input(struct device *device, const u8 *byte, u32 bytes)
{
	struct lance *l = (struct lance *)device;
	bool looped_inside = (l->mode & LOOP) && (l->mode & INTL);
	if (!(l->csr0 & RXON) || looped_inside || bytes > FRAME_BYTES - FCS)
		return;
	struct frame f = { .bytes = bytes };
	memcpy(f.byte, byte, bytes);
	if (f.bytes < ETHERNET_SHORTEST)
		f.bytes = ETHERNET_SHORTEST;
	append_fcs(&f);
	receive(l, &f, 0);
}

/* ---- sending ---- */

static void descriptor_sent(struct lance *l, const struct descriptor *d, u32 fault)
{
	if (fault)
		descriptor_last(l, d, fault);
	descriptor_release(l, d, (d->flags & (STP | ENP)) | (fault ? D_ERR : 0));
}

/* Collects a frame's buffers from the one that is due and gives them back.  A chain that ends
 * without ENP is an underflow (AM: BUFF and UFLO, transmitter off). */
static bool gather(struct lance *l, struct frame *f, u32 fault)
{
	struct descriptor d, next;
	if (!descriptor_read(l, l->tx_ring, l->tx_next, &d) || !(d.flags & OWN))
		return false;
	for (;; d = next) {
		u32 bytes = buffer_bytes(&d);
		if (f->bytes + bytes <= FRAME_BYTES
		    && !ram_data(l, buffer_at(&d), f->byte + f->bytes, bytes, false))
			return false;
		f->bytes += bytes;
		l->tx_next = (l->tx_next + 1) & l->tx_mask;
		if (d.flags & ENP)
			break;
		if (!owns_next(l, l->tx_ring, l->tx_next, &d, &next)) {
			if (!(l->csr0 & TXON))
				return false;
			descriptor_sent(l, &d, T_BUFF | T_UFLO);
			transmitter_off(l);
			signal(l, TINT);
			return false;
		}
		descriptor_sent(l, &d, 0);
	}
	descriptor_sent(l, &d, fault);
	return true;
}

/* Bytes, with FCS if the chip does not make it (DTCR). */
static void onto_wire(struct lance *l, const struct frame *f)
{
	u32 bytes = f->bytes;
	if (bytes > FRAME_BYTES - FCS
	    || ((l->mode & DTCR) && !ethernet_fcs_right(f->byte, bytes))) {
		device_error(&l->device, "lance: a frame that no station would take");
		return;
	}
	if (l->mode & DTCR)
		bytes -= FCS;
	if (bytes < ETHERNET_SHORTEST)
		device_error(&l->device, "lance: a frame shorter than Ethernet has");
	device_put(&l->device, f->byte, bytes);
}

/* AM: one CRC generator.  With DTCR the receiver has it, and checks what the guest appended; else
 * it is the transmitter's, and nothing is checked.  Runts are taken. */
static void loop_back(struct lance *l, struct frame *f)
{
	u32 error = 0;
	u32 most = l->mode & DTCR ? LOOPED + FCS : LOOPED;
	if (f->bytes > most)
		device_error(&l->device, "lance: a looped frame has at most 32 bytes");
	if (f->bytes > FRAME_BYTES - FCS || f->bytes < 6)
		return;
	if (!(l->mode & DTCR))
		append_fcs(f);
	else if (!ethernet_fcs_right(f->byte, f->bytes))
		error = R_CRC;
	if (l->csr0 & RXON)
		receive(l, f, error);
}

static void transmit(struct lance *l)
{
	struct frame f = { .bytes = 0 };
	bool loop = l->mode & LOOP, inside = loop && (l->mode & INTL);
	bool collides = inside && (l->mode & COLL);
	if (gather(l, &f, collides ? T_RTRY : 0) && (l->csr0 & TXON)) {
		u32 longest = l->mode & DTCR ? ETHERNET_LONGEST + FCS : ETHERNET_LONGEST;
		if (!inside)
			onto_wire(l, &f);
		if (loop && !collides)
			loop_back(l, &f);
		signal(l, f.bytes > longest ? TINT | BABL : TINT);
	}
	if (l->csr0 & TXON)
		after(l, POLL, NEXT);
}

/* Looks at the descriptor that is due.  AM: one that does not start a frame is passed over. */
static void poll(struct lance *l)
{
	struct descriptor d;
	l->csr0 &= ~TDMD;
	if (!descriptor_read(l, l->tx_ring, l->tx_next, &d))
		return;
	if (!(d.flags & OWN)) {
		after(l, POLL, POLL_TIME);
	} else if (d.flags & STP) {
		after(l, SENT, FRAME);
	} else {
		device_error(&l->device, "lance: a transmit descriptor without a start of frame");
		descriptor_sent(l, &d, 0);
		l->tx_next = (l->tx_next + 1) & l->tx_mask;
		if (l->csr0 & TXON)
			after(l, POLL, NEXT);
	}
}

/* ---- commands ---- */

static void start(struct lance *l)
{
	l->csr0 &= ~(RXON | TXON);
	if (!(l->mode & DRX))
		l->csr0 |= RXON;
	if (!(l->mode & DTX)) {
		l->csr0 |= TXON;
		after(l, POLL, NEXT);
	}
}

static void initialize(struct lance *l)
{
	u8 byte[24];
	if (!ram(l, l->block, byte, sizeof byte, false))
		return;
	l->mode = word_of(byte);
	memcpy(l->address, byte + 2, sizeof l->address);
	memcpy(l->filter, byte + 8, sizeof l->filter);
	u16 rx_high = word_of(byte + 18), tx_high = word_of(byte + 22);
	l->rx_ring = (u32)(rx_high & 0xff) << 16 | (word_of(byte + 16) & ~7u);
	l->tx_ring = (u32)(tx_high & 0xff) << 16 | (word_of(byte + 20) & ~7u);
	l->rx_mask = (1 << (rx_high >> 13)) - 1;
	l->tx_mask = (1 << (tx_high >> 13)) - 1;
	l->rx_next = l->tx_next = 0;
	if (l->csr0 & STRT)
		start(l);
	signal(l, IDON);
}

static void stop(struct lance *l)
{
	for (u32 what = INITIALIZED; what <= SENT; what++)
		device_cancel(&l->device, what);
	l->csr0 = STOP;
	l->csr3 = 0;
	signal(l, 0);
}

static void write_csr0(struct lance *l, u32 value)
{
	if (value & STOP) {
		stop(l);
		return;
	}
	u32 begun = value & ~(u32)l->csr0 & (INIT | STRT);
	l->csr0 &= ~(value & CLEARED);
	l->csr0 |= begun;
	if (begun)
		l->csr0 &= ~STOP;
	if (begun & INIT)
		after(l, INITIALIZED, INIT_TIME);
	else if (begun && !device_when(&l->device, INITIALIZED))
		start(l);
	if (!(l->csr0 & STOP))
		l->csr0 = (l->csr0 & ~INEA) | (value & INEA);
	if ((value & TDMD) && (l->csr0 & TXON) && !(l->csr0 & TDMD)) {
		l->csr0 |= TDMD;
		if (!device_when(&l->device, SENT))
			after(l, POLL, NEXT);
	}
	signal(l, 0);
}

static void write_csr(struct lance *l, u32 value)
{
	if (l->rap == 0) {
		write_csr0(l, value);
		return;
	}
	if (!(l->csr0 & STOP)) {
		device_error(&l->device, "lance: CSR1 to CSR3 are written while it runs");
		return;
	}
	switch (l->rap) {
	case 1: l->block = (l->block & 0xff0000) | (value & 0xfffe); break;
	case 2: l->block = (l->block & 0xffff) | (value & 0xff) << 16; break;
	case 3: l->csr3 = value & CSR3_BITS; break;
	}
}

/* ---- the device ---- */

static u32 lance_peek(const struct device *device, u32 offset, u32 bytes)
{
	const struct lance *l = (const struct lance *)device;
	const u32 csr[4] = { l->csr0, l->block & 0xffff, l->block >> 16, l->csr3 };
	u32 value = offset & 4 ? l->rap : csr[l->rap & 3];
	value >>= 8 * (offset & 3);
	return bytes == 4 ? value : value & ((1u << 8 * bytes) - 1);
}

static u32 lance_read(struct device *device, u32 offset, u32 bytes)
{
	return lance_peek(device, offset, bytes);
}

/* The chip takes 16 bits at a time; a byte leaves the other half of the word 0. */
static void lance_write(struct device *device, u32 offset, u32 bytes, u32 value)
{
	struct lance *l = (struct lance *)device;
	if (bytes == 1)
		device_error(device, "lance: a register is written by bytes");
	if (offset & 2)
		return;
	value = value << 8 * (offset & 1) & 0xffff;
	if (offset & 4)
		l->rap = value & 3;
	else
		write_csr(l, value);
}

static void lance_event(struct device *device, u32 what)
{
	struct lance *l = (struct lance *)device;
	switch (what) {
	case INITIALIZED: initialize(l); break;
	case POLL: poll(l); break;
	case SENT: transmit(l); break;
	}
}

static bool lance_quiet(const struct device *device, u32 offset)
{
	(void)device, (void)offset;
	return true;
}

static void lance_reset(struct device *device)
{
	struct lance *l = (struct lance *)device;
	memset(&l->device + 1, 0, sizeof *l - sizeof l->device);
	stop(l);
}

#define F(type, name, ...) STATE_FIELD(lance, type, name)
static const struct field lance_fields[] = { LANCE_STATE(F, F) };
#undef F
static const struct device_operations lance_does = {
	.reset = lance_reset, .read = lance_read, .peek = lance_peek, .write = lance_write,
	.event = lance_event, .input = lance_input, .quiet = lance_quiet
};
const struct device_type device_lance = {
	"lance", sizeof(struct lance), lance_fields, COUNT_OF(lance_fields), &lance_does
};
