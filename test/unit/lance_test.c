/* lance_test.c: device/lance.c on a wire of the test's own: what the Am7990 data sheet says of
 * registers, rings, filters and loopback, and what a hostile guest tries. */
#include "device_fake.h"
#include "ethernet.h"
#include "lance.h"

enum { MHZ = 25, RAM_AT = 0x1f800000 };
enum {
	ERR = 0x8000, BABL = 0x4000, MISS = 0x1000, MERR = 0x800, RINT = 0x400, TINT = 0x200,
	IDON = 0x100, INTR = 0x80, INEA = 0x40, RXON = 0x20, TXON = 0x10, TDMD = 8, STOP = 4, STRT = 2,
	INIT = 1
};
enum { PROM = 0x8000, INTL = 0x40, COLL = 0x10, DTCR = 8, LOOP = 4, DTX = 2, DRX = 1 };
enum { OWN = 0x8000, D_ERR = 0x4000, CRC = 0x800, BUFF = 0x400, STP = 0x200, ENP = 0x100 };
enum { RX_RING = 0x100, TX_RING = 0x200, RX_BUFFERS = 0x1000, TX_BUFFERS = 0x8000 };
static const u8 own[6] = { 0x08, 0, 0x2b, 1, 2, 3 }, other[6] = { 0x08, 0, 0x2b, 9, 9, 9 };

/* The option's RAM, and what follows it on the bus, where the chip must not reach. */
static u8 ram[2 * LANCE_RAM_BYTES];

static int setup(void **state)
{
	(void)state;
	memset(ram, 0, sizeof ram);
	fake_make(&device_lance, 0, MHZ, 1000);
	fake.memory = ram;
	fake.memory_at = RAM_AT;
	fake.memory_bytes = sizeof ram;
	fake.device->option[LANCE_RAM] = RAM_AT;
	return 0;
}

static int teardown(void **state)
{
	for (u32 i = LANCE_RAM_BYTES; i < sizeof ram; i++)
		assert_int_equal(ram[i], 0);
	return fake_unmake(state);
}

static void run(u64 microseconds)
{
	fake_run(microseconds * MHZ);
}

static bool pending(void)
{
	u64 any = 0;
	for (u32 what = 0; what < FAKE_WHATS; what++)
		any |= fake.when[what];
	return any;
}

/* The last frame that went out. */
static const u8 *sent(void)
{
	return fake.out + fake.outs - fake.put_bytes[fake.puts - 1];
}

/* ---- a small driver ---- */

static u32 get(u32 csr)
{
	fake_write(4, 2, csr);
	return fake_read(0, 2);
}

static void put(u32 csr, u32 value)
{
	fake_write(4, 2, csr);
	fake_write(0, 2, value);
}

static u32 word(u32 at)
{
	return ram[at] | ram[at + 1] << 8;
}

static void set(u32 at, u32 value)
{
	ram[at] = value & 0xff;
	ram[at + 1] = value >> 8;
}

static void descriptor(u32 at, u32 buffer, u32 flags, u32 bytes)
{
	set(at, buffer & 0xffff);
	set(at + 2, flags | buffer >> 16);
	set(at + 4, -bytes | 0xf000);
	set(at + 6, 0xeeee);
}

/* Rings of 1 << log descriptors, receive buffers of some bytes; started, interrupts on. */
static void start(u32 mode, u32 log, u32 bytes)
{
	put(0, STOP);
	set(0, mode);
	memcpy(ram + 2, own, 6);
	set(16, RX_RING);
	set(18, log << 13);
	set(20, TX_RING);
	set(22, log << 13);
	for (u32 i = 0; i < 1u << log; i++) {
		descriptor(RX_RING + 8 * i, RX_BUFFERS + 0x600 * i, OWN, bytes);
		descriptor(TX_RING + 8 * i, TX_BUFFERS + 0x600 * i, 0, 0);
	}
	put(1, 0);
	put(2, 0);
	put(3, 0);
	put(0, INIT | STRT);
	run(20);
	assert_true(get(0) & IDON);
	put(0, IDON | INEA);
}

