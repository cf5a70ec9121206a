/* ir_text.c: see ir_text.h.  Places are words of the guest's state: those that have names in a
 * register file are called so, the others by number. */
#include "ir_text.h"
#include "text.h"

static const char *const op_sign[] = {
#define OP(name, sign, value) sign,
#include "op.def"
#undef OP
};
static const char *const width_name[] = { "u8", "s8", "u16", "s16", "u32", "part", "ll", "wl", "wr",
	"sc", "touch" };
_Static_assert(COUNT_OF(width_name) == TOUCH + 1, "a name a width");

struct place_name { char text[12]; };
static struct place_name name_of(u32 place)
{
	struct place_name n;
	static const char *const named[] = { "nowhere", "hi", "lo", "fcond", "fcsr" };
	if (place < NOWHERE) text_format(n.text, sizeof n.text, "r%u", place);
	else if (place < REG_F) text_format(n.text, sizeof n.text, "%s", named[place - NOWHERE]);
	else if (place < REGS) text_format(n.text, sizeof n.text, "f%u", place - REG_F);
	else if (place == PLACE_LATE_VALUE) text_format(n.text, sizeof n.text, "late");
	else if (place - PLACE_CP0 < 32)
		text_format(n.text, sizeof n.text, "cp0.%u", place - PLACE_CP0);
	else text_format(n.text, sizeof n.text, "place%u", place);
	return n;
}

/* What is on its way when an instruction begins. */
static void begin_text(const struct ir *p, char *text, size_t size)
{
	switch ((enum on)p->sub) {
	case ON_PLAIN: text_format(text, size, "begin %08x", p->k); break;
	case ON_LATE:
		text_format(text, size, "begin %08x, v%u on its way to %s", p->k, p->a,
			name_of(p->k2).text);
		break;
	case ON_TO: text_format(text, size, "begin %08x, then v%u", p->k, p->a); break;
	case ON_IF:
		text_format(text, size, "begin %08x, then %08x if v%u", p->k, p->k2, p->a);
		break;
	}
}

static void end_text(const struct ir *p, char *text, size_t size)
{
	int n = 0;
	switch ((enum ir_kind)p->kind) {
	case IR_SIDE: n = text_format(text, size, "goto %08x if v%u", p->k, p->a); break;
	case IR_GOTO: n = text_format(text, size, "goto %08x", p->k); break;
	case IR_BRANCH:
		n = text_format(text, size, "goto %08x if v%u, else %08x", p->k, p->a, p->k2);
		break;
	case IR_JUMP: n = text_format(text, size, "goto v%u", p->a); break;
	case IR_LOOK: n = text_format(text, size, "look, goto v%u", p->a); break;
	default: text_format(text, size, "item %u", p->kind); break;
	}
	if (p->sub && n) text_format(text + n, size - (size_t)n, ", late on its way to %s",
		name_of(p->sub).text);
}

void ir_text(const struct ir_block *b, u32 i, char *text, size_t size)
{
	const struct ir *p = &b->ir[i];
	switch ((enum ir_kind)p->kind) {
	case IR_CONST: text_format(text, size, "v%u = %08x", i, p->k); break;
	case IR_GET: text_format(text, size, "v%u = %s", i, name_of(p->k).text); break;
	case IR_OP:
		text_format(text, size, "v%u = v%u %s v%u", i, p->a, op_sign[p->sub], p->b);
		break;
	case IR_LOAD:
		text_format(text, size, "v%u = load %s [v%u]", i, width_name[p->sub], p->a);
		break;
	case IR_SET: text_format(text, size, "%s = v%u", name_of(p->k).text, p->a); break;
	case IR_STORE:
		text_format(text, size, "store %s [v%u] = v%u", width_name[p->sub], p->a, p->b);
		break;
	case IR_BEGIN: begin_text(p, text, size); break;
	case IR_LEAVE_IF: text_format(text, size, "leave if v%u", p->a); break;
	case IR_LEAVE: text_format(text, size, "leave"); break;
	case IR_TRAP: text_format(text, size, "trap %u", p->k); break;
	case IR_CALL: text_format(text, size, "call %u %08x %08x", p->sub, p->k, p->k2); break;
	default: end_text(p, text, size); break;
	}
}
