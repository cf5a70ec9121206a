/* assemble.c: the assembler: the disassembler's tables, read the other way. */
#include "assemble.h"
#include "form.h"
#include "text.h"

/* A place in the text, and what expressions need.  Functions return NULL or the fault. */
struct reader { const char *at; u32 pc; const struct symbols *symbols; };

static void skip_blanks(struct reader *r)
{
	while (*r->at == ' ' || *r->at == '\t') r->at++;
}

static bool take(struct reader *r, char c)
{
	skip_blanks(r);
	if (*r->at != c) return false;
	r->at++;
	return true;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

static bool in_name(char c)
{
	char letter = lower(c);
	return (letter >= 'a' && letter <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

static size_t name_length(const char *text)
{
	size_t n = 0;
	while (in_name(text[n])) n++;
	return n;
}

/* Letters in either case. */
static bool is_name(const char *text, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!name[i] || lower(text[i]) != lower(name[i])) return false;
	return !name[n];
}

/* ---- expressions ---- */

/* The number that n letters spell, in base 10, or 16 behind 0x. */
static const char *number(const char *text, size_t n, u32 *value)
{
	u32 base = n > 2 && text[0] == '0' && lower(text[1]) == 'x' ? 16 : 10;
	u64 v = 0;
	for (size_t i = base == 16 ? 2 : 0; i < n; i++) {
		char c = lower(text[i]);
		u32 digit = c <= '9' ? (u32)c - '0' : c >= 'a' ? (u32)c - 'a' + 10 : 99;
		if (digit >= base) return "this is no number";
		v = v * base + digit;
		if (v >> 32) return "the number has more than 32 bits";
	}
	*value = (u32)v;
	return NULL;
}

static const char *part_of(struct reader *r, u32 *value);

static const char *term(struct reader *r, u32 *value)
{
	skip_blanks(r);
	if (*r->at == '%') return part_of(r, value);
	const char *name = r->at;
	size_t n = name_length(name);
	if (n == 0) return "a number or a symbol should stand here";
	r->at += n;
	if (*name >= '0' && *name <= '9') return number(name, n, value);
	if (is_name(name, n, ".")) {
		*value = r->pc;
		return NULL;
	}
	bool found = r->symbols && r->symbols->find(r->symbols->context, name, n, value);
	return found ? NULL : "an unknown symbol";
}

static const char *expression(struct reader *r, u32 *value)
{
	bool minus = take(r, '-');
	*value = 0;
	do {
		u32 v;
		const char *fault = term(r, &v);
		if (fault) return fault;
		*value += minus ? 0 - v : v;
		skip_blanks(r);
		minus = *r->at == '-';
	} while (take(r, '+') || take(r, '-'));
	return NULL;
}

/* %hi(e) and %lo(e): lui and a signed 16-bit offset make e. */
static const char *part_of(struct reader *r, u32 *value)
{
	size_t n = name_length(++r->at);
	bool high = is_name(r->at, n, "hi");
	if (!high && !is_name(r->at, n, "lo")) return "only %hi and %lo are known";
	r->at += n;
	if (!take(r, '(')) return "a parenthesis is missing";
	const char *fault = expression(r, value);
	if (fault) return fault;
	*value = high ? (*value + 0x8000) >> 16 : F_SIMM(*value);
	return take(r, ')') ? NULL : "a parenthesis is missing";
}

const char *assemble_value(const char **text, u32 pc, const struct symbols *symbols, u32 *value)
{
	struct reader r = { *text, pc, symbols };
	const char *fault = expression(&r, value);
	*text = r.at;
	return fault;
}

/* ---- registers ---- */

static const char *const no_register = "a register should stand here";

/* "$4" is number 4 of any file; false: something else. */
static bool numbered(const char *text, size_t n, u32 *value)
{
	return n && n <= 2 && !number(text, n, value) && *value < 32;
}

static bool gpr(const char *text, size_t n, u32 *value)
{
	for (*value = 0; *value < 32; ++*value)
		if (is_name(text, n, gpr_name[*value])) return true;
	*value = 30;
	return is_name(text, n, "fp");
}

/* c0_sr as objdump has it, Status as the manual has it. */
static bool cp0(const char *text, size_t n, u32 *value)
{
	static const struct { u8 number; const char *name; } manual[] = {
#define CP0(number, name, ...) { number, #name },
#include "cp0.def"
#undef CP0
	};
	for (size_t i = 0; i < COUNT_OF(manual); i++) {
		*value = manual[i].number;
		if (is_name(text, n, manual[i].name)) return true;
		if (cp0_name(*value) && is_name(text, n, cp0_name(*value))) return true;
	}
	return false;
}

static bool fcr(const char *text, size_t n, u32 *value)
{
	for (*value = 0; *value < 32; ++*value)
		if (fcr_name(*value) && is_name(text, n, fcr_name(*value))) return true;
	return false;
}

static bool fpr(const char *text, size_t n, u32 *value)
{
	return n > 1 && lower(*text) == 'f' && numbered(text + 1, n - 1, value);
}

static const char *a_register(struct reader *r, enum operand_kind kind, u32 *value)
{
	bool dollar = take(r, '$');
	const char *name = r->at;
	size_t n = name_length(name);
	r->at += n;
	if (kind == KIND_FPR) return fpr(name, n, value) ? NULL : no_register;
	if (dollar && numbered(name, n, value)) return NULL;
	bool is = kind == KIND_GPR ? gpr(name, n, value)
		: kind == KIND_CP0 ? cp0(name, n, value) : kind == KIND_FCR && fcr(name, n, value);
	return is ? NULL : no_register;
}

/* ---- operands ---- */

static const char *sixteen_signed(struct reader *r, u32 *value)
{
	const char *fault = expression(r, value);
	if (fault) return fault;
	if (*value + 0x8000 > 0xffff) return "the number is not from -32768 to 32767";
	*value &= 0xffff;
	return NULL;
}

static const char *unsigned_bits(struct reader *r, u32 most, u32 *value)
{
	const char *fault = expression(r, value);
	return fault ? fault : *value > most ? "the number is too large or negative" : NULL;
}

static const char *near(struct reader *r, u32 *value)
{
	const char *fault = expression(r, value);
	if (fault) return fault;
	u32 distance = *value - (r->pc + 4);
	if (distance & 3) return "the target is no word's address";
	if (distance + 0x20000 > 0x3ffff) return "the target is more than 128 KiB away";
	*value = distance >> 2 & 0xffff;
	return NULL;
}

static const char *far(struct reader *r, u32 *value)
{
	const char *fault = expression(r, value);
	if (fault) return fault;
	if (*value & 3) return "the target is no word's address";
	if ((*value ^ (r->pc + 4)) >> 28) return "the target is in another 256 MiB";
	*value = *value >> 2 & 0x03ffffff;
	return NULL;
}

/* 16(sp), and (sp) for 0(sp). */
static const char *offset(struct reader *r, u32 *value)
{
	u32 base;
	skip_blanks(r);
	*value = 0;
	const char *fault = *r->at == '(' ? NULL : sixteen_signed(r, value);
	if (fault) return fault;
	if (!take(r, '(')) return "the base register is missing";
	fault = a_register(r, KIND_GPR, &base);
	if (fault) return fault;
	*value |= base << 21;
	return take(r, ')') ? NULL : "a parenthesis is missing";
}

static const char *operand(struct reader *r, const struct operand *o, u32 *word)
{
	u32 v = 0, shift = o->bits && o->kind != KIND_OFFSET ? (u32)__builtin_ctz(o->bits) : 0;
	const char *fault = NULL;
	switch ((enum operand_kind)o->kind) {
	case KIND_GPR: case KIND_FPR: case KIND_CP0: case KIND_FCR: case KIND_NUMBER:
		fault = a_register(r, o->kind, &v);
		break;
	case KIND_HEX:    fault = unsigned_bits(r, o->bits >> shift, &v); break;
	case KIND_SIGNED: fault = sixteen_signed(r, &v); break;
	case KIND_OFFSET: fault = offset(r, &v); break;
	case KIND_NEAR:   fault = near(r, &v); break;
	case KIND_FAR:    fault = far(r, &v); break;
	case KIND_ZERO:
		fault = a_register(r, KIND_GPR, &v);
		if (!fault && v) fault = "this register must be zero";
		break;
	case KIND_NONE:   fault = "this instruction has no text; write .word"; break;
	}
	if (!fault) *word |= v << shift;
	return fault;
}

static const char *at_end(struct reader *r)
{
	skip_blanks(r);
	return *r->at ? "there is more than the operands" : NULL;
}

static const char *operands(struct reader *r, const struct form *f, u32 *word)
{
	*word = (f->row == INSN_nop ? 0 : insn_base(f->row)) | f->match;
	for (const char *o = f->operands; *o; o++) {
		const struct operand *this = operand_find(*o);
		const char *fault = this ? operand(r, this, word)
			: take(r, *o) ? NULL : "an operand is missing";
		if (fault) return fault;
	}
	return at_end(r);
}

/* ---- instructions ---- */

/* add.s is the row add_s. */
static bool is_mnemonic(const char *text, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++) {
		char c = lower(text[i]) == '.' ? '_' : lower(text[i]);
		if (c != name[i]) return false;
	}
	return !name[n];
}

const char *assemble(const char *text, u32 pc, const struct symbols *symbols, u32 *word)
{
	const char *fault = "no such instruction";
	struct reader r = { text, pc, symbols };
	skip_blanks(&r);
	const char *name = r.at;
	size_t n = name_length(name);
	if (is_name(name, n, ".word")) {
		r.at += n;
		fault = expression(&r, word);
		return fault ? fault : at_end(&r);
	}
	for (const struct form *f = forms; f < forms + form_count; f++) {
		bool encoded = insn_fixed(f->row) || f->row == INSN_nop;
		if (!encoded || !is_mnemonic(name, n, f->name)) continue;
		r.at = name + n;
		fault = operands(&r, f, word);
		if (!fault) return NULL;
	}
	return fault;
}
