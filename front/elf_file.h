/* elf_file.h: a guest's program as a file: 32-bit MIPS, either byte order, linked to fixed
 * addresses.  Everything in the file is checked against its size before it is used; what is wrong
 * with it is one sentence.  (Not elf.h: that is the system's.) */
#ifndef ELF_FILE_H
#define ELF_FILE_H
#include "base.h"

struct error;

enum { ELF_SEGMENTS_MAX = 64 };

/* A PT_LOAD segment that takes memory.  The guest sees filesz bytes, then zeros up to memsz. */
struct elf_segment {
	u32 vaddr, paddr, filesz, memsz;
	bool executable;
	const u8 *bytes;
};

struct elf_symbol {
	const char *name;
	u32 value, size;
	u32 section_end; /* where a label without a size ends at the latest; 0: a value, no place */
	bool function, object, global;
	bool code; /* its section holds instructions */
};

struct elf {
	char *name; /* as sentences call it */
	enum byte_order order;
	u32 entry, flags;
	u32 gp; /* `_gp`, else .reginfo's value, else 0 */
	unsigned segment_count;
	struct elf_segment segments[ELF_SEGMENTS_MAX];
	size_t symbol_count;
	struct elf_symbol *symbols; /* in the file's order */
	struct Elf *handle;         /* libelf's, for where_*.c */
	int file;
	u64 size;
};

/* NULL and a sentence if the file cannot be read or is no such program.  elf_open_bytes keeps the
 * pointer: the bytes must outlive it, and are not changed. */
struct elf *elf_open(const char *path, struct error *);
struct elf *elf_open_bytes(const char *name, const void *bytes, size_t size, struct error *);
void elf_close(struct elf *);
const u8 *elf_bytes(const struct elf *, size_t *size); /* the whole file; NULL: it is gone */

/* Does the file hold instructions there?  By its sections, or without any by its segments. */
bool elf_is_code(const struct elf *, u32 va);

/* kseg0 and kseg1 each show the first 512 MiB of physical memory. */
static inline bool elf_is_unmapped(u32 va) { return va >> 30 == 2; }
static inline u32 elf_physical(u32 va) { return va & 0x1fffffff; }

/* Can a machine with this much RAM from physical 0 start the program without a TLB?  Segments
 * outside kseg0 and kseg1 are not to be loaded (GNU ld puts headers and notes at 00400000 if left
 * alone), but code there means that this is no kernel.  E_NONE, or E_IMAGE and a sentence. */
int elf_check_unmapped(const struct elf *, u32 ram_bytes, struct error *);
#endif
