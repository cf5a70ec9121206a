/*
 * program.c - the programs inside the kernel's image, by name (program.S, made by kernel.mk from
 * the list of user programs).
 */
#include "kernel.h"

struct program {
	const char *name;
	const struct image *image;
};

extern const struct program programs[];		/* ends with a NULL name */

const struct image *program_find(const char *name)
{
	for (const struct program *program = programs; program->name; program++)
		if (strcmp(program->name, name) == 0 && program->image->magic == IMAGE_MAGIC)
			return program->image;
	return NULL;
}

const char *program_name(u32 index)
{
	return programs[index].name;
}
