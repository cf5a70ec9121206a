/* values.c: where values lie. */
#include "lower.h"

/* The registers that compiled code uses most, as counted over the programs of bench/. */
const u8 pin_of[IR_PLACES] = {
	[2] = RBX,
	[3] = RSI,
	[4] = RDI,
	[5] = R8,
	[6] = R9,
	[7] = R10,
	[8] = R11,
	[16] = R12,
	[29] = R13,
};
const u8 pinned[] = { 2, 3, 4, 5, 6, 7, 8, 16, 29 }, pinned_count = COUNT_OF(pinned);

/* ---- how and until when each value is used ---- */

enum { USE_CONDITION, USE_ADDRESS, USE_OTHER };
static void use(struct lower *l, u32 v, u32 at, int how)
{
	struct value *x = &l->v[v];
	if (at > x->last) x->last = (u16)at;
	x->condition |= how == USE_CONDITION, x->address |= how == USE_ADDRESS,
		x->other |= how == USE_OTHER;
}

/* A side exit uses what its instruction's BEGIN names. */
static void use_exit(struct lower *l, const struct ir *begin, u32 at)
{
	if (begin && begin->sub != ON_PLAIN)
		use(l, begin->a, at, begin->sub == ON_IF ? USE_CONDITION : USE_OTHER);
}

static void uses(struct lower *l, const struct ir *p, const struct ir *begin, u32 i)
{
	bool leaves = false;
	switch ((enum ir_kind)p->kind) {
	case IR_OP: use(l, p->a, i, USE_OTHER), use(l, p->b, i, USE_OTHER); break;
	case IR_SET: case IR_JUMP: case IR_LOOK: use(l, p->a, i, USE_OTHER); break;
	case IR_LOAD: use(l, p->a, i, USE_ADDRESS), leaves = true; break;
	case IR_STORE: use(l, p->a, i, USE_ADDRESS), use(l, p->b, i, USE_OTHER), leaves = true; break;
	case IR_LEAVE_IF: use(l, p->a, i, USE_CONDITION), leaves = true; break;
	case IR_BRANCH: case IR_SIDE: use(l, p->a, i, USE_CONDITION); break;
	case IR_LEAVE: case IR_TRAP: case IR_CALL: leaves = true; break;
	default: break;
	}
	if (leaves) use_exit(l, begin, i);
}

static bool is_lazy(const struct lower *l, u32 i)
{
	const struct ir *p = &l->b->ir[i];
	const struct value *x = &l->v[i];
	if (p->kind != IR_OP || x->other) return false;
	bool compares = p->sub >= OP_LTS && p->sub <= OP_OVS;
	if (compares) return x->condition && !x->address;
	return p->sub == OP_ADD && l->b->ir[p->b].kind == IR_CONST && x->address && !x->condition;
}
_Static_assert(
	OP_LTS + 6 == OP_OVS && OP_LTS < OP_EQ && OP_EQ < OP_OVS, "the comparisons stand together");

void values_prepare(struct lower *l)
{
	const struct ir *begin = NULL;
	for (u32 i = 0; i < l->b->n; i++)
		l->v[i] = (struct value){ .last = 0, .slot = NO_SLOT, .temp = NO_REG };
	for (u32 i = 0; i < l->b->n; i++) {
		if (l->b->ir[i].kind == IR_BEGIN) begin = &l->b->ir[i];
		uses(l, &l->b->ir[i], begin, i);
	}
	for (u32 i = l->b->n; i-- > 0; ) {
		const struct ir *p = &l->b->ir[i];
		l->v[i].lazy = is_lazy(l, i);
		if (!l->v[i].lazy) continue;
		if (l->v[i].last > l->v[p->a].last) l->v[p->a].last = l->v[i].last;
		if (l->v[i].last > l->v[p->b].last) l->v[p->b].last = l->v[i].last;
	}
	for (u32 i = 0; i < IR_PLACES; i++) l->holds[i] = IR_NONE;
	for (u32 i = 0; i < TEMPS; i++) l->in[i] = IR_NONE;
	for (u32 i = 0; i < SLOTS; i++) l->slot_of[i] = IR_NONE;
}

/* ---- where they lie ---- */

struct rm place_at(u32 place)
{
	return pin_of[place] ? rm_reg(pin_of[place]) : rm_at(CPU, (s32)(4 * place));
}

static struct rm slot_at(u32 slot)
{
	return rm_at(RSP, (s32)(4 * slot));
}

static bool is_home(const struct lower *l, u32 v)
{
	return l->v[v].home && l->holds[l->v[v].home] == v;
}

