/* umps3_files.c: reading and loading; see umps3_files.h.  A core becomes an ELF file in memory
 * (umps3_elf.c), so that everything else knows one kind of program. */
#include "umps3_files.h"
#include "elf_file.h"
#include "error.h"
#include "umps3_elf.h"
#include "vr3000.h"
#include "whole_file.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CORE_MOST = (2 << 20) + 4, STAB_MOST = 16 << 20, ROM_MOST = 1 << 20 };
static const u32 RAM = 0x20000000, PROGRAM = 0x20001000;

u32 umps3_word(const void *at, enum byte_order order)
{
	const u8 *p = at;
	return order == BIG ? (u32)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3]
			    : (u32)p[3] << 24 | p[2] << 16 | p[1] << 8 | p[0];
}

void umps3_put_word(void *at, u32 v, enum byte_order order)
{
	u8 *p = at;
	for (int i = 0; i < 4; i++)
		p[i] = (u8)(v >> 8 * (order == BIG ? 3 - i : i));
}

bool umps3_has_mark(const void *bytes, size_t count, u32 mark, enum byte_order *order)
{
	for (*order = LITTLE; count >= 4 && *order <= BIG; ++*order)
		if (umps3_word(bytes, *order) == mark)
			return true;
	*order = LITTLE;
	return false;
}

/* ---- programs ---- */

struct elf *umps3_open(struct bytes *keep, const char *core, const char *stab, struct error *error)
{
	struct whole_file file, symbols = { 0 };
	enum byte_order order;
	if (whole_file_read(&file, core, CORE_MOST, error))
		return elf_open(core, error); /* with its debugger's sections it may be large */
	if (!umps3_has_mark(file.bytes, file.size, MARK_CORE, &order)) {
		whole_file_free(&file);
		return elf_open(core, error);
	}
	if (stab && !access(stab, R_OK) && whole_file_read(&symbols, stab, STAB_MOST, error)) {
		whole_file_free(&file);
		return NULL;
	}
	struct elf *elf = umps3_elf(keep, core, file.bytes + 4, (file.size - 4) & ~(size_t)3, order,
		symbols.bytes, symbols.size, error);
	whole_file_free(&file);
	whole_file_free(&symbols);
	return elf;
}

int umps3_rom_read(struct vr3000_rom *rom, const char *path, enum byte_order order,
	struct error *error)
{
	struct whole_file file;
	enum byte_order theirs;
	*rom = (struct vr3000_rom){ 0 };
	if (!path || access(path, F_OK))
		return E_NONE;
	if (whole_file_read(&file, path, ROM_MOST, error))
		return error->kind;
	int kind = E_NONE;
	u32 words = 0;
	if (file.size < 8 || !umps3_has_mark(file.bytes, file.size, MARK_ROM, &theirs))
		kind = error_set(error, E_IMAGE, "%s: not a ROM file of uMPS3's", path);
	else if (theirs != order)
		kind = error_set(error, E_IMAGE, "%s: its byte order is not the kernel's", path);
	else if ((words = umps3_word(file.bytes + 4, order)) > (file.size - 8) / 4 || !words)
		kind = error_set(error, E_IMAGE, "%s: says %u words, has %zu", path, words,
			(file.size - 8) / 4);
	u8 *bytes = kind ? NULL : malloc(4 * (size_t)words);
	if (bytes) {
		memcpy(bytes, file.bytes + 8, 4 * (size_t)words);
		*rom = (struct vr3000_rom){ bytes, 4 * words };
	}
	whole_file_free(&file);
	return kind;
}

/* ---- into memory ---- */

static int load_segment(struct vr3000 *machine, const struct elf *elf,
	const struct elf_segment *segment, struct error *error)
{
	u32 rest = segment->memsz - segment->filesz, at = segment->vaddr;
	bool in_ram = at >= RAM && at - RAM <= vr3000_ram_bytes(machine) &&
		segment->memsz <= vr3000_ram_bytes(machine) - (at - RAM);
	if (in_ram && (!segment->filesz ||
		vr3000_poke(machine, at, segment->bytes, segment->filesz)) &&
		(!rest || vr3000_fill(machine, at + segment->filesz, 0, rest)))
		return E_NONE;
	return error_set(error, E_IMAGE,
		"%s: the segment at %08x (%u bytes) is outside RAM, which is %u bytes from %08x", elf->name,
		at, segment->memsz, vr3000_ram_bytes(machine), RAM);
}

/* What the start of a program and the BIOS look for at its beginning. */
static int add_header(struct vr3000 *machine, const struct elf *elf, struct error *error)
{
	u8 header[AOUT_BYTES], zeros[AOUT_BYTES] = { 0 };
	if (!vr3000_peek(machine, PROGRAM, header, sizeof header))
		return E_NONE;
	if (umps3_word(header, elf->order) == MARK_AOUT)
		return E_NONE;
	if (memcmp(header, zeros, sizeof header))
		return error_set(error, E_IMAGE,
			"%s: its first %d bytes at %08x must be left free, as uMPS3's linker script does",
			elf->name, AOUT_BYTES, PROGRAM);
	umps3_put_word(header, MARK_AOUT, elf->order);
	umps3_put_word(header + 4 * AOUT_ENTRY, elf->entry, elf->order);
	umps3_put_word(header + 4 * AOUT_GP, elf->gp, elf->order);
	for (u32 i = 0; i < elf->segment_count; i++) {
		const struct elf_segment *s = &elf->segments[i];
		u8 *place = header + 4 * (s->executable ? AOUT_TEXT : AOUT_DATA);
		umps3_put_word(place, s->vaddr, elf->order);
		umps3_put_word(place + 4, s->memsz, elf->order);
	}
	vr3000_poke(machine, PROGRAM, header, sizeof header);
	return E_NONE;
}

int umps3_load(struct vr3000 *machine, const struct elf *elf, const char *const *argument,
	u32 arguments, struct error *error)
{
	struct vr3000_error refused;
	const struct vr3000_boot boot = { .entry = elf->entry, .argument = argument,
		.arguments = arguments };
	for (u32 i = 0; i < elf->segment_count; i++)
		if (load_segment(machine, elf, &elf->segments[i], error))
			return error->kind;
	if (add_header(machine, elf, error))
		return error->kind;
	if (!vr3000_boot(machine, &boot, &refused))
		return error_set(error, E_IMAGE, "%s: %s", elf->name, refused.text);
	return E_NONE;
}
