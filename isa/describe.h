/* describe.h: what an instruction means, in words. */
#ifndef DESCRIBE_H
#define DESCRIBE_H
#include "isa.h"

extern const char *const insn_meaning[]; /* effects, each ended by "; " */
extern const char *const insn_raises[];  /* exceptions, each ended by "; " */

extern const char *const insn_level[];

enum { DESCRIBE_BITS = 40 };
/* "100011 sssss ttttt iiiii iiiii iiiiii": fixed bits, operands by their letters, '-' must be
 * zero. */
void describe_bits(enum insn, char text[DESCRIBE_BITS]);

/* The meaning with the operands of a word in the places of rs, rt and so on. */
int describe(enum insn, u32 word, u32 pc, char *text, size_t size);

/* What the masks say of the words around it; the i-th sentence, NULL: no more. */
const char *describe_note(enum insn, u32 i);
#endif
