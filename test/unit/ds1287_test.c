/* ds1287_test.c: device/ds1287.c by the DS1287's data sheet ("DS"; Dallas Semiconductor), the
 * Motorola MC146818A's where it is silent ("MC"), and Linux's use of it. */
#include "device_fake.h"
#include "dec.h"

enum { A = 10, B, C, D, YEAR_OFFSET = 0x3f };
enum { SET = 0x80, PIE = 0x40, AIE = 0x20, UIE = 0x10, BINARY = 4, HOURS_24 = 2 };
enum { IRQF = 0x80, PF = 0x40, AF = 0x20, UF = 0x10, UIP = 0x80 };
enum { MHZ = 200 };
static const u64 second = MHZ * 1000000ull;

static u32 get(u32 at) { return fake_read(4 * at, 1); }
static void put(u32 at, u32 value) { fake_write(4 * at, 1, value); }

static void make(u64 date, u32 mhz)
{
	fake_make(&device_ds1287, date, mhz, 12345);
}

static int setup(void **state)
{
	(void)state;
	make(946684800, MHZ);                           /* 2000-01-01 00:00:00, a Saturday */
	return 0;
}

static void set_time(u32 hour, u32 minute, u32 sec)
{
	put(4, hour), put(2, minute), put(0, sec);
}

static void expect_time(u32 hour, u32 minute, u32 sec)
{
	assert_int_equal(get(4), hour);
	assert_int_equal(get(2), minute);
	assert_int_equal(get(0), sec);
}

static void expect_date(u32 weekday, u32 date, u32 month, u32 year)
{
	assert_int_equal(get(6), weekday);
	assert_int_equal(get(7), date);
	assert_int_equal(get(8), month);
	assert_int_equal(get(9) + get(YEAR_OFFSET) - 72 + 2000, year); /* Linux dec/time.c */
}

static void test_power_on(void **state)
{
	(void)state;
	expect_time(0, 0, 0);
	expect_date(7, 1, 1, 2000);
	assert_int_equal(get(A), 0x20);
	assert_int_equal(get(B), BINARY | HOURS_24);    /* Linux: RTC_DM_BINARY decides */
	assert_int_equal(get(C), 0);
	assert_int_equal(get(D), 0x80);
	assert_false(fake.line);
}

/* Dates that `date -u -d @N` gives. */
static void test_dates(void **state)
{
	static const struct {
		u64 at;
		u32 hour, minute, second, weekday, date, month, year;
	} cases[] = {
		{ 951782399, 23, 59, 59, 2, 28, 2, 2000 }, { 951782400, 0, 0, 0, 3, 29, 2, 2000 },
		{ 1709210096, 12, 34, 56, 5, 29, 2, 2024 }, { 1735689599, 23, 59, 59, 3, 31, 12, 2024 },
		{ 1767225600, 0, 0, 0, 5, 1, 1, 2026 }, { 4102444799, 23, 59, 59, 5, 31, 12, 2099 },
	};

	(void)state;
	for (u32 i = 0; i < COUNT_OF(cases); i++) {
		make(cases[i].at, MHZ);
		expect_time(cases[i].hour, cases[i].minute, cases[i].second);
		expect_date(cases[i].weekday, cases[i].date, cases[i].month, cases[i].year);
	}
}

static void test_seconds(void **state)
{
	(void)state;
	fake_run(second - 1);
	expect_time(0, 0, 0);
	fake_run(1);
	expect_time(0, 0, 1);
	fake_run(59 * second);
	expect_time(0, 1, 0);
	fake_run(23 * 3600 * second);
	expect_time(23, 1, 0);
	fake_run(3600 * second);
	expect_time(0, 1, 0);
	expect_date(1, 2, 1, 2000);
}

/* Years are leap years by their last two bits, in the chip and in this century. */
static void test_months(void **state)
{
	static const u32 days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	(void)state;
	for (u32 month = 0; month < 12; month++) {
		put(7, days[month]);
		assert_int_equal(get(8), month + 1);
		set_time(23, 59, 59);
		fake_run(second);
		assert_int_equal(get(7), 1);
	}
	expect_date(get(6), 1, 1, 2001);
	put(8, 2), put(7, 28);
	set_time(23, 59, 59);
	fake_run(second);
	expect_date(get(6), 1, 3, 2001);
	put(8, 12), put(7, 31), put(9, 99), set_time(23, 59, 59);
	fake_run(second);
	assert_int_equal(get(9), 0);
}

