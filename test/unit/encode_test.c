/* encode_test.c: every form of jit/x86/form.def with every register and kind of address, decoded by
 * Zydis: mnemonic, length, registers, address and number must be those that were asked for. */
#include <Zydis/Zydis.h>
#include <stdio.h>
#include <string.h>
#include "x86/encode.h"

static const char *const conditions[] = {
	[CC_O] = "o", [CC_NO] = "no", [CC_B] = "b", [CC_AE] = "nb", [CC_E] = "z", [CC_NE] = "nz",
	[CC_BE] = "be", [CC_A] = "nbe", [CC_S] = "s", [CC_NS] = "ns", [CC_L] = "l", [CC_GE] = "nl",
	[CC_LE] = "le", [CC_G] = "nle",
};

struct decoded_x86 {
	ZydisDecodedInstruction insn;
	ZydisDecodedOperand operand[ZYDIS_MAX_OPERAND_COUNT];
};
struct asked { enum x86_form form; u32 reg; struct rm rm; u64 number; enum cc cc; };
static u32 passed, failed;

/* Byte registers are numbered with ah, ch, dh and bh as 4 to 7, which are never meant. */
static bool is_register(const ZydisDecodedOperand *o, u32 reg)
{
	if (o->type != ZYDIS_OPERAND_TYPE_REGISTER) return false;
	int id = ZydisRegisterGetId(o->reg.value);
	bool byte = ZydisRegisterGetClass(o->reg.value) == ZYDIS_REGCLASS_GPR8;
	return id == (int)(byte && reg >= 4 ? reg + 4 : reg);
}

static bool is_memory(const ZydisDecodedOperand *o, struct rm rm)
{
	if (o->type != ZYDIS_OPERAND_TYPE_MEMORY) return false;
	bool index = rm.index != NO_REG;
	return ZydisRegisterGetId(o->mem.base) == (int8_t)rm.reg && o->mem.disp.value == rm.disp &&
		(index ? ZydisRegisterGetId(o->mem.index) == (int8_t)rm.index &&
			o->mem.scale == 1 << rm.scale : o->mem.index == ZYDIS_REGISTER_NONE);
}

static bool is_rm(const ZydisDecodedOperand *o, struct rm rm)
{
	return rm.kind == IN_REG ? is_register(o, rm.reg) : is_memory(o, rm);
}

static u64 low_bits(u64 v, u32 bits)
{
	return bits < 64 ? v & (((u64)1 << bits) - 1) : v;
}

static bool is_number(const ZydisDecodedOperand *o, u64 k, u32 bits)
{
	return o->type == ZYDIS_OPERAND_TYPE_IMMEDIATE &&
		low_bits(o->imm.value.u, bits) == low_bits(k, bits);
}

static bool operands_right(const struct asked *a, const struct decoded_x86 *d)
{
	const ZydisDecodedOperand *o = d->operand;
	switch (x86_forms[a->form].kind) {
	case R_RM: return is_register(&o[0], a->reg) && is_rm(&o[1], a->rm);
	case RM_R: return is_rm(&o[0], a->rm) && is_register(&o[1], a->reg);
	case RM: case RM_CC: /* one-operand forms of mul and div name rax and rdx before or behind it */
		return is_rm(&o[0], a->rm) || is_rm(&o[1], a->rm);
	case RM_I: case RM_I32: return is_rm(&o[0], a->rm) && is_number(&o[1], a->number, 32);
	case RM_I16: return is_rm(&o[0], a->rm) && is_number(&o[1], a->number, 16);
	case RM_I8: return is_rm(&o[0], a->rm) && is_number(&o[1], a->number, 8);
	case O: return is_register(&o[0], a->reg);
	case O_I32: return is_register(&o[0], a->reg) && is_number(&o[1], a->number, 32);
	case O_I64: return is_register(&o[0], a->reg) && is_number(&o[1], a->number, 64);
	case REL: case REL_CC: return is_number(&o[0], a->number, 32);
	case NONE: return true;
	}
	return false;
}

