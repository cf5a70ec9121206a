/* teaching.c: see teaching.h.  The assembler takes the bytes in (teaching_bytes.S); where there was
 * no compiler for MIPS there are none. */
#include "teaching.h"
#include "error.h"
#include <string.h>

extern const u8 teaching_dec5000[], teaching_dec5000_end[], teaching_bench[], teaching_bench_end[];

static const struct teaching kernels[] = {
	{ "dec5000", teaching_dec5000, teaching_dec5000_end },
	{ "bench",   teaching_bench,   teaching_bench_end },
};

const struct teaching *teaching_find(const char *board, struct error *error)
{
	for (u32 i = 0; i < COUNT_OF(kernels); i++) {
		const struct teaching *t = &kernels[i];
		if (board && strcmp(board, t->board))
			continue;
		if (t->bytes != t->end)
			return t;
		error_set(error, E_USAGE, "this program was built without a compiler for MIPS and has no "
			"teaching kernel; name a kernel: vr3000 run KERNEL");
		return NULL;
	}
	error_set(error, E_USAGE, "there is no teaching kernel for board %s; name a kernel", board);
	return NULL;
}