static void make_frame(u8 *frame, const u8 *to, u32 bytes)
{
	memcpy(frame, to, 6);
	for (u32 i = 6; i < bytes; i++)
		frame[i] = i * 7 + (i >> 8);
}

static void arrive(const u8 *to, u32 bytes)
{
	u8 frame[2048];
	make_frame(frame, to, bytes);
	device_lance.does->input(fake.device, frame, bytes);
}

/* Gives the chip transmit descriptor i with a frame to one address. */
static void give(u32 i, const u8 *to, u32 bytes, u32 flags)
{
	u32 buffer = TX_BUFFERS + 0x600 * i;
	make_frame(ram + buffer, to, bytes);
	descriptor(TX_RING + 8 * i, buffer, flags | OWN, bytes);
}

static void demand(void)
{
	put(0, INEA | TDMD);
	run(100);
}

static u32 rx_flags(u32 i)
{
	return word(RX_RING + 8 * i + 2) & 0xff00;
}

static u32 tx_flags(u32 i)
{
	return word(TX_RING + 8 * i + 2) & 0xff00;
}

/* ---- registers ---- */

static void test_reset_is_stop(void **state)
{
	(void)state;
	assert_int_equal(get(0), STOP);
	assert_int_equal(get(1) | get(2) | get(3), 0);
	assert_false(fake.line);
	assert_false(pending());
}

static void test_csr1_to_csr3_are_written_while_stopped(void **state)
{
	(void)state;
	put(1, 0x1235);
	put(2, 0xab56);
	put(3, 0xffff);
	assert_int_equal(get(1), 0x1234);
	assert_int_equal(get(2), 0x56);
	assert_int_equal(get(3), 7);
	start(0, 2, 1518);
	put(1, 0x4444);
	put(3, 7);
	assert_int_equal(fake.errors, 2);
	assert_int_equal(get(1) | get(3), 0);
	put(0, STOP);
	put(3, 7);
	put(0, STOP);
	assert_int_equal(get(3), 0);
}

static void test_commands(void **state)
{
	(void)state;
	start(0, 2, 1518);
	assert_int_equal(get(0), INEA | RXON | TXON | STRT | INIT);
	put(0, 0);
	assert_int_equal(get(0), RXON | TXON | STRT | INIT);
	put(0, RXON | TXON | STRT | INIT | INTR);
	assert_int_equal(get(0), RXON | TXON | STRT | INIT);
	put(0, STOP | INIT | STRT | INEA);
	assert_int_equal(get(0), STOP);
	put(0, INEA | TDMD);
	assert_int_equal(get(0), STOP);
	assert_false(pending());
}

static void test_start_may_follow_initialization(void **state)
{
	(void)state;
	put(0, INIT);
	assert_int_equal(get(0), INIT);
	run(20);
	assert_int_equal(get(0), IDON | INTR | INIT);
	assert_false(fake.line);
	put(0, INEA);
	assert_true(fake.line);
	put(0, IDON | INEA);
	assert_false(fake.line);
	put(0, STRT);
	assert_int_equal(get(0), RXON | TXON | STRT | INIT);
}

static void test_mode_turns_halves_off(void **state)
{
	(void)state;
	start(DTX, 2, 1518);
	assert_int_equal(get(0) & (RXON | TXON), RXON);
	start(DRX, 2, 1518);
	assert_int_equal(get(0) & (RXON | TXON), TXON);
	arrive(own, 60);
	assert_int_equal(get(0) & (RINT | MISS), 0);
}

static void test_reads_of_other_widths(void **state)
{
	(void)state;
	put(1, 0x1234);
	fake_write(4, 2, 1);
	assert_int_equal(fake_read(0, 4), 0x1234);
	assert_int_equal(fake_read(0, 1), 0x34);
	assert_int_equal(fake_read(1, 1), 0x12);
	assert_int_equal(fake_read(2, 2), 0);
	assert_int_equal(device_lance.does->peek(fake.device, 4, 2), 1);
	assert_true(device_lance.does->quiet(fake.device, 0));
}

/* ---- receiving ---- */

