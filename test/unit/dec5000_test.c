/* dec5000_test.c: the DECstation 5000/200 from outside, through the library: what a program finds
 * when it starts, the PROM's services (called as a debugger would), disks, bus errors.  Sources are
 * Linux's: dec/prom, asm/dec/prom.h, linux/tc.h, mtd/devices/ms02-nv.c, dec/ecc-berr.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <cmocka.h>
#include "base.h"
#include "vr3000.h"

enum { ENTRY = 0x80040000, HERE = 0x80038000, ROM = 0x1fc00000, VECTOR = ROM + 0x400 };
enum { MB = 1 << 20, NOP = 0 };

static struct {
	struct vr3000 *vm;
	char out[4096];
	u32 outs, console;
	const char *in;
} t;

static void put(void *context, u64 number, u64 when, u32 device, const u8 *bytes, u32 count)
{
	(void)context, (void)number, (void)when;
	if (device != t.console)
		return;
	assert_true(t.outs + count < sizeof t.out);
	memcpy(t.out + t.outs, bytes, count);
	t.outs += count;
	t.out[t.outs] = 0;
}

static void open_with(struct vr3000_config *config)
{
	struct vr3000_doors doors = { .put = put };
	struct vr3000_error error;

	memset(&t, 0, sizeof t);
	config->board = "dec5000";
	t.vm = vr3000_open(config, &doors, &error);
	if (!t.vm)
		fail_msg("%s", error.text);
	assert_true(vr3000_console(t.vm, &t.console));
}

static void boot_with(const char *const *words, u32 count, u32 initrd, u32 initrd_bytes)
{
	struct vr3000_boot boot = { ENTRY, 0x100000, words, count, initrd, initrd_bytes };
	struct vr3000_error error;

	if (!vr3000_boot(t.vm, &boot, &error))
		fail_msg("%s", error.text);
}

static int setup(void **state)
{
	static const char *const words[] = { "kernel" };
	struct vr3000_config config = { .ram_bytes = 16 * MB };

	(void)state;
	open_with(&config);
	boot_with(words, 1, 0, 0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	vr3000_close(t.vm);
	t.vm = NULL;
	return 0;
}

static u32 word(u32 pa)
{
	u8 b[4];

	assert_true(vr3000_peek(t.vm, pa & 0x1fffffff, b, sizeof b));
	return b[0] | b[1] << 8 | b[2] << 16 | (u32)b[3] << 24;
}

static void set_word(u32 pa, u32 value)
{
	u8 b[4] = { (u8)value, (u8)(value >> 8), (u8)(value >> 16), (u8)(value >> 24) };

	assert_true(vr3000_poke(t.vm, pa & 0x1fffffff, b, sizeof b));
}

static u64 field(const char *name)
{
	u64 value;

	assert_true(vr3000_get(t.vm, name, &value));
	return value;
}

static u32 reg(u32 number)
{
	struct vr3000_regs regs;

	vr3000_registers(t.vm, 0, &regs);
	return regs.gpr[number];
}

static void set_reg(u32 number, u32 value)
{
	char name[] = "cpu0.gpr[00]";

	name[9] = (char)('0' + number / 10), name[10] = (char)('0' + number % 10);
	assert_true(vr3000_set(t.vm, name, value));
}

static const char *text(u32 va)
{
	static char buffer[256];

	assert_true(vr3000_peek(t.vm, va & 0x1fffffff, buffer, sizeof buffer - 1));
	return buffer;
}

static void set_text(u32 va, const char *s)
{
	assert_true(vr3000_poke(t.vm, va & 0x1fffffff, s, strlen(s) + 1));
}

/* Runs until the program comes to HERE; console bytes are given as they are asked for. */
static void run(void)
{
	u32 why;

	assert_true(vr3000_break(t.vm, HERE, true));
	while (!((why = vr3000_run(t.vm, vr3000_now(t.vm) + 10000000, VR3000_NEVER)) & VR3000_BREAK)) {
		assert_int_equal(why & (VR3000_TIME | VR3000_OFF), 0);
		if ((why & VR3000_ASK) && *t.in)
			assert_true(vr3000_post(t.vm, t.console, t.in++, 1));
	}
	assert_true(vr3000_check(t.vm));
}

