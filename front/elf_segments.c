/* elf_segments.c: the program headers of a guest's program: what is loaded where, and whether that
 * can be.  Debian's linker adds headers that nobody loads (PT_MIPS_ABIFLAGS, PT_GNU_STACK). */
#include "elf_file.h"
#include "elf_inside.h"
#include "error.h"
#include <gelf.h>
#include <string.h>

enum {
	WINDOW_BYTES = 0x20000000, /* kseg0 and kseg1: 512 MiB each */
	REGINFO_BYTES = 24,        /* six words, gp last (System V ABI, MIPS supplement, 4-6) */
};

static int check_sizes(const struct elf *elf, unsigned index, const struct elf_segment *segment,
		       u64 offset, struct error *error)
{
	u64 end = offset + segment->filesz;
	if (segment->filesz > segment->memsz)
		return elf_fault(elf, error, "segment %u has %u bytes for %u bytes of memory",
				 index, segment->filesz, segment->memsz);
	if (end > elf->size)
		return elf_fault(elf, error, "truncated: segment %u ends at byte %llu of %llu",
				 index, (unsigned long long)end, (unsigned long long)elf->size);
	if (segment->memsz > WINDOW_BYTES)
		return elf_fault(elf, error, "segment %u asks for %u MiB; kseg0 has 512", index,
				 segment->memsz >> 20);
	if ((u64)segment->vaddr + segment->memsz > (u64)1 << 32)
		return elf_fault(elf, error, "segment %u at %08x wraps around the address space",
				 index, segment->vaddr);
	return E_NONE;
}

static bool overlap(u32 a, u32 a_bytes, u32 b, u32 b_bytes)
{
	return a < b ? b - a < a_bytes : a - b < b_bytes;
}

static int check_place(const struct elf *elf, unsigned index, const struct elf_segment *segment,
		       struct error *error)
{
	if (elf->segment_count == ELF_SEGMENTS_MAX)
		return elf_fault(elf, error, "more than %u segments to load", ELF_SEGMENTS_MAX);
	for (unsigned i = 0; i < elf->segment_count; i++) {
		const struct elf_segment *other = &elf->segments[i];
		if (overlap(other->vaddr, other->memsz, segment->vaddr, segment->memsz))
			return elf_fault(elf, error, "segment %u at %08x overlaps the one at %08x",
					 index, segment->vaddr, other->vaddr);
	}
	return E_NONE;
}

static int read_bytes(const struct elf *elf, unsigned index, struct elf_segment *segment,
		      u64 offset, struct error *error)
{
	Elf_Data *data;
	if (segment->filesz == 0)
		return E_NONE;
	data = elf_getdata_rawchunk(elf->handle, (int64_t)offset, segment->filesz, ELF_T_BYTE);
	if (!data || data->d_size != segment->filesz)
		return error_set(error, E_IO, "%s: segment %u cannot be read: %s", elf->name, index,
				 elf_errmsg(-1));
	segment->bytes = data->d_buf;
	return E_NONE;
}

static int load(struct elf *elf, unsigned index, const GElf_Phdr *header, struct error *error)
{
	struct elf_segment segment = {
		.vaddr = (u32)header->p_vaddr,
		.paddr = (u32)header->p_paddr,
		.filesz = (u32)header->p_filesz,
		.memsz = (u32)header->p_memsz,
		.executable = header->p_flags & PF_X,
	};
	int kind = check_sizes(elf, index, &segment, header->p_offset, error);
	if (!kind)
		kind = check_place(elf, index, &segment, error);
	if (!kind)
		kind = read_bytes(elf, index, &segment, header->p_offset, error);
	if (kind)
		return kind;
	must(elf->segment_count < ELF_SEGMENTS_MAX && (segment.bytes || !segment.filesz));
	elf->segments[elf->segment_count++] = segment;
	return E_NONE;
}

static void read_reginfo(struct elf *elf, const GElf_Phdr *header)
{
	int64_t last_word = (int64_t)header->p_offset + REGINFO_BYTES - 4;
	if (header->p_filesz < REGINFO_BYTES || header->p_offset + REGINFO_BYTES > elf->size)
		return;
	Elf_Data *data = elf_getdata_rawchunk(elf->handle, last_word, 4, ELF_T_WORD);
	if (data && data->d_size == 4)
		memcpy(&elf->gp, data->d_buf, 4);
}