/* The size of what is worked on: a wrong prefix changes it. */
static bool width_right(const struct asked *a, const struct decoded_x86 *d)
{
	const struct x86_form_row *f = &x86_forms[a->form];
	bool plain = f->kind == REL || f->kind == REL_CC || f->kind == NONE;
	if (plain || f->prefix & V || a->form == X_PUSH || a->form == X_POP) return true;
	if (a->form == X_JMP_RM || a->form == X_CALL_RM) return d->operand[0].size == 64;
	u32 want = f->prefix & B ? 8 : f->prefix & P66 ? 16 : f->prefix & W ? 64 : 32;
	return d->operand[0].size == want;
}

static void check(const struct asked *a)
{
	u8 bytes[32];
	struct emit e = { bytes, 0, sizeof bytes };
	struct decoded_x86 d;
	ZydisDecoder decoder;
	char want[16];
	ZydisDecoderInit(&decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	x86_emit(&e, a->form, a->reg, a->rm, a->number, a->cc);
	bool conditional = x86_forms[a->form].kind == RM_CC || x86_forms[a->form].kind == REL_CC;
	snprintf(want, sizeof want, "%s%s", x86_forms[a->form].mnemonic,
		conditional ? conditions[a->cc] : "");
	ZyanStatus status = ZydisDecoderDecodeFull(&decoder, bytes, e.at, &d.insn, d.operand);
	bool ok = ZYAN_SUCCESS(status) &&
		d.insn.length == e.at && !strcmp(ZydisMnemonicGetString(d.insn.mnemonic), want) &&
		operands_right(a, &d) && width_right(a, &d);
	passed += ok, failed += !ok;
	if (ok || failed > 20) return;
	printf("form %u (%s) reg %u rm %u %u %u %d number %llx:", a->form, want, a->reg, a->rm.kind,
		a->rm.reg, a->rm.index, a->rm.disp, (unsigned long long)a->number);
	for (u32 i = 0; i < e.at; i++) printf(" %02x", bytes[i]);
	printf("\n");
}

/* A number of each length, and each condition where there is one. */
static void check_numbers(struct asked a)
{
	static const u64 number[] = { 0, 1, 0x7f, 0x80, 0xffffff80, 0xffffff7f, 0x12345678,
		0x123456789abcdef0 };
	enum x86_kind kind = x86_forms[a.form].kind;
	bool some = (kind >= RM_I && kind <= RM_I32) || kind == O_I32 || kind == O_I64;
	for (u32 i = 0; i < (some ? COUNT_OF(number) : 1); i++) {
		a.number = number[i];
		check(&a);
	}
	bool conditional = kind == RM_CC || kind == REL_CC;
	for (u32 cc = 1; conditional && cc < COUNT_OF(conditions); cc++)
		if (conditions[cc]) a.cc = cc, check(&a);
}

static void check_addresses(struct asked a)
{
	static const s32 disp[] = { 0, 1, -1, 127, 128, -128, -129, 0x12345678, -0x7ffffff0 };
	for (u32 base = 0; base < 16; base++) {
		a.rm = rm_at(base, disp[base % COUNT_OF(disp)]);
		for (u32 i = 0; i < COUNT_OF(disp); i++) a.rm.disp = disp[i], check_numbers(a);
		for (u32 index = 0; index < 16; index++) {
			a.rm = rm_sum(base, index, index & 3, disp[(base + index) % COUNT_OF(disp)]);
			if (index != RSP) check_numbers(a);
		}
	}
}

static void check_form(enum x86_form form)
{
	enum x86_kind kind = x86_forms[form].kind;
	bool has_rm = kind <= RM_CC;
	bool has_reg = kind == R_RM || kind == RM_R || (kind >= O && kind <= O_I64);
	bool address_only = form == X_LEA || form == X_LEA64 || form == X_LDMXCSR || form == X_STMXCSR;
	for (u32 reg = 0; reg < (has_reg ? 16 : 1); reg++) {
		struct asked a = { form, reg, rm_reg(0), 0, 0 };
		if (!has_rm) check_numbers(a);
		for (u32 rm = 0; has_rm && !address_only && rm < 16; rm++) {
			a.rm = rm_reg(rm);
			check_numbers(a);
		}
		if (has_rm) check_addresses(a);
	}
}

int main(void)
{
	for (u32 form = 0; form < X_FORMS; form++) check_form(form);
	printf("%u forms: %u passed, %u failed\n", X_FORMS, passed, failed);
	return failed != 0;
}
