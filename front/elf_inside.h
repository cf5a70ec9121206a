/* elf_inside.h: what the parts of the ELF reader share; elf_file.h is what others use. */
#ifndef ELF_INSIDE_H
#define ELF_INSIDE_H

struct elf;
struct error;

/* E_IMAGE and the sentence "FILE: fault". */
int elf_fault(const struct elf *, struct error *, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* In this order, after the header has been checked; each returns E_NONE or the kind of fault. */
int elf_read_segments(struct elf *, struct error *);
int elf_check_sections(const struct elf *, struct error *);
int elf_read_symbols(struct elf *, struct error *);
#endif
