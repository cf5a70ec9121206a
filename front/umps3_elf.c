/* umps3_elf.c: see umps3_elf.h.  One segment at the beginning of RAM; its section, so that symbols
 * have one; symbols, their names, the sections' names. */
#include "umps3_elf.h"
#include "bytes.h"
#include "elf_file.h"
#include "error.h"
#include "umps3_files.h"
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_MOST = 33, LINE_MOST = 100, RAM_SECTION = 1, SYMBOLS, NAMES, SECTION_NAMES, SECTIONS };
static const u32 RAM = 0x20000000, PROGRAM = 0x1000;
static const char section_names[] = "\0.ram\0.symtab\0.strtab\0.shstrtab";

struct maker { enum byte_order order; struct bytes symbols, names; };

static void add_words(const struct maker *m, struct bytes *to, const u32 *word, u32 count)
{
	u8 at[4];
	for (u32 i = 0; i < count; i++) {
		umps3_put_word(at, word[i], m->order);
		bytes_add(to, at, 4);
	}
}

static void add_halves(const struct maker *m, struct bytes *to, u32 first, u32 second)
{
	u32 word = m->order == BIG ? first << 16 | second : second << 16 | first;
	add_words(m, to, &word, 1);
}

static void add_symbol(struct maker *m, const char *name, u32 value, u32 size, bool function,
	bool global)
{
	const u32 words[3] = { (u32)m->names.count, value, size };
	u32 binding = global ? STB_GLOBAL : STB_LOCAL, type = function ? STT_FUNC : STT_OBJECT;
	u8 info[2] = { (u8)(binding << 4 | type), 0 };
	u8 section[2] = { 0, RAM_SECTION };
	if (m->order == LITTLE)
		section[0] = RAM_SECTION, section[1] = 0;
	add_words(m, &m->symbols, words, 3);
	bytes_add(&m->symbols, info, 2);
	bytes_add(&m->symbols, section, 2);
	bytes_add(&m->names, name, strlen(name) + 1);
}

static void add_line(struct maker *m, const char *line)
{
	char name[NAME_MOST], kind[4], binding[4];
	unsigned value, size;
	if (sscanf(line, "%32s :%3[A-Z]:0x%8x:0x%8x:%3[A-Z]", name, kind, &value, &size, binding) == 5)
		add_symbol(m, name, value, size, !strcmp(kind, "FUN"), strcmp(binding, "LOC") != 0);
}

/* The first symbol is none; behind the mark and a line of counts each line is one. */
static void add_symbols(struct maker *m, const char *stab, size_t bytes)
{
	static const u32 none[4];
	char line[LINE_MOST];
	add_words(m, &m->symbols, none, 4);
	bytes_add(&m->names, "", 1);
	enum byte_order order;
	if (!umps3_has_mark(stab, bytes, MARK_STAB, &order))
		return;
	for (size_t at = 4; at < bytes;) {
		size_t length = 0;
		while (at + length < bytes && stab[at + length] != '\n')
			length++;
		snprintf(line, sizeof line, "%.*s", (int)(length < LINE_MOST ? length : LINE_MOST - 1),
			stab + at);
		add_line(m, line);
		at += length + 1;
	}
}

static void add_section(const struct maker *m, struct bytes *to, u32 name, u32 type, u32 flags,
	u32 address, u32 place, u32 bytes)
{
	u32 link = type == SHT_SYMTAB ? NAMES : 0, each = type == SHT_SYMTAB ? 16 : 0;
	const u32 words[10] = { name, type, flags, address, place, bytes, link, type == SHT_SYMTAB, 4,
		each };
	add_words(m, to, words, 10);
}

/* Header, segment, contents, table of sections. */
static void make(struct maker *m, struct bytes *file, const void *ram, u32 size, u32 entry)
{
	static const u8 zeros[4];
	u8 ident[EI_NIDENT] = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS32,
		m->order == BIG ? ELFDATA2MSB : ELFDATA2LSB, EV_CURRENT };
	u32 first = sizeof(Elf32_Ehdr) + sizeof(Elf32_Phdr), second = first + size;
	u32 third = second + (u32)m->symbols.count, fourth = third + (u32)m->names.count;
	u32 last = (fourth + sizeof section_names + 3) & ~3u, version = EV_CURRENT;
	const u32 places[4] = { entry, sizeof(Elf32_Ehdr), last, 0 };
	const u32 segment[8] = { PT_LOAD, first, RAM, RAM, size, size, PF_R | PF_W | PF_X, 4 };
	bytes_add(file, ident, sizeof ident);
	add_halves(m, file, ET_EXEC, EM_MIPS);
	add_words(m, file, &version, 1);
	add_words(m, file, places, 4);
	add_halves(m, file, sizeof(Elf32_Ehdr), sizeof(Elf32_Phdr));
	add_halves(m, file, 1, sizeof(Elf32_Shdr));
	add_halves(m, file, SECTIONS, SECTION_NAMES);
	add_words(m, file, segment, 8);
	bytes_add(file, ram, size);
	bytes_add(file, bytes_front(&m->symbols), m->symbols.count);
	bytes_add(file, bytes_front(&m->names), m->names.count);
	bytes_add(file, section_names, sizeof section_names);
	bytes_add(file, zeros, last - (fourth + sizeof section_names));
	add_section(m, file, 0, SHT_NULL, 0, 0, 0, 0);
	add_section(m, file, 1, SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR | SHF_WRITE, RAM, first, size);
	add_section(m, file, 6, SHT_SYMTAB, 0, 0, second, (u32)m->symbols.count);
	add_section(m, file, 14, SHT_STRTAB, 0, 0, third, (u32)m->names.count);
	add_section(m, file, 22, SHT_STRTAB, 0, 0, fourth, sizeof section_names);
}

struct elf *umps3_elf(struct bytes *file, const char *name, const void *ram, size_t bytes,
	enum byte_order order, const char *stab, size_t stab_bytes, struct error *error)
{
	struct maker m = { .order = order };
	const u8 *text = (const u8 *)ram + PROGRAM;
	if (bytes < PROGRAM + AOUT_BYTES || umps3_word(text, order) != MARK_AOUT) {
		error_set(error, E_IMAGE, "%s: no a.out at %08x", name, RAM + PROGRAM);
		return NULL;
	}
	add_symbols(&m, stab, stab_bytes);
	make(&m, file, ram, (u32)bytes, umps3_word(text + 4 * AOUT_ENTRY, order));
	bytes_free(&m.symbols);
	bytes_free(&m.names);
	return elf_open_bytes(name, bytes_front(file), file->count, error);
}
