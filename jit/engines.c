/* engines.c: the ways a machine can be run, by name. */
#include "jit.h"

const struct engine *const engines[] = { &engine_interp, &engine_exact, &engine_ir, &engine_block,
	&engine_jit, NULL };
