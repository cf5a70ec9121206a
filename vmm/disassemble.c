/* disassemble.c: the library's door to the disassembler. */
#include "disassemble.h"
#include "vr3000.h"

int vr3000_disassemble(uint32_t word, uint32_t pc, char *text, size_t size)
{
	return disassemble_text(word, pc, SHORT, text, size);
}