static u32 call_at(u32 function, u32 a0, u32 a1, u32 a2)
{
	set_reg(4, a0), set_reg(5, a1), set_reg(6, a2), set_reg(31, HERE);
	assert_true(vr3000_set(t.vm, "cpu0.pc", function));
	run();
	return reg(2);
}

static u32 call(u32 offset, u32 a0, u32 a1, u32 a2)
{
	return call_at(word(VECTOR + offset), a0, a1, a2);
}

/* ---- the start of a program ---- */

static void test_registers(void **state)
{
	(void)state;
	assert_int_equal(field("cpu0.pc"), ENTRY);
	assert_int_equal(reg(4), 3);
	assert_int_equal(reg(6), 0x30464354);
	assert_int_equal(reg(7), 0xbfc00400);
	assert_string_equal(text(word(reg(5))), "boot");
	assert_string_equal(text(word(reg(5) + 4)), "kernel");
	assert_string_equal(text(word(reg(5) + 8)), "console=ttyS3");
	assert_int_equal(word(reg(5) + 12), 0);
}

static void test_words(void **state)
{
	static const char *const words[] = { "vmlinux", "root=/dev/mtdblock0", "console=ttyS0",
		"quiet" };
	static const char *const wanted[] = {
		"boot", "vmlinux", "rd_start=0x80400000", "rd_size=0x1234", "root=/dev/mtdblock0",
		"console=ttyS0", "quiet"
	};

	(void)state;
	boot_with(words, COUNT_OF(words), 0x400000, 0x1234);
	assert_int_equal(reg(4), COUNT_OF(wanted));
	for (u32 i = 0; i < COUNT_OF(wanted); i++)
		assert_string_equal(text(word(reg(5) + 4 * i)), wanted[i]);
}

static void refused(u32 entry, const char *const *words, u32 count, const char *part)
{
	struct vr3000_boot boot = { entry, 0x100000, words, count, 0, 0 };
	struct vr3000_error error;

	assert_false(vr3000_boot(t.vm, &boot, &error));
	assert_non_null(strstr(error.text, part));
}

static void test_refusals(void **state)
{
	static char longest[4100];
	const char *words[4000] = { "vmlinux", longest };

	(void)state;
	memset(longest, 'x', sizeof longest - 1);
	refused(ENTRY, words, 2, "4095 characters");
	refused(0x80010000, words, 1, "PROM");
	longest[4095 - sizeof "console=ttyS3"] = 0;     /* the longest that fits */
	boot_with(words, 2, 0, 0);
	for (u32 i = 1; i < COUNT_OF(words); i++)
		words[i] = "";
	boot_with(words, COUNT_OF(words), 0, 0);
	words[0] = longest;
	boot_with(words, 1, 0, 0);
	memset(longest, 'x', sizeof longest - 1);
	refused(ENTRY, words, 1, "4095 characters");
}

/* ---- the PROM ---- */

static void test_printf(void **state)
{
	(void)state;
	set_text(0x80030000, "%s|%d %%|%x\n");
	set_text(0x80030100, "text");
	set_reg(7, 0xbeef);
	call(0x30, 0x80030000, 0x80030100, (u32)-42);
	assert_string_equal(t.out, "text|-42 %|beef\r\n");
}

static void test_sprintf(void **state)
{
	(void)state;
	set_text(0x80030000, "<%05d><%-4x><%c>");
	set_reg(7, 0xa);
	set_reg(29, 0x80028000 - 64);
	set_word(0x80028000 - 64 + 16, 'z');            /* the fifth argument is on the stack */
	assert_int_equal(call(0x34, 0x80031000, 0x80030000, (u32)-7), 16);
	assert_string_equal(text(0x80031000), "<-0007><a   ><z>");
}

static void test_console(void **state)
{
	(void)state;
	t.in = "xab\bc\r";
	set_text(0x80030000, "hello\n");
	call(0x2c, 0x80030000, 0, 0);                   /* puts */
	assert_string_equal(t.out, "hello\r\n");
	assert_int_equal(call(0x24, 0, 0, 0), 'x');     /* getchar */
	t.outs = 0;
	assert_int_equal(call(0x28, 0x80031000, 0, 0), 0x80031000); /* gets */
	assert_string_equal(text(0x80031000), "ac");
	assert_string_equal(t.out, "ab\b \bc\r\n");
	assert_int_equal(call_at(0xbfc00068, 'y', 0, 0), 'y'); /* putchar, entry 13 */
	assert_int_equal(t.out[t.outs - 1], 'y');
}

