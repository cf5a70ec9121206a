/* disassemble.c: the disassembler.  Words that no row owns, and those with bits set that must be
 * zero, are `.word`.  isa: objdump_test.py holds it against objdump. */
#include "disassemble.h"
#include "form.h"
#include "text.h"

/* Of a REGIMM word bit 16 and "bits 20:17 are 8" (the link) are decoded (Kane and Heinrich, app. A,
 * BCOND). */
static u32 bits_decoded(u32 w)
{
	return w >> 26 == 1 && F_RT(w) >> 1 != 8 ? w & ~(30u << 16) : w;
}

enum insn disassemble_row(u32 w)
{
	u32 seen = bits_decoded(w);
	if (w == 0) return INSN_nop;
	for (enum insn i = 0; i < INSN_COUNT; i++)
		if (insn_fixed(i) && (seen & insn_fixed(i)) == insn_base(i)) return i;
	return w >> 26 == 0x10 ? INSN_cop0_reserved
		: w >> 26 == 0x11 ? INSN_cop1_reserved : INSN_reserved;
}

static u32 near_target(u32 w, u32 pc)
{
	return pc + 4 + (F_SIMM(w) << 2);
}

static u32 far_target(u32 w, u32 pc)
{
	return ((pc + 4) & 0xf0000000) | (w << 2 & 0x0fffffff);
}

static int named(const char *name, u32 number, char *text, size_t size)
{
	return name ? text_format(text, size, "%s", name) : text_format(text, size, "$%u", number);
}

int disassemble_operand(char letter, u32 w, u32 pc, char *text, size_t size)
{
	const struct operand *o = operand_find(letter);
	if (!o) return text_format(text, size, "%c", letter);
	u32 v = o->bits ? (w & o->bits) >> __builtin_ctz(o->bits) : 0;
	switch ((enum operand_kind)o->kind) {
	case KIND_GPR:    return named(gpr_name[v], v, text, size);
	case KIND_FPR:    return text_format(text, size, "$f%u", v);
	case KIND_CP0:    return named(cp0_name(v), v, text, size);
	case KIND_FCR:    return named(fcr_name(v), v, text, size);
	case KIND_NUMBER: return text_format(text, size, "$%u", v);
	case KIND_HEX:    return text_format(text, size, "0x%x", v);
	case KIND_SIGNED: return text_format(text, size, "%d", (s32)F_SIMM(w));
	case KIND_OFFSET:
		return text_format(text, size, "%d(%s)", (s32)F_SIMM(w), gpr_name[F_RS(w)]);
	case KIND_NEAR:   return text_format(text, size, "0x%x", near_target(w, pc));
	case KIND_FAR:    return text_format(text, size, "0x%x", far_target(w, pc));
	case KIND_ZERO:   return text_format(text, size, "zero");
	case KIND_NONE:   break;
	}
	return text_format(text, size, "%s", "");
}

/* ---- which spelling ---- */

static u32 claimed(const struct form *f)
{
	u32 bits = insn_fixed(f->row) | f->mask;
	for (const char *o = f->operands; *o; o++)
		if (operand_find(*o)) bits |= operand_find(*o)->bits;
	return bits;
}

static bool has_text(const struct form *f)
{
	const struct operand *first = operand_find(*f->operands);
	return !first || first->kind != KIND_NONE;
}

static const struct form *form_of(u32 w, enum spelling spelling)
{
	enum insn row = insn_decode(w);
	if (row == INSN_nop && spelling == PLAIN) row = INSN_sll;
	if (row == INSN_reserved) return NULL;
	enum form_use most = spelling == PLAIN ? FORM_ONLY : FORM_ALIAS;
	for (const struct form *f = forms; f < forms + form_count; f++)
		if (f->row == row && f->use <= most && (w & f->mask) == f->match &&
			!(w & ~claimed(f)) && has_text(f))
			return f;
	return NULL;
}

static void spell_name(const char *from, char to[12])
{
	int n = 0;
	for (; from[n] && n < 11; n++) to[n] = from[n] == '_' ? '.' : from[n];
	to[n] = 0;
}

void disassemble(u32 w, u32 pc, enum spelling spelling, struct disassembly *d)
{
	const struct form *f = form_of(w, spelling);
	*d = (struct disassembly){ .name = ".word" };
	if (!f) {
		text_format(d->operands, sizeof d->operands, "0x%x", w);
		return;
	}
	spell_name(f->name, d->name);
	int n = 0;
	for (const char *o = f->operands; *o; o++)
		if (*o == 'b' || *o == 'j') {
			d->has_target = true;
			d->target = *o == 'b' ? near_target(w, pc) : far_target(w, pc);
		} else n += disassemble_operand(*o, w, pc, d->operands + n,
				sizeof d->operands - (size_t)n);
}

int disassemble_text(u32 w, u32 pc, enum spelling spelling, char *text, size_t size)
{
	struct disassembly d;
	disassemble(w, pc, spelling, &d);
	if (d.has_target)
		return text_format(text, size, "%s\t%s0x%x", d.name, d.operands, d.target);
	return text_format(text, size, *d.operands ? "%s\t%s" : "%s", d.name, d.operands);
}
