/* program.c: program.def as a table. */
#include "program.h"
#include "vr3000.h"
#include <stdio.h>
#include <string.h>

static const struct program programs[] = {
#define PROGRAM(name, letter, follows, help) { #name, letter, follows, help, program_##name },
#include "program.def"
#undef PROGRAM
};

const struct program *program_at(u32 i)
{
	return i < COUNT_OF(programs) ? &programs[i] : NULL;
}

const struct program *program_find(const char *name)
{
	for (u32 i = 0; i < COUNT_OF(programs); i++)
		if (!strcmp(programs[i].name, name))
			return &programs[i];
	return NULL;
}

int program_version(const struct options *o)
{
	(void)o;
	puts("vr3000 " VR3000_VERSION);
	return 0;
}
