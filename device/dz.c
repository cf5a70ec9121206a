/* dz.c: the DC7085 of a DECstation, a DZ11 with four serial lines; line 3 is the console.
 *
 *   0x00  CSR   r   15 TRDY   a line that may send has room      9:8 TLINE  which one
 *                    7 RDONE  the silo holds a character
 *               rw  14 TIE, 6 RIE  TRDY, RDONE interrupt         5 MSE  master scan enable
 *                    3 MAINT  what is sent comes back
 *               w    4 CLR    silo, CSR, line parameters and line enables are cleared; reads 0
 *   0x08  RBUF  r   15 DVAL, 14 OERR (characters before this one were lost), 9:8 line,
 *                   7:0 character; reading takes it out of the silo
 *   0x08  LPR   w   12 RXENAB, 11:8 speed, 7 odd, 6 parity, 5 two stop bits, 4:3 length - 5,
 *                   1:0 line; word only
 *   0x10  TCR   rw  3:0 lines that may send, 11:8 modem outputs
 *   0x18  MSR   r   modem inputs: none is up
 *   0x18  TDR   w   11:8 break, 7:0 the character for line TLINE; clears TRDY
 *
 * Registers are 16 bits wide, 8 bytes apart; the chip decodes nothing above.  (DZ11 User's Guide,
 * EK-DZ110-UG; Linux drivers/tty/serial/dz.h.)
 *
 * What differs from the chip: the scanner takes no time, a character is out when TDR is written
 * (the line is busy for its time all the same), and line 3 asks for its next byte only while the
 * silo is empty.  So what was typed ahead waits outside, where neither overrun nor CLR can lose it.
 * Lines 0 to 2 are open ends. */
#include "device.h"
#include "dec.h"

enum { CSR, RBUF, TCR, MSR, LPR = RBUF, TDR = MSR };
enum {
	TRDY = 0x8000, TIE = 0x4000, RDONE = 0x80, RIE = 0x40, MSE = 0x20, CLR = 0x10, MAINT = 8,
	CSR_WRITTEN = TIE | RIE | MSE | MAINT, DVAL = 0x8000, OERR = 0x4000, RXENAB = 0x1000,
	TCR_LINES = 0x000f, TCR_WRITTEN = 0x0f0f, BREAKS = 0x0f00
};
enum { LINES = 4, CONSOLE = 3, SILO = 64, LINE_SHIFT = 8 };
enum { SENT, ARRIVES };                  /* events: a line has room again; a byte may come */
enum { CHARACTER_TICKS = 200 };          /* unless the board asks for the time of its speed */

#define DZ_STATE(F, A) \
	F(u16, csr)                      /* what was written */ \
	F(u16, tcr) F(u16, breaks) A(u16, lpr, LINES) \
	F(u8, ready) F(u8, scan)         /* TRDY, TLINE */ \
	A(u64, free_at, LINES)           /* when the line's buffer is empty again; 0: it is */ \
	A(u16, silo, SILO) F(u8, silo_first) F(u8, silo_count) F(u8, overrun)

struct dz { struct device device; DZ_STATE(STATE_F, STATE_A) };
#define F(type, name, ...) STATE_FIELD(dz, type, name)
static const struct field dz_fields[] = { DZ_STATE(F, F) };
#undef F

static struct dz *dz_of(struct device *d) { return (struct dz *)d; }
static const struct dz *dz_peeked(const struct device *d) { return (const struct dz *)d; }

/* Tenths of a baud, by LPR's speed; 15 is the external clock. */
static const u32 speeds[16] = {
	500, 750, 1100, 1345, 1500, 3000, 6000, 12000,
	18000, 20000, 24000, 36000, 48000, 72000, 96000, 192000
};

