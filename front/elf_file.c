/* elf_file.c: opens a guest's program with libelf and checks it from the outside in: file,
 * header, segments, sections, symbols.  Each step relies on those before it.  Headers are
 * copied out (gelf_*): libelf's own pointers may be unaligned. */
#include "elf_file.h"
#include "elf_inside.h"
#include "error.h"
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PROGRAM_HEADERS_MAX = 1024 };

int elf_fault(const struct elf *elf, struct error *error, const char *format, ...)
{
	char fault[200];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(fault, sizeof fault, format, arguments);
	va_end(arguments);
	return error_set(error, E_IMAGE, "%s: %s", elf->name, fault);
}

/* ---- the first bytes, before libelf sees them ---- */

static int check_first_bytes(const struct elf *elf, const u8 *bytes, size_t n, struct error *error)
{
	if (n == 0)
		return elf_fault(elf, error, "the file is empty");
	if (n < SELFMAG || memcmp(bytes, ELFMAG, SELFMAG) != 0)
		return elf_fault(elf, error, "not an ELF file");
	if (n < sizeof(Elf32_Ehdr))
		return elf_fault(elf, error, "truncated within the ELF header");
	if (bytes[EI_CLASS] == ELFCLASS64)
		return elf_fault(elf, error, "a 64-bit ELF file; the R3000 runs 32-bit programs");
	if (bytes[EI_CLASS] != ELFCLASS32)
		return elf_fault(elf, error, "ELF class %u is unknown", bytes[EI_CLASS]);
	if (bytes[EI_DATA] != ELFDATA2LSB && bytes[EI_DATA] != ELFDATA2MSB)
		return elf_fault(elf, error, "ELF byte order %u is unknown", bytes[EI_DATA]);
	if (bytes[EI_VERSION] != EV_CURRENT)
		return elf_fault(elf, error, "ELF version %u is unknown", bytes[EI_VERSION]);
	return E_NONE;
}

/* ---- the header ---- */

static const char *type_in_words(unsigned type)
{
	switch (type) {
	case ET_REL:  return "an object file that is not linked";
	case ET_DYN:  return "a shared object or position-independent program";
	case ET_CORE: return "a core dump";
	default:      return "an ELF file of unknown type";
	}
}

/* MIPS32 is let through: a library leaves its mark on a program whose own code is MIPS I. */
static bool is_64_bit_code(u32 flags)
{
	switch (flags >> 28) {
	case 2: case 3: case 4: case 6: case 8: case 10: /* MIPS III, IV, V, 64, 64r2, 64r6 */
		return true;
	default:
		return flags & EF_MIPS_ABI2; /* n32 */
	}
}

static int check_table(const struct elf *elf, const char *what, u64 offset, u64 bytes,
		       struct error *error)
{
	if (offset <= elf->size && bytes <= elf->size - offset)
		return E_NONE;
	return elf_fault(elf, error, "truncated: the %s headers end at byte %llu of %llu", what,
			 (unsigned long long)(offset + bytes), (unsigned long long)elf->size);
}

static int check_header(const struct elf *elf, const GElf_Ehdr *header, struct error *error)
{
	if (header->e_machine != EM_MIPS && header->e_machine != EM_MIPS_RS3_LE)
		return elf_fault(elf, error, "made for machine %u, not for MIPS (%u)",
				 header->e_machine, EM_MIPS);
	if (header->e_type != ET_EXEC)
		return elf_fault(elf, error, "%s, not a program linked to fixed addresses",
				 type_in_words(header->e_type));
	if (is_64_bit_code(header->e_flags))
		return elf_fault(elf, error, "made for a 64-bit MIPS processor (flags %08x)",
				 header->e_flags);
	if (header->e_phnum == 0)
		return elf_fault(elf, error, "no program headers: nothing to load");
	if (header->e_phnum > PROGRAM_HEADERS_MAX)
		return elf_fault(elf, error, "%u program headers; at most %u are read",
				 header->e_phnum, PROGRAM_HEADERS_MAX);
	if (header->e_phentsize != sizeof(Elf32_Phdr))
		return elf_fault(elf, error, "program headers of %u bytes instead of %zu",
				 header->e_phentsize, sizeof(Elf32_Phdr));
	if (header->e_shoff && header->e_shentsize != sizeof(Elf32_Shdr))
		return elf_fault(elf, error, "section headers of %u bytes instead of %zu",
				 header->e_shentsize, sizeof(Elf32_Shdr));
	int kind = check_table(elf, "program", header->e_phoff,
			       header->e_phnum * sizeof(Elf32_Phdr), error);
	if (kind || !header->e_shoff)
		return kind;
	return check_table(elf, "section", header->e_shoff, header->e_shnum * sizeof(Elf32_Shdr),
			   error);
}

