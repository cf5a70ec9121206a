/* front_body.h: a front end, made from insn.def.  Its file defines a core's words and includes
 * this.
 *
 * Load delays and delay slots are resolved here.  A loaded value is put into its register at once
 * when the next instruction does not read it: nobody can see the old value then, for a side exit is
 * followed by that instruction before anyone looks.  Else it is put there behind that instruction,
 * which may have to be done again from its start; and where a block ends, it stays on its way. */
_Static_assert(LOADS_LATE && !CP0_LATE && !LAND_FIRST && !LAND_LAST, "this front end's models");
enum { ENDIAN_K = ORDER == BIG ? 0 : 3 };
#define NEXT(mask) ((mask) & M_FLOW ? SLOT : (mask) & M_LATE ? LOADED : PLAIN)
#include "core_decode.h"

enum flow { NO_FLOW, FLOW_JUMP, FLOW_BRANCH, FLOW_TRAP };
struct insn_at {
	const struct front_source *from;
	u32 pc;
	u16 rs, rt, fcond, mem;
	u16 forwarded;                   /* rt with the load on its way, when that goes there */
	bool odd, called;                /* the exact path's; done by a function of the core */
	bool looks;                      /* mode or mapping may change: the block ends behind it */
	bool conditional;                /* in the slot of a branch, not of a jump */
	u16 late_value; /* on its way from this instruction, and where to; 0: nothing */
	u32 late;
	enum flow flow;
	u16 to;                          /* the target, or the condition */
	u32 taken;
};

static u16 op_number(struct ir_block *b, enum op op, u16 x, u32 k)
{
	return ir_op(b, op, x, ir_number(b, k));
}

static u16 front_forwarded(struct ir_block *b, const struct insn_at *t, u32 place)
{
	return t->forwarded == IR_NONE ? ir_get(b, place) : t->forwarded;
}

static void front_set(struct ir_block *b, u32 place)
{
	u16 value = ir_pop(b);
	if (place != NOWHERE) ir_set(b, place, value);
}

static void front_late(struct ir_block *b, struct insn_at *t, u32 place)
{
	t->late_value = ir_pop(b), t->late = place;
}

/* Behind it the engine must look around. */
static void front_looks(struct insn_at *t)
{
	t->looks = true;
	t->odd |= t->conditional || !t->from->steady;
}

/* The lines are up or down as they were when the block began. */
static u16 front_cause(struct ir_block *b)
{
	u16 fcsr = ir_get(b, REG_FCSR), enables = op_number(b, OP_SHR, fcsr, 7);
	enables = op_number(b, OP_OR, op_number(b, OP_AND, enables, 31), 32);
	u16 up = ir_op(b, OP_AND, op_number(b, OP_SHR, fcsr, 12), enables);
	u16 line = op_number(b, OP_SHL, op_number(b, OP_NE, up, 0), FPU_LINE);
	u16 lines = ir_op(b, OP_OR, ir_get(b, PLACE_LINES), line);
	return ir_op(b, OP_OR, ir_get(b, PLACE_CP0 + Cause), op_number(b, OP_SHL, lines, IP_SHIFT));
}

static u16 front_cp0(struct ir_block *b, struct insn_at *t, u32 n)
{
	if (t->from->model->cp0_written[n] == CP0_ABSENT) return ir_number(b, 0);
	if (n == Random) t->odd = true;
	return n == Cause ? front_cause(b) : ir_get(b, PLACE_CP0 + n);
}

/* The row as a function of the core that is told what time it is. */
static void front_timed(struct ir_block *b, struct insn_at *t, const struct decoded *d)
{
	struct ir call = { .kind = IR_CALL, .sub = d->op, .a = PLACE_CP0, .b = PLACE_CP0 + 32 };
	memcpy(&call.k, d, 4);
	call.k2 = d->imm;
	ir_put(b, call);
	ir_forget(b, call.a, call.b);
	ir_forget(b, PLACE_LATE_VALUE, PLACE_LATE_VALUE + 1);
	t->called = true;
	if (t->pc >> 30 != 2) front_looks(t); /* its own page may be gone */
}

/* Status: what it refuses is the exact path's. */
static void front_set_status(struct ir_block *b, struct insn_at *t, u16 value)
{
	u16 refused = ir_op(b, OP_AND, value, ir_number(b, STATUS_REFUSED));
	if (b->ir[refused].kind != IR_CONST || b->ir[refused].k)
		ir_put(b, (struct ir){ .kind = IR_LEAVE_IF, .a = refused });
	front_looks(t);
}