static u32 character_ticks(const struct dz *z, u32 line)
{
	u32 lpr = z->lpr[line];
	u32 bits = 1 + 5 + (lpr >> 3 & 3) + (lpr >> 6 & 1) + 1 + (lpr >> 5 & 1);

	if (!z->device.option[DZ_BAUD])
		return CHARACTER_TICKS;
	return (u32)((u64)bits * device_mhz(&z->device) * 10000000 / speeds[lpr >> 8 & 15]);
}

/* Stops at the next line that may send and has room, and stays there until it is served or may not
 * send any more. */
static void dz_scan(struct dz *z)
{
	u64 next = NEVER;

	if (!(z->csr & MSE) || !(z->tcr >> z->scan & 1))
		z->ready = 0;
	for (u32 i = 1; i <= LINES && !z->ready && (z->csr & MSE); i++) {
		u32 line = (z->scan + i) % LINES;
		if (!(z->tcr >> line & 1))
			continue;
		if (z->free_at[line] > device_now(&z->device)) {
			next = least(next, z->free_at[line]);
			continue;
		}
		z->free_at[line] = 0;
		z->scan = (u8)line;
		z->ready = 1;
	}
	if (z->ready || next == NEVER)
		device_cancel(&z->device, SENT);
	else
		device_after(&z->device, SENT, next - device_now(&z->device));
}

static bool dz_receives(const struct dz *z, u32 line)
{
	return (z->csr & MSE) && (z->lpr[line] & RXENAB);
}

static void dz_listen(struct dz *z)
{
	struct device *d = &z->device;

	if (!dz_receives(z, CONSOLE) || (z->csr & MAINT)) {
		device_ask_no_more(d);
		device_cancel(d, ARRIVES);
	} else if (!z->silo_count && !device_asking(d) && !device_when(d, ARRIVES)) {
		device_after(d, ARRIVES, CHARACTER_TICKS);
	}
}

static void dz_settle(struct dz *z)
{
	dz_scan(z);
	dz_listen(z);
	device_line(&z->device, (z->ready && (z->csr & TIE)) || (z->silo_count && (z->csr & RIE)));
}

static void dz_clear(struct dz *z)
{
	z->csr = 0;
	z->tcr &= (u16)~TCR_LINES;       /* modem outputs stay */
	z->breaks = 0;
	z->ready = z->scan = 0;
	z->silo_first = z->silo_count = z->overrun = 0;
	memset(z->silo, 0, sizeof z->silo);
	memset(z->lpr, 0, sizeof z->lpr);
	memset(z->free_at, 0, sizeof z->free_at);
}

static void dz_reset(struct device *d)
{
	dz_of(d)->tcr = 0;
	dz_clear(dz_of(d));
}

static u32 length_mask(const struct dz *z, u32 line)
{
	return 0xffu >> (3 - (z->lpr[line] >> 3 & 3));
}

static void silo_put(struct dz *z, u32 line, u32 character)
{
	u32 entry = DVAL | line << LINE_SHIFT | (character & length_mask(z, line));

	if (z->silo_count == SILO) {
		z->overrun = 1;
		return;
	}
	if (z->overrun)
		entry |= OERR;
	z->overrun = 0;
	z->silo[(z->silo_first + z->silo_count++) % SILO] = (u16)entry;
}

static u16 silo_take(struct dz *z)
{
	u16 entry = z->silo[z->silo_first];

	if (!z->silo_count)
		return 0;
	z->silo[z->silo_first] = 0;
	z->silo_first = (u8)((z->silo_first + 1) % SILO);
	z->silo_count--;
	return entry;
}

static u32 dz_register(const struct dz *z, u32 number)
{
	switch (number) {
	case CSR:
		return (z->csr & CSR_WRITTEN) | (z->ready ? TRDY : 0) | (u32)z->scan << LINE_SHIFT |
			(z->silo_count ? RDONE : 0);
	case RBUF:
		return z->silo_count ? z->silo[z->silo_first] : 0;
	case TCR:
		return z->tcr;
	default:
		return 0;
	}
}

