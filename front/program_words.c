/* program_words.c: `vr3000 dis': programs and files of words as text, as objdump would print them. */
#include "elf_file.h"
#include "error.h"
#include "options.h"
#include "program.h"
#include "say.h"
#include "vr3000.h"
#include "where.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATUS_USAGE = 2, STATUS_FILE = 3, STATUS_HOST = 5, FILE_MAX = 64 << 20 };

static u32 word_at(const u8 *b, enum byte_order order)
{
	return order == BIG ? (u32)b[0] << 24 | b[1] << 16 | b[2] << 8 | b[3] :
			      (u32)b[3] << 24 | b[2] << 16 | b[1] << 8 | b[0];
}

static void print_words(const struct where *where, u32 va, const u8 *bytes, size_t count, enum byte_order order)
{
	char text[160];
	const char *name;
	u32 offset;
	for (size_t i = 0; i + 4 <= count; i += 4, va += 4) {
		u32 word = word_at(bytes + i, order);
		vr3000_disassemble(word, va, text, sizeof text);
		if (where_symbol(where, va, &name, &offset) && !offset)
			printf("\n%08x <%s>:\n", va, name);
		printf("%8x:\t%08x \t%s\n", va, word, text);
	}
}

static int dis_elf(const char *path)
{
	struct error error;
	struct elf *elf = elf_open(path, &error);
	struct where *where = elf ? where_open_elf(elf, &error) : NULL;
	if (!where) {
		say_wrong("%s", error.text);
		return error_status(error.kind);
	}
	for (u32 i = 0; i < elf->segment_count; i++) {
		const struct elf_segment *segment = &elf->segments[i];
		if (segment->executable)
			print_words(where, segment->vaddr, segment->bytes, segment->filesz, elf->order);
	}
	where_close(where);
	return 0;
}

/* All of a file; NULL after a sentence. */
static u8 *read_file(const char *path, size_t *count)
{
	FILE *file = fopen(path, "re");
	u8 *bytes = file ? malloc(FILE_MAX) : NULL;
	*count = bytes ? fread(bytes, 1, FILE_MAX, file) : 0;
	bool bad = !file || !bytes || ferror(file);
	if (bad)
		say_wrong("%s: %s", path, strerror(errno));
	if (file)
		fclose(file);
	if (!bad)
		return bytes;
	free(bytes);
	return NULL;
}

static int dis_words(const struct options *o, const char *path, u32 base)
{
	size_t count;
	u8 *bytes = read_file(path, &count);
	if (!bytes)
		return STATUS_FILE;
	print_words(NULL, base, bytes, count, o->order == ORDER_BIG ? BIG : LITTLE);
	free(bytes);
	return 0;
}

int program_dis(const struct options *o)
{
	u64 base = 0;
	if (o->arguments != 1) {
		say_wrong("dis: name one FILE; try: vr3000 help dis");
		return STATUS_USAGE;
	}
	if (o->base && (!number_parse(o->base, 1, &base) || base > UINT32_MAX || base & 3)) {
		say_wrong("--base %s: must be an address of a word, such as 0x80000000", o->base);
		return STATUS_USAGE;
	}
	int status = o->order ? dis_words(o, o->argument[0], (u32)base) : dis_elf(o->argument[0]);
	return fflush(stdout) || ferror(stdout) ? STATUS_HOST : status;
}
