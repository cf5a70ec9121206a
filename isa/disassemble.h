/* disassemble.h: a word as text, as GNU objdump writes it for an R3000. */
#ifndef DISASSEMBLE_H
#define DISASSEMBLE_H
#include "isa.h"

enum spelling { SHORT, PLAIN }; /* PLAIN: rows, no aliases; such a text has one word only */
struct disassembly {
	char name[12], operands[40];    /* operands without the target, which is the last of them */
	bool has_target;
	u32 target;
};
void disassemble(u32 word, u32 pc, enum spelling, struct disassembly *);
/* The whole text: name, tab, operands.  Returns its length. */
int disassemble_text(u32 word, u32 pc, enum spelling, char *text, size_t size);
/* The operand that a letter of operand.def stands for. */
int disassemble_operand(char letter, u32 word, u32 pc, char *text, size_t size);
/* The row by which an R3000 runs the word: it does not look at bits that must be zero, so that
 * `.word` too has a row. */
enum insn disassemble_row(u32 word);
#endif
