/* where_test.c: names, lines, the kernel's log and words for people: front/where.c, where_line.c,
 * where_log.c and where_print.c on the guests of test/where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "guest_fake.h"

static const char *folder;

/* ---- symbols ---- */

static void expect_symbol(const struct guest *guest, u32 va, const char *expected, u32 distance)
{
	const char *name;
	u32 offset;
	assert_true(where_symbol(guest->where, va, &name, &offset));
	assert_string_equal(name, expected);
	assert_int_equal(offset, distance);
}

static void symbols(void **state)
{
	(void)state;
	const char *name;
	u32 va, size;
	struct guest *guest = open_guest(folder, "eb");
	expect_symbol(guest, at(guest, "start"), "start", 0);
	expect_symbol(guest, at(guest, "in_start") + 4, "in_start", 4); /* labels have no size */
	expect_symbol(guest, at(guest, "cfi_frame") + 8, "cfi_frame", 8);
	expect_symbol(guest, at(guest, "in_cfi_frame"), "cfi_frame", 0x14); /* not the label */
	expect_symbol(guest, at(guest, "table") + 15, "table", 15);
	assert_true(where_address(guest->where, "table", &va, &size));
	assert_int_equal(size, 16);
	assert_false(where_symbol(guest->where, 0x80000ffc, &name, &va));
	assert_false(where_symbol(guest->where, 0x80019000, &name, &va)); /* behind the section */
	assert_false(where_symbol(guest->where, 0, &name, &va));
	assert_false(where_address(guest->where, "no_such", &va, &size));
	assert_false(where_symbol(NULL, 0x80001000, &name, &va));
	close_guest(guest);
}

/* ---- lines ---- */

static void check_lines(const char *which)
{
	const char *file;
	char text[100];
	int line;
	struct guest *guest = open_guest(folder, which);
	assert_true(where_line(guest->where, at(guest, "vprintk_emit"), &file, &line));
	assert_string_equal(file, "kernel/printk.c");
	assert_int_equal(line, 206);
	where_text(guest->where, at(guest, "show_regs"), text, sizeof text);
	assert_string_equal(text, "show_regs (kernel/printk.c:214)");
	where_text(guest->where, at(guest, "cfi_leaf") + 4, text, sizeof text);
	assert_string_equal(text, "cfi_leaf+0x4 (test/where/frames.S:23)");
	where_text(guest->where, at(guest, "cfi_leaf") + 4, text, 12);
	assert_string_equal(text, "cfi_leaf+0x");
	where_text(guest->where, 0x90000000, text, sizeof text);
	assert_string_equal(text, "");
	assert_false(where_line(guest->where, at(guest, "table"), &file, &line));
	close_guest(guest);
}

static void lines(void **state)
{
	(void)state;
	const char *file;
	int line;
	check_lines("el");
	check_lines("eb");
	check_lines("padded"); /* has no .debug_aranges */
	struct guest *guest = open_guest(folder, "plain");
	assert_false(where_line(guest->where, at(guest, "vprintk_emit"), &file, &line));
	assert_false(where_line(NULL, 0x80001000, &file, &line));
	close_guest(guest);
}

/* Units with absolute names are shown from the folder that they share. */
static void absolute_names(void **state)
{
	(void)state;
	const char *file;
	int line;
	struct guest *guest = open_guest(folder, "teaching");
	assert_true(where_line(guest->where, at(guest, "cfi_leaf") + 4, &file, &line));
	assert_string_equal(file, "frames.S");
	assert_int_equal(line, 23);
	close_guest(guest);
}

/* ---- the kernel's log ---- */

static void check_log(const char *which, const char *expected)
{
	char *text = NULL;
	size_t size = 0;
	struct guest *guest = open_guest(folder, which);
	FILE *out = open_memstream(&text, &size);
	assert_true(where_kernel_log(guest->where, &guest->memory, out));
	fclose(out);
	assert_string_equal(text, expected);
	free(text);
	close_guest(guest);
}

static void kernel_logs(void **state)
{
	(void)state;
	static const char ring[] = "[    1.000002] two\n               lines\n[    1.500000] \n"
				   "[ 4000.000000] wrapped\n[ 5000.000000] two\n";
	check_log("el", ring);
	check_log("eb", ring);
	check_log("padded", ring); /* only debug information knows where its fields are */
	check_log("plain", ring);  /* without it they are where Linux has them */
	check_log("old", "first line\nsecond line\nand third\n");
	check_log("teaching", "\ncd\n");
}

static void damaged_logs(void **state)
{
	(void)state;
	struct guest *guest = open_guest(folder, "plain");
	u32 ring = at(guest, "printk_rb_static"), infos = at(guest, "infos");
	FILE *out = fopen("/dev/null", "w");
	poke(guest, infos + 6 * 88 + 16, 0xffffffff); /* a text longer than its block */
	assert_true(where_kernel_log(guest->where, &guest->memory, out));
	poke(guest, ring + 16, 0x3fff0000);
	assert_false(where_kernel_log(guest->where, &guest->memory, out));
	poke(guest, ring, 30);
	assert_false(where_kernel_log(guest->where, &guest->memory, out));
	poke(guest, at(guest, "prb"), 0x00000004);
	assert_false(where_kernel_log(guest->where, &guest->memory, out));
	assert_false(where_kernel_log(NULL, &guest->memory, out));
	fclose(out);
	close_guest(guest);
}

