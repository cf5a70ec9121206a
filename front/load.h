/* load.h: a program from its ELF file into a machine, ready to start. */
#ifndef LOAD_H
#define LOAD_H
#include "base.h"

struct elf;
struct error;
struct options;
struct vr3000;

/* The board a program is for, when the user names none: by byte order and load address.  NULL and a
 * sentence: it does not tell. */
const char *load_board(const struct elf *, struct error *);
/* Segments, initial RAM disk, arguments, registers.  argument[0] is the program's name. */
int load_program(struct vr3000 *, const struct elf *, const struct options *, const char *name,
	struct error *);
#endif