static void test_receive(void **state)
{
	(void)state;
	u8 frame[104];
	start(0, 2, 1518);
	arrive(own, 100);
	assert_int_equal(rx_flags(0), STP | ENP);
	assert_int_equal(word(RX_RING + 6), 104);
	make_frame(frame, own, 100);
	ethernet_append_fcs(frame, 100);
	assert_memory_equal(ram + RX_BUFFERS, frame, 104);
	assert_int_equal(rx_flags(1), OWN);
	assert_true(get(0) & RINT);
	assert_true(fake.line);
	put(0, RINT | INEA);
	assert_false(fake.line);
}

static void test_short_frame_is_padded(void **state)
{
	(void)state;
	start(0, 2, 1518);
	arrive(own, 42);
	assert_int_equal(word(RX_RING + 6), 64);
	assert_int_equal(ram[RX_BUFFERS + 42] | ram[RX_BUFFERS + 59], 0);
	assert_true(ethernet_fcs_right(ram + RX_BUFFERS, 64));
}

static void test_filter(void **state)
{
	(void)state;
	static const u8 broadcast[6] = { 255, 255, 255, 255, 255, 255 };
	/* IPv4's 224.0.0.1: the hash that Linux (ether_crc_le >> 26) computes is checked below. */
	static const u8 group[6] = { 1, 0, 0x5e, 0, 0, 1 };
	start(0, 3, 1518);
	arrive(other, 60);
	arrive(group, 60);
	assert_int_equal(rx_flags(0), OWN);
	arrive(broadcast, 60);
	assert_int_equal(rx_flags(0), STP | ENP);
	start(PROM, 3, 1518);
	arrive(other, 60);
	arrive(group, 60);
	assert_int_equal(rx_flags(1), STP | ENP);
	memset(ram + 8, 0, 8);
	u32 hash = ethernet_group_hash(group);
	ram[8 + hash / 8] = 1 << hash % 8;
	start(0, 3, 1518);
	arrive(group, 60);
	assert_int_equal(rx_flags(0), STP | ENP);
	memset(ram + 8, 0, 8);
}

/* The first twelve of the data sheet's table of group addresses by filter bit. */
static void test_group_hash(void **state)
{
	(void)state;
	static const u8 first[12] = {
		0x85, 0xa5, 0xe5, 0xc5, 0x45, 0x65, 0x25, 0x05, 0x2b, 0x0b, 0x4b, 0x6b
	};
	for (u32 bit = 0; bit < 12; bit++) {
		u8 address[6] = { first[bit] };
		assert_int_equal(ethernet_group_hash(address), bit);
	}
}

/* What is longer than the wire's 2048 bytes, FCS included, has been cut off by the sender. */
static void test_longest_frame(void **state)
{
	(void)state;
	start(0, 2, 2048);
	arrive(own, 2045);
	assert_int_equal(rx_flags(0), OWN);
	arrive(own, 2044);
	assert_int_equal(word(RX_RING + 6), 2048);
}

static void test_rings_begin_at_multiples_of_eight(void **state)
{
	(void)state;
	start(0, 2, 1518);
	put(0, STOP);
	set(16, RX_RING + 7);
	set(20, TX_RING + 7);
	put(0, INIT | STRT);
	run(20);
	arrive(own, 60);
	give(0, other, 60, STP | ENP);
	demand();
	assert_int_equal(rx_flags(0), STP | ENP);
	assert_int_equal(tx_flags(0), STP | ENP);
}

static void test_no_buffer_is_a_miss(void **state)
{
	(void)state;
	start(0, 1, 1518);
	arrive(own, 60);
	arrive(own, 60);
	assert_false(get(0) & MISS);
	arrive(own, 60);
	assert_int_equal(get(0) & (ERR | MISS), ERR | MISS);
	put(0, MISS | RINT | INEA);
	assert_int_equal(get(0), INEA | RXON | TXON | STRT | INIT);
	set(RX_RING + 2, OWN);
	arrive(own, 60);
	assert_int_equal(rx_flags(0), STP | ENP);
}

