/* umps3_mkdev.c: makes images of uMPS3's disks and flash devices.
 *
 *	mkdev -d FILE.umps [CYLINDERS [HEADS [SECTORS [RPM [SEEK [DATA]]]]]]
 *	mkdev -f FILE.umps CONTENTS [BLOCKS [TIME]]
 *
 * A disk begins with its mark, cylinders, heads, sectors, microseconds a turn, microseconds a
 * cylinder and the per cent of a sector that is data; a flash device with its mark, blocks,
 * microseconds a write, and holds CONTENTS without a core's mark.  (uMPS3 3.0.5, src/umps/mkdev.cc,
 * whose files come out the same.) */
#include "base.h"
#include "error.h"
#include "umps3_files.h"
#include "umps3_tools.h"
#include "whole_file.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 4096, NUMBERS_MOST = 6, CONTENTS_MOST = 1 << 30 };
struct number { const char *name; u32 low, high, usual; };
static const struct number disk_numbers[] = {
	{ "cylinders", 1, 65535, 32 }, { "heads", 1, 255, 2 }, { "sectors", 1, 255, 8 },
	{ "turns a minute", 360, 10800, 16666 }, { "microseconds a cylinder", 1, 10000, 100 },
	{ "per cent of data", 10, 90, 80 },
};
static const struct number flash_numbers[] = {
	{ "blocks", 1, 0xffffff, 512 }, { "microseconds a write", 1, 100000, 1000 },
};
enum { DISK_RPM = 3 };

static int usage(void)
{
	fputs("usage: mkdev -d FILE.umps [CYLINDERS [HEADS [SECTORS [RPM [SEEK [DATA]]]]]]\n"
		"       mkdev -f FILE.umps CONTENTS [BLOCKS [TIME]]\n", stderr);
	return 1;
}

static int fail(const char *path)
{
	fprintf(stderr, "mkdev: %s: %s\n", path, strerror(errno));
	return 1;
}

/* The header's numbers, from what of them the command line has. */
static bool read_numbers(const struct number *n, u32 count, char **argument, u32 given, u32 *value)
{
	for (u32 i = 0; i < count; i++) {
		char *end = NULL;
		value[i] = n[i].usual;
		if (i >= given)
			continue;
		unsigned long v = strtoul(argument[i], &end, 0);
		if (!*argument[i] || *end || v < n[i].low || v > n[i].high) {
			fprintf(stderr, "mkdev: %s: %s are from %u to %u\n", argument[i], n[i].name, n[i].low,
				n[i].high);
			return false;
		}
		bool turns = count == COUNT_OF(disk_numbers) && i == DISK_RPM;
		value[i] = turns ? 60000000u / (u32)v : (u32)v;
	}
	return true;
}

static bool write_header(FILE *file, u32 mark, const u32 *value, u32 count)
{
	u8 word[4];
	umps3_put_word(word, mark, LITTLE);
	bool done = fwrite(word, 4, 1, file) == 1;
	for (u32 i = 0; done && i < count; i++) {
		umps3_put_word(word, value[i], LITTLE);
		done = fwrite(word, 4, 1, file) == 1;
	}
	return done;
}

static bool write_blocks(FILE *file, const char *bytes, size_t count, u64 blocks)
{
	static const char zeros[BLOCK];
	bool done = true;
	for (u64 i = 0; done && i < blocks; i++) {
		size_t at = i * BLOCK, n = at < count ? count - at : 0;
		if (n > BLOCK)
			n = BLOCK;
		done = (!n || fwrite(bytes + at, n, 1, file) == 1) &&
			(n == BLOCK || fwrite(zeros, BLOCK - n, 1, file) == 1);
	}
	return done;
}

static int write_image(const char *path, u32 mark, const u32 *value, u32 values, u64 blocks,
	const char *bytes, size_t count)
{
	FILE *file = fopen(path, "we");
	if (!file)
		return fail(path);
	bool done = write_header(file, mark, value, values) && write_blocks(file, bytes, count, blocks);
	return (fclose(file) == 0 && done) ? 0 : fail(path);
}

static int make_disk(int argc, char **argv)
{
	u32 value[NUMBERS_MOST];
	if (argc < 3 || argc > 3 + (int)COUNT_OF(disk_numbers) || !strstr(argv[2], ".umps"))
		return usage();
	if (!read_numbers(disk_numbers, COUNT_OF(disk_numbers), argv + 3, (u32)argc - 3, value))
		return 1;
	u64 blocks = (u64)value[0] * value[1] * value[2];
	return write_image(argv[2], MARK_DISK, value, COUNT_OF(disk_numbers), blocks, NULL, 0);
}

static int make_flash(int argc, char **argv)
{
	u32 value[NUMBERS_MOST];
	struct whole_file contents;
	struct error error;
	enum byte_order order;
	if (argc < 4 || argc > 4 + (int)COUNT_OF(flash_numbers) || !strstr(argv[2], ".umps"))
		return usage();
	if (!read_numbers(flash_numbers, COUNT_OF(flash_numbers), argv + 4, (u32)argc - 4, value))
		return 1;
	if (whole_file_read(&contents, argv[3], CONTENTS_MOST, &error)) {
		fprintf(stderr, "mkdev: %s\n", error.text);
		return 1;
	}
	size_t skip = umps3_has_mark(contents.bytes, contents.size, MARK_CORE, &order) ? 4 : 0;
	size_t count = contents.size - skip;
	if (count > (u64)value[0] * BLOCK)
		fprintf(stderr, "mkdev: %s: only the first %u blocks of it have room\n", argv[3], value[0]);
	int status = write_image(argv[2], MARK_FLASH, value, COUNT_OF(flash_numbers), value[0],
		contents.bytes + skip, count);
	whole_file_free(&contents);
	return status;
}

int umps3_mkdev(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "-d"))
		return make_disk(argc, argv);
	return argc > 1 && !strcmp(argv[1], "-f") ? make_flash(argc, argv) : usage();
}
