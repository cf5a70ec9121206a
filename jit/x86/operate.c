/* operate.c: the operators of op.def as x86-64. */
#include "lower.h"

static struct emit *out(struct lower *l) { return &l->e; }

static void move(struct lower *l, u32 to, struct rm from)
{
	if (from.kind == NUMBER) x86_emit(out(l), X_MOV_RI, to, rm_reg(to), (u32)from.disp, 0);
	else if (from.kind != IN_REG || from.reg != to) x86(out(l), X_MOV, to, from);
}

static bool same_reg(struct rm a, u32 reg)
{
	return a.kind == IN_REG && a.reg == reg;
}

/* to := to op y, for the operators that x86 has with two operands. */
static void apply(struct lower *l, enum op op, u32 to, struct rm y)
{
	static const u8 with_rm[] = { [OP_ADD] = X_ADD,
		[OP_SUB] = X_SUB,
		[OP_AND] = X_AND,
		[OP_OR] = X_OR,
		[OP_XOR] = X_XOR,
		[OP_NOR] = X_OR };
	static const u8 with_number[] = { [OP_ADD] = X_ADD_I, [OP_SUB] = X_SUB_I, [OP_AND] = X_AND_I,
		[OP_OR] = X_OR_I, [OP_XOR] = X_XOR_I, [OP_NOR] = X_OR_I };
	if (op == OP_MUL) {
		x86(out(l), X_IMUL_R, to, y);
		return;
	}
	if (y.kind == NUMBER) {
		if (op != OP_NOR || y.disp) x86_i(out(l), with_number[op], rm_reg(to), (u32)y.disp);
	} else x86(out(l), with_rm[op], to, y);
	if (op == OP_NOR) x86(out(l), X_NOT, 0, rm_reg(to));
}

/* A sum of registers and a number in one go. */
static bool by_lea(struct lower *l, enum op op, u32 to, struct rm x, struct rm y)
{
	if (op != OP_ADD || x.kind != IN_REG || x.reg == to || y.kind == IN_MEMORY || same_reg(y, to))
		return false;
	x86(out(l), X_LEA, to, y.kind == NUMBER ? rm_at(x.reg, y.disp) : rm_sum(x.reg, y.reg, 0, 0));
	return true;
}

/* Where an operand lies; a free register it is in stays as it is for this item. */
static struct rm operand(struct lower *l, u32 v)
{
	struct rm at = value_at(l, v);
	if (at.kind == IN_REG && at.reg < TEMPS) l->locked |= 1u << at.reg;
	return at;
}

static void lower_two(struct lower *l, u32 v, const struct ir *p)
{
	struct rm x = operand(l, p->a), y = operand(l, p->b);
	if (p->sub == OP_MUL && y.kind == NUMBER) y = rm_reg(value_in_reg(l, p->b));
	u32 to = result_in(l, v);
	if (by_lea(l, p->sub, to, x, y)) {
		result_is(l, v, to);
		return;
	}
	enum op op = p->sub;
	if (same_reg(y, to) && !same_reg(x, to)) { /* SUB is minus y plus x, the others commute */
		if (op == OP_SUB) x86(out(l), X_NEG, 0, y), op = OP_ADD;
		y = x, x = rm_reg(to);
	}
	move(l, to, x);
	apply(l, op, to, y);
	result_is(l, v, to);
}

/* eax := the first operand, ecx := the second; edx is free. */
static void take_all(struct lower *l, const struct ir *p)
{
	struct rm x = value_at(l, p->a), y = value_at(l, p->b);
	for (u32 t = 0; t < TEMPS; t++) temp_claim(l, t);
	if (same_reg(y, RAX)) {
		u32 way = same_reg(x, RCX) ? RDX : RCX;
		move(l, way, y);
		move(l, RAX, x);
		move(l, RCX, rm_reg(way));
	} else {
		move(l, RAX, x);
		move(l, RCX, y);
	}
}

static void lower_shift(struct lower *l, u32 v, const struct ir *p)
{
	static const u8 by_number[] = { [OP_SHL] = X_SHL_I, [OP_SHR] = X_SHR_I, [OP_SAR] = X_SAR_I };
	static const u8 by_cl[] = { [OP_SHL] = X_SHL_CL, [OP_SHR] = X_SHR_CL, [OP_SAR] = X_SAR_CL };
	struct rm y = value_at(l, p->b);
	if (y.kind == NUMBER) {
		struct rm x = operand(l, p->a);
		u32 to = result_in(l, v);
		move(l, to, x);
		if (y.disp & 31) x86_i(out(l), by_number[p->sub], rm_reg(to), (u32)y.disp & 31);
		result_is(l, v, to);
		return;
	}
	take_all(l, p);
	x86(out(l), by_cl[p->sub], 0, rm_reg(RAX));
	temp_give(l, RAX, v);
}

/* ---- comparisons ---- */

static const u8 condition_of[] = {
	[OP_LTS] = CC_L, [OP_GES] = CC_GE, [OP_LTU] = CC_B, [OP_EQ] = CC_E, [OP_NE] = CC_NE
};

/* The overflow of a sum or difference: CC_O of doing it again. */
static enum cc compare_overflow(struct lower *l, enum op op, struct rm a, struct rm b, u32 scratch)
{
	move(l, scratch, a);
	if (b.kind == NUMBER)
		x86_i(out(l), op == OP_OVA ? X_ADD_I : X_SUB_I, rm_reg(scratch), (u32)b.disp);
	else x86(out(l), op == OP_OVA ? X_ADD : X_SUB, scratch, b);
	return CC_O;
}

