/* describe.c: the readings print and raise. */
#include "describe.h"
#include "disassemble.h"
#include "form.h"
#include "masks.h"
#include "text.h"

#include "print_words.h"
const char *const insn_meaning[] = {
#define INSN(name, level, class, number, operands, ...) __VA_ARGS__,
#include "insn.def"
#undef INSN
};
#include "no_words.h"

#include "raise_words.h"
const char *const insn_raises[] = {
#define INSN(name, level, class, number, operands, ...) "" __VA_ARGS__,
#include "insn.def"
#undef INSN
};
#include "no_words.h"

const char *const insn_level[] = {
#define INSN(name, level, ...) #level,
#include "insn.def"
#undef INSN
};

/* ---- the encoding ---- */

static char bit_letter(enum insn i, u32 bit)
{
	if (insn_fixed(i) & bit || i == INSN_nop) return insn_base(i) & bit ? '1' : '0';
	for (const char *o = insn_operands[i]; *o; o++) {
		const struct operand *this = operand_find(*o);
		if (this && this->bits & bit) return *o != 'm' ? *o : bit > 0xffff ? 's' : 'i';
	}
	return '-';
}

void describe_bits(enum insn i, char text[DESCRIBE_BITS])
{
	int n = 0;
	for (int bit = 31; bit >= 0; bit--) {
		if (bit == 25 || bit == 20 || bit == 15 || bit == 10 || bit == 5) text[n++] = ' ';
		text[n++] = bit_letter(i, 1u << bit);
	}
	text[n] = 0;
}

/* ---- a meaning with this word's operands ---- */

/* The words of the print reading that stand for operands, and their letters. */
static const struct { const char *word, *letters; } places[] = {
	{ "rs", "s" }, { "rt", "t" }, { "rd", "d" }, { "fs", "S" }, { "ft", "T" }, { "fd", "D" },
	{ "sa", "a" }, { "uimm", "u" }, { "simm", "i" }, { "target", "bj" }, { "reg", "cC" },
};

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool holds(const char *text, char c)
{
	while (*text && *text != c) text++;
	return *text;
}

/* The place that the word of n letters names: its letter of operand.def, or 0. */
static char place(enum insn i, const char *word, size_t n)
{
	for (size_t k = 0; k < COUNT_OF(places); k++) {
		if (text_length(places[k].word) != n || memcmp(places[k].word, word, n)) continue;
		const char *letters = places[k].letters;
		return letters[1] && holds(insn_operands[i], letters[1]) ? letters[1] : letters[0];
	}
	return 0;
}

int describe(enum insn i, u32 w, u32 pc, char *text, size_t size)
{
	int n = 0;
	for (const char *m = insn_meaning[i]; *m;) {
		size_t length = 1;
		if (is_letter(*m))
			while (is_letter(m[length])) length++;
		char letter = place(i, m, length);
		if (letter) n += disassemble_operand(letter, w, pc, text + n, size - (size_t)n);
		else
			for (size_t k = 0; k < length; k++)
				n += text_format(text + n, size - (size_t)n, "%c", m[k]);
		m += length;
	}
	return n;
}

/* ---- what the masks say ---- */

#define PAIR "a double is an even register (low word) and the next one"
static const struct { u32 all, none; const char *text; } notes[] = {
	{ M_FLOW, 0, "the next word runs before the jump takes effect (branch delay slot); "
		"should it trap, EPC is this instruction and Cause.BD is 1" },
	{ M_LOAD | M_W_RT, 0, "the next instruction still reads the old register "
		"(load delay slot)" },
	{ M_LOAD | M_W_FT, 0, "the next instruction still reads the old floating register "
		"(load delay slot)" },
	{ M_LATE | M_W_RT, M_LOAD, "the next instruction still reads the old register "
		"(a move from a coprocessor is as late as a load)" },
	{ M_LATE | M_W_FS, 0, "the next instruction still reads the old floating register" },
	{ M_LATE | M_FPU, 0, "a bc1f or bc1t right behind it sees the old condition" },
	{ M_W_CP0, 0, "the next instruction runs under the new value" },
	{ M_LOAD | M_RT, M_STORE, "it merges into the register as a load still on its way "
		"leaves it, so lwl and lwr may follow each other" },
	{ M_FPU | M_PAIR_S, 0, PAIR },
	{ M_FPU | M_PAIR_D, M_PAIR_S, PAIR },
};

const char *describe_note(enum insn row, u32 i)
{
	u32 m = insn_masks[row];
	for (size_t k = 0; k < COUNT_OF(notes); k++)
		if ((m & notes[k].all) == notes[k].all && !(m & notes[k].none) && i-- == 0)
			return notes[k].text;
	return NULL;
}