struct rm value_at(struct lower *l, u32 v)
{
	const struct value *x = &l->v[v];
	if (l->b->ir[v].kind == IR_CONST) return rm_number(l->b->ir[v].k);
	if (x->temp != NO_REG) return rm_reg(x->temp);
	if (is_home(l, v)) return place_at(x->home);
	must(x->slot != NO_SLOT);
	return slot_at(x->slot);
}

static void slot_save(struct lower *l, u32 v, u32 from)
{
	u32 s = 0;
	while (s < SLOTS && l->slot_of[s] != IR_NONE && l->v[l->slot_of[s]].last >= l->now) s++;
	must(s < SLOTS);
	l->slot_of[s] = (u16)v;
	l->v[v].slot = (u16)s;
	x86(&l->e, X_MOV_TO, from, slot_at(s));
}

static void temp_empty(struct lower *l, u32 t)
{
	u32 v = l->in[t];
	if (v == IR_NONE) return;
	if (l->v[v].last >= l->now && !is_home(l, v) && l->v[v].slot == NO_SLOT) slot_save(l, v, t);
	l->v[v].temp = NO_REG;
	l->in[t] = IR_NONE;
}

static bool temp_idle(const struct lower *l, u32 t)
{
	u32 v = l->in[t];
	return v == IR_NONE || l->v[v].last < l->now;
}

u32 temp_take(struct lower *l, u32 allowed)
{
	static const u8 order[] = { RAX, RDX, RCX };
	u32 best = NO_REG, usable = allowed & ~l->locked;
	for (u32 i = 0; i < TEMPS; i++) {
		u32 t = order[i];
		if (!(usable >> t & 1)) continue;
		if (best == NO_REG || (temp_idle(l, t) && !temp_idle(l, best))) best = t;
	}
	must(best != NO_REG);
	temp_empty(l, best);
	l->locked |= 1u << best;
	return best;
}

void temp_claim(struct lower *l, u32 reg)
{
	temp_empty(l, reg);
	l->locked |= 1u << reg;
}

void temp_give(struct lower *l, u32 reg, u32 v)
{
	must(reg < TEMPS);
	if (l->in[reg] != IR_NONE) l->v[l->in[reg]].temp = NO_REG;
	l->in[reg] = (u16)v;
	l->v[v].temp = (u8)reg;
}

void temps_empty(struct lower *l)
{
	for (u32 t = 0; t < TEMPS; t++) temp_empty(l, t);
}

static u32 any_temp(struct lower *l)
{
	return temp_take(l, ANY_TEMP);
}

u32 value_in_reg(struct lower *l, u32 v)
{
	struct rm at = value_at(l, v);
	if (at.kind == IN_REG) {
		if (at.reg < TEMPS) l->locked |= 1u << at.reg;
		return at.reg;
	}
	u32 t = any_temp(l);
	if (at.kind == NUMBER) {
		x86_emit(&l->e, X_MOV_RI, t, rm_reg(t), (u32)at.disp, 0);
		return t;
	}
	x86(&l->e, X_MOV, t, at);
	temp_give(l, t, v);
	return t;
}

/* Another place that holds it, or 0. */
static u32 other_home(const struct lower *l, u32 v)
{
	for (u32 i = 1; l->v[v].homes && i < IR_PLACES; i++)
		if (l->holds[i] == v) return i;
	return 0;
}

void place_release(struct lower *l, u32 place, u32 from)
{
	u32 v = l->holds[place];
	if (v == IR_NONE) return;
	l->holds[place] = IR_NONE;
	struct value *x = &l->v[v];
	x->homes--;
	if (x->home != place) return;
	x->home = (u16)other_home(l, v);
	if (x->home || x->last < from || x->temp != NO_REG || x->slot != NO_SLOT) return;
	struct rm at = place_at(place);
	if (l->b->ir[v].kind == IR_CONST) return;
	if (at.kind == IN_REG) {
		slot_save(l, v, at.reg);
		return;
	}
	u32 t = any_temp(l);
	x86(&l->e, X_MOV, t, at);
	temp_give(l, t, v);
}

void place_holds(struct lower *l, u32 place, u32 v)
{
	must(l->holds[place] == IR_NONE);
	l->holds[place] = (u16)v;
	l->v[v].homes++;
	bool better = pin_of[place] && !pin_of[l->v[v].home];
	if (!is_home(l, v) || better) l->v[v].home = (u16)place;
}

/* ---- results ---- */

u32 result_in(struct lower *l, u32 v)
{
	const struct ir *next = &l->b->ir[v + 1];
	if (v + 1 < l->b->n && next->kind == IR_SET && next->a == v && pin_of[next->k]) {
		place_release(l, next->k, v + 1);
		return pin_of[next->k];
	}
	return any_temp(l);
}

void result_is(struct lower *l, u32 v, u32 reg)
{
	if (reg < TEMPS) temp_give(l, reg, v);
	else place_holds(l, l->b->ir[v + 1].k, v);
}