static void test_receive_chain(void **state)
{
	(void)state;
	start(0, 3, 100);
	arrive(own, 250);
	assert_int_equal(rx_flags(0), STP);
	assert_int_equal(rx_flags(1), 0);
	assert_int_equal(rx_flags(2), ENP);
	assert_int_equal(word(RX_RING + 6), 0xeeee);
	assert_int_equal(word(RX_RING + 8 * 2 + 6), 254);
	arrive(own, 90);
	assert_int_equal(rx_flags(3), STP | ENP);
}

static void test_receive_chain_that_ends(void **state)
{
	(void)state;
	start(0, 2, 100);
	arrive(own, 250);
	set(RX_RING + 2, OWN);
	arrive(own, 250);
	assert_int_equal(rx_flags(3), STP);
	assert_int_equal(rx_flags(0), D_ERR | BUFF);
	assert_true(get(0) & RINT);
	assert_true(get(0) & RXON);
}

/* A ring of one and a buffer too small: the chain has no next, whoever owns it. */
static void test_receive_ring_of_one(void **state)
{
	(void)state;
	start(0, 0, 64);
	arrive(own, 1514);
	assert_int_equal(rx_flags(0), D_ERR | BUFF | STP);
}

/* ---- sending ---- */

static void test_transmit(void **state)
{
	(void)state;
	u8 frame[100];
	start(0, 2, 1518);
	give(0, other, 100, STP | ENP);
	put(0, INEA | TDMD);
	assert_true(get(0) & TDMD);
	assert_int_equal(fake.puts, 0);
	run(100);
	assert_int_equal(fake.puts, 1);
	assert_int_equal(fake.put_bytes[0], 100);
	make_frame(frame, other, 100);
	assert_memory_equal(sent(), frame, 100);
	assert_int_equal(tx_flags(0), STP | ENP);
	assert_int_equal(word(TX_RING + 6), 0xeeee);
	assert_int_equal(get(0) & (ERR | TINT | TDMD), TINT);
	assert_true(fake.line);
}

static void test_ring_is_polled(void **state)
{
	(void)state;
	start(0, 2, 1518);
	run(2000);
	give(0, other, 60, STP | ENP);
	run(1700);
	assert_int_equal(fake.puts, 1);
}

static void test_ring_goes_round(void **state)
{
	(void)state;
	start(0, 1, 1518);
	for (u32 i = 0; i < 5; i++) {
		give(i % 2, other, 60 + i, STP | ENP);
		demand();
		assert_int_equal(fake.puts, i + 1);
		assert_int_equal(fake.put_bytes[i], 60 + i);
	}
}

static void test_transmit_chain(void **state)
{
	(void)state;
	start(0, 2, 1518);
	give(0, other, 100, STP);
	give(1, other, 50, 0);
	give(2, other, 30, ENP);
	demand();
	assert_int_equal(fake.puts, 1);
	assert_int_equal(fake.put_bytes[0], 180);
	assert_memory_equal(sent() + 100, ram + TX_BUFFERS + 0x600, 50);
	assert_int_equal(tx_flags(0), STP);
	assert_int_equal(tx_flags(1), 0);
	assert_int_equal(tx_flags(2), ENP);
}

static void test_transmit_chain_that_ends(void **state)
{
	(void)state;
	start(0, 2, 1518);
	give(0, other, 100, STP);
	demand();
	assert_int_equal(fake.puts, 0);
	assert_int_equal(tx_flags(0), STP | D_ERR);
	assert_int_equal(word(TX_RING + 6), 0xc000); /* BUFF, UFLO */
	assert_int_equal(get(0) & (TINT | TXON | RXON), TINT | RXON);
	give(1, other, 100, STP | ENP);
	demand();
	assert_int_equal(fake.puts, 0);
}

static void test_descriptor_without_start_is_passed_over(void **state)
{
	(void)state;
	start(0, 2, 1518);
	give(0, other, 60, ENP);
	give(1, other, 61, STP | ENP);
	demand();
	assert_int_equal(tx_flags(0), ENP);
	assert_int_equal(fake.puts, 1);
	assert_int_equal(fake.put_bytes[0], 61);
	assert_int_equal(fake.errors, 1);
}

