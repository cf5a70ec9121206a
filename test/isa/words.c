/* words.c: words N SEED: N random words of every row, as the table has them and as we spell them:
 *
 *   level  row  word  text  text without aliases     (separated by '|')
 *
 * words --undefined N SEED: random words that no row owns, or with a bit set that must be zero. */
#include "disassemble.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AT = 0x00401000 }; /* where the first one stands, the others behind it */

static const char *const level[] = {
#define INSN(name, level, class, number, operands, ...) #level,
#include "insn.def"
#undef INSN
};

static u32 draw(u64 *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	u32 high = (u32)(*state >> 33), turn = (u32)(*state >> 59);
	return (high >> turn | high << (-turn & 31)) ^ high << 7;
}

/* Operands: mostly random, often registers or immediates zero, so that short spellings occur. */
static u32 operands(u64 *state)
{
	u32 w = draw(state);
	static const u32 zeros[] = { 0, 31 << 16, 31 << 21, 31 << 11, 0xffff, 0xffff0000, ~0u,
		31 << 6 };
	return w & ~(zeros[draw(state) % 8] | zeros[draw(state) % 8]);
}

static void print(enum insn row, u32 w, u32 *pc)
{
	char text[64], plain[64];
	disassemble_text(w, *pc, SHORT, text, sizeof text);
	disassemble_text(w, *pc, PLAIN, plain, sizeof plain);
	*pc += 4;
	printf("%s|%s|%08x|%s|%s\n", level[row], insn_name[row], w, text, plain);
}

static void print_row(enum insn row, u32 n, u64 *state, u32 *pc)
{
	u32 free = insn_claimed(row) & ~insn_fixed(row);
	if (row == INSN_nop) n = 1;
	else if (!insn_fixed(row)) n = 0;
	for (u32 i = 0; i < n; i++) {
		u32 w = insn_base(row) | (operands(state) & free);
		if (i == 0) w = insn_base(row);
		if (i == 1) w = insn_base(row) | free;
		if (w != 0 || row == INSN_nop) print(row, w, pc);
	}
}

static void print_undefined(u32 n, u64 *state, u32 *pc)
{
	for (u32 printed = 0; printed < n;) {
		u32 w = draw(state);
		if (draw(state) & 1) w &= 0x03ffffff;           /* SPECIAL is one word in 64 */
		if (draw(state) % 4 == 0) w = (w & 0x03ffffff) | (16 + draw(state) % 4) << 26;
		if (draw(state) & 1) w &= ~0x7ffu;
		if (insn_decode(w) != INSN_reserved) continue;
		print(disassemble_row(w), w, pc);
		printed++;
	}
}

int main(int argc, char **argv)
{
	bool undefined = argc > 1 && !strcmp(argv[1], "--undefined");
	if (argc != 3 + undefined) {
		fprintf(stderr, "usage: words [--undefined] N SEED\n");
		return 2;
	}
	u32 n = (u32)strtoul(argv[1 + undefined], NULL, 0);
	u64 state = strtoull(argv[2 + undefined], NULL, 0);
	u32 pc = AT;
	if (undefined) print_undefined(n, &state, &pc);
	else for (enum insn row = 0; row < INSN_COUNT; row++) print_row(row, n, &state, &pc);
	return 0;
}
