/* isa_doc.c: prints doc/ISA.md from the tables of isa/ (make doc). */
#include "describe.h"
#include "disassemble.h"
#include "form.h"
#include <stdio.h>
#include <string.h>

/* ---- instructions ---- */

static const struct { const char *title; enum insn_class class; } sections[] = {
	{ "SPECIAL: opcode 0, by bits 5:0", SPECIAL },
	{ "REGIMM: opcode 1, by bits 20:16", REGIMM },
	{ "By opcode, bits 31:26", OPCODE },
	{ "Coprocessor 0: moves, by bits 25:21", COP0_RS },
	{ "Coprocessor 0: operations, by bits 5:0", COP0_FN },
	{ "Coprocessor 0: branches, by bits 20:16", COP0_BC },
	{ "Coprocessor 1: moves, by bits 25:21", COP1_RS },
	{ "Coprocessor 1: branches, by bits 20:16", COP1_BC },
	{ "Coprocessor 1: single precision, by bits 5:0", COP1_S },
	{ "Coprocessor 1: double precision, by bits 5:0", COP1_D },
	{ "Coprocessor 1: words, by bits 5:0", COP1_W },
	{ "Without an encoding of their own", PSEUDO },
};
_Static_assert(COUNT_OF(sections) == CLASSES, "every class has its section");

static const u8 row_class[] = {
#define INSN(name, level, class, ...) class,
#include "insn.def"
#undef INSN
};

/* "AdEL: misaligned; DBE: nothing there; " as "AdEL, DBE". */
static void print_raised(const char *list)
{
	const char *between = "  raises ";
	for (const char *end; (end = strstr(list, "; ")); list = end + 2) {
		printf("%s%.*s", between, (int)strcspn(list, ":"), list);
		between = ", ";
	}
}

/* Without the "; " behind an effect. */
static int effect_length(const char *text)
{
	size_t n = strlen(text);
	return (int)(n > 2 && !strcmp(text + n - 2, "; ") ? n - 2 : n);
}

static void print_row(enum insn i)
{
	char bits[DESCRIBE_BITS], operands[16];
	describe_bits(i, bits);
	snprintf(operands, sizeof operands, "%s", insn_operands[i]);
	if (row_class[i] == PSEUDO) printf("%s", insn_name[i]);
	else printf("%-8s %-6s %s", insn_name[i], operands, bits);
	if (strcmp(insn_level[i], "ALL")) printf("  level %s", insn_level[i]);
	print_raised(insn_raises[i]);
	printf("\n    %.*s\n", effect_length(insn_meaning[i]), insn_meaning[i]);
}

static void print_instructions(void)
{
	printf("\n## Instructions\n\n"
		"Name, operands and bits of each; `-` must be zero in strict models, and a letter\n"
		"is a bit of that operand (`s` and `i` of `m`). Below it the meaning, in the words of\n"
		"the next section.\n");
	for (size_t s = 0; s < COUNT_OF(sections); s++) {
		printf("\n### %s\n\n```\n", sections[s].title);
		for (enum insn i = 0; i < INSN_COUNT; i++)
			if (row_class[i] == sections[s].class) print_row(i);
		printf("```\n");
	}
}

/* ---- the vocabulary ---- */

