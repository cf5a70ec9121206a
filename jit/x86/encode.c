/* encode.c: see encode.h. */
#include "encode.h"

const struct x86_form_row x86_forms[] = {
#define FORM(name, mnemonic, kind, prefix, opcode, digit) { mnemonic, kind, prefix, opcode, digit },
#include "form.def"
#undef FORM
};

void x86_byte(struct emit *e, u8 byte)
{
	must(e->at < e->limit);
	e->write[e->at++] = byte;
}

void x86_word(struct emit *e, u32 word)
{
	for (u32 i = 0; i < 4; i++) x86_byte(e, (u8)(word >> 8 * i));
}

static bool short_(s32 v)
{
	return v == (int8_t)v;
}

/* Prefixes: 66, f2 or f3, then REX where a bit of it is needed.  Byte registers 4 to 7 need an
 * empty one. */
static void prefixes(struct emit *e, const struct x86_form_row *f, u32 reg, struct rm rm)
{
	u32 rex = f->prefix & W ? 8 : 0;
	bool index = rm.kind == IN_MEMORY && rm.index != NO_REG;
	bool byte = f->prefix & B || f->opcode == 0x0fb6 || f->opcode == 0x0fbe;
	bool low = byte && ((rm.kind == IN_REG && rm.reg >= 4) ||
						   (f->prefix & B && f->kind == RM_R && reg >= 4));
	rex |= (reg >> 3) << 2 | (index ? (u32)rm.index >> 3 << 1 : 0) |
		   (rm.reg != NO_REG ? (u32)rm.reg >> 3 : 0);
	if (f->prefix & P66) x86_byte(e, 0x66);
	if (f->prefix & PF2) x86_byte(e, 0xf2);
	if (f->prefix & PF3) x86_byte(e, 0xf3);
	if (rex || low) x86_byte(e, (u8)(0x40 | rex));
}

static void opcode(struct emit *e, u32 code)
{
	if (code >> 8) x86_byte(e, (u8)(code >> 8));
	x86_byte(e, (u8)code);
}

/* ModRM, SIB and displacement.  rsp and r12 as a base need a SIB byte, rbp and r13 a displacement.
 * */
static void modrm(struct emit *e, u32 reg, struct rm rm)
{
	u32 middle = (reg & 7) << 3;
	if (rm.kind == IN_REG) {
		x86_byte(e, (u8)(0xc0 | middle | (rm.reg & 7)));
		return;
	}
	must(rm.kind == IN_MEMORY && rm.reg != NO_REG && rm.index != RSP);
	u32 mod = rm.disp == 0 && (rm.reg & 7) != RBP ? 0 : short_(rm.disp) ? 1 : 2;
	bool sib = rm.index != NO_REG || (rm.reg & 7) == RSP;
	x86_byte(e, (u8)(mod << 6 | middle | (sib ? RSP : rm.reg & 7)));
	u32 index = rm.index != NO_REG ? rm.index & 7 : RSP;
	if (sib) x86_byte(e, (u8)((u32)rm.scale << 6 | index << 3 | (rm.reg & 7)));
	if (mod == 1) x86_byte(e, (u8)rm.disp);
	if (mod == 2) x86_word(e, (u32)rm.disp);
}

static void immediate_of(struct emit *e, enum x86_kind kind, bool small, u64 k)
{
	u32 bytes = kind == RM_I8 || small ? 1 : kind == RM_I16 ? 2 : kind == O_I64 ? 8 : 4;
	for (u32 i = 0; i < bytes; i++) x86_byte(e, (u8)(k >> 8 * i));
}

void x86_emit(struct emit *e, enum x86_form form, u32 reg, struct rm rm, u64 k, enum cc cc)
{
	const struct x86_form_row *f = &x86_forms[form];
	bool small = f->kind == RM_I && short_((s32)k);
	switch (f->kind) {
	case NONE: opcode(e, f->opcode); return;
	case REL: case REL_CC: opcode(e, f->opcode + cc); x86_word(e, (u32)k); return;
	case O: case O_I32: case O_I64:
		prefixes(e, f, 0, rm_reg(reg));
		opcode(e, f->opcode + (reg & 7));
		if (f->kind != O) immediate_of(e, f->kind, false, k);
		return;
	case R_RM: case RM_R:
		prefixes(e, f, reg, rm);
		opcode(e, f->opcode);
		modrm(e, reg, rm);
		return;
	case RM: case RM_CC: case RM_I: case RM_I8: case RM_I16: case RM_I32:
		prefixes(e, f, 0, rm);
		opcode(e, f->opcode + cc + (small ? 2 : 0));
		modrm(e, f->digit, rm);
		if (f->kind != RM && f->kind != RM_CC) immediate_of(e, f->kind, small, k);
		return;
	}
}

u32 x86_jump(struct emit *e, enum x86_form form)
{
	x86_emit(e, form, 0, rm_number(0), 0, 0);
	return e->at - 4;
}

u32 x86_jump_if(struct emit *e, enum cc cc)
{
	x86_emit(e, X_JCC, 0, rm_number(0), 0, cc);
	return e->at - 4;
}

void x86_land(struct emit *e, u32 site, u32 target)
{
	u32 distance = target - (site + 4);
	for (u32 i = 0; i < 4; i++) e->write[site + i] = (u8)(distance >> 8 * i);
}
