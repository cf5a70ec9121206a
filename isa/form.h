/* form.h: what disassembler and assembler share: operand.def and form.def as tables, and names of
 * registers. */
#ifndef FORM_H
#define FORM_H
#include "isa.h"

enum operand_kind {
	KIND_GPR, KIND_FPR, KIND_CP0, KIND_FCR, KIND_NUMBER, KIND_HEX, KIND_SIGNED, KIND_OFFSET,
	KIND_NEAR, KIND_FAR, KIND_ZERO, KIND_NONE
};
struct operand { char letter; u8 kind; u32 bits; };
const struct operand *operand_find(char letter); /* NULL: it stands for itself */

/* Lines of form.def, then the rows themselves in their order. */
enum form_use { FORM_ONLY, FORM_ALIAS, FORM_INPUT };
struct form { const char *name, *operands; u32 mask, match; u8 row, use; };
extern const struct form forms[];
extern const u32 form_count;

extern const char *const gpr_name[32];
const char *cp0_name(u32 number); /* as objdump has them; NULL: a number */
const char *fcr_name(u32 number);
#endif