/* What stands in a word's brackets when it is only shown. */
#define a "a"
#define b "b"
#define v "v"
#define address "address"
#define target "target"
#define condition "condition"
#include "print_words.h"
static const struct { const char *word, *text, *says; } words[] = {
#define WORD(word, says) { #word, word, says },
	WORD(RS, "the register that bits 25:21 name")
	WORD(RT, "the register that bits 20:16 name")
	WORD(RD, "the register that bits 15:11 name")
	WORD(RT_FWD, "rt, with a load still on its way (lwl, lwr)")
	WORD(HI, "the high half of a product, or a remainder")
	WORD(LO, "the low half of a product, or a quotient")
	WORD(SIMM, "bits 15:0, sign extended")
	WORD(UIMM, "bits 15:0, zero extended")
	WORD(SA, "bits 10:6")
	WORD(FS, "the floating register that bits 15:11 name")
	WORD(FT, "the floating register that bits 20:16 name")
	WORD(CP0, "coprocessor 0's register")
	WORD(FCR, "floating point's control register")
	WORD(FCOND, "the condition of the last comparison")
	WORD(CPCOND0, "the condition pin of coprocessor 0")
	WORD(MEM, "what LOAD brought, or whether a conditional store stored")
	WORD(PC8, "the address behind the delay slot; npc is the next word's")
	WORD(TARGET_J, "the jump's 26 bits in the 256 MiB of the next pc")
	WORD(K(8), "a constant")
	WORD(ENDIAN, "0, or 3 on a big-endian machine")
	WORD(DIV_S(a, b), "a signed quotient; by zero as the model has it")
	WORD(REM_S(a, b), "a signed remainder")
	WORD(DIV_U(a, b), "an unsigned quotient")
	WORD(REM_U(a, b), "an unsigned remainder")
	WORD(NOTHING, "no effect")
	WORD(W_RD(v), "writes the register that bits 15:11 name")
	WORD(W_RT(v), "writes the register that bits 20:16 name")
	WORD(W_RA(v), "writes register 31")
	WORD(W_HI(v), "writes HI")
	WORD(W_LO(v), "writes LO")
	WORD(LATE_RT(v), "writes rt one instruction late: a load")
	WORD(LATE_FT(v), "the same for ft")
	WORD(LATE_FS(v), "the same for fs")
	WORD(W_CP0(v), "writes coprocessor 0's register, in its writable bits")
	WORD(W_FCR(v), "writes floating point's control register")
	WORD(JUMP(target), "goes to the target behind the delay slot")
	WORD(BRANCH(condition), "goes to next pc + 4 * SIMM behind the delay slot, or not")
	WORD(TARGET_CHECK(target), "where a model says so, a misaligned target traps at the jump")
	WORD(LOAD(W32, address), "reads memory into MEM")
	WORD(STORE(W32, address, v), "writes memory")
	WORD(COMPARE_SWAP(address, a, b), "writes b where a is; MEM says whether it was")
	WORD(TRAP(SYS), "raises an exception")
	WORD(TRAP_IF(condition, OV), "raises it, or not")
	WORD(NEED(1), "coprocessor unusable, if this one is")
	WORD(NEED_REG, "this register must be there, where a model minds")
	WORD(SYSTEM(rfe), "an operation of machine/core_cp0.h")
	WORD(FP1(abs, S), "floating point: operation and format")
	WORD(FP2(add, D), "the same with two operands")
	WORD(FP_CONVERT(W, D), "to a format from another")
	WORD(FP_COMPARE(2, S), "bits of the condition: unordered 1, equal 2, less 4, signalling 8")
#undef WORD
};
#include "no_words.h"
#undef a
#undef b
#undef v
#undef address
#undef target
#undef condition

static const struct { const char *name, *says; } widths[] = {
	{ "U8, S8", "a byte, zero or sign extended" },
	{ "U16, S16", "a halfword, likewise" },
	{ "W32", "a word" },
	{ "PART", "the whole word around the address, for lwl and lwr" },
	{ "WL, WR", "the part of a word that swl, swr write" },
	{ "LL, SC", "a word: linked, conditional" },
};

static void print_vocabulary(void)
{
	printf("\n## Vocabulary\n\n"
		"The words of insn.def, what the print reading makes of each, and what it is.\n\n```\n");
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		const char *text = *words[i].text ? words[i].text : "(nothing)";
		printf("%-24s %-42.*s %s\n", words[i].word, effect_length(text), text,
			words[i].says);
	}
	printf("```\n\nWidths of LOAD and STORE:\n\n```\n");
	for (size_t i = 0; i < COUNT_OF(widths); i++)
		printf("%-10s %s\n", widths[i].name, widths[i].says);
	printf("```\n");
}

/* ---- operators, operands, spellings ---- */