static void front_set_cp0(struct ir_block *b, struct insn_at *t, const struct decoded *d)
{
	u16 value = ir_pop(b);
	u32 n = d->imm;
	u32 mask = t->from->model->cp0_written[n];
	if (mask == CP0_ABSENT) return;
	t->odd |= n == Cause || n == Config;
	if (n == EntryHi) {
		front_timed(b, t, d);
		return;
	}
	if (n == Status) front_set_status(b, t, value);
	u16 old = ir_op(b, OP_AND, ir_get(b, PLACE_CP0 + n), ir_number(b, ~mask));
	u16 new = ir_op(b, OP_AND, value, ir_number(b, mask));
	ir_set(b, PLACE_CP0 + n, ir_op(b, OP_OR, old, new));
}

static void front_jump(struct ir_block *b, struct insn_at *t)
{
	t->flow = FLOW_JUMP, t->to = ir_pop(b);
}

static void front_branch(struct ir_block *b, struct insn_at *t, u32 taken)
{
	t->flow = FLOW_BRANCH, t->to = ir_pop(b), t->taken = taken;
}

static void front_leave_if(struct ir_block *b)
{
	u16 condition = ir_pop(b);
	if (b->ir[condition].kind != IR_CONST || b->ir[condition].k)
		ir_put(b, (struct ir){ .kind = IR_LEAVE_IF, .a = condition });
}

static void front_trap(struct ir_block *b, struct insn_at *t, u32 exc)
{
	ir_put(b, (struct ir){ .kind = IR_TRAP, .k = exc });
	t->flow = FLOW_TRAP;
	t->odd |= !t->from->steady;
}

static void front_system(struct ir_block *b, struct insn_at *t, const struct decoded *d)
{
	u16 status = ir_get(b, PLACE_CP0 + Status);
	bool tlb = d->op == INSN_tlbr || d->op == INSN_tlbwi || d->op == INSN_tlbwr ||
			   d->op == INSN_tlbp;
	if (tlb) front_timed(b, t, d);
	else if (d->op == INSN_rfe) {
		u16 kept = op_number(b, OP_AND, status, ~15u);
		u16 popped = op_number(b, OP_AND, op_number(b, OP_SHR, status, 2), 15);
		ir_set(b, PLACE_CP0 + Status, ir_op(b, OP_OR, kept, popped));
		front_looks(t);
	} else t->odd = true;
}

static void front_need(struct insn_at *t, u32 n)
{
	if (n == 0 ? t->from->mode & MODE_USER : n != 1 || !(t->from->mode & MODE_FPU)) t->odd = true;
}

static void front_load(struct ir_block *b, struct insn_at *t, enum width width)
{
	u16 address = ir_pop(b);
	if (width > PART) t->odd = true;
	t->mem = ir_put(b, (struct ir){ .kind = IR_LOAD, .sub = (u8)width, .a = address });
}

/* swl and swr: the word that is there, with some of the bytes (ram.h: ram_merge). */
static void store_part(struct ir_block *b, enum width width, u16 address, u16 value)
{
	u16 aligned = op_number(b, OP_AND, address, ~3u), ones = ir_number(b, ~0u);
	u16 up =
		op_number(b, OP_SHL, op_number(b, OP_AND, op_number(b, OP_XOR, address, ENDIAN_K), 3), 3);
	u16 word = ir_put(b, (struct ir){ .kind = IR_LOAD, .sub = W32, .a = aligned });
	u16 shift = width == WL ? up : ir_op(b, OP_SUB, ir_number(b, 24), up);
	enum op op = width == WL ? OP_SHR : OP_SHL;
	u16 new = ir_op(b, op, value, shift), mask = ir_op(b, op, ones, shift);
	u16 kept = ir_op(b, OP_AND, word, op_number(b, OP_XOR, mask, ~0u));
	u16 merged = ir_op(b, OP_OR, kept, new);
	ir_put(b, (struct ir){ .kind = IR_STORE, .sub = W32, .a = aligned, .b = merged });
}

static void front_store(struct ir_block *b, struct insn_at *t, enum width width)
{
	u16 value = ir_pop(b), address = ir_pop(b);
	if (width == LL || width == SC) t->odd = true;
	if (width == WL || width == WR) {
		store_part(b, width, address, value);
		return;
	}
	ir_put(b, (struct ir){ .kind = IR_STORE, .sub = (u8)width, .a = address, .b = value });
}

/* The row as a function of the core: it works on the register file in memory. */
static void front_call(
	struct ir_block *b, struct insn_at *t, const struct decoded *d, u32 floating)
{
	struct ir call = { .kind = IR_CALL, .sub = d->op, .a = REG_FCOND, .b = PLACE_LATE_VALUE + 1 };
	memcpy(&call.k, d, 4);
	call.k2 = floating;
	ir_put(b, call);
	ir_forget(b, call.a, call.b);
	t->called = true;
}
_Static_assert(sizeof(struct decoded) == 8 && REG_FCOND < REG_FCSR, "an argument of eight bytes");

