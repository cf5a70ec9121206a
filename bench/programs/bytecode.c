/*
 * An interpreter of a made-up machine with 16 registers and 64 operations: one switch, one
 * indirect jump with many targets, whose order depends on the data now and then.
 */
#include "program.h"

enum { LENGTH = 600, MEMORY = 256, PASSES = 20 };

/* X(name, meaning): A is the target, B and C are operands. */
#define OPERATIONS(X)                                                                          \
	X(add, A = B + C) X(sub, A = B - C) X(mul, A = B * C) X(and, A = B & C)                \
	X(or, A = B | C) X(xor, A = B ^ C) X(nor, A = ~(B | C)) X(andn, A = B & ~C)            \
	X(sll, A = B << (C & 31)) X(srl, A = B >> (C & 31)) X(sra, A = (u32)((int)B >> (C & 31))) \
	X(rol, A = B << 7 | B >> 25) X(neg, A = 0 - B) X(not, A = ~B) X(mov, A = B)            \
	X(nop, (void)0)                                                                        \
	X(slt, A = (int)B < (int)C) X(sltu, A = B < C) X(eq, A = B == C) X(ne, A = B != C)     \
	X(min, A = (int)B < (int)C ? B : C) X(max, A = (int)B > (int)C ? B : C)                \
	X(minu, A = B < C ? B : C) X(maxu, A = B > C ? B : C)                                  \
	X(inc, A = A + 1) X(dec, A = A - 1) X(dbl, A = B + B) X(half, A = B >> 1)              \
	X(addc, A += code->c) X(subc, A -= code->c) X(xorc, A ^= code->c) X(setc, A = code->c) \
	X(load, A = memory[B & 255]) X(store, memory[B & 255] = A)                             \
	X(loadc, A = memory[code->c]) X(storec, memory[code->c] = A)                           \
	X(loadx, A = memory[(B + C) & 255]) X(storex, memory[(B + C) & 255] = A)               \
	X(incm, memory[code->c]++) X(addm, memory[code->c] += A) X(xorm, memory[code->c] ^= A) \
	X(swapm, (t = memory[code->c], memory[code->c] = A, A = t))                            \
	X(swap, (t = A, A = B, B = t)) X(mad, A += B * C) X(msb, A -= B * C)                   \
	X(byte0, A = B & 255) X(byte1, A = B >> 8 & 255) X(byte3, A = B >> 24)                 \
	X(sext8, A = (u32)(int)(signed char)B) X(sext16, A = (u32)(int)(short)B)               \
	X(bswap, A = B << 24 | (B & 0xff00) << 8 | (B >> 8 & 0xff00) | B >> 24)                \
	X(pick, A = B & 1 ? C : A) X(abs, A = (int)B < 0 ? 0 - B : B)                          \
	X(add3, A = A + B + C) X(xor3, A = A ^ B ^ C) X(maj, A = (A & B) | (A & C) | (B & C))  \
	X(parity, (t = B ^ B >> 16, t ^= t >> 8, t ^= t >> 4, A = 0x6996u >> (t & 15) & 1))    \
	X(count, A = A + passes) X(div, A = B / (C | 1)) X(rem, A = B % (C | 1))               \
	X(skip, code += A & 1) X(skip2, code += (A & 7) == 0) X(skipn, code += (int)A < 0)

#define NAME(name, meaning) OP_##name,
enum operation { OPERATIONS(NAME) OP_again, OP_COUNT };

struct code {
	u8 op, a, b, c;
};

static struct code program[LENGTH + 3];
static u32 memory[MEMORY];

#define A r[code->a]
#define B r[code->b]
#define C r[code->c & 15]
#define CASE(name, meaning) case OP_##name: meaning; break;

static u32 interpret(void)
{
	u32 r[16] = { 0 }, passes = PASSES, t;
	const struct code *code = program;

	for (;; code++) {
		switch (code->op) {
		OPERATIONS(CASE)
		default:
			if (--passes == 0)
				return stir(stir(r[1], r[6]), r[11]);
			code = program - 1;
		}
	}
}

void program_setup(void)
{
	u32 seed = 77;

	for (int i = 0; i < LENGTH; i++) {
		u32 random = next_random(&seed);

		program[i].op = (u8)((random >> 4) % OP_again);
		program[i].a = random >> 12 & 15;
		program[i].b = random >> 16 & 15;
		program[i].c = (u8)(random >> 20);
	}
	for (int i = LENGTH; i < LENGTH + 3; i++)
		program[i].op = OP_again;
}

u32 program_round(void)
{
	u32 sum = 0;

	for (u32 i = 0; i < MEMORY; i++)
		memory[i] = i * 0x9e3779b9;
	sum = interpret();
	for (u32 i = 0; i < MEMORY; i++)
		sum = stir(sum, memory[i]);
	return sum;
}