static void test_bcd_and_twelve_hours(void **state)
{
	(void)state;
	put(B, 0);
	put(9, 0x72), put(8, 0x02), put(7, 0x29);
	set_time(0x91, 0x59, 0x59);                     /* 11:59:59 PM */
	fake_run(second);
	expect_time(0x12, 0, 0);
	assert_int_equal(get(7), 1);
	assert_int_equal(get(8), 3);
	set_time(0x12, 0x59, 0x59);                     /* half past midnight goes on to one */
	fake_run(second);
	expect_time(0x01, 0, 0);
	set_time(0x11, 0x59, 0x59);
	fake_run(second);
	expect_time(0x92, 0, 0);
	set_time(0x92, 0x59, 0x59);
	fake_run(second);
	expect_time(0x81, 0, 0);
	set_time(0x09, 0x09, 0x09);
	fake_run(second);
	expect_time(0x09, 0x09, 0x10);
	assert_int_equal(get(7), 1);
}

/* DS, register A: rates 3 to 15 are 8192 Hz to 2 Hz, 1 and 2 are 256 and 128. */
static void test_rates(void **state)
{
	static const u32 hz[16] = {
		0, 256, 128, 8192, 4096, 2048, 1024, 512, 256, 128, 64, 32, 16, 8, 4, 2
	};

	(void)state;
	for (u32 rate = 0; rate < 16; rate++) {
		u32 edges = 0;
		put(A, 0x20 | rate);
		fake_run(second);
		get(C);
		for (u64 end = fake.now + second; fake.now < end; ) {
			fake_run(second / 65536 + 1);
			edges += (get(C) & PF) != 0;
		}
		assert_in_range(edges, hz[rate] ? hz[rate] - 1 : 0, hz[rate] + (hz[rate] != 0));
	}
}

static void test_periodic_interrupt(void **state)
{
	(void)state;
	put(A, 0x26);                                   /* 1024 Hz */
	put(B, BINARY | HOURS_24);
	fake_run(second / 512);
	assert_false(fake.line);
	assert_int_equal(fake_read(4 * C, 4) & (PF | IRQF), PF); /* DS: PF is set without PIE */
	put(B, BINARY | HOURS_24 | PIE);
	fake_run(second / 1024 + 1);
	assert_true(fake.line);
	fake_run(10 * second / 1024);
	assert_true(fake.line);                         /* a level, until C is read */
	assert_int_equal(get(C) & (PF | IRQF), PF | IRQF);
	assert_false(fake.line);
	assert_int_equal(get(C), 0);
	fake_run(second / 1024 + 1);
	assert_true(fake.line);
	put(B, BINARY | HOURS_24);
	assert_false(fake.line);
	put(B, BINARY | HOURS_24 | PIE);
	assert_true(fake.line);                         /* DS: PF and PIE both set */
}

/* The edges are the divider's, however late C is read: no drift. */
static void test_periods_keep_phase(void **state)
{
	u32 ticks = 0;

	(void)state;
	put(A, 0x29);
	for (u64 end = fake.now + 10 * second; fake.now < end; ) {
		fake_run(1);
		if (!fake.when[1] && (get(C) & PF))
			ticks++;
		u64 next = fake.when[0] < fake.when[1] || !fake.when[1] ? fake.when[0] : fake.when[1];
		fake_run(next - fake.now + 777);
	}
	assert_in_range(ticks, 1279, 1281);
}

static void test_odd_clock(void **state)
{
	u32 ticks = 0;

	(void)state;
	make(946684800, 7);
	put(A, 0x23);                                   /* 8192 Hz of 7 MHz: 854.49 ticks */
	for (u64 end = fake.now + 7000000; fake.now < end; fake_run(1))
		ticks += (get(C) & PF) != 0;
	assert_in_range(ticks, 8191, 8193);
}