/* dec/prom/memory.c: the map's bytes are returned, each 0xff for eight pages. */
static void test_bitmap(void **state)
{
	(void)state;
	set_word(0x80030000 + 4 + 512, 0x5a5a5a5a);
	assert_int_equal(call(0x84, 0x80030000, 0, 0), 512); /* 16 MB */
	assert_int_equal(word(0x80030000), 4096);
	for (u32 i = 0; i < 512; i += 4)
		assert_int_equal(word(0x80030004 + i), 0xffffffff);
	assert_int_equal(word(0x80030004 + 512), 0x5a5a5a5a);
}

static void test_machine(void **state)
{
	(void)state;
	assert_int_equal(call(0x80, 0, 0, 0) >> 16 & 0xff, 2); /* identify.c: DS5000_200 */
	assert_int_equal(call(0x6c, 0, 0, 0), 0xbe000000);
	assert_int_equal(call(0x6c, 6, 0, 0), 0xbf800000);
	u32 info = call(0xa4, 0, 0, 0);
	assert_int_equal(word(info + 4), 40);           /* tc.h: clock period, ns; slot size, MB */
	assert_int_equal(word(info + 8), 4);
	call(0x7c, 0x80000000, 4096, 0);
	u64 before = vr3000_now(t.vm);
	call(0x74, 3, 0, 0);                            /* msdelay, at 200 MHz */
	assert_in_range(vr3000_now(t.vm) - before, 600000, 601000);
	set_text(0x80030000, "osconsole");
	assert_string_equal(text(call(0x64, 0x80030000, 0, 0)), "3");
	set_text(0x80030000, "osconsol");
	assert_int_equal(call(0x64, 0x80030000, 0, 0), 0);
	assert_int_equal(call(0x54, 0, 0, 0), ~0u);     /* nothing to boot from */
}

static void test_strings(void **state)
{
	(void)state;
	set_text(0x80030000, "abc");
	set_text(0x80030100, "abd");
	assert_int_equal(call(0x14, 0x80030000, 0, 0), 3);
	assert_int_equal(call(0x0c, 0x80030000, 0x80030100, 0), (u32)-1);
	assert_int_equal(call(0x20, 0x80030000, 0x80030100, 2), 0);
	call(0x08, 0x80030000, 0x80030100, 0);
	assert_string_equal(text(0x80030000), "abcabd");
	call(0x18, 0x80030000, 0x80030100, 1);
	assert_string_equal(text(0x80030000), "abcabda");
	call(0x10, 0x80030000, 0x80030100, 0);
	assert_string_equal(text(0x80030000), "abd");
	set_text(0x80030000, " -0x1fz");
	assert_int_equal(call(0x3c, 0x80030000, 0x80031000, 0), (u32)-31);
	assert_int_equal(word(0x80031000), 0x80030006);
}

static void test_setjmp(void **state)
{
	(void)state;
	set_reg(16, 0x1234), set_reg(30, 0x5678);
	assert_int_equal(call(0x4c, 0x80030000, 0, 0), 0);
	set_reg(16, 0), set_reg(30, 0);
	assert_int_equal(call(0x50, 0x80030000, 7, 0), 7);
	assert_int_equal(reg(16), 0x1234);
	assert_int_equal(reg(30), 0x5678);
}

/* dec/reset.c: halt, power off and restart all jump to the reset vector. */
static void test_halt(void **state)
{
	u32 status;
	char sentence[256];

	(void)state;
	assert_true(vr3000_set(t.vm, "cpu0.pc", 0xbfc00000));
	while (!(vr3000_run(t.vm, vr3000_now(t.vm) + 1000, VR3000_NEVER) & (VR3000_OFF | VR3000_TIME)))
		;
	assert_int_equal(vr3000_end(t.vm, &status, sentence, sizeof sentence), VR3000_HALT);
	assert_int_equal(status, 0);
}

