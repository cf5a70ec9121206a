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
/* By the row's bits alone: a word with bits set that must be zero has a row here. */
enum insn disassemble_row(u32 word);
#endif