static void print_operators(void)
{
	static const struct { const char *name, *sign, *value; } operators[] = {
#define OP(name, sign, value) { #name, sign, #value },
#include "op.def"
#undef OP
	};
	printf("\n## Operators\n\n"
		"Of op.def: pure functions of two 32-bit numbers a and b. `ova` and `ovs` are the signed\n"
		"overflow of a sum and a difference. The divisions are one model's each.\n\n```\n");
	for (size_t i = 0; i < COUNT_OF(operators); i++)
		printf("%-9s %-7s %s\n", operators[i].name, operators[i].sign, operators[i].value);
	printf("```\n");
}

static void print_mask(u32 mask)
{
	const char *between = "";
	for (int high = 31; high >= 0; high--) {
		if (!(mask >> high & 1)) continue;
		int low = high;
		while (low && mask >> (low - 1) & 1) low--;
		if (low == high) printf("%s%d", between, high);
		else printf("%s%d:%d", between, high, low);
		between = ", ";
		high = low;
	}
	if (!mask) printf("none");
}

static void print_operands(void)
{
	static const struct { char letter; u32 bits; const char *kind; } operands[] = {
#define OPERAND(letter, bits, kind) { letter, bits, #kind },
#include "operand.def"
#undef OPERAND
	};
	printf("\n## Operand letters\n\n"
		"Of operand.def; the bits that they claim and how they are written.\n\n```\n");
	for (size_t i = 0; i < COUNT_OF(operands); i++) {
		printf("%c  %-7s ", operands[i].letter, operands[i].kind);
		print_mask(operands[i].bits);
		putchar('\n');
	}
	printf("```\n");
}

static void print_spellings(void)
{
	static const char *const uses[] = { "form", "alias", "input" };
	printf("\n## Spellings\n\n"
		"Of form.def: a *form* is the only way a word is written, an *alias* a shorter one, an\n"
		"*input* is taken by the assembler and never printed. The bits under the mask must be as\n"
		"given.\n\n```\n");
	for (u32 i = 0; i < form_count; i++) {
		const struct form *f = &forms[i];
		bool own = f->use == FORM_ONLY && !f->mask;
		if (own && !strcmp(f->operands, insn_operands[f->row])) continue;
		printf("%-8s %-6s of %-8s %-5s mask %08x is %08x\n", f->name, f->operands,
			insn_name[f->row], uses[f->use], f->mask, f->match);
	}
	printf("```\n");
}

/* ---- coprocessor 0 ---- */

enum { CP0_COLUMNS = 4 };
static const char *const cp0_columns[CP0_COLUMNS] = { "R3000, R3000A", "R3081", "mips161",
	"umps3" };
#define ABSENT ~0u
static const struct { u32 number; const char *name; u32 written[CP0_COLUMNS]; } cp0_rows[] = {
#define CP0(number, name, ...) { number, #name, { __VA_ARGS__ } },
#include "cp0.def"
#undef CP0
};

static void print_cp0(void)
{
	printf("\n## Coprocessor 0\n\nOf cp0.def: the bits that mtc0 changes.\n\n"
		"| number | register | objdump's name |");
	for (u32 k = 0; k < CP0_COLUMNS; k++) printf(" %s |", cp0_columns[k]);
	printf("\n|---|---|---|");
	for (u32 k = 0; k < CP0_COLUMNS; k++) printf("---|");
	putchar('\n');
	for (size_t i = 0; i < COUNT_OF(cp0_rows); i++) {
		const char *name = cp0_name(cp0_rows[i].number);
		printf("| %u | %s | %s |", cp0_rows[i].number, cp0_rows[i].name, name ? name : "-");
		for (u32 k = 0; k < CP0_COLUMNS; k++) {
			putchar(' ');
			if (cp0_rows[i].written[k] == ABSENT) printf("absent");
			else print_mask(cp0_rows[i].written[k]);
			printf(" |");
		}
		putchar('\n');
	}
}

int main(void)
{
	printf("# The instructions of vr3000\n\n"
		"Printed from isa/*.def by tools/isa_doc.c; `make doc` prints it again. Change the\n"
		"tables, not this page. `make expand INSN=addi` shows what every reading makes of a\n"
		"row, `vr3000 explain` says it of a word.\n");
	print_instructions();
	print_vocabulary();
	print_operators();
	print_operands();
	print_spellings();
	print_cp0();
	return 0;
}