/* ---- the bus ---- */

enum { T0 = 8, T1 = 9, K0 = 26, LW = 0x8c000000, SW = 0xac000000 };

/* One load or store of $t1 at $t0, then HERE; exceptions and the interrupts that `status` allows
 * end there too.  The Cause register. */
static u32 access_with(u32 status, u32 operation, u32 va)
{
	set_reg(T0, va), set_reg(T1, 0x12345678);
	set_word(ENTRY, operation | T0 << 21 | T1 << 16);
	for (u32 i = 1; i < 4; i++)
		set_word(ENTRY + 4 * i, NOP);
	set_word(ENTRY + 16, 0x08000000 | (HERE & 0x0fffffff) >> 2);
	set_word(ENTRY + 20, NOP);
	set_word(0x80000080, 0x08000000 | (HERE & 0x0fffffff) >> 2);
	set_word(0x80000084, NOP);
	assert_true(vr3000_set(t.vm, "cpu0.Status", status));
	assert_true(vr3000_set(t.vm, "cpu0.Cause", 0));
	assert_true(vr3000_set(t.vm, "cpu0.pc", ENTRY));
	run();
	return (u32)field("cpu0.Cause");
}

enum { NO_INTERRUPTS = 0, BUS_ERROR_INTERRUPTS = 0x2001 };

static u32 access_word(u32 operation, u32 va)
{
	return access_with(BUS_ERROR_INTERRUPTS, operation, va);
}

static void test_bus_errors(void **state)
{
	static const u32 nowhere[] = { 0xa1000000, 0xbe000000, 0xbf400000, 0xbfc80000, 0xbfc41000 };

	(void)state;
	for (u32 i = 0; i < COUNT_OF(nowhere); i++) {
		u32 cause = access_word(LW, nowhere[i]);
		assert_int_equal(cause & 0x207c, 0x2000 | 7 << 2); /* DBE, and IP5 is up */
		assert_int_equal(field("cpu0.EPC"), ENTRY);
		assert_int_equal(field("kn02.erraddr"), 0xc0000000 | (nowhere[i] & 0x1fffffff) >> 2);
		access_with(NO_INTERRUPTS, SW, 0xbfd80000); /* any write clears it */
		assert_int_equal(field("kn02.erraddr"), 0);
		cause = access_word(SW, nowhere[i]);
		assert_int_equal(cause & 0x207c, 0x2000); /* the interrupt, after the store */
		assert_int_equal(field("cpu0.EPC"), ENTRY + 4);
		assert_int_equal(field("kn02.erraddr"), 0xe0000000 | (nowhere[i] & 0x1fffffff) >> 2);
		access_with(NO_INTERRUPTS, SW, 0xbfd80000);
	}
	assert_int_equal(access_word(LW, 0xbff00000) & 0x7c, 0);
	assert_int_equal(reg(T1), 0x05002000);          /* CSR: jumpers, CORRECT */
	assert_int_equal(access_word(SW, 0xbfc00000) & 0x207c, 0); /* the ROM ignores it */
	assert_int_equal(access_word(LW, 0xbfc40004) & 0x7c, 0);
	assert_int_equal(reg(T1), 16 * MB);
}

static void rom_bytes(u32 pa, char *to, u32 count)
{
	for (u32 i = 0; i < count; i++)
		assert_true(vr3000_peek(t.vm, pa + 4 * i, to + i, 1));
	to[count] = 0;
}

static void test_option_rom(void **state)
{
	static const u8 pattern[] = { 0x55, 0x00, 0xaa, 0xff };
	char bytes[9];

	(void)state;
	rom_bytes(0x1fbc03f0, bytes, 4);
	assert_memory_equal(bytes, pattern, 4);
	rom_bytes(0x1fbc0420, bytes, 8);
	assert_string_equal(bytes, "DEC     ");         /* declance.c's table */
	rom_bytes(0x1fbc0440, bytes, 8);
	assert_string_equal(bytes, "PMAD-AA ");
	rom_bytes(0x1f9c0002, bytes, 6);
	assert_memory_equal(bytes, "\x08\x00\x2b", 3);
}

/* ---- disks ---- */

