/* elf_test.c: front/elf_*.c on files made here, byte by byte, in both orders: one good one, and
 * every way to break it that we know, each with the sentence it must give. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "elf_file.h"
#include "error.h"

/* ---- a small program: header, 4 program headers, two segments, symbols, 5 section headers
 * ---- */

enum {
	PHDRS = 52, SEGMENT = 0x100, SEGMENT_BYTES = 0x40, DATA = 0x140, DATA_BYTES = 0x10,
	REGINFO = 0x150, SYMBOLS = 0x180, SYMBOL_COUNT = 4, STRINGS = 0x1c0, SHDRS = 0x200,
	SECTIONS = 5, BYTES = SHDRS + SECTIONS * 40,
	TEXT_AT = 0x80001000, DATA_AT = 0x80002000, DATA_MEMORY = 0x1000, GP = 0x80009ff0,
};
enum { E_TYPE = 16, E_MACHINE = 18, E_ENTRY = 24, E_PHOFF = 28, E_SHOFF = 32, E_FLAGS = 36,
       E_PHENTSIZE = 42, E_PHNUM = 44, E_SHENTSIZE = 46, E_SHNUM = 48 };
enum { P_TYPE, P_OFFSET = 4, P_VADDR = 8, P_FILESZ = 16, P_MEMSZ = 20, P_FLAGS = 24 };
enum { S_TYPE = 4, S_OFFSET = 16, S_SIZE = 20, S_LINK = 24, S_ENTSIZE = 36 };
enum { ET_EXEC = 2, EM_MIPS = 8, PT_REGINFO = 0x70000000, PT_ABIFLAGS = 0x70000003 };

struct image {
	bool big;
	u8 bytes[BYTES];
};

static void put(struct image *image, u32 at, u32 value, u32 n)
{
	for (u32 i = 0; i < n; i++)
		image->bytes[at + i] = (u8)(value >> 8 * (image->big ? n - 1 - i : i));
}

static u32 program_header(u32 i) { return PHDRS + 32 * i; }
static u32 section_header(u32 i) { return SHDRS + 40 * i; }
static u32 symbol(u32 i) { return SYMBOLS + 16 * i; }

static void put_program_header(struct image *image, u32 i, u32 type, u32 offset, u32 va, u32 filesz,
			       u32 memsz, u32 flags)
{
	const u32 words[8] = { type, offset, va, va, filesz, memsz, flags, 16 };
	for (u32 k = 0; k < 8; k++)
		put(image, program_header(i) + 4 * k, words[k], 4);
}

static void put_section(struct image *image, u32 i, u32 type, u32 flags, u32 va, u32 offset,
			u32 size, u32 link, u32 entry)
{
	const u32 words[10] = { 0, type, flags, va, offset, size, link, 0, 4, entry };
	for (u32 k = 0; k < 10; k++)
		put(image, section_header(i) + 4 * k, words[k], 4);
}

static void put_symbol(struct image *image, u32 i, u32 name, u32 value, u32 size, u32 info,
		       u32 section)
{
	put(image, symbol(i), name, 4);
	put(image, symbol(i) + 4, value, 4);
	put(image, symbol(i) + 8, size, 4);
	put(image, symbol(i) + 12, info, 1);
	put(image, symbol(i) + 14, section, 2);
}

static void put_header(struct image *image)
{
	const u8 ident[7] = { 0x7f, 'E', 'L', 'F', 1, image->big ? 2 : 1, 1 };
	memcpy(image->bytes, ident, sizeof ident);
	put(image, E_TYPE, ET_EXEC, 2);
	put(image, E_MACHINE, EM_MIPS, 2);
	put(image, 20, 1, 4);
	put(image, E_ENTRY, TEXT_AT + 4, 4);
	put(image, E_PHOFF, PHDRS, 4);
	put(image, E_SHOFF, SHDRS, 4);
	put(image, E_FLAGS, 0x1001, 4);
	put(image, 40, 52, 2);
	put(image, E_PHENTSIZE, 32, 2);
	put(image, E_PHNUM, 4, 2);
	put(image, E_SHENTSIZE, 40, 2);
	put(image, E_SHNUM, SECTIONS, 2);
	put(image, 50, 4, 2);
}