static void test_babble(void **state)
{
	(void)state;
	start(0, 2, 1518);
	give(0, other, 1514, STP | ENP);
	demand();
	assert_false(get(0) & BABL);
	give(1, other, 1515, STP | ENP);
	demand();
	assert_int_equal(get(0) & (ERR | BABL | TINT), ERR | BABL | TINT);
	assert_int_equal(fake.puts, 2);
	assert_int_equal(fake.put_bytes[1], 1515);
}

/* With DTCR the guest makes the FCS; a wrong one no station takes. */
static void test_fcs_by_the_guest(void **state)
{
	(void)state;
	start(DTCR, 2, 1518);
	give(0, other, 104, STP | ENP);
	ethernet_append_fcs(ram + TX_BUFFERS, 100);
	give(1, other, 104, STP | ENP);
	demand();
	assert_int_equal(fake.puts, 1);
	assert_int_equal(fake.put_bytes[0], 100);
	assert_int_equal(fake.errors, 1);
}

/* Data bytes swap in pairs, descriptors do not. */
static void test_byte_swap(void **state)
{
	(void)state;
	static const u8 swapped[6] = { 0, 8, 1, 0x2b, 3, 2 };
	start(0, 2, 1518);
	put(0, STOP);
	put(3, 4);
	put(0, STRT);
	arrive(own, 60);
	assert_int_equal(rx_flags(0), STP | ENP);
	assert_memory_equal(ram + RX_BUFFERS, swapped, 6);
	give(0, swapped, 60, STP | ENP);
	demand();
	assert_memory_equal(sent(), own, 6);
}

/* ---- loopback ---- */

static void test_internal_loopback(void **state)
{
	(void)state;
	start(LOOP | INTL, 2, 64);
	arrive(own, 60);
	assert_int_equal(rx_flags(0), OWN);
	give(0, own, 32, STP | ENP);
	demand();
	assert_int_equal(fake.puts, 0);
	assert_int_equal(rx_flags(0), STP | ENP);
	assert_int_equal(word(RX_RING + 6), 36);
	assert_true(ethernet_fcs_right(ram + RX_BUFFERS, 36));
	assert_int_equal(get(0) & (RINT | TINT), RINT | TINT);
	give(1, other, 32, STP | ENP);
	demand();
	assert_int_equal(rx_flags(1), OWN);
}

static void test_loopback_checks_the_guests_fcs(void **state)
{
	(void)state;
	start(LOOP | INTL | DTCR, 2, 64);
	give(0, own, 36, STP | ENP);
	ethernet_append_fcs(ram + TX_BUFFERS, 32);
	give(1, own, 36, STP | ENP);
	demand();
	assert_int_equal(rx_flags(0), STP | ENP);
	assert_int_equal(word(RX_RING + 6), 36);
	assert_int_equal(rx_flags(1), STP | ENP | D_ERR | CRC);
}

static void test_external_loopback(void **state)
{
	(void)state;
	start(LOOP, 2, 64);
	arrive(own, 60);
	assert_int_equal(rx_flags(0), STP | ENP);
	give(0, own, 32, STP | ENP);
	demand();
	assert_int_equal(fake.puts, 1);
	assert_int_equal(rx_flags(1), STP | ENP);
}

static void test_forced_collision(void **state)
{
	(void)state;
	start(LOOP | INTL | COLL, 2, 64);
	give(0, own, 32, STP | ENP);
	demand();
	assert_int_equal(tx_flags(0), STP | ENP | D_ERR);
	assert_int_equal(word(TX_RING + 6), 0x400); /* RTRY */
	assert_int_equal(get(0) & (RINT | TINT | TXON), TINT | TXON);
}

/* ---- memory errors and hostile guests ---- */

static void test_memory_error(void **state)
{
	(void)state;
	start(0, 2, 1518);
	descriptor(RX_RING, LANCE_RAM_BYTES - 10, OWN, 1518);
	arrive(own, 60);
	assert_int_equal(get(0) & (ERR | MERR | RXON | TXON), ERR | MERR);
	assert_true(fake.line);
	assert_false(pending());
	start(0, 2, 1518);
	descriptor(RX_RING, LANCE_RAM_BYTES + 0x100, OWN, 1518);
	arrive(own, 60);
	assert_int_equal(get(0) & (MERR | RINT), MERR);
	put(0, STOP);
	put(1, 0xfff0);
	put(2, 1);
	put(0, INIT | STRT | INEA);
	run(20);
	assert_int_equal(get(0) & (MERR | IDON), MERR);
}