enum cc emit_compare(struct lower *l, const struct ir *p, struct rm a, struct rm b, u32 scratch)
{
	if (p->sub == OP_OVA || p->sub == OP_OVS) return compare_overflow(l, p->sub, a, b, scratch);
	bool equality = p->sub == OP_EQ || p->sub == OP_NE;
	if (b.kind == NUMBER && !b.disp && equality && a.kind == IN_REG) {
		x86(out(l), X_TEST, a.reg, a);
		return condition_of[p->sub];
	}
	if (a.kind == NUMBER || (a.kind == IN_MEMORY && b.kind == IN_MEMORY)) {
		move(l, scratch, a);
		a = rm_reg(scratch);
	}
	if (b.kind == NUMBER) x86_i(out(l), X_CMP_I, a, (u32)b.disp);
	else if (a.kind == IN_REG) x86(out(l), X_CMP, a.reg, b);
	else {
		must(b.kind == IN_REG);
		move(l, scratch, a);
		x86(out(l), X_CMP, scratch, b);
	}
	return condition_of[p->sub];
}

enum cc lower_compare(struct lower *l, u32 v)
{
	const struct ir *p = &l->b->ir[v];
	if (l->v[v].lazy) {
		struct rm a = operand(l, p->a), b = operand(l, p->b);
		return emit_compare(l, p, a, b, temp_take(l, ANY_TEMP));
	}
	struct rm a = value_at(l, v);
	if (a.kind == NUMBER) a = rm_reg(value_in_reg(l, v));
	x86_i(out(l), X_CMP_I, a, 0);
	return CC_NE;
}

static void lower_truth(struct lower *l, u32 v, const struct ir *p)
{
	struct rm a = operand(l, p->a), b = operand(l, p->b);
	u32 to = result_in(l, v), scratch = to;
	if (same_reg(a, to) || same_reg(b, to)) scratch = temp_take(l, ANY_TEMP);
	enum cc cc = emit_compare(l, p, a, b, scratch);
	x86_emit(out(l), X_SETCC, 0, rm_reg(to), 0, cc);
	x86(out(l), X_MOVZX8, to, rm_reg(to));
	result_is(l, v, to);
}

/* ---- multiply and divide: both halves of the answer in one go ---- */

/* The item that asks for the other half, a little further on; 0: none. */
static u32 twin(const struct lower *l, u32 v, enum op op)
{
	const struct ir *p = &l->b->ir[v];
	for (u32 i = v + 1; i < v + 4 && i < l->b->n; i++) {
		const struct ir *q = &l->b->ir[i];
		if (q->kind == IR_OP && q->sub == op && q->a == p->a && q->b == p->b) return i;
	}
	return 0;
}

static void lower_high(struct lower *l, u32 v, const struct ir *p)
{
	take_all(l, p);
	x86(out(l), p->sub == OP_MULHS ? X_IMUL : X_MUL, 0, rm_reg(RCX));
	temp_give(l, RDX, v);
	u32 low = twin(l, v, OP_MUL);
	if (low) temp_give(l, RAX, low);
}

/* Zero and minus one divide out of line: op.def has their answers. */
static void lower_divide(struct lower *l, u32 v, const struct ir *p)
{
	bool is_signed = p->sub == OP_DIVS || p->sub == OP_REMS,
		 rest = p->sub == OP_REMS || p->sub == OP_REMU;
	take_all(l, p);
	u32 site;
	if (is_signed) {
		x86(out(l), X_LEA, RDX, rm_at(RCX, 1));
		x86_i(out(l), X_CMP_I, rm_reg(RDX), 1);
		site = x86_jump_if(out(l), CC_BE);
		x86(out(l), X_CDQ, 0, rm_reg(RAX));
	} else {
		x86(out(l), X_TEST, RCX, rm_reg(RCX));
		site = x86_jump_if(out(l), CC_E);
		x86(out(l), X_XOR, RDX, rm_reg(RDX));
	}
	struct stub *s = stub_new(l, STUB_DIVIDE);
	s->width = is_signed;
	stub_site(s, site);
	x86(out(l), is_signed ? X_IDIV : X_DIV, 0, rm_reg(RCX));
	s->again = l->e.at;
	static const u8 other[] = {
		[OP_REMS] = OP_DIVS, [OP_REMU] = OP_DIVU, [OP_DIVS] = OP_REMS, [OP_DIVU] = OP_REMU
	};
	u32 pair = twin(l, v, other[p->sub]);
	temp_give(l, rest ? RDX : RAX, v);
	if (pair) temp_give(l, rest ? RAX : RDX, pair);
}

void lower_op(struct lower *l, u32 v)
{
	const struct ir *p = &l->b->ir[v];
	if (l->v[v].lazy || l->v[v].temp != NO_REG || l->v[v].slot != NO_SLOT)
		return; /* or a twin's work */
	switch ((enum op)p->sub) {
	case OP_ADD: case OP_SUB: case OP_AND: case OP_OR: case OP_XOR: case OP_NOR: case OP_MUL:
		lower_two(l, v, p);
		break;
	case OP_SHL: case OP_SHR: case OP_SAR: lower_shift(l, v, p); break;
	case OP_MULHS: case OP_MULHU: lower_high(l, v, p); break;
	case OP_DIVS: case OP_DIVU: case OP_REMS: case OP_REMU: lower_divide(l, v, p); break;
	case OP_OVA: case OP_OVS: case OP_LTS: case OP_GES: case OP_LTU: case OP_EQ: case OP_NE:
		lower_truth(l, v, p);
		break;
	default: must(false); /* the divisions of other models have no front end yet */
	}
}