static struct image good(bool big)
{
	struct image image = { .big = big };
	put_header(&image);
	put_program_header(&image, 0, PT_ABIFLAGS, REGINFO, 0, 0x18, 0x18, 4);
	put_program_header(&image, 1, PT_REGINFO, REGINFO, 0, 0x18, 0x18, 4);
	put_program_header(&image, 2, 1, SEGMENT, TEXT_AT, SEGMENT_BYTES, SEGMENT_BYTES, 5);
	put_program_header(&image, 3, 1, DATA, DATA_AT, DATA_BYTES, DATA_MEMORY, 6);
	memset(image.bytes + SEGMENT, 0x11, SEGMENT_BYTES);
	memset(image.bytes + DATA, 0x22, DATA_BYTES);
	put(&image, REGINFO + 20, GP, 4);
	memcpy(image.bytes + STRINGS, "\0main\0table\0_gp", 16);
	put_symbol(&image, 1, 1, TEXT_AT + 8, 12, 0x12, 1);
	put_symbol(&image, 2, 6, DATA_AT, 4, 0x01, 2);
	put_symbol(&image, 3, 12, GP + 0x10, 0, 0x10, 0xfff1);
	put_section(&image, 1, 1, 6, TEXT_AT, SEGMENT, SEGMENT_BYTES, 0, 0);
	put_section(&image, 2, 1, 3, DATA_AT, DATA, DATA_BYTES, 0, 0);
	put_section(&image, 3, 2, 0, 0, SYMBOLS, 16 * SYMBOL_COUNT, 4, 16);
	put_section(&image, 4, 3, 0, 0, STRINGS, 16, 0, 0);
	return image;
}

/* ---- what must work ---- */

static void check_good(bool big)
{
	struct error error;
	struct image image = good(big);
	struct elf *elf = elf_open_bytes("good", image.bytes, BYTES, &error);
	assert_non_null(elf);
	assert_int_equal(elf->order, big ? BIG : LITTLE);
	assert_int_equal(elf->entry, TEXT_AT + 4);
	assert_int_equal(elf->flags, 0x1001);
	assert_int_equal(elf->segment_count, 2);
	assert_int_equal(elf->segments[0].vaddr, TEXT_AT);
	assert_true(elf->segments[0].executable);
	assert_int_equal(elf->segments[1].filesz, DATA_BYTES);
	assert_int_equal(elf->segments[1].memsz, DATA_MEMORY);
	assert_false(elf->segments[1].executable);
	assert_memory_equal(elf->segments[1].bytes, image.bytes + DATA, DATA_BYTES);
	assert_int_equal(elf->gp, GP + 0x10); /* the symbol, not .reginfo */
	assert_int_equal(elf->symbol_count, 3);
	assert_string_equal(elf->symbols[0].name, "main");
	assert_true(elf->symbols[0].function && elf->symbols[0].global && elf->symbols[0].code);
	assert_int_equal(elf->symbols[0].section_end, TEXT_AT + SEGMENT_BYTES);
	assert_true(elf->symbols[1].object && !elf->symbols[1].global && !elf->symbols[1].code);
	assert_int_equal(elf->symbols[2].section_end, 0);
	assert_int_equal(elf_check_unmapped(elf, 1 << 20, &error), E_NONE);
	elf_close(elf);
}

static void good_files(void **state)
{
	(void)state;
	check_good(false);
	check_good(true);
}

static void stripped_file(void **state)
{
	(void)state;
	struct error error;
	struct image image = good(false);
	put(&image, E_SHOFF, 0, 4);
	put(&image, E_SHNUM, 0, 2);
	put(&image, 50, 0, 2);
	struct elf *elf = elf_open_bytes("stripped", image.bytes, STRINGS, &error);
	assert_non_null(elf);
	assert_int_equal(elf->symbol_count, 0);
	assert_int_equal(elf->gp, GP); /* .reginfo's */
	elf_close(elf);
}

