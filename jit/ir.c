/* ir.c: builds IR: constants are folded, and the same value twice is one item. */
#include "ir.h"

enum { FAR = 48 };                       /* how far back the same value is looked for */
enum { ROOM = 96 };                      /* the most items that a branch and its slot make */

void ir_begin(struct ir_block *b, u32 pc)
{
	b->n = b->ticks = b->depth = b->bytes = 0;
	b->empty = false;
	b->pc = pc;
	ir_forget(b, 0, IR_PLACES);
}

void ir_forget(struct ir_block *b, u32 place, u32 end)
{
	for (u32 i = place; i < end; i++) b->held[i] = IR_NONE;
}

bool ir_full(const struct ir_block *b)
{
	return b->n + ROOM > IR_MAX;
}

u16 ir_put(struct ir_block *b, struct ir ir)
{
	must(b->n < IR_MAX);
	b->ir[b->n] = ir;
	return (u16)b->n++;
}

/* A pure item that is there already; loads and places are not looked for here. */
static u16 pure(struct ir_block *b, struct ir ir)
{
	for (u32 i = b->n; i-- > 0 && b->n - i < FAR; ) {
		const struct ir *p = &b->ir[i];
		if (p->kind == ir.kind && p->sub == ir.sub && p->a == ir.a && p->b == ir.b && p->k == ir.k)
			return (u16)i;
	}
	return ir_put(b, ir);
}

u16 ir_number(struct ir_block *b, u32 k)
{
	return pure(b, (struct ir){ .kind = IR_CONST, .k = k });
}

u16 ir_get(struct ir_block *b, u32 place)
{
	must(place < IR_PLACES && place != NOWHERE);
	if (place == 0) return ir_number(b, 0);
	if (b->held[place] == IR_NONE)
		b->held[place] = ir_put(b, (struct ir){ .kind = IR_GET, .k = place });
	return b->held[place];
}

void ir_set(struct ir_block *b, u32 place, u16 value)
{
	must(place && place < IR_PLACES);
	if (b->held[place] == value) return;
	if (place == NOWHERE) return;
	ir_put(b, (struct ir){ .kind = IR_SET, .a = value, .k = place });
	b->held[place] = value;
}

u32 ir_apply(enum op op, u32 a, u32 b)
{
	switch (op) {
#define OP(name, ...) case OP_##name: return op_##name(a, b);
#include "op.def"
#undef OP
	case OP_COUNT: break;
	}
	must(false);
}

static bool is_number(const struct ir_block *b, u16 v, u32 k)
{
	return b->ir[v].kind == IR_CONST && b->ir[v].k == k;
}

/* x op 0, where it is x. */
static bool neutral(const struct ir_block *b, enum op op, u16 y)
{
	bool takes = op == OP_ADD || op == OP_SUB || op == OP_OR || op == OP_XOR || op == OP_SHL ||
		op == OP_SHR || op == OP_SAR;
	return takes && is_number(b, y, 0);
}

u16 ir_op(struct ir_block *b, enum op op, u16 x, u16 y)
{
	bool sums = op == OP_ADD || op == OP_OR || op == OP_XOR || op == OP_AND || op == OP_NOR;
	if (b->ir[x].kind == IR_CONST && b->ir[y].kind == IR_CONST)
		return ir_number(b, ir_apply(op, b->ir[x].k, b->ir[y].k));
	if (sums && b->ir[x].kind == IR_CONST) {
		u16 swap = x;
		x = y, y = swap;
	}
	if (neutral(b, op, y)) return x;
	if (op == OP_AND && is_number(b, y, 0)) return y;
	if (op == OP_AND && is_number(b, y, ~0u)) return x;
	return pure(b, (struct ir){ .kind = IR_OP, .sub = (u8)op, .a = x, .b = y });
}

void ir_push(struct ir_block *b, u16 value)
{
	must(b->depth < IR_STACK);
	b->stack[b->depth++] = value;
}

u16 ir_pop(struct ir_block *b)
{
	must(b->depth > 0);
	return b->stack[--b->depth];
}

void ir_push_op(struct ir_block *b, enum op op)
{
	u16 y = ir_pop(b), x = ir_pop(b);
	ir_push(b, ir_op(b, op, x, y));
}

u64 ir_hash(const struct ir_block *b, u64 h)
{
	for (u32 i = 0; i < b->n; i++) {
		const struct ir *p = &b->ir[i];
		u32 word[] = { p->kind, p->sub, p->a, p->b, p->k, p->k2 };
		for (u32 j = 0; j < COUNT_OF(word); j++) h = (h ^ word[j]) * 0x100000001b3u;
	}
	return h;
}