static int read_header(struct elf *elf, struct error *error)
{
	GElf_Ehdr header;
	if (!gelf_getehdr(elf->handle, &header))
		return elf_fault(elf, error, "the ELF header is damaged: %s", elf_errmsg(-1));
	int kind = check_header(elf, &header, error);
	if (kind)
		return kind;
	elf->order = header.e_ident[EI_DATA] == ELFDATA2MSB ? BIG : LITTLE;
	elf->entry = (u32)header.e_entry;
	elf->flags = header.e_flags;
	return E_NONE;
}

/* ---- sections ---- */

static int check_section(const struct elf *elf, size_t index, struct error *error)
{
	GElf_Shdr section;
	if (!gelf_getshdr(elf_getscn(elf->handle, index), &section))
		return elf_fault(elf, error, "section header %zu is damaged", index);
	if (section.sh_type == SHT_NOBITS || section.sh_type == SHT_NULL)
		return E_NONE;
	u64 end = section.sh_offset + section.sh_size;
	if (end > elf->size)
		return elf_fault(elf, error, "truncated: section %zu ends at byte %llu of %llu",
				 index, (unsigned long long)end, (unsigned long long)elf->size);
	return E_NONE;
}

int elf_check_sections(const struct elf *elf, struct error *error)
{
	size_t count = 0;
	if (elf_getshdrnum(elf->handle, &count) != 0)
		return elf_fault(elf, error, "the section headers are damaged: %s", elf_errmsg(-1));
	for (size_t i = 1; i < count; i++) {
		int kind = check_section(elf, i, error);
		if (kind)
			return kind;
	}
	return E_NONE;
}

/* ---- open and close ---- */

static int read_parts(struct elf *elf, struct error *error)
{
	int kind = read_header(elf, error);
	if (!kind)
		kind = elf_read_segments(elf, error);
	if (!kind)
		kind = elf_check_sections(elf, error);
	if (!kind)
		kind = elf_read_symbols(elf, error);
	return kind;
}

static struct elf *new_elf(const char *name, struct error *error)
{
	struct elf *elf = calloc(1, sizeof *elf);
	char *copy = strdup(name);
	if (!elf || !copy || elf_version(EV_CURRENT) == EV_NONE) {
		error_set(error, E_HOST, "%s: no memory to read it", name);
		free(elf);
		free(copy);
		return NULL;
	}
	elf->name = copy;
	elf->file = -1;
	return elf;
}

/* Bytes are read where they are needed and never mapped: a file that shrinks while it is in use
 * must not end us with a signal.  O_NONBLOCK: a FIFO without a writer must not hang us. */
static int open_file(struct elf *elf, struct error *error)
{
	struct stat status;
	u8 first[sizeof(Elf32_Ehdr)];
	elf->file = open(elf->name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (elf->file < 0 || fstat(elf->file, &status) != 0)
		return error_set(error, E_IO, "%s: cannot be opened: %s", elf->name,
				 strerror(errno));
	if (S_ISDIR(status.st_mode))
		return error_set(error, E_IO, "%s: a directory, not a program", elf->name);
	if (!S_ISREG(status.st_mode))
		return error_set(error, E_IO, "%s: not a regular file", elf->name);
	ssize_t n = pread(elf->file, first, sizeof first, 0);
	if (n < 0)
		return error_set(error, E_IO, "%s: cannot be read: %s", elf->name, strerror(errno));
	elf->size = (u64)status.st_size;
	int kind = check_first_bytes(elf, first, (size_t)n, error);
	if (!kind)
		elf->handle = elf_begin(elf->file, ELF_C_READ, NULL);
	return kind;
}

static struct elf *finish(struct elf *elf, int kind, struct error *error)
{
	if (!kind && !elf->handle)
		kind = elf_fault(elf, error, "a damaged ELF file: %s", elf_errmsg(-1));
	if (!kind)
		kind = read_parts(elf, error);
	must(kind || elf->segment_count > 0);
	if (!kind)
		return elf;
	elf_close(elf);
	return NULL;
}

struct elf *elf_open(const char *path, struct error *error)
{
	struct elf *elf = new_elf(path, error);
	return elf ? finish(elf, open_file(elf, error), error) : NULL;
}

struct elf *elf_open_bytes(const char *name, const void *bytes, size_t size, struct error *error)
{
	struct elf *elf = new_elf(name, error);
	if (!elf)
		return NULL;
	elf->size = size;
	int kind = check_first_bytes(elf, bytes, size, error);
	if (!kind) /* libelf asks for char *, and writes only when told to */
		elf->handle = elf_memory((char *)(uintptr_t)bytes, size);
	return finish(elf, kind, error);
}

const u8 *elf_bytes(const struct elf *elf, size_t *size)
{
	return (const u8 *)elf_rawfile(elf->handle, size);
}

void elf_close(struct elf *elf)
{
	if (!elf)
		return;
	elf_end(elf->handle);
	if (elf->file >= 0)
		close(elf->file);
	free(elf->symbols);
	free(elf->name);
	free(elf);
}