static void entered_through_kseg1(void **state)
{
	(void)state;
	struct error error;
	struct image image = good(true);
	put(&image, E_ENTRY, TEXT_AT + 4 + 0x20000000, 4);
	struct elf *elf = elf_open_bytes("kseg1", image.bytes, BYTES, &error);
	assert_non_null(elf);
	assert_int_equal(elf_check_unmapped(elf, 1 << 20, &error), E_NONE);
	elf_close(elf);
}

/* ---- what must be refused, and how ---- */

struct fault {
	const char *sentence;
	u32 at, value, n;
};

#define P(i, field) (PHDRS + 32 * (i) + (field))
#define S(i, field) (SHDRS + 40 * (i) + (field))
static const struct fault faults[] = {
	{ "bad: not an ELF file", 0, 0x7e, 1 },
	{ "bad: a 64-bit ELF file; the R3000 runs 32-bit programs", 4, 2, 1 },
	{ "bad: ELF class 9 is unknown", 4, 9, 1 },
	{ "bad: ELF byte order 0 is unknown", 5, 0, 1 },
	{ "bad: ELF version 2 is unknown", 6, 2, 1 },
	{ "bad: made for machine 62, not for MIPS (8)", E_MACHINE, 62, 2 },
	{ "bad: an object file that is not linked, not a program", E_TYPE, 1, 2 },
	{ "bad: a shared object or position-independent program, not", E_TYPE, 3, 2 },
	{ "bad: a core dump, not a program linked to fixed addresses", E_TYPE, 4, 2 },
	{ "bad: an ELF file of unknown type, not a program", E_TYPE, 99, 2 },
	{ "bad: made for a 64-bit MIPS processor (flags 20000001)", E_FLAGS, 0x20000001, 4 },
	{ "bad: made for a 64-bit MIPS processor (flags 00000020)", E_FLAGS, 0x20, 4 },
	{ "bad: no program headers: nothing to load", E_PHNUM, 0, 2 },
	{ "bad: 65535 program headers; at most 1024 are read", E_PHNUM, 0xffff, 2 },
	{ "bad: program headers of 56 bytes instead of 32", E_PHENTSIZE, 56, 2 },
	{ "bad: section headers of 64 bytes instead of 40", E_SHENTSIZE, 64, 2 },
	{ "bad: truncated: the program headers end at byte 4294967408 of 712", E_PHOFF, -16u, 4 },
	{ "bad: truncated: the section headers end at byte 752 of 712", E_SHNUM, 6, 2 },
	{ "bad: truncated: the section headers end at byte 4294967480 of 712", E_SHOFF, -16u, 4 },
	{ "bad: the entry 80001002 is no address of an instruction", E_ENTRY, TEXT_AT + 2, 4 },
	{ "bad: the entry 80001040 is in no segment", E_ENTRY, TEXT_AT + SEGMENT_BYTES, 4 },
	{ "bad: the entry 00000000 is in no segment", E_ENTRY, 0, 4 },
	{ "bad: segment 3 has 4097 bytes for 4096 bytes of memory", P(3, P_FILESZ), 4097, 4 },
	{ "bad: truncated: segment 3 ends at byte 4096 of 712", P(3, P_FILESZ), 4096 - DATA, 4 },
	{ "bad: truncated: segment 2 ends at byte 4294967295 of 712", P(2, P_OFFSET), -0x41u, 4 },
	{ "bad: segment 3 asks for 512 MiB; kseg0 has 512", P(3, P_MEMSZ), 0x20000001, 4 },
	{ "bad: segment 3 asks for 4095 MiB; kseg0 has 512", P(3, P_MEMSZ), -1u, 4 },
	{ "bad: segment 3 at fffff004 wraps around the address space", P(3, P_VADDR), -0xffcu, 4 },
	{ "bad: segment 3 at 8000103c overlaps the one at 80001000", P(3, P_VADDR), 0x8000103c, 4 },
	{ "bad: segment 3 at 80000001 overlaps the one at 80001000", P(3, P_VADDR), 0x80000001, 4 },
	{ "bad: truncated: section 2 ends at byte 4294967311 of 712", S(2, S_OFFSET), -1u, 4 },
	{ "bad: truncated: section 3 ends at byte 1984 of 712", S(3, S_SIZE), 0x640, 4 },
	{ "bad: the symbol table is not made of entries of 16 bytes", S(3, S_ENTSIZE), 12, 4 },
	{ "bad: the symbol table is not made of entries of 16 bytes", S(3, S_SIZE), 63, 4 },
	{ "bad: symbol 1 has no name", SYMBOLS + 16, 16, 4 },
	{ "bad: symbol 1 has no name", S(3, S_LINK), 2, 4 },
	{ "bad: symbol 1 has no name", S(3, S_LINK), 9999, 4 },
};

