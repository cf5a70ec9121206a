/* dis.c: vr3000 dis FILE: the code of a program, or of a file of words, as text. */
#include "elf_file.h"
#include "configure.h"
#include "error.h"
#include "listing.h"
#include "options.h"
#include "program.h"
#include "say.h"
#include "where.h"
#include "whole_file.h"
#include <elf.h>
#include <libelf.h>

enum { RAW_MOST = 1 << 28 };

static bool find_symbol(const void *where, u32 va, const char **name, u32 *offset)
{
	return where_symbol(where, va, name, offset);
}

static void print_section(const struct listing *l, const char *name, u32 va, const u8 *bytes,
			  size_t size)
{
	fprintf(l->to, "\nDisassembly of section %s:\n", name);
	if (!l->symbol)
		fputc('\n', l->to);
	listing_print(l, va, bytes, size);
}

static const char *section_name(const struct elf *elf, const Elf32_Shdr *header)
{
	size_t names;
	const char *name = NULL;
	if (elf_getshdrstrndx(elf->handle, &names) == 0)
		name = elf_strptr(elf->handle, names, header->sh_name);
	return name ? name : "?";
}

static bool holds_code(const Elf32_Shdr *header)
{
	return header->sh_type == SHT_PROGBITS && header->sh_flags & SHF_EXECINSTR;
}

/* How many sections there were to print. */
static u32 print_sections(const struct listing *l, const struct elf *elf)
{
	u32 count = 0;
	for (Elf_Scn *section = NULL; (section = elf_nextscn(elf->handle, section));) {
		const Elf32_Shdr *header = elf32_getshdr(section);
		if (!header || !holds_code(header))
			continue;
		const Elf_Data *data = elf_rawdata(section, NULL);
		if (!data || !data->d_buf)
			continue;
		print_section(l, section_name(elf, header), header->sh_addr, data->d_buf,
			      data->d_size);
		count++;
	}
	return count;
}

/* A file without section headers. */
static void print_segments(const struct listing *l, const struct elf *elf)
{
	for (unsigned i = 0; i < elf->segment_count; i++) {
		const struct elf_segment *segment = &elf->segments[i];
		if (segment->executable && segment->filesz)
			print_section(l, "LOAD", segment->vaddr, segment->bytes, segment->filesz);
	}
}

static int print_elf(const char *path, struct listing *l, struct error *error)
{
	struct elf *elf = elf_open(path, error);
	struct where *where = elf ? where_open_elf(elf, error) : NULL;
	if (!where)
		return error->kind;
	l->order = elf->order;
	l->symbol = elf->symbol_count ? find_symbol : NULL;
	l->context = where;
	fprintf(l->to, "\n%s:     file format elf32-trad%smips\n\n", path,
		l->order == BIG ? "big" : "little");
	if (!print_sections(l, elf))
		print_segments(l, elf);
	where_close(where);
	return E_NONE;
}

static int print_raw(const char *path, const struct options *options, struct listing *l,
		     struct error *error)
{
	struct whole_file file;
	u32 base;
	int kind = listing_base(options->base, &base, error);
	if (!kind)
		kind = whole_file_read(&file, path, RAW_MOST, error);
	if (kind)
		return kind;
	l->order = options->order == ORDER_BIG ? BIG : LITTLE;
	listing_print(l, base, (const u8 *)file.bytes, file.size);
	whole_file_free(&file);
	return E_NONE;
}

int program_dis(const struct options *options)
{
	struct listing listing = { .to = stdout, .spelling = options->no_aliases ? PLAIN : SHORT };
	struct error error = { 0 };
	listing.extra = options->cpu && options->cpu[0] != 'R'; /* those of a school */
	if (options->arguments != 1) {
		say_wrong("dis: one file is needed");
		return error_status(E_USAGE);
	}
	const char *path = options->argument[0];
	int kind = configure_cpu(options->cpu, &error);
	if (!kind) kind = options->order ? print_raw(path, options, &listing, &error)
				  : print_elf(path, &listing, &error);
	if (kind) {
		say_wrong("%s", error.text);
		return error_status(kind);
	}
	return listing_end(&listing);
}
