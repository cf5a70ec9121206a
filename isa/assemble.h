/* assemble.h: text as a word: what disassemble.h writes, and what people write (spaces, $4, %lo(x),
 * labels). */
#ifndef ASSEMBLE_H
#define ASSEMBLE_H
#include "isa.h"

/* Names that expressions may use; `name` has `length` letters and no NUL.  NULL: there are none. */
struct symbols {
	void *context;
	bool (*find)(void *context, const char *name, size_t length, u32 *value);
};
/* Both return NULL, or what is wrong as a part of a sentence.  Anything behind the last operand is
 * wrong. */
const char *assemble(const char *text, u32 pc, const struct symbols *, u32 *word);
/* Moves *text behind an expression: numbers, symbols, `.`, + and -, %hi(e), %lo(e). */
const char *assemble_value(const char **text, u32 pc, const struct symbols *, u32 *value);
#endif