static void expect_fault(const struct fault *fault, bool big)
{
	struct error error = { 0 };
	struct image image = good(big);
	put(&image, fault->at, fault->value, fault->n);
	struct elf *elf = elf_open_bytes("bad", image.bytes, BYTES, &error);
	if (elf)
		fail_msg("accepted, instead of \"%s\"", fault->sentence);
	assert_int_equal(error.kind, E_IMAGE);
	assert_int_equal(error_status(error.kind), 3);
	if (strncmp(error.text, fault->sentence, strlen(fault->sentence)) != 0)
		fail_msg("\"%s\" instead of \"%s\"", error.text, fault->sentence);
}

static void faults_have_sentences(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(faults); i++) {
		expect_fault(&faults[i], false);
		expect_fault(&faults[i], true);
	}
}

/* Cut anywhere, the file is refused or loads what it says; the copy's end is an allocation's
 * end, so that a sanitizer sees a byte too many. */
static void truncation_is_noticed(void **state)
{
	(void)state;
	struct image image = good(true);
	for (size_t n = 0; n < BYTES; n++) {
		struct error error = { 0 };
		u8 *bytes = malloc(n + 1);
		memcpy(bytes + 1, image.bytes, n);
		struct elf *elf = elf_open_bytes("cut", bytes + 1, n, &error);
		assert_null(elf);
		assert_int_equal(error.kind, E_IMAGE);
		const char *word = n == 0 ? "empty" : n < 4 ? "not an ELF" : "truncated";
		assert_non_null(strstr(error.text, word));
		free(bytes);
	}
}

static void too_many_segments(void **state)
{
	(void)state;
	enum { MANY = ELF_SEGMENTS_MAX + 1, SIZE = BYTES + MANY * 32 };
	struct error error;
	static u8 bytes[SIZE];
	struct image image = good(false);
	put(&image, E_PHOFF, BYTES, 4);
	put(&image, E_PHNUM, MANY, 2);
	memcpy(bytes, image.bytes, BYTES);
	for (u32 i = 0; i < MANY; i++) {
		put_program_header(&image, 0, 1, 0, TEXT_AT + 16 * i, 0, 16, 5);
		memcpy(bytes + BYTES + 32 * i, image.bytes + PHDRS, 32);
	}
	assert_null(elf_open_bytes("many", bytes, SIZE, &error));
	assert_string_equal(error.text, "many: more than 64 segments to load");
}

/* ---- what a board asks ---- */

static const struct fault board_faults[] = {
	{ "bad: segment at 80002000 (4 KiB) is outside 8 KiB of RAM", 0, 0x7f, 1 },
	{ "bad: segments 80001000 and a0000800 are the same memory", P(3, P_VADDR), 0xa0000800, 4 },
	{ "bad: segment at 9ffff000 (4 KiB) is outside 8 KiB of RAM", P(3, P_VADDR),
	  0x9ffff000, 4 },
};

static void boards_have_sentences(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(board_faults); i++) {
		struct error error = { 0 };
		struct image image = good(true);
		put(&image, board_faults[i].at, board_faults[i].value, board_faults[i].n);
		struct elf *elf = elf_open_bytes("bad", image.bytes, BYTES, &error);
		assert_non_null(elf);
		assert_int_equal(elf_check_unmapped(elf, 8192, &error), E_IMAGE);
		assert_string_equal(error.text, board_faults[i].sentence);
		elf_close(elf);
	}
}