static void test_chain_round_the_ring(void **state)
{
	(void)state;
	start(0, 7, 1518);
	for (u32 i = 0; i < 128; i++)
		descriptor(TX_RING + 8 * i, 0x10000, STP | OWN, 4096);
	demand();
	assert_int_equal(fake.puts, 0);
	assert_int_equal(get(0) & (TXON | TINT), TINT);
}

/* Random registers, rings and frames; nothing beyond the RAM is touched (teardown). */
static void test_hostile_guest(void **state)
{
	(void)state;
	u32 seed = 1, seen = 0;
	for (u32 i = 0; i < 200000; i++) {
		seed = seed * 1664525 + 1013904223;
		u32 draw = seed >> 8;
		ram[draw % 3 ? draw % 0x400 : draw % LANCE_RAM_BYTES] = seed >> 24;
		switch (draw / 3 % 8) {
		case 0: put(draw % 4, draw >> 8 & 0xffff); break;
		case 1: put(0, draw % 7 ? STRT | INIT | INEA : STOP); break;
		case 2: fake_write(draw % 8, 1 << draw % 3, draw); break;
		case 3: arrive(draw % 5 ? own : other, 14 + draw % 2030); break;
		case 4: run(10000); break;
		case 5: seen |= get(draw % 4); break;
		default: run(draw % 50);
		}
	}
	assert_int_equal(seen & (MERR | RINT | TINT | MISS | IDON), MERR | RINT | TINT | MISS | IDON);
}

static void test_wild_guest(void **state)
{
	(void)state;
	fake_wild_guest(8, 20000);
}

/* ---- the station address ---- */

static void test_rom(void **state)
{
	(void)state;
	u8 rom[LANCE_ROM_BYTES];
	memset(rom, 0x77, sizeof rom);
	lance_rom(0x08002b010203, rom);
	for (u32 i = 0; i < 6; i++)
		assert_int_equal(rom[4 * i + 2], own[i]);
	for (u32 i = 0; i < 8; i++) {
		assert_int_equal(rom[4 * i + 2], rom[4 * (15 - i) + 2]);
		assert_int_equal(rom[4 * i + 2], rom[4 * (16 + i) + 2]);
	}
	/* 0008 doubled and 012b: 013b; doubled and 0302: 0578 (DEC's sum, by hand) */
	assert_int_equal(rom[4 * 6 + 2] | rom[4 * 7 + 2] << 8, 0x0578);
	assert_int_equal(rom[4 * 24 + 2], 0xff);
	assert_int_equal(rom[4 * 27 + 2], 0xaa);
	assert_int_equal(rom[0] & rom[1] & rom[3] & rom[127], 0x77);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, setup, teardown)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(reset_is_stop), TEST(csr1_to_csr3_are_written_while_stopped), TEST(commands),
		TEST(start_may_follow_initialization), TEST(mode_turns_halves_off),
		TEST(reads_of_other_widths), TEST(receive), TEST(short_frame_is_padded), TEST(filter),
		TEST(group_hash), TEST(longest_frame),
		TEST(rings_begin_at_multiples_of_eight), TEST(no_buffer_is_a_miss), TEST(receive_chain),
		TEST(receive_chain_that_ends), TEST(receive_ring_of_one), TEST(transmit),
		TEST(ring_is_polled), TEST(ring_goes_round), TEST(transmit_chain),
		TEST(transmit_chain_that_ends), TEST(descriptor_without_start_is_passed_over),
		TEST(babble), TEST(fcs_by_the_guest), TEST(byte_swap), TEST(internal_loopback),
		TEST(loopback_checks_the_guests_fcs), TEST(external_loopback), TEST(forced_collision),
		TEST(memory_error), TEST(chain_round_the_ring), TEST(hostile_guest),
		TEST(wild_guest), TEST(rom)
	};
	return cmocka_run_group_tests_name("lance", tests, NULL, NULL);
}