/* A kernel linked in kseg0 may be entered through kseg1: both count as one place. */
static int check_entry(const struct elf *elf, struct error *error)
{
	if (elf->entry & 3)
		return elf_fault(elf, error, "the entry %08x is no address of an instruction",
				 elf->entry);
	for (unsigned i = 0; i < elf->segment_count; i++) {
		u32 entry = elf->entry, start = elf->segments[i].vaddr;
		if (elf_is_unmapped(entry) && elf_is_unmapped(start)) {
			entry = elf_physical(entry);
			start = elf_physical(start);
		}
		if (entry - start < elf->segments[i].memsz)
			return E_NONE;
	}
	return elf_fault(elf, error, "the entry %08x is in no segment", elf->entry);
}

int elf_read_segments(struct elf *elf, struct error *error)
{
	size_t count = 0;
	elf_getphdrnum(elf->handle, &count);
	for (unsigned i = 0; i < count; i++) {
		GElf_Phdr header;
		int kind = E_NONE;
		if (!gelf_getphdr(elf->handle, (int)i, &header))
			return elf_fault(elf, error, "program header %u is damaged", i);
		if (header.p_type == PT_MIPS_REGINFO)
			read_reginfo(elf, &header);
		if (header.p_type == PT_LOAD && header.p_memsz)
			kind = load(elf, i, &header, error);
		if (kind)
			return kind;
	}
	if (elf->segment_count == 0)
		return elf_fault(elf, error, "no segment to load");
	return check_entry(elf, error);
}

/* ---- where code is ---- */

static bool is_in_code_segment(const struct elf *elf, u32 va)
{
	for (unsigned i = 0; i < elf->segment_count; i++)
		if (elf->segments[i].executable &&
		    va - elf->segments[i].vaddr < elf->segments[i].memsz)
			return true;
	return false;
}

bool elf_is_code(const struct elf *elf, u32 va)
{
	size_t count = 0;
	if (elf_getshdrnum(elf->handle, &count) != 0 || count == 0)
		return is_in_code_segment(elf, va);
	for (Elf_Scn *section = NULL; (section = elf_nextscn(elf->handle, section));) {
		GElf_Shdr header;
		if (gelf_getshdr(section, &header) && header.sh_flags & SHF_EXECINSTR &&
		    header.sh_flags & SHF_ALLOC && va >= header.sh_addr &&
		    va - header.sh_addr < header.sh_size)
			return true;
	}
	return false;
}

/* ---- what a board asks ---- */

static int check_fits(const struct elf *elf, const struct elf_segment *segment, u32 ram_bytes,
		      struct error *error)
{
	u32 start = elf_physical(segment->vaddr);
	if (start >= ram_bytes || segment->memsz > ram_bytes - start)
		return elf_fault(elf, error, "segment at %08x (%u KiB) is outside %u KiB of RAM",
				 segment->vaddr, (segment->memsz + 1023) >> 10, ram_bytes >> 10);
	for (const struct elf_segment *other = elf->segments; other != segment; other++)
		if (elf_is_unmapped(other->vaddr) &&
		    overlap(start, segment->memsz, elf_physical(other->vaddr), other->memsz))
			return elf_fault(elf, error, "segments %08x and %08x are the same memory",
					 other->vaddr, segment->vaddr);
	return E_NONE;
}

int elf_check_unmapped(const struct elf *elf, u32 ram_bytes, struct error *error)
{
	if (!elf_is_unmapped(elf->entry))
		return elf_fault(elf, error, "the entry %08x is outside kseg0 and kseg1: no kernel",
				 elf->entry);
	for (unsigned i = 0; i < elf->segment_count; i++) {
		const struct elf_segment *segment = &elf->segments[i];
		int kind = E_NONE;
		if (elf_is_unmapped(segment->vaddr))
			kind = check_fits(elf, segment, ram_bytes, error);
		else if (segment->executable)
			kind = elf_fault(elf, error, "code at %08x, outside kseg0 and kseg1",
					 segment->vaddr);
		if (kind)
			return kind;
	}
	return E_NONE;
}