/* GNU ld's segment of headers at 00400000 is harmless; code there is a user's program. */
static void user_addresses(void **state)
{
	(void)state;
	struct error error;
	struct image image = good(false);
	put(&image, P(3, P_VADDR), 0x00400000, 4);
	struct elf *elf = elf_open_bytes("user", image.bytes, BYTES, &error);
	assert_non_null(elf);
	assert_int_equal(elf_check_unmapped(elf, 1 << 20, &error), E_NONE);
	elf_close(elf);

	put(&image, P(3, P_FLAGS), 5, 4);
	elf = elf_open_bytes("user", image.bytes, BYTES, &error);
	assert_int_equal(elf_check_unmapped(elf, 1 << 20, &error), E_IMAGE);
	assert_string_equal(error.text, "user: code at 00400000, outside kseg0 and kseg1");
	elf_close(elf);

	put(&image, E_ENTRY, 0x00400010, 4);
	elf = elf_open_bytes("user", image.bytes, BYTES, &error);
	assert_int_equal(elf_check_unmapped(elf, 1 << 20, &error), E_IMAGE);
	assert_string_equal(error.text,
			    "user: the entry 00400010 is outside kseg0 and kseg1: no kernel");
	elf_close(elf);
}

/* ---- files ---- */

static void expect_io(const char *path, const char *sentence)
{
	struct error error = { 0 };
	assert_null(elf_open(path, &error));
	assert_int_equal(error_status(error.kind), 3);
	assert_string_equal(error.text, sentence);
}

static void files(void **state)
{
	(void)state;
	char path[] = "/tmp/elf_test.XXXXXX";
	char sentence[300];
	struct error error;
	struct image image = good(true);
	int file = mkstemp(path);
	assert_true(file >= 0);
	snprintf(sentence, sizeof sentence, "%s: the file is empty", path);
	expect_io(path, sentence);
	assert_int_equal(write(file, image.bytes, BYTES), BYTES);
	struct elf *elf = elf_open(path, &error);
	assert_non_null(elf);
	assert_int_equal(elf->entry, TEXT_AT + 4);
	assert_memory_equal(elf->segments[1].bytes, image.bytes + DATA, DATA_BYTES);
	elf_close(elf);
	close(file);
	unlink(path);
	snprintf(sentence, sizeof sentence, "%s: cannot be opened: %s", path, strerror(ENOENT));
	expect_io(path, sentence);
	expect_io("/", "/: a directory, not a program");
	expect_io("/dev/null", "/dev/null: not a regular file");
	expect_io("/proc/self/mem", "/proc/self/mem: cannot be read: Input/output error");
}

/* ---- sentences ---- */

static void sentences(void **state)
{
	(void)state;
	char path[5000];
	struct error error;
	memset(path, 'x', sizeof path - 1);
	path[sizeof path - 1] = 0;
	assert_int_equal(error_set(&error, E_IO, "%s: the fault", path), E_IO);
	assert_int_equal(strlen(error.text), sizeof error.text - 1);
	assert_non_null(strstr(error.text, "x...x"));
	assert_string_equal(error.text + sizeof error.text - 1 - 11, ": the fault");
	error_set(&error, E_USAGE, "a\n\033[1mb");
	assert_string_equal(error.text, "a??[1mb");
	assert_int_equal(error_set(NULL, E_HOST, "nobody listens"), E_HOST);
	assert_int_equal(error_status(E_NONE), 0);
	assert_int_equal(error_status(E_USAGE), 2);
	assert_int_equal(error_status(E_HOST), 5);
	assert_int_equal(error_status(4711), 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_files),
		cmocka_unit_test(stripped_file),
		cmocka_unit_test(entered_through_kseg1),
		cmocka_unit_test(faults_have_sentences),
		cmocka_unit_test(truncation_is_noticed),
		cmocka_unit_test(too_many_segments),
		cmocka_unit_test(boards_have_sentences),
		cmocka_unit_test(user_addresses),
		cmocka_unit_test(files),
		cmocka_unit_test(sentences),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
