/* front.c: which front end reads which core's code. */
#include "front.h"

static const struct { const struct core *core; const struct front *front; } fronts[] = {
	{ &r3000_el, &front_r3000_el },
	{ &r3000_eb, &front_r3000_eb },
};

const struct front *front_of(const struct core *core)
{
	for (u32 i = 0; i < COUNT_OF(fronts); i++)
		if (fronts[i].core == core) return fronts[i].front;
	return NULL;
}
