/* elf_symbols.c: the symbols of a guest's program that name a place or a value.  A file without
 * any is fine; one whose symbols point outside of it is damaged. */
#include "elf_file.h"
#include "elf_inside.h"
#include "error.h"
#include <gelf.h>
#include <stdlib.h>
#include <string.h>

static Elf_Scn *find_table(const struct elf *elf, GElf_Shdr *header)
{
	for (Elf_Scn *section = NULL; (section = elf_nextscn(elf->handle, section));)
		if (gelf_getshdr(section, header) && header->sh_type == SHT_SYMTAB)
			return section;
	return NULL;
}

static bool is_wanted(const GElf_Sym *symbol)
{
	unsigned type = GELF_ST_TYPE(symbol->st_info);
	return symbol->st_name != 0 && symbol->st_shndx != SHN_UNDEF &&
	       (type == STT_NOTYPE || type == STT_OBJECT || type == STT_FUNC);
}

/* Numbers from SHN_LORESERVE on (absolute, common, some of MIPS) are no sections. */
static void find_section(const struct elf *elf, unsigned index, struct elf_symbol *symbol)
{
	Elf_Scn *section = index < SHN_LORESERVE ? elf_getscn(elf->handle, index) : NULL;
	GElf_Shdr header;
	if (!section || !gelf_getshdr(section, &header) || !(header.sh_flags & SHF_ALLOC))
		return;
	u64 end = header.sh_addr + header.sh_size;
	symbol->section_end = end > UINT32_MAX ? UINT32_MAX : (u32)end;
	symbol->code = header.sh_flags & SHF_EXECINSTR;
}

static void add_symbol(struct elf *elf, const GElf_Sym *from, const char *name)
{
	struct elf_symbol symbol = {
		.name = name,
		.value = (u32)from->st_value,
		.size = (u32)from->st_size,
		.function = GELF_ST_TYPE(from->st_info) == STT_FUNC,
		.object = GELF_ST_TYPE(from->st_info) == STT_OBJECT,
		.global = GELF_ST_BIND(from->st_info) != STB_LOCAL,
	};
	find_section(elf, from->st_shndx, &symbol);
	if (strcmp(name, "_gp") == 0)
		elf->gp = symbol.value;
	elf->symbols[elf->symbol_count++] = symbol;
}

_Static_assert(sizeof(Elf32_Sym) == 16, "as the file has them");

static int add_symbols(struct elf *elf, Elf_Data *data, size_t strings, struct error *error)
{
	GElf_Sym from;
	size_t count = data->d_size / sizeof(Elf32_Sym);
	elf->symbols = malloc(count * sizeof *elf->symbols);
	if (!elf->symbols)
		return error_set(error, E_HOST, "%s: no memory for %zu symbols", elf->name, count);
	for (size_t i = 1; i < count; i++) {
		if (!gelf_getsym(data, (int)i, &from) || !is_wanted(&from))
			continue;
		const char *name = elf_strptr(elf->handle, strings, from.st_name);
		if (!name)
			return elf_fault(elf, error, "symbol %zu has no name", i);
		add_symbol(elf, &from, name);
	}
	return E_NONE;
}

int elf_read_symbols(struct elf *elf, struct error *error)
{
	GElf_Shdr header;
	Elf_Scn *section = find_table(elf, &header);
	if (!section || header.sh_size == 0)
		return E_NONE;
	if (header.sh_entsize != sizeof(Elf32_Sym) || header.sh_size % sizeof(Elf32_Sym) != 0)
		return elf_fault(elf, error, "the symbol table is not made of entries of %zu bytes",
				 sizeof(Elf32_Sym));
	Elf_Data *data = elf_getdata(section, NULL);
	if (!data || !data->d_buf || data->d_size != header.sh_size)
		return elf_fault(elf, error, "the symbol table is damaged: %s", elf_errmsg(-1));
	return add_symbols(elf, data, header.sh_link, error);
}
