/* umps3_elf.h: a core file of uMPS3's and its symbols as an ELF file in memory. */
#ifndef UMPS3_ELF_H
#define UMPS3_ELF_H
#include "base.h"

struct bytes;
struct elf;
struct error;

/* NULL and a sentence if it is none.  What it is made of is copied to *file, which must outlive
 * it. */
struct elf *umps3_elf(struct bytes *file, const char *name, const void *ram, size_t bytes,
	enum byte_order, const char *stab, size_t stab_bytes, struct error *);
#endif