static void front_compare(
	struct ir_block *b, struct insn_at *t, const struct decoded *d, u32 floating)
{
	front_call(b, t, d, FLOAT_COMPARE | floating);
	t->late = REG_FCOND, t->late_value = ir_get(b, PLACE_LATE_VALUE);
}

static void front_move(struct ir_block *b, const struct decoded *d, bool pair)
{
	u16 low = ir_get(b, d->rs), high = pair ? ir_get(b, d->rs + 1u) : low;
	ir_set(b, d->wd, low);
	if (pair) ir_set(b, d->wd + 1u, high);
}

#include "translate_words.h"
static void translate_row(struct ir_block *b, struct insn_at *t, const struct decoded *d)
{
	switch ((enum insn)d->op) {
#define INSN(name, level, class, number, operands, ...) case INSN_##name: __VA_ARGS__ break;
#include "insn.def"
#undef INSN
	case INSN_COUNT: break;
	}
	must(t->odd || !b->depth);
	b->depth = 0;
}

static struct decoded decoded_at(const struct front_source *s, u32 pc)
{
	u32 word = ram_word(s->page + (pc & 4095), ORDER);
	return insn_fields(decode(word), word);
}

/* Does it fetch this place before a load on its way there lands?  lwl and lwr merge with what
 * landed. */
static bool reads(const struct decoded *d, u32 place)
{
	u32 mask = insn_masks[d->op], pair_s = (mask & M_PAIR_S) != 0;
	bool s = mask & (M_RS | M_FS) && (d->rs == place || (pair_s && d->rs + 1u == place));
	bool t = mask & (M_RT | M_FT) && !(mask & M_LOAD) &&
			 (d->rt == place || (pair_s && d->rt + 1u == place));
	return s || t || (mask & M_FCOND && place == REG_FCOND);
}

static bool writes_now(const struct decoded *d)
{
	u32 mask = insn_masks[d->op];
	return mask & (M_W_RD | M_W_RT | M_W_RA) && !(mask & M_LATE);
}

static bool on_page(u32 pc, u32 other)
{
	return !((pc ^ other) & ~4095u);
}

static void fetch(struct ir_block *b, struct insn_at *t, const struct decoded *d)
{
	u32 mask = insn_masks[d->op];
	if (mask & (M_RS | M_FS)) t->rs = ir_get(b, d->rs);
	if (mask & (M_RT | M_FT)) t->rt = ir_get(b, d->rt);
	if (mask & M_FCOND) t->fcond = ir_get(b, REG_FCOND);
}

/* One instruction behind its BEGIN; `late` is on its way to it.  False: odd: what was made is
 * taken back, and the block ends here. */
static bool translate_one(struct ir_block *b, struct insn_at *t, u16 late_value, u32 late)
{
	struct decoded d = decoded_at(t->from, t->pc);
	u32 n = b->n;
	fetch(b, t, &d);
	t->forwarded = late && late == d.rt ? late_value : IR_NONE;
	bool lands = late && late != NOWHERE, after = lands && reads(&d, late);
	if (lands && !after) ir_set(b, late, late_value);
	translate_row(b, t, &d);
	bool function = t->called || insn_masks[d.op] & M_FPU;
	if (late && function && reads(&d, late)) t->odd = true; /* it reads memory alone */
	if (after && !(writes_now(&d) && d.wd == late)) ir_set(b, late, late_value);
	if (!t->odd) return true;
	b->n = n;
	return false;
}

/* A late value that the next instruction does not read lands now. */
static void land_early(struct ir_block *b, const struct insn_at *t, u32 next_pc)
{
	if (!t->late || t->late == NOWHERE || !on_page(t->pc, next_pc)) return;
	struct decoded next_d = decoded_at(t->from, next_pc);
	if (!reads(&next_d, t->late)) ir_set(b, t->late, t->late_value);
}

static void begin(struct ir_block *b, struct ir ir)
{
	ir.kind = IR_BEGIN;
	ir_put(b, ir);
	b->ticks++;
}

/* What is on its way stays so where a block ends. */
static void keep_late(struct ir_block *b, const struct insn_at *t)
{
	if (t->late) {
		b->held[PLACE_LATE_VALUE] = IR_NONE;
		ir_set(b, PLACE_LATE_VALUE, t->late_value);
	}
}

static void end_goto(struct ir_block *b, const struct insn_at *t, u32 pc)
{
	keep_late(b, t);
	ir_put(b, (struct ir){ .kind = IR_GOTO, .sub = (u8)t->late, .k = pc });
}

static void end_look(struct ir_block *b, const struct insn_at *t, u16 to)
{
	keep_late(b, t);
	ir_put(b, (struct ir){ .kind = IR_LOOK, .sub = (u8)t->late, .a = to });
}

