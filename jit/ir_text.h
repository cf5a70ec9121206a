/* ir_text.h: intermediate code as text, an item a line. */
#ifndef IR_TEXT_H
#define IR_TEXT_H
#include "ir.h"

/* "v7 = v3 + v5"; always ends with NUL. */
void ir_text(const struct ir_block *, u32 i, char *text, size_t size);
#endif
