/* kn02_test.c: device/kn02.c by the DECstation 5000/200 KN02 System Module Functional Specification
 * as Linux has it: asm/dec/kn02.h, asm/dec/ecc.h, dec/ecc-berr.c, mtd/devices/ms02-nv.h. */
#include "device_fake.h"
#include "dec.h"

enum { CHKSYN = 0x1fd00000, ERRADDR = 0x1fd80000, CSR = 0x1ff00000 };
enum { IP2 = 0, IP5 = 3 };
enum { LANCE = 6, DZ = 7, CORRECT = 0x2000, BNK32M = 0x400, JUMPERS = 0x05000000 };
#define VALID (1u << 31)
#define CPU (1u << 30)
#define WRITE (1u << 29)

static int setup(void **state)
{
	(void)state;
	fake_make(&device_kn02, 0, 200, 0);
	return 0;
}

static u32 get(u32 pa) { return fake_read(pa, 4); }
static void put(u32 pa, u32 value) { fake_write(pa, 4, value); }

static void line(u32 number, bool up)
{
	fake.device->type->does->line(fake.device, number, up);
}

static void test_interrupts(void **state)
{
	(void)state;
	for (u32 i = 0; i < 8; i++) {
		put(CSR, 0);
		line(i, true);
		assert_int_equal(get(CSR) & 0xff, 1u << i); /* visible though not enabled */
		assert_false(fake.cpu_line[IP2]);
		put(CSR, 1u << (16 + i));
		assert_true(fake.cpu_line[IP2]);
		put(CSR, 0xff0000 & ~(1u << (16 + i)));
		assert_false(fake.cpu_line[IP2]);
		line(i, false);
		assert_int_equal(get(CSR) & 0xff, 0);
	}
	put(CSR, 0xff0000);
	line(DZ, true);
	line(LANCE, true);
	line(DZ, false);
	assert_true(fake.cpu_line[IP2]);
	line(LANCE, false);
	assert_false(fake.cpu_line[IP2]);
}

static void test_csr(void **state)
{
	(void)state;
	assert_int_equal(get(CSR), JUMPERS);
	put(CSR, ~0u);                                  /* 7:0 are LEDs, 31:24 are not written */
	assert_int_equal(get(CSR), JUMPERS | 0x00ffff00);
	fake_write(CSR + 1, 1, CORRECT >> 8);
	assert_int_equal(get(CSR), JUMPERS | 0x00ff0000 | CORRECT);
	fake_write(CSR + 2, 2, 0x81);
	assert_int_equal(get(CSR), JUMPERS | 0x00810000 | CORRECT);
	assert_int_equal(fake_read(CSR + 2, 1), 0x81);
	assert_int_equal(fake_read(CSR + 2, 2), 0x0581);
	assert_int_equal(get(CSR + 0x7fffc), get(CSR)); /* it fills its half megabyte */
	fake_make(&device_kn02, 1, 200, 0);
	assert_int_equal(get(CSR), JUMPERS | BNK32M);
}

static void test_read_time_out(void **state)
{
	(void)state;
	assert_int_equal(get(0x1e000010), 0);
	assert_true(fake.fault);                        /* a bus error exception */
	assert_true(fake.cpu_line[IP5]);                /* ecc.h: VALID is the bus IRQ */
	assert_int_equal(get(ERRADDR), VALID | CPU | 0x1e000010 >> 2);
	put(ERRADDR, 0);
	assert_int_equal(get(ERRADDR), 0);
	assert_false(fake.cpu_line[IP5]);
}

static void test_write_time_out(void **state)
{
	(void)state;
	put(0x04000000, 1);
	assert_false(fake.fault);                       /* only the interrupt tells */
	assert_true(fake.cpu_line[IP5]);
	assert_int_equal(get(ERRADDR), VALID | CPU | WRITE | 0x04000000 >> 2);
	get(0x1e000000);                                /* the first one stays */
	assert_int_equal(get(ERRADDR), VALID | CPU | WRITE | 0x04000000 >> 2);
	fake_write(ERRADDR + 2, 1, 0xff);               /* ecc.h: any write clears it */
	assert_false(fake.cpu_line[IP5]);
}

static void test_every_hole(void **state)
{
	static const u32 holes[] = {
		0x1dfffffc, 0x1e3c03f0, 0x1f400000, 0x1fc80000, 0x1fcffffc, 0x1fe80000, 0x20000000,
		0xfffffffc
	};

	(void)state;
	for (u32 i = 0; i < COUNT_OF(holes); i++) {
		fake.fault = false;
		get(holes[i]);
		assert_true(fake.fault);
		assert_int_equal(get(ERRADDR) & 0x07ffffff, holes[i] >> 2 & 0x07ffffff);
		put(ERRADDR, 0);
	}
}

static void test_ecc(void **state)
{
	(void)state;
	put(CHKSYN, ~0u);
	assert_int_equal(get(CHKSYN), 0);
	assert_int_equal(get(ERRADDR), 0);
}

static void test_nvram_module(void **state)
{
	(void)state;
	fake.device->option[KN02_NVRAM] = (u64)1 << (0x04000000 >> 23);
	assert_int_equal(get(0x040ff000), 0);           /* after the disk */
	assert_int_equal(get(0x04400000), 1);           /* the battery is good */
	put(0x04400000, 0);
	assert_false(fake.fault || fake.cpu_line[IP5]);
	put(0x040ff000, 1);
	assert_true(fake.cpu_line[IP5]);
	get(0x04800000);
	assert_true(fake.fault);
}

static void test_wild_guest(void **state)
{
	(void)state;
	fake.device->option[KN02_NVRAM] = ~(u64)0;
	fake_wild_guest(0xffffffff, 100000);
	fake_make(&device_kn02, 0, 200, 0);
	fake_wild_guest(0x20000000, 100000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, setup, fake_unmake)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(interrupts), TEST(csr), TEST(read_time_out), TEST(write_time_out), TEST(every_hole),
		TEST(ecc), TEST(nvram_module), TEST(wild_guest)
	};
	return cmocka_run_group_tests_name("kn02", tests, NULL, NULL);
}
