/* gdb_transfer.c: what gdb reads by pieces: the description of the registers, the list of threads,
 * and the program's file.  No other file of the host is reached from here.
 *
 * gdb takes symbols and byte order from the file, so that `target remote' alone is enough. */
#include "elf_file.h"
#include "gdb_inside.h"
#include "gdb_registers.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THE_FILE = 3, NO_ENTRY = 2, BAD_FILE = 9, FILE_MODE = 0100444, STAT_BYTES = 64 };

/* Half of a packet at most: any byte may need an escape. */
enum { PIECE_MAX = GDB_PACKET_MAX / 2 - 64 };

/* ---- qXfer: OBJECT:read:ANNEX:OFFSET,COUNT ---- */

static void say_piece(struct gdb *g, const struct bytes *all, const char *span)
{
	u64 offset = gdb_number(&span);
	u64 length = *span++ == ',' ? gdb_number(&span) : 0;
	offset = least(offset, all->count);
	length = least(least(length, PIECE_MAX), all->count - offset);
	gdb_say_bytes(g, offset + length == all->count ? "l" : "m",
		all->count ? bytes_front(all) + offset : NULL, (size_t)length);
}

static void add_threads(const struct gdb *g, struct bytes *to)
{
	char text[64];
	bytes_add(to, "<?xml version=\"1.0\"?><threads>", 30);
	for (u32 i = 0; i < vr3000_cpus(g->session->machine); i++) {
		int length = snprintf(text, sizeof text, "<thread id=\"%x\" core=\"%u\" name=\"CPU %u\"/>",
			g->first_thread + i, i, i);
		bytes_add(to, text, (size_t)length);
	}
	bytes_add(to, "</threads>", 10);
}

static void add_path(const struct gdb *g, struct bytes *to)
{
	char path[PATH_MAX];
	if (!realpath(g->session->kernel, path))
		snprintf(path, sizeof path, "/%s", g->session->kernel); /* the one in this program */
	bytes_add(to, path, strlen(path));
}

void gdb_packet_xfer(struct gdb *g, const char *rest, u32 count)
{
	struct bytes all = { 0 };
	const char *span = strrchr(rest, ':');
	(void)count;
	if (!strncmp(rest, "features:read:target.xml:", 25))
		gdb_registers_describe(&all);
	else if (!strncmp(rest, "threads:read::", 14))
		add_threads(g, &all);
	else if (!strncmp(rest, "exec-file:read:", 15))
		add_path(g, &all);
	if (all.count)
		say_piece(g, &all, span + 1);
	else
		gdb_say_bytes(g, "", "", 0);
	bytes_free(&all);
}

/* ---- vFile: the program's file, and no other ---- */

static void open_file(struct gdb *g, const char *path)
{
	struct bytes mine = { 0 };
	char asked[PATH_MAX + 1];
	u32 length = gdb_hex_bytes(path, (u8 *)asked, PATH_MAX);
	add_path(g, &mine);
	if (length == mine.count && !memcmp(asked, bytes_front(&mine), length))
		gdb_say(g, "F%x", THE_FILE);
	else
		gdb_say(g, "F-1,%x", NO_ENTRY);
	bytes_free(&mine);
}

static void read_file(struct gdb *g, const char *at)
{
	char first[24];
	size_t size;
	const u8 *file = elf_bytes(g->session->elf, &size);
	u64 handle = gdb_number(&at), length = *at++ == ',' ? gdb_number(&at) : 0;
	u64 offset = *at == ',' ? (at++, gdb_number(&at)) : 0;
	if (handle != THE_FILE || !file) {
		gdb_say(g, "F-1,%x", BAD_FILE);
		return;
	}
	offset = least(offset, size);
	length = least(least(length, PIECE_MAX), size - offset);
	snprintf(first, sizeof first, "F%llx;", (unsigned long long)length);
	gdb_say_bytes(g, first, file + offset, (size_t)length);
}

/* gdb's struct stat, all of it big-endian: st_mode at 8, st_nlink at 12, st_size at 28. */
static void stat_file(struct gdb *g, const char *at)
{
	u8 about[STAT_BYTES] = { [8] = 0, 0, FILE_MODE >> 8, FILE_MODE & 0xff, [15] = 1 };
	size_t size;
	if (gdb_number(&at) != THE_FILE || !elf_bytes(g->session->elf, &size)) {
		gdb_say(g, "F-1,%x", BAD_FILE);
		return;
	}
	for (u32 i = 0; i < 8; i++)
		about[28 + i] = (u8)((u64)size >> 8 * (7 - i));
	gdb_say_bytes(g, "F40;", about, sizeof about);
}

void gdb_packet_file(struct gdb *g, const char *rest, u32 count)
{
	(void)count;
	if (!strncmp(rest, "setfs:", 6) || !strncmp(rest, "close:", 6))
		gdb_say(g, "F0");
	else if (!strncmp(rest, "open:", 5))
		open_file(g, rest + 5);
	else if (!strncmp(rest, "pread:", 6))
		read_file(g, rest + 6);
	else if (!strncmp(rest, "fstat:", 6))
		stat_file(g, rest + 6);
	else
		gdb_say(g, "F-1,%x", NO_ENTRY);
}