/* DS: UIP rises 244 microseconds before the update. */
static void test_update_in_progress(void **state)
{
	(void)state;
	fake_run(second - 244 * MHZ - 1);
	assert_false(get(A) & UIP);
	fake_run(1);
	assert_true(get(A) & UIP);
	fake_run(244 * MHZ - 1);
	assert_true(get(A) & UIP);
	expect_time(0, 0, 0);
	fake_run(1);
	assert_false(get(A) & UIP);
	expect_time(0, 0, 1);
	fake_run(second - 1);
	put(B, SET | BINARY | HOURS_24);
	assert_false(get(A) & UIP);                     /* DS: SET clears it */
}

static void test_update_interrupt(void **state)
{
	(void)state;
	put(B, BINARY | HOURS_24 | UIE);
	fake_run(second - 1);
	assert_false(fake.line);
	fake_run(1);
	assert_true(fake.line);
	assert_int_equal(get(C) & (UF | IRQF), UF | IRQF);
	assert_false(fake.line);
	put(B, BINARY | HOURS_24 | UIE | SET);
	assert_int_equal(get(B), BINARY | HOURS_24 | SET); /* MC: SET clears UIE */
	fake_run(5 * second);
	assert_int_equal(get(C) & UF, 0);               /* DS: no updates */
	expect_time(0, 0, 1);
}

static void test_alarm(void **state)
{
	(void)state;
	put(B, BINARY | HOURS_24 | AIE);
	put(5, 1), put(3, 2), put(1, 3);
	set_time(1, 2, 0);
	fake_run(2 * second);
	assert_false(fake.line);
	fake_run(second);
	assert_true(fake.line);
	assert_int_equal(get(C) & (AF | IRQF), AF | IRQF);
	put(5, 0xc0), put(3, 0xff), put(1, 30);         /* DS: any hour, any minute */
	set_time(7, 7, 0);
	for (u32 i = 0; i < 3; i++) {
		fake_run((i ? 60 : 30) * second);
		assert_int_equal(get(C) & AF, AF);
	}
	put(1, 0xc0);
	fake_run(second);
	assert_int_equal(get(C) & AF, AF);
}

/* DS: held in reset by 11x; the first update comes 500 ms after 010.  The order is Linux's. */
static void test_setting(void **state)
{
	(void)state;
	put(B, SET | BINARY | HOURS_24);
	put(A, 0x70);
	set_time(12, 0, 0);
	fake_run(3 * second);
	expect_time(12, 0, 0);
	put(B, BINARY | HOURS_24);
	put(A, 0x20);
	fake_run(second / 2 - 1);
	expect_time(12, 0, 0);
	fake_run(1);
	expect_time(12, 0, 1);
	fake_run(second);
	expect_time(12, 0, 2);
}

static void test_stopped_divider_has_no_periods(void **state)
{
	(void)state;
	put(A, 0x76);
	fake_run(second);
	assert_int_equal(get(C), 0);
	put(A, 0x26);
	fake_run(second / 1024 + 1);
	assert_int_equal(get(C), PF);
}

static void test_ram(void **state)
{
	(void)state;
	for (u32 i = 14; i < 64; i++)
		put(i, i * 5);
	for (u32 i = 14; i < 64; i++)
		assert_int_equal(get(i), (i * 5) & 0xff);
	put(C, 0xff), put(D, 0);
	assert_int_equal(get(C), 0);
	assert_int_equal(get(D), 0x80);
	assert_int_equal(fake_read(4 * 20, 4), 100);
	assert_int_equal(fake_read(4 * 20 + 1, 1), 0);
	assert_int_equal(fake_read(4 * 20 + 0x100, 2), 100); /* the chip decodes bits 7:2 */
	fake_write(4 * 20 + 2, 2, 0);
	assert_int_equal(fake.errors, 1);
	assert_int_equal(get(20), 100);
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
		TEST(power_on), TEST(dates), TEST(seconds), TEST(months), TEST(bcd_and_twelve_hours),
		TEST(rates), TEST(periodic_interrupt), TEST(periods_keep_phase), TEST(odd_clock),
		TEST(update_in_progress), TEST(update_interrupt), TEST(alarm), TEST(setting),
		TEST(stopped_divider_has_no_periods), TEST(ram), TEST(wild_guest)
	};
	return cmocka_run_group_tests_name("ds1287", tests, NULL, NULL);
}
