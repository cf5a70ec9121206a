/* fields.c: the readings masks and encode fields: where a word stands in a decode table, and what
 * its fields are.  Pure functions over constant tables. */
#include "isa.h"
#include "masks.h"

const char *const insn_name[] = {
#define INSN(name, ...) #name,
#include "insn.def"
#undef INSN
};
const u32 insn_masks[] = {
#define INSN(name, ...) MASK_##name,
#include "insn.def"
#undef INSN
};
const bool insn_extra[] = {
#define INSN(name, level, ...) LEVEL_##level,
#define LEVEL_ALL 0
#define LEVEL_M161 1
#define LEVEL_U3 1
#define LEVEL_WAITS 1
#include "insn.def"
#undef INSN
};

const char *const insn_operands[] = {
#define INSN(name, level, class, number, operands, ...) operands,
#include "insn.def"
#undef INSN
};
static const struct { u8 class, number; } code[] = {
#define INSN(name, level, class, number, ...) { class, number },
#include "insn.def"
#undef INSN
};
_Static_assert(INSN_COUNT <= 254, "struct decoded names a row in eight bits, with two more cases");

/* Class and number are the fixed bits, the operand letters claim others. */
static const struct { char letter; u32 bits; } letters[] = {
#define OPERAND(letter, bits, kind) { letter, bits },
#include "operand.def"
#undef OPERAND
};
static const struct { u32 base, mask; u8 shift; } class_bits[CLASSES] = {
	[PSEUDO]  = { 0, 0, 0 },
	[OPCODE]  = { 0, 63u << 26, 26 },
	[SPECIAL] = { 0, 63u << 26 | 63, 0 },
	[REGIMM]  = { 1u << 26, 63u << 26 | 31 << 16, 16 },
	[COP0_RS] = { 0x10u << 26, 63u << 26 | 31 << 21, 21 },
	[COP0_FN] = { 0x21u << 25, 127u << 25 | 63, 0 },
	[COP0_BC] = { 0x10u << 26 | 8 << 21, 63u << 26 | 31 << 21 | 31 << 16, 16 },
	[COP1_RS] = { 0x11u << 26, 63u << 26 | 31 << 21, 21 },
	[COP1_BC] = { 0x11u << 26 | 8 << 21, 63u << 26 | 31 << 21 | 31 << 16, 16 },
	[COP1_S]  = { 0x11u << 26 | 16 << 21, 63u << 26 | 31 << 21 | 63, 0 },
	[COP1_D]  = { 0x11u << 26 | 17 << 21, 63u << 26 | 31 << 21 | 63, 0 },
	[COP1_W]  = { 0x11u << 26 | 20 << 21, 63u << 26 | 31 << 21 | 63, 0 },
};

u32 insn_base(enum insn i)
{
	return class_bits[code[i].class].base | (u32)code[i].number << class_bits[code[i].class].shift;
}

u32 insn_fixed(enum insn i)
{
	return class_bits[code[i].class].mask;
}

u32 insn_claimed(enum insn i)
{
	u32 bits = class_bits[code[i].class].mask;
	for (const char *o = insn_operands[i]; *o; o++)
		for (size_t k = 0; k < COUNT_OF(letters); k++)
			bits |= *o == letters[k].letter ? letters[k].bits : 0;
	return bits;
}

static u32 cop1_slot(u32 w)
{
	switch (F_RS(w)) {
	case 8:  return COP1_BC * 64 + F_RT(w);
	case 16: return COP1_S * 64 + (w & 63);
	case 17: return COP1_D * 64 + (w & 63);
	case 20: return COP1_W * 64 + (w & 63);
	default: return F_RS(w) < 16 ? COP1_RS * 64 + F_RS(w) : PSEUDO * 64 + 63;
	}
}

u32 insn_slot(u32 w)
{
	switch (w >> 26) {
	case 0x00: return SPECIAL * 64 + (w & 63);
	case 0x01: return REGIMM * 64 + F_RT(w);
	case 0x10:
		if (w >> 25 & 1) return COP0_FN * 64 + (w & 63);
		return F_RS(w) == 8 ? COP0_BC * 64 + F_RT(w) : COP0_RS * 64 + F_RS(w);
	case 0x11: return cop1_slot(w);
	default: return OPCODE * 64 + (w >> 26);
	}
}

static void operand(struct decoded *d, char letter, u32 w, u32 even)
{
	switch (letter) {
	case 'S': d->rs = REG_F + (F_RD(w) & even); break;
	case 'T': d->rt = REG_F + (F_RT(w) & even); break;
	case 'c': case 'C': d->imm = F_RD(w); break;
	case 'a': d->imm = F_SA(w); break;
	case 'u': d->imm = F_UIMM(w); break;
	case 'i': case 'm': d->imm = F_SIMM(w); break;
	case 'b': d->imm = F_SIMM(w) << 2; break;
	case 'j': d->imm = w << 2 & 0x0fffffff; break;
	}
}

struct decoded insn_fields(enum insn i, u32 w)
{
	struct decoded d = { .op = i, .rs = F_RS(w), .rt = F_RT(w), .wd = NOWHERE };
	u32 m = insn_masks[i], pair_s = m & M_PAIR_S ? ~1u : ~0u, pair_d = m & M_PAIR_D ? ~1u : ~0u;
	u32 wd = m & M_W_RD ? F_RD(w) : m & M_W_RT ? F_RT(w) : m & M_W_RA ? 31 : 0;
	if (wd) d.wd = wd;
	if (m & M_W_FT) d.wd = REG_F + F_RT(w);
	if (m & M_W_FS) d.wd = REG_F + F_RD(w);
	if (m & M_W_FD) d.wd = REG_F + (F_SA(w) & pair_d);
	for (const char *o = insn_operands[i]; *o; o++) operand(&d, *o, w, pair_s);
	return d;
}

/* Every encoding of every level, for the disassembler: a later row does not hide an earlier one. */
static const u16 by_slot[CLASSES * 64] = {
#define INSN(name, level, class, number, ...) [class * 64 + number] = INSN_##name,
#include "insn.def"
#undef INSN
};

enum insn insn_decode(u32 w)
{
	if (w == 0) return INSN_nop;
	enum insn i = by_slot[insn_slot(w)];
	if (i == INSN_nop || insn_fixed(i) == 0) return INSN_reserved;
	return w & ~insn_claimed(i) ? INSN_reserved : i;
}