/* ---- words ---- */

static void expect_words(u32 cause, u32 epc, u32 bad_vaddr, const char *expected)
{
	char text[100];
	where_exception_words(cause, epc, bad_vaddr, text, sizeof text);
	assert_string_equal(text, expected);
}

static void exceptions(void **state)
{
	(void)state;
	enum { BD = -0x7fffffff - 1 };
	expect_words(0x8400, 0, 0, "an interrupt IP2 IP7");
	expect_words(1 << 2, 4, 0xc0000010, "a store to a read-only page: c0000010 (kseg2)");
	expect_words((u32)BD | 2 << 2, 4, 16,
		     "TLB miss on a load from 00000010 (kuseg), in a delay slot");
	expect_words(2 << 2, 16, 16, "TLB miss on an instruction fetch from 00000010 (kuseg)");
	expect_words((u32)BD | 2 << 2, 12, 16,
		     "TLB miss on an instruction fetch from 00000010 (kuseg), in a delay slot");
	expect_words(3 << 2, 4, 0xc0000010, "TLB miss on a store to c0000010 (kseg2)");
	expect_words(4 << 2, 4, 0xa0000011, "address error on a load from a0000011 (kseg1)");
	expect_words(4 << 2, 17, 17, "address error on an instruction fetch from 00000011 (kuseg)");
	expect_words(5 << 2, 4, 0x11, "address error on a store to 00000011 (kuseg)");
	expect_words(6 << 2, 4, 0x11, "bus error on an instruction fetch");
	expect_words((u32)BD | 7 << 2, 4, 0x11, "bus error on a load or store, in a delay slot");
	expect_words(8 << 2, 4, 0, "a system call");
	expect_words(9 << 2, 4, 0, "a breakpoint");
	expect_words(10 << 2, 4, 0, "a reserved instruction");
	expect_words(11 << 2 | 1 << 28, 4, 0, "coprocessor 1 unusable");
	expect_words(12 << 2, 4, 0, "arithmetic overflow");
	expect_words(15 << 2, 4, 0, "an exception of unknown code 15");
}

static void printing(void **state)
{
	(void)state;
	char *text = NULL;
	size_t size = 0;
	struct guest *guest = open_guest(folder, "plain");
	for (u32 i = 1; i < 32; i++)
		guest->regs.gpr[i] = i;
	guest->regs.gpr[2] = at(guest, "cfi_frame") + 4;
	guest->regs.gpr[4] = at(guest, "table");
	guest->regs.gpr[26] = at(guest, "a_function_whose_name_is_longer_than_its_column") + 4;
	guest->regs.gpr[SP] = STACK;
	guest->regs.gpr[RA] = at(guest, "in_start");
	guest->regs.pc = at(guest, "cfi_leaf");
	guest->regs.hi = 0xabc;
	FILE *out = open_memstream(&text, &size);
	where_print_registers(out, guest->where, &guest->regs);
	trace(guest);
	where_print_backtrace(out, guest->frames, guest->count);
	guest->frames[0].end = NULL;
	where_print_backtrace(out, guest->frames, 1);
	where_print_registers(out, NULL, &guest->regs);
	fclose(out);
	const char *expected =
		"zero 00000000                 t0 00000008    s0 00000010    t8 00000018\n"
		"  at 00000001                 t1 00000009    s1 00000011    t9 00000019\n"
		"  v0 80001020 cfi_frame+0x4   t2 0000000a    s2 00000012    k0 8000";
	assert_memory_equal(text, expected, strlen(expected));
	assert_non_null(strstr(text, " a_function_whose_nam+0x4\n"));
	assert_non_null(strstr(text, "s7 00000017    ra 80001008 in_start\n"
				     "  hi 00000abc   lo 00000000   pc 80001010 cfi_leaf\n"
				     "#0  80001010 cfi_leaf\n"
				     "#1  80001008 start+0x8  [guessed from instructions]\n"
				     "    (the program starts here)\n"
				     "#0  80001010 cfi_leaf\n"
				     "    (and so on)\n"));
	assert_non_null(strstr(text, "zero 00000000    t0 00000008    s0 00000010    t8 0000"));
	free(text);
	close_guest(guest);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(symbols),
		cmocka_unit_test(lines),
		cmocka_unit_test(absolute_names),
		cmocka_unit_test(kernel_logs),
		cmocka_unit_test(damaged_logs),
		cmocka_unit_test(exceptions),
		cmocka_unit_test(printing),
	};
	if (argc != 2) {
		fprintf(stderr, "where_test FOLDER: where test/where/where.mk puts guests\n");
		return 2;
	}
	folder = argv[1];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