/* The end of a branch whose slot is through. */
static void end_flow(struct ir_block *b, const struct insn_at *branch, const struct insn_at *slot)
{
	const struct ir *to = &b->ir[branch->to];
	u32 next_pc = branch->pc + 8;
	if (slot->looks) {
		end_look(b, slot, branch->to);
		return;
	}
	if (branch->flow == FLOW_JUMP && to->kind == IR_CONST) end_goto(b, slot, to->k);
	else if (branch->flow == FLOW_BRANCH && to->kind == IR_CONST)
		end_goto(b, slot, to->k ? branch->taken : next_pc);
	else {
		keep_late(b, slot);
		ir_put(b, branch->flow == FLOW_JUMP ?
			(struct ir){ .kind = IR_JUMP, .sub = (u8)slot->late, .a = branch->to } :
			(struct ir){ .kind = IR_BRANCH, .sub = (u8)slot->late, .a = branch->to,
				.k = branch->taken, .k2 = next_pc });
	}
}

/* The slot of a branch.  False: the block has ended inside it. */
static bool translate_slot(struct ir_block *b, const struct insn_at *branch, struct insn_at *slot)
{
	*slot = (struct insn_at){ .from = branch->from, .pc = branch->pc + 4,
		.conditional = branch->flow == FLOW_BRANCH };
	struct decoded d = decoded_at(slot->from, slot->pc);
	begin(b, (struct ir){ .sub = branch->flow == FLOW_JUMP ? ON_TO : ON_IF, .k = slot->pc,
		.a = branch->to, .k2 = branch->taken });
	if (!(insn_masks[d.op] & M_FLOW) && translate_one(b, slot, 0, 0)) return !slot->flow;
	ir_put(b, (struct ir){ .kind = IR_LEAVE });
	return false;
}

/* Goes on in the trace behind a branch?  Then *pc is where. */
static bool follows(
	struct ir_block *b, const struct insn_at *branch, const struct insn_at *slot, u32 *pc)
{
	const struct front_source *s = branch->from;
	const struct ir *to = &b->ir[branch->to];
	u32 next_pc = branch->pc + 8, target = branch->flow == FLOW_JUMP ? to->k : branch->taken;
	bool ends = slot->late || slot->looks || b->ticks + 2 >= s->ticks_most || ir_full(b);
	if (!s->follow || ends) return false;
	if (to->kind == IR_CONST) {
		if (branch->flow == FLOW_BRANCH && !to->k) target = next_pc;
		if (!on_page(s->pc, target) || target <= branch->pc) return false;
		*pc = target;
		return true;
	}
	if (branch->flow != FLOW_BRANCH || target <= branch->pc || !on_page(s->pc, next_pc))
		return false;
	ir_put(b, (struct ir){ .kind = IR_SIDE, .a = branch->to, .k = target });
	*pc = next_pc;
	return true;
}

static bool full(const struct front_source *s, const struct ir_block *b, u32 pc)
{
	return !on_page(s->pc, pc) || b->ticks >= s->ticks_most || ir_full(b);
}

static void covers(struct ir_block *b, u32 end)
{
	if (end - b->pc > b->bytes) b->bytes = end - b->pc;
}

/* A branch in a page's last word has its slot on another. */
static bool starts(struct ir_block *b, struct insn_at *t, u16 late_value, u32 late)
{
	struct decoded d = decoded_at(t->from, t->pc);
	covers(b, t->pc + 4);
	begin(b,
		(struct ir){ .sub = late ? ON_LATE : ON_PLAIN, .k = t->pc, .a = late_value, .k2 = late });
	if (insn_masks[d.op] & M_FLOW && !on_page(t->pc, t->pc + 4)) return false;
	return translate_one(b, t, late_value, late);
}

static void translate(const struct front_source *s, struct ir_block *b)
{
	struct insn_at t = { .from = s, .late = s->late }, slot;
	ir_begin(b, s->pc);
	if (s->late) t.late_value = ir_get(b, PLACE_LATE_VALUE);
	u32 pc = s->pc;
	while (!full(s, b, pc)) {
		u16 late_value = t.late_value;
		u32 late = t.late;
		t = (struct insn_at){ .from = s, .pc = pc };
		if (!starts(b, &t, late_value, late)) {
			b->empty = pc == s->pc;
			ir_put(b, (struct ir){ .kind = IR_LEAVE });
			return;
		}
		if (t.flow == FLOW_TRAP) return;
		if (t.looks) {
			end_look(b, &t, ir_number(b, pc + 4));
			return;
		}
		if (!t.flow) {
			pc += 4;
			if (!full(s, b, pc)) land_early(b, &t, pc);
			continue;
		}
		covers(b, pc + 8);
		if (!translate_slot(b, &t, &slot)) return;
		if (!follows(b, &t, &slot, &pc)) {
			end_flow(b, &t, &slot);
			return;
		}
		t = slot;
	}
	end_goto(b, &t, pc);
}

const struct front FRONT = { translate };