/* The part of a register that an access of any width and alignment sees. */
static u32 part(u32 value, u32 offset, u32 bytes)
{
	value = (offset & 7) < 2 ? value >> 8 * (offset & 7) : 0;
	return bytes == 1 ? value & 0xff : value;
}

static u32 dz_peek(const struct device *d, u32 offset, u32 bytes)
{
	return part(dz_register(dz_peeked(d), offset >> 3 & 3), offset, bytes);
}

static u32 dz_read(struct device *d, u32 offset, u32 bytes)
{
	u32 value = dz_peek(d, offset, bytes);

	if ((offset >> 3 & 3) == RBUF && dz_of(d)->silo_count) {
		silo_take(dz_of(d));
		dz_settle(dz_of(d));
	}
	return value;
}

static bool dz_quiet(const struct device *d, u32 offset)
{
	return (offset >> 3 & 3) != RBUF || !dz_peeked(d)->silo_count;
}

static void dz_send(struct dz *z, u32 character)
{
	u32 line = z->scan;
	u8 byte = (u8)(character & length_mask(z, line));

	if (!z->ready) {
		device_error(&z->device, "TDR is written while no line is ready");
		return;
	}
	z->ready = 0;
	z->free_at[line] = device_now(&z->device) + character_ticks(z, line);
	if (z->csr & MAINT) {
		if (dz_receives(z, line))
			silo_put(z, line, byte);
	} else if (line == CONSOLE && !(z->breaks >> LINE_SHIFT >> line & 1)) {
		device_put(&z->device, &byte, 1);
	}
}

/* A byte write changes its half of the register. */
static u32 merged(u32 old, u32 offset, u32 bytes, u32 value)
{
	if (bytes > 1)
		return value;
	return (offset & 7) ? (old & 0xff) | (value & 0xff) << 8 : (old & 0xff00) | (value & 0xff);
}

static void dz_write(struct device *d, u32 offset, u32 bytes, u32 value)
{
	struct dz *z = dz_of(d);

	if ((offset & 7) > (bytes == 1)) {
		device_error(d, "a write between the registers");
		return;
	}
	switch (offset >> 3 & 3) {
	case CSR:
		value = merged(z->csr, offset, bytes, value);
		if (value & CLR)
			dz_clear(z);
		else
			z->csr = value & CSR_WRITTEN;
		break;
	case LPR:
		if (bytes == 1)
			device_error(d, "LPR is written by bytes");
		else
			z->lpr[value & 3] = (u16)(value & 0x1ff8);
		break;
	case TCR:
		z->tcr = merged(z->tcr, offset, bytes, value) & TCR_WRITTEN;
		break;
	case TDR:
		if (bytes > 1 || (offset & 7))
			z->breaks = merged(z->breaks, offset, bytes, value) & BREAKS;
		if (bytes > 1 || !(offset & 7))
			dz_send(z, value);
		break;
	}
	dz_settle(z);
}

static void dz_event(struct device *d, u32 what)
{
	struct dz *z = dz_of(d);

	if (what == ARRIVES && !z->silo_count)
		device_ask(d);           /* dz_listen cancels this event where nothing may come */
	if (what == SENT)
		dz_settle(z);
}

static void dz_input(struct device *d, const u8 *byte, u32 bytes)
{
	struct dz *z = dz_of(d);

	for (u32 i = 0; i < bytes; i++)
		silo_put(z, CONSOLE, byte[i]);
	device_after(d, ARRIVES, character_ticks(z, CONSOLE));
	dz_settle(z);
}

static const struct device_operations dz_does = {
	.reset = dz_reset, .read = dz_read, .peek = dz_peek, .write = dz_write,
	.event = dz_event, .input = dz_input, .quiet = dz_quiet
};
const struct device_type device_dz = {
	"dz", sizeof(struct dz), dz_fields, COUNT_OF(dz_fields), &dz_does
};
