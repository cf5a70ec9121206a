/* dz_test.c: device/dz.c as the DZ11 User's Guide (EK-DZ110-UG: "UG") describes the chip's
 * ancestor, and as its Linux driver (drivers/tty/serial/dz.c: "dz.c") uses it. */
#include "device_fake.h"
#include "dec.h"

enum { CSR = 0, RBUF = 8, LPR = 8, TCR = 0x10, MSR = 0x18, TDR = 0x18 };
enum {
	TRDY = 0x8000, TIE = 0x4000, TLINE = 0x300, RDONE = 0x80, RIE = 0x40, MSE = 0x20, CLR = 0x10,
	MAINT = 8, DVAL = 0x8000, OERR = 0x4000, RXENAB = 0x1000, B9600 = 0xe00, CS8 = 0x18, CS7 = 0x10
};
enum { CHARACTER = 200, MHZ = 200 };

static int setup(void **state)
{
	(void)state;
	fake_make(&device_dz, 0, MHZ, 1000);
	return 0;
}

static int setup_baud(void **state)
{
	(void)state;
	fake_make(&device_dz, 1, MHZ, 1000);
	return 0;
}

static u32 get(u32 offset) { return fake_read(offset, 2); }
static void put(u32 offset, u32 value) { fake_write(offset, 2, value); }

static void open_console(void)
{
	put(CSR, MSE);
	put(LPR, B9600 | CS8 | RXENAB | 3);
}

static void test_clear(void **state)
{
	(void)state;
	open_console();
	put(TCR, 0x080f);
	put(CSR, TIE | RIE | MSE);
	fake_run(CHARACTER);
	fake_input("a");
	assert_int_equal(get(CSR), TRDY | 0 << 8 | TIE | RDONE | RIE | MSE | (get(CSR) & TLINE));
	put(CSR, CLR);
	assert_int_equal(get(CSR), 0);                  /* dz.c: spins while CLR reads set */
	assert_int_equal(get(RBUF), 0);
	assert_int_equal(get(TCR), 0x0800);             /* UG ch. 3: modem controls stay */
	assert_false(fake.line);
	fake_run(10 * CHARACTER);
	assert_false(fake.asking);                      /* line parameters are gone */
}

static void test_transmit(void **state)
{
	(void)state;
	open_console();
	assert_int_equal(get(CSR), MSE);                /* no line may send */
	put(TCR, 1 << 3);
	assert_int_equal(get(CSR), TRDY | 3 << 8 | MSE);
	put(TDR, 'x');
	assert_int_equal(fake.outs, 1);
	assert_int_equal(fake.out[0], 'x');
	assert_false(get(CSR) & TRDY);                  /* UG ch. 3: loading TDR clears it */
	fake_run(CHARACTER - 1);
	assert_false(get(CSR) & TRDY);
	fake_run(1);
	assert_int_equal(get(CSR) & (TRDY | TLINE), TRDY | 3 << 8);
	put(TCR, 0);
	assert_false(get(CSR) & TRDY);
}

static void test_transmit_interrupt(void **state)
{
	(void)state;
	open_console();
	put(TCR, 1 << 3);
	assert_false(fake.line);
	put(CSR, MSE | TIE);
	assert_true(fake.line);
	put(TDR, 'x');
	assert_false(fake.line);
	fake_run(CHARACTER);
	assert_true(fake.line);
	put(TCR, 0);                                    /* dz.c: dz_stop_tx ends it so */
	assert_false(fake.line);
	put(TCR, 1 << 3);
	assert_true(fake.line);                         /* and dz_start_tx begins */
	put(CSR, TIE);                                  /* UG: no scan, no TRDY */
	assert_false(fake.line);
}

/* The scanner serves enabled lines in turn (UG ch. 1). */
static void test_scan(void **state)
{
	u32 seen[4] = { 0 };

	(void)state;
	open_console();
	put(TCR, 0xb);
	for (u32 i = 0; i < 30; i++) {
		u32 csr = get(CSR);
		if (csr & TRDY) {
			seen[csr >> 8 & 3]++;
			put(TDR, 'a');
		} else
			fake_run(CHARACTER / 4);
	}
	assert_int_equal(seen[2], 0);
	assert_true(seen[0] > 2 && seen[1] > 2 && seen[3] > 2);
	assert_int_equal(fake.outs, seen[3]);           /* the others are open ends */
}

static void test_tdr_too_early(void **state)
{
	(void)state;
	open_console();
	put(TDR, 'x');
	assert_int_equal(fake.outs, 0);
	assert_int_equal(fake.errors, 1);
}

static void test_receive(void **state)
{
	(void)state;
	put(CSR, MSE);
	fake_run(10 * CHARACTER);
	assert_false(fake.asking);                      /* its receiver is off */
	open_console();
	fake_run(CHARACTER);
	assert_true(fake.asking);
	fake_input("a");
	assert_int_equal(get(CSR) & RDONE, RDONE);
	assert_false(fake.line);
	put(CSR, MSE | RIE);
	assert_true(fake.line);
	assert_int_equal(get(RBUF), DVAL | 3 << 8 | 'a');
	assert_false(fake.line);
	assert_int_equal(get(RBUF), 0);
	assert_int_equal(get(CSR), MSE | RIE | (get(CSR) & TLINE));
}

