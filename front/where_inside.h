/* where_inside.h: what the where_*.c share; where.h is what others use. */
#ifndef WHERE_INSIDE_H
#define WHERE_INSIDE_H
#include "elf_file.h"
#include "where.h"

struct cfi;

struct where {
	struct elf *elf;
	const struct elf_symbol **by_address; /* those that name a place, by value */
	size_t place_count;
	struct Dwarf *dwarf; /* libdw's, from the first question about a line */
	bool dwarf_tried;
	char root[512]; /* a path, of which root_length bytes are the directory of all sources */
	size_t root_length;
	struct cfi *cfi; /* where_cfi.h, from the first backtrace */
	bool cfi_tried;
};

/* The symbol that covers va, or NULL. */
const struct elf_symbol *where_find(const struct where *, u32 va);
bool where_is_code(const struct where *, u32 va);

/* A word of guest memory, or of the file where memory cannot be read. */
bool where_word(const struct where *, const struct where_memory *, u32 va, u32 *value);

/* The functions that the compiler put into each other at va, innermost first, with their lines;
 * the last one is the function that symbols know and has no name here.  0: no debug
 * information. */
int where_inlined(struct where *, u32 va, struct where_frame *frames, int max);

/* The offset of a field, or with field NULL the size, of `struct type` as the source file that
 * holds the function `anchor` sees it. */
bool where_field(struct where *, const char *anchor, const char *type, const char *field,
		 u32 *offset);
void where_close_lines(struct where *);
#endif
