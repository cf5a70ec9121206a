/* lame_nic.c: System/161's network interface.
 *
 *   0x00  RIRQ     rw  bit 0: a packet is in the receive buffer; others are refused
 *   0x04  WIRQ     rw  bit 0: a packet is out; others are refused
 *   0x08  CONTROL  rw  bit 0 takes every packet, bit 1 sends one; others are refused
 *   0x0c  STATUS   r   15:0 its address
 *   0x8000 to 0x8fff   the packet received      0x9000 to 0x9fff  the packet to send
 *
 * The line is up while RIRQ or WIRQ is not 0.  A packet begins with four halfwords, high byte
 * first:
 * a4b3, from, bytes, to; ffff is everybody, 0 the hub.  The card fills in the first two.  What
 * comes
 * while RIRQ is set is lost.  Sending takes 2 ms.
 * (System/161's manual, doc/devices.html and networking.html; the time is System/161 2.0.8's.) */
#include "lame.h"

enum { RIRQ = 0x00, WIRQ = 0x04, CONTROL = 0x08, STATUS = 0x0c, RECEIVED = 0x8000, SEND = 0x9000,
	PACKET_BYTES = 4096, HEADER_BYTES = 8 };
enum { SENT };                          /* its one event */
enum { DONE = 1, ALL = 1, START = 2, FRAME = 0xa4b3, EVERYBODY = 0xffff, SEND_NS = 2000000 };
enum { BAD_IRQ, BAD_CONTROL, TWICE, TOO_LONG };
static const char *const refused[] = {
	[BAD_IRQ] = "it wrote %x to an interrupt register of the network's: bit 0 alone is one",
	[BAD_CONTROL] = "it wrote %x to the network's control register: bits 0 and 1 alone are",
	[TWICE] = "it sent a packet while one was being sent",
	[TOO_LONG] = "it sent a packet of %u bytes: 4096 are the most",
};

#define NIC_STATE(F, A) \
	F(u32, rirq) F(u32, wirq) F(u32, control) \
	F(u64, received) F(u64, sent) F(u64, dropped) F(u64, bad) /* packets, counted */ \
	A(u32, in, PACKET_BYTES / 4) A(u32, out, PACKET_BYTES / 4)

struct nic { struct device device; NIC_STATE(STATE_F, STATE_A) };
#define F(type, name, ...) STATE_FIELD(nic, type, name)
static const struct field nic_fields[] = { NIC_STATE(F, F) };
#undef F

static u32 address(const struct nic *n)
{
	return n->device.option[NIC_ADDRESS] & 0xffff;
}

static void drive(struct nic *n)
{
	device_line(&n->device, n->rirq || n->wirq);
}

/* ---- packets ---- */

static void send_packet(struct nic *n)
{
	u8 byte[PACKET_BYTES];
	u32 bytes = n->out[1] >> 16;
	if (bytes > PACKET_BYTES) {
		device_refuse(&n->device, TOO_LONG, bytes);
		return;
	}
	n->out[0] = (u32)FRAME << 16 | address(n);
	for (u32 i = 0; i < bytes; i++) byte[i] = (u8)(n->out[i / 4] >> (24 - i % 4 * 8));
	device_put(&n->device, byte, bytes);
	n->sent++;
}

static void nic_event(struct device *d, u32 what)
{
	struct nic *n = (struct nic *)d;
	(void)what;
	send_packet(n);
	n->control &= ~(u32)START;
	n->wirq = DONE;
	drive(n);
}

static bool whole(const u8 *byte, u32 bytes)
{
	return bytes >= HEADER_BYTES && bytes <= PACKET_BYTES && (byte[0] << 8 | byte[1]) == FRAME &&
		((u32)byte[4] << 8 | byte[5]) == bytes;
}

static bool is_mine(const struct nic *n, const u8 *byte)
{
	u32 to = (u32)byte[6] << 8 | byte[7];
	return to == address(n) || to == EVERYBODY || n->control & ALL;
}

static void nic_input(struct device *d, const u8 *byte, u32 bytes)
{
	struct nic *n = (struct nic *)d;
	if (!whole(byte, bytes)) {
		n->bad++;
		return;
	}
	if (!is_mine(n, byte)) return;
	if (n->rirq) {
		n->dropped++;
		return;
	}
	for (u32 i = 0; i < bytes; i++) {
		u32 shift = 24 - i % 4 * 8, *word = &n->in[i / 4];
		*word = (*word & ~(0xffu << shift)) | (u32)byte[i] << shift;
	}
	n->received++;
	n->rirq = DONE;
	drive(n);
}

/* ---- registers ---- */

static const u32 *word_at(const struct nic *n, u32 offset)
{
	if (offset - RECEIVED < PACKET_BYTES) return &n->in[(offset - RECEIVED) / 4];
	if (offset - SEND < PACKET_BYTES) return &n->out[(offset - SEND) / 4];
	return offset == RIRQ      ? &n->rirq
		   : offset == WIRQ    ? &n->wirq
		   : offset == CONTROL ? &n->control
							   : NULL;
}

static u32 nic_peek(const struct device *d, u32 offset, u32 bytes)
{
	const struct nic *n = (const struct nic *)d;
	const u32 *word = word_at(n, offset);
	(void)bytes;
	return word ? *word : offset == STATUS ? address(n) : 0;
}

static u32 nic_read(struct device *d, u32 offset, u32 bytes)
{
	if (!word_at((struct nic *)d, offset) && offset != STATUS) device_fault(d);
	return nic_peek(d, offset, bytes);
}

static void write_control(struct nic *n, u32 value)
{
	struct device *d = &n->device;
	if (value & ~(u32)(ALL | START)) {
		device_refuse(d, BAD_CONTROL, value);
		return;
	}
	if (value & n->control & START) device_refuse(d, TWICE, 0);
	else if (value & START) device_after_ns(d, SENT, SEND_NS);
	n->control = value | (n->control & START); /* it ends by itself alone */
}

static void nic_write(struct device *d, u32 offset, u32 bytes, u32 value)
{
	struct nic *n = (struct nic *)d;
	u32 *word = (u32 *)word_at(n, offset);
	(void)bytes;
	if (!word) device_fault(d);
	else if (offset == CONTROL) write_control(n, value);
	else if (offset < CONTROL && value & ~(u32)DONE) device_refuse(d, BAD_IRQ, value);
	else *word = value;
	drive(n);
}

static bool nic_quiet(const struct device *d, u32 offset)
{
	(void)d, (void)offset;
	return true;
}

static const struct device_operations nic_does = {
	.read = nic_read, .peek = nic_peek, .write = nic_write, .event = nic_event, .input = nic_input,
	.quiet = nic_quiet, .refused = refused,
};
const struct device_type lame_nic = {
	"nic", sizeof(struct nic), nic_fields, COUNT_OF(nic_fields), &nic_does,
};