static void *memory(u32 bytes)
{
	void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	assert_true(at != MAP_FAILED);
	return at;
}

static void test_disks(void **state)
{
	static const char *const words[] = { "vmlinux", "quiet" };
	u32 bytes[] = { 8 * MB, 2 * MB - 4096, 4096, 64 << 10 };
	struct vr3000_config config = { .ram_bytes = 20 * MB, .disks = 4 };

	(void)state;
	vr3000_close(t.vm);
	for (u32 i = 0; i < 4; i++)
		config.disk[i] = (struct vr3000_disk){
			.kind = i & 1 ? VR3000_DISK_NV : VR3000_DISK_PHRAM, .memory = memory(bytes[i]),
			.bytes = bytes[i]
		};
	open_with(&config);
	boot_with(words, 2, 0, 0);
	assert_string_equal(text(word(reg(5) + 12)), "phram.phram=disk2,0x1d7ff000,0x1000");
	assert_string_equal(text(word(reg(5) + 16)), "phram.phram=disk0,0x1d800000,0x800000");
	assert_string_equal(text(word(reg(5) + 20)), "quiet");
	assert_int_equal(word(0x018003fc), 0x03021966);  /* ms02-nv.h: the first 8 MB after RAM */
	assert_int_equal(word(0x018003f8) & 0xf0, 2 << 4);
	assert_int_equal(word(0x020003fc), 0x03021966);
	assert_int_equal(word(0x020003f8) & 0xf0, 1 << 4);
	set_word(0x1d800000, 1), set_word(0x01801000, 2), set_word(0x1d7ff000, 3),
		set_word(0x02001000, 4);
	for (u32 i = 0; i < 4; i++) {
		assert_int_equal(*(u32 *)config.disk[i].memory, i + 1);
		munmap(config.disk[i].memory, bytes[i]);
	}
	assert_int_equal(access_word(LW, 0xa1bff000) & 0x7c, 0); /* between the disk and 4 MB: zeros */
	assert_int_equal(reg(T1), 0);
}

static void no_machine(struct vr3000_config *config, const char *part)
{
	struct vr3000_doors doors = { 0 };
	struct vr3000_error error;

	config->board = "dec5000";
	assert_null(vr3000_open(config, &doors, &error));
	assert_non_null(strstr(error.text, part));
}

static void test_disk_refusals(void **state)
{
	void *at = memory(16 * MB);
	struct vr3000_config large = { .disks = 1, .disk = { { VR3000_DISK_NV, at, 4 * MB } } };
	struct vr3000_config full = large, wide = large, early = { .date = -1 };

	(void)state;
	full.ram_bytes = 480u * MB;
	wide.ram_bytes = 472u * MB;
	wide.disk[0] = (struct vr3000_disk){ .kind = VR3000_DISK_PHRAM, .memory = at,
		.bytes = 16 * MB };
	no_machine(&large, "4190208 bytes");
	no_machine(&full, "no memory slots");
	no_machine(&wide, "disk 0 does not fit");
	no_machine(&early, "1970");
	munmap(at, 16 * MB);
}

/* More than 120 MB of RAM need slots of 32 MB, and the modules move (ms02-nv.c: CSR's BNK32M). */
static void test_stride(void **state)
{
	static const char *const words[] = { "vmlinux" };
	void *at = memory(MB);
	struct vr3000_config config = {
		.ram_bytes = 128 * MB, .disks = 1, .disk = { { VR3000_DISK_NV, at, MB } }
	};

	(void)state;
	vr3000_close(t.vm);
	open_with(&config);
	boot_with(words, 1, 0, 0);
	assert_int_equal(word(0x080003fc), 0x03021966);
	assert_int_equal(field("kn02.csr") & 0x400, 0x400);
	munmap(at, MB);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, setup, teardown)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(registers), TEST(words), TEST(refusals), TEST(printf), TEST(sprintf), TEST(console),
		TEST(bitmap), TEST(machine), TEST(strings), TEST(setjmp), TEST(halt),
		TEST(bus_errors), TEST(option_rom), TEST(disks), TEST(disk_refusals), TEST(stride)
	};
	return cmocka_run_group_tests_name("dec5000", tests, NULL, NULL);
}
