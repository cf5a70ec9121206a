/* broken.c: where a `must` ends that does not hold. */
#include "base.h"
#include <stdio.h>
#include <stdlib.h>

_Noreturn void broken(const char *what, const char *file, int line)
{
	fprintf(stderr, "vr3000: a bug of ours: %s does not hold (%s:%d)\n", what, file, line);
	abort();
}
