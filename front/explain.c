/* explain.c: vr3000 explain WORD...: what a word, or an instruction as text, is and means. */
#include "assemble.h"
#include "describe.h"
#include "disassemble.h"
#include "error.h"
#include "options.h"
#include "program.h"
#include "say.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AT = 0x80001000 }; /* where targets are counted from: nobody said */

/* "a; b; " as a line each, the first one behind its title. */
static void print_list(const char *title, const char *list)
{
	for (const char *end; (end = strstr(list, "; ")); list = end + 2) {
		printf("  %-10s%.*s\n", title, (int)(end - list), list);
		title = "";
	}
}

static void print_bits(enum insn row, u32 word)
{
	char bits[DESCRIBE_BITS], digits[DESCRIBE_BITS];
	describe_bits(row, bits);
	u32 mask = 1u << 31;
	for (size_t i = 0; i < sizeof bits; i++) {
		digits[i] = bits[i] == ' ' || !bits[i] ? bits[i] : word & mask ? '1' : '0';
		if (bits[i] && bits[i] != ' ')
			mask >>= 1;
		if (!bits[i])
			break;
	}
	printf("  %-10s%s\n  %-10s%s\n", "bits", digits, "", bits);
}

/* Bits that no instruction has set, which the R3000 does not look at. */
static void print_stray(enum insn row, u32 word)
{
	u32 stray = word & ~insn_claimed(row);
	if (insn_fixed(row) && (word & insn_fixed(row)) != insn_base(row))
		stray |= (word ^ insn_base(row)) & insn_fixed(row);
	if (insn_fixed(row) && stray)
		printf("  %-10sthe bits %08x should be zero; an R3000 does not look at them and runs it "
		       "as %s\n", "odd", stray, insn_name[row]);
}

static void print_notes(enum insn row)
{
	const char *title = "note", *note;
	for (u32 i = 0; (note = describe_note(row, i)); i++, title = "")
		printf("  %-10s%s\n", title, note);
}

static void explain(u32 word)
{
	enum insn row = disassemble_row(word);
	char text[64], plain[64], here[512];
	disassemble_text(word, AT, SHORT, text, sizeof text);
	disassemble_text(word, AT, PLAIN, plain, sizeof plain);
	describe(row, word, AT, here, sizeof here);
	text[strcspn(text, "\t")] = plain[strcspn(plain, "\t")] = ' ';
	printf("%08x  %s\n", word, text);
	if (strcmp(text, plain))
		printf("  %-10s%s\n", "short for", plain);
	printf("  %-10s%s, operands \"%s\"%s%s\n", "row", insn_name[row], insn_operands[row],
	       strcmp(insn_level[row], "ALL") ? ", of level " : "",
	       strcmp(insn_level[row], "ALL") ? insn_level[row] : "");
	if (insn_fixed(row) || row == INSN_nop)
		print_bits(row, word);
	print_stray(row, word);
	print_list("meaning", insn_meaning[row]);
	if (strcmp(here, insn_meaning[row]))
		print_list("here", here);
	print_notes(row);
	print_list("raises", insn_raises[row]);
}

/* ---- what was asked for ---- */

/* 0x and digits, or eight digits: `add` is an instruction. */
static bool is_word(const char *text, u32 *word)
{
	char *end;
	bool prefix = !strncmp(text, "0x", 2) || !strncmp(text, "0X", 2);
	size_t digits = strspn(text + 2 * prefix, "0123456789abcdefABCDEF");
	if (text[2 * prefix + digits] || digits > 8 || (prefix ? digits == 0 : digits != 8))
		return false;
	*word = (u32)strtoul(text, &end, 16);
	return true;
}

/* Takes one argument, or as many as an instruction was split into; how many, 0: nothing fits. */
static u32 take(const char *const *argument, u32 arguments, u32 *word, const char **fault)
{
	enum { MOST = 5 };
	char text[256] = "";
	if (is_word(argument[0], word))
		return 1;
	*fault = "too long";
	for (u32 n = 0; n < arguments && n < MOST; n++) {
		size_t length = strlen(text);
		if (length + strlen(argument[n]) + 2 > sizeof text)
			return 0;
		snprintf(text + length, sizeof text - length, "%s%s", n ? " " : "", argument[n]);
		const char *wrong = assemble(text, AT, NULL, word);
		if (!wrong)
			return n + 1;
		if (n < 2)
			*fault = wrong;
	}
	return 0;
}

int program_explain(const struct options *options)
{
	if (options->arguments == 0) {
		say_wrong("explain: a word in hexadecimal (8c820004, 0x8c820004) or an instruction "
			  "is needed");
		return error_status(E_USAGE);
	}
	for (u32 i = 0, taken; i < options->arguments; i += taken) {
		u32 word;
		const char *fault;
		taken = take(options->argument + i, options->arguments - i, &word, &fault);
		if (!taken) {
			say_wrong("%s: neither a word in hexadecimal nor an instruction: %s",
				  options->argument[i], fault);
			return error_status(E_USAGE);
		}
		if (i)
			putchar('\n');
		explain(word);
	}
	return 0;
}
