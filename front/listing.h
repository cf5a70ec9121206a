/* listing.h: words as objdump lists them: address, word, instruction, and symbols where there are
 * some.
 *
 *   80001000 <start>:
 *   80001000:	3c1d8000 	lui	sp,0x8000 */
#ifndef LISTING_H
#define LISTING_H
#include "disassemble.h"
#include <stdio.h>

struct error;

struct listing {
	FILE *to;
	enum byte_order order;
	enum spelling spelling;
	bool extra;             /* with the instructions that the R3000 lacks */
	/* The symbol at or before an address; NULL: there are none. */
	bool (*symbol)(const void *context, u32 va, const char **name, u32 *offset);
	const void *context;
};
/* The bytes at `va`; those behind the last word are listed one by one. */
void listing_print(const struct listing *, u32 va, const u8 *bytes, size_t size);
/* --base: where the first word stands; 0 if nobody said. */
int listing_base(const char *option, u32 *base, struct error *);
/* Is all of it out?  Else a sentence on standard error and the status for it. */
int listing_end(const struct listing *);
#endif
