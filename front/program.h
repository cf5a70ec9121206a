/* program.h: the program's commands, each a function from its part of the command line to an exit
 * status. */
#ifndef PROGRAM_H
#define PROGRAM_H
#include "base.h"

struct options;
#define PROGRAM(name, ...) int program_##name(const struct options *);
#include "program.def"
#undef PROGRAM

struct program {
	const char *name;
	char letter;
	const char *follows, *help;
	int (*run)(const struct options *);
};
const struct program *program_at(u32 i);        /* NULL: no more */
const struct program *program_find(const char *name);
/* help.c: on standard output, for one command or (NULL) for all. */
void help_print(const struct program *);
#endif
