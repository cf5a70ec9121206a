/* form.c: the spellings as tables. */
#include "form.h"

static const struct operand operands[] = {
#define OPERAND(letter, bits, kind) { letter, KIND_##kind, bits },
#include "operand.def"
#undef OPERAND
};

const struct operand *operand_find(char letter)
{
	for (size_t i = 0; i < COUNT_OF(operands); i++)
		if (operands[i].letter == letter) return &operands[i];
	return NULL;
}

const struct form forms[] = {
#define LINE(name, row, mask, match, operands, use) \
	{ #name, operands, mask, match, INSN_##row, use },
#define FORM(...) LINE(__VA_ARGS__, FORM_ONLY)
#define ALIAS(...) LINE(__VA_ARGS__, FORM_ALIAS)
#define INPUT(...) LINE(__VA_ARGS__, FORM_INPUT)
#include "form.def"
#undef FORM
#undef ALIAS
#undef INPUT
#define INSN(name, level, class, number, operands, ...) LINE(name, name, 0, 0, operands, FORM_ONLY)
#include "insn.def"
#undef INSN
#undef LINE
};
const u32 form_count = COUNT_OF(forms);

/* The names of the o32 ABI: MIPS supplement to the System V ABI (1996), ch. 3. */
const char *const gpr_name[32] = {
	"zero", "at", "v0", "v1", "a0", "a1", "a2", "a3",
	"t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7",
	"s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7",
	"t8", "t9", "k0", "k1", "gp", "sp", "s8", "ra",
};

/* Those of the R3000; the R3081's Config is a number to objdump. */
const char *cp0_name(u32 number)
{
	static const char *const names[32] = {
		[Index] = "c0_index", [Random] = "c0_random", [EntryLo] = "c0_entrylo",
		[Context] = "c0_context", [BadVAddr] = "c0_badvaddr", [EntryHi] = "c0_entryhi",
		[Status] = "c0_sr", [Cause] = "c0_cause", [EPC] = "c0_epc", [PRId] = "c0_prid",
	};
	return names[number];
}

const char *fcr_name(u32 number)
{
	return number == 0 ? "c1_fir" : number == 31 ? "c1_fcsr" : NULL;
}