/* Nothing is asked for while a character waits, and never two in one character's time. */
static void test_receive_rate(void **state)
{
	(void)state;
	open_console();
	fake_run(CHARACTER);
	fake_input("a");
	get(RBUF);
	assert_false(fake.asking);
	fake_run(CHARACTER - 1);
	assert_false(fake.asking);
	fake_run(1);
	assert_true(fake.asking);
	fake_input("b");
	fake_run(100 * CHARACTER);
	assert_false(fake.asking);
	get(RBUF);
	fake_run(CHARACTER);
	assert_true(fake.asking);
}

static void test_receiver_off_withdraws_the_ask(void **state)
{
	(void)state;
	open_console();
	fake_run(CHARACTER);
	assert_true(fake.asking);
	put(LPR, B9600 | CS8 | 3);
	assert_false(fake.asking);
	fake_run(100 * CHARACTER);
	assert_false(fake.asking);
	put(LPR, B9600 | CS8 | RXENAB | 3);
	fake_run(CHARACTER);
	assert_true(fake.asking);
	put(CSR, 0);
	assert_false(fake.asking);
}

/* UG ch. 3: the silo holds 64; what comes then is lost, and the next that fits says so. */
static void test_silo(void **state)
{
	(void)state;
	open_console();
	fake_run(CHARACTER);
	for (u32 i = 0; i < 66; i++)
		fake_input("a");
	for (u32 i = 0; i < 64; i++)
		assert_int_equal(get(RBUF), DVAL | 3 << 8 | 'a');
	assert_int_equal(get(RBUF), 0);
	fake_input("bc");
	assert_int_equal(get(RBUF), DVAL | OERR | 3 << 8 | 'b');
	assert_int_equal(get(RBUF), DVAL | 3 << 8 | 'c');
}

static void test_loop_back(void **state)
{
	(void)state;
	open_console();
	put(LPR, B9600 | CS7 | RXENAB | 1);
	put(CSR, MSE | MAINT);
	fake_run(CHARACTER);
	assert_false(fake.asking);
	put(TCR, 2);
	put(TDR, 0xc1);
	assert_int_equal(get(RBUF), DVAL | 1 << 8 | 0x41); /* seven bits */
	put(TCR, 8);
	put(TDR, 'z');
	assert_int_equal(get(RBUF), DVAL | 3 << 8 | 'z');
	assert_int_equal(fake.outs, 0);
}

static void test_break(void **state)
{
	(void)state;
	open_console();
	put(TCR, 8);
	fake_write(TDR + 1, 1, 8);                      /* UG ch. 3: bits 8 to 11, a byte by itself */
	assert_int_equal(fake.outs, 0);
	assert_true(get(CSR) & TRDY);
	fake_write(TDR, 1, 'x');                        /* a line in break sends nothing else */
	assert_int_equal(fake.outs, 0);
	fake_run(CHARACTER);
	put(TDR, 'y');
	assert_int_equal(fake.outs, 1);
}

static void test_widths(void **state)
{
	(void)state;
	put(TCR, 0x0a05);
	assert_int_equal(fake_read(TCR, 4), 0x0a05);
	assert_int_equal(fake_read(TCR, 1), 0x05);
	assert_int_equal(fake_read(TCR + 1, 1), 0x0a);
	assert_int_equal(fake_read(TCR + 2, 2), 0);
	assert_int_equal(fake_read(TCR + 4, 4), 0);
	fake_write(TCR + 1, 1, 0x01);
	assert_int_equal(get(TCR), 0x0105);
	fake_write(TCR, 1, 0xff);
	assert_int_equal(get(TCR), 0x010f);
	fake_write(TCR + 2, 2, 0);
	assert_int_equal(get(TCR), 0x010f);
	assert_int_equal(fake.errors, 1);
	assert_int_equal(get(TCR + 0x20), 0x010f);      /* nothing above bit 4 is decoded */
}

/* 9600 baud, 8 bits, 1 stop bit: ten bits of 1/9600 s. */
static void test_baud(void **state)
{
	u64 ticks = (u64)MHZ * 1000000 * 10 / 9600;

	(void)state;
	open_console();
	put(TCR, 8);
	put(TDR, 'x');
	fake_run(ticks - 1);
	assert_false(get(CSR) & TRDY);
	fake_run(1);
	assert_true(get(CSR) & TRDY);
	fake_run(CHARACTER);
	fake_input("a");
	get(RBUF);
	fake_run(ticks - 1);
	assert_false(fake.asking);
	fake_run(1);
	assert_true(fake.asking);
	put(LPR, 0x300 | 0x60 | 3);                     /* 134.5 baud, 5 bits, parity, 2 stop bits */
	put(TDR, 'x');
	fake_run((u64)MHZ * 1000000 * 9 * 2 / 269 - 1);
	assert_false(get(CSR) & TRDY);
	fake_run(1);
	assert_true(get(CSR) & TRDY);
}

static void test_wild_guest(void **state)
{
	(void)state;
	fake_wild_guest(0x80000, 100000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, setup, fake_unmake)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(clear), TEST(transmit), TEST(transmit_interrupt), TEST(scan), TEST(tdr_too_early),
		TEST(receive), TEST(receive_rate), TEST(receiver_off_withdraws_the_ask), TEST(silo),
		TEST(loop_back), TEST(break), TEST(widths),
		cmocka_unit_test_setup_teardown(test_baud, setup_baud, fake_unmake), TEST(wild_guest)
	};
	return cmocka_run_group_tests_name("dz", tests, NULL, NULL);
}
