/* lower.c: the x86-64 back end: a block's items one after the other, and the code around blocks. */
#include "lower.h"
#include "isa.h"

void emit_pins(struct emit *e, bool to_memory)
{
	for (u32 i = 0; i < pinned_count; i++)
		x86(e, to_memory ? X_MOV_TO : X_MOV, pin_of[pinned[i]], rm_at(CPU, 4 * pinned[i]));
}

/* ---- entry and exit ---- */

static const u8 kept[] = { RBX, RBP, R12, R13, R14, R15 };
enum { ENTRY_AT = 64, EXIT_ROOM = 192, BLOCKS_AT = 512 };

/* (cpu, code, left). */
static void emit_entry(struct emit *e)
{
	for (u32 i = 0; i < COUNT_OF(kept); i++) x86(e, X_PUSH, kept[i], rm_reg(0));
	x86_i(e, X_SUB_I64, rm_reg(RSP), FRAME);
	x86(e, X_MOV64, CPU, rm_reg(RDI));
	x86(e, X_MOV64, RAX, rm_reg(RSI));
	x86(e, X_MOV, LEFT, rm_reg(RDX));
	x86(e, X_MOV64, BASE, rm_at(CPU, offsetof(struct cpu, base)));
	emit_pins(e, false);
	x86(e, X_JMP_RM, 0, rm_reg(RAX));
}

/* rax is the exit: asks where to go on, and goes there or leaves. */
static void emit_exit(struct emit *e, uintptr_t ask)
{
	emit_pins(e, true);
	x86(e, X_MOV64, RDI, rm_reg(CPU));
	x86(e, X_MOV64, RSI, rm_reg(RAX));
	x86(e, X_MOV, RDX, rm_reg(LEFT));
	x86_emit(e, X_MOV_RI64, RAX, rm_reg(RAX), ask, 0);
	x86(e, X_CALL_RM, 0, rm_reg(RAX));
	x86(e, X_TEST64, RAX, rm_reg(RAX));
	u32 site = x86_jump_if(e, CC_E);
	x86(e, X_MOV, LEFT, rm_reg(RDX));
	x86(e, X_MOV64, BASE, rm_at(CPU, offsetof(struct cpu, base)));
	emit_pins(e, false);
	x86(e, X_JMP_RM, 0, rm_reg(RAX));
	x86_land(e, site, e->at);
	x86_i(e, X_ADD_I64, rm_reg(RSP), FRAME);
	for (u32 i = COUNT_OF(kept); i-- > 0; ) x86(e, X_POP, kept[i], rm_reg(0));
	x86(e, X_RET, 0, rm_reg(0));
}
_Static_assert((FRAME + 8 * 7) % 16 == 0, "calls find the stack aligned");

static u32 begin(const struct code_memory *m, struct way (*ask)(struct cpu *, const u8 *, u32))
{
	struct emit e = { m->write, ENTRY_AT, BLOCKS_AT };
	emit_entry(&e);
	must(e.at <= ENTRY_AT + EXIT_ROOM);
	e.at = ENTRY_AT + EXIT_ROOM;
	emit_exit(&e, (uintptr_t)ask);
	return BLOCKS_AT;
}

static void enter(const struct code_memory *m, struct cpu *c, const u8 *code, u32 left)
{
	union {
		const u8 *at;
		void (*run)(struct cpu *, const u8 *, u32);
	} entry;
	entry.at = m->run + ENTRY_AT;
	entry.run(c, code, left);
}

/* ---- items ---- */

static void lower_get(struct lower *l, u32 v)
{
	u32 place = l->b->ir[v].k;
	if (l->holds[place] != IR_NONE) place_release(l, place, l->now);
	place_holds(l, place, v);
}

static void lower_set(struct lower *l, const struct ir *p)
{
	if (l->holds[p->k] == p->a) return;
	place_release(l, p->k, l->now + 1);
	struct rm from = value_at(l, p->a), to = place_at(p->k);
	if (to.kind == IN_REG && from.kind == NUMBER)
		x86_emit(&l->e, X_MOV_RI, to.reg, to, (u32)from.disp, 0);
	else if (to.kind == IN_REG) x86(&l->e, X_MOV, to.reg, from);
	else if (from.kind == NUMBER) x86_i(&l->e, X_MOV_I, to, (u32)from.disp);
	else x86(&l->e, X_MOV_TO, value_in_reg(l, p->a), to);
	place_holds(l, p->k, p->a);
}

static void lower_leave_if(struct lower *l, const struct ir *p)
{
	enum cc cc = lower_compare(l, p->a);
	stub_site(stub_leave(l), x86_jump_if(&l->e, cc));
}

static void place_changes(struct lower *l, u32 place)
{
	place_release(l, place, l->now);
	temps_empty(l);
	l->locked = 0;
}

/* All places are in memory around a call. */
void emit_call(struct lower *l, const struct ir *p, struct stub *exit)
{
	bool timed = p->a == PLACE_CP0;
	u64 argument = p->k | (u64)p->k2 << 32;
	emit_pins(&l->e, true);
	if (!timed) x86_i(&l->e, X_MOV_I, rm_at(CPU, offsetof(struct cpu, float_last)), 0);
	x86_emit(&l->e, X_MOV_RI64, RAX, rm_reg(RAX), argument, 0);
	x86(&l->e, X_MOV64_TO, RAX, rm_at(RSP, ARGUMENT));
	x86(&l->e, X_MOV64, RDI, rm_reg(CPU));
	x86(&l->e, X_LEA64, RSI, rm_at(RSP, ARGUMENT));
	if (timed) x86(&l->e, X_LEA, RDX, rm_at(LEFT, (s32)(l->b->ticks - l->ticks + 1)));
	else x86(&l->e, X_XOR, RDX, rm_reg(RDX));
	x86(&l->e, X_XOR, RCX, rm_reg(RCX));
	uintptr_t function = (uintptr_t)(timed ? l->job->timed : l->job->call[p->sub]);
	x86_emit(&l->e, X_MOV_RI64, RAX, rm_reg(RAX), function, 0);
	x86(&l->e, X_CALL_RM, 0, rm_reg(RAX));
	emit_pins(&l->e, false);
	x86(&l->e, X_TEST, RAX, rm_reg(RAX));
	stub_site(exit, x86_jump_if(&l->e, CC_NE));
}

/* What it may change is read again. */
static void lower_call(struct lower *l, const struct ir *p)
{
	temps_empty(l);
	for (u32 place = p->a; place < p->b; place++) place_changes(l, place);
	place_changes(l, PLACE_LATE_VALUE);
	bool floating = p->k2 && p->a == REG_FCOND;
	struct stub *inexact = floating ? stub_new(l, STUB_INEXACT) : NULL;
	struct stub *slow = floating ? stub_new(l, STUB_CALL) : NULL;
	struct stub *exit = stub_leave(l);
	if (!floating) {
		emit_call(l, p, exit);
		return;
	}
	slow->condition = p, slow->exit = exit, inexact->exit = slow;
	lower_float(l, p, inexact, slow);
	slow->again = l->e.at;
}

static void lower_item(struct lower *l, u32 i)
{
	const struct ir *p = &l->b->ir[i];
	l->now = i, l->locked = 0;
	switch ((enum ir_kind)p->kind) {
	case IR_CONST: break;
	case IR_GET: lower_get(l, i); break;
	case IR_OP: if (l->v[i].last) lower_op(l, i); break;
	case IR_LOAD: lower_load(l, i); break;
	case IR_SET: lower_set(l, p); break;
	case IR_STORE: lower_store(l, i); break;
	case IR_BEGIN: l->job->at[l->ticks] = l->e.at, l->begin = p, l->ticks++; break;
	case IR_LEAVE_IF: lower_leave_if(l, p); break;
	case IR_CALL: lower_call(l, p); break;
	case IR_LEAVE: case IR_TRAP: case IR_SIDE: case IR_GOTO: case IR_BRANCH: case IR_JUMP:
	case IR_LOOK: lower_end(l, p); break;
	case IR_KINDS: must(false);
	}
}

/* ---- the way in ---- */

static struct stub *edge(struct lower *l, enum exit_kind kind, u32 back, u32 site)
{
	struct stub *s = stub_new(l, STUB_EXIT);
	s->kind = (u8)kind, s->pc = l->b->pc, s->back = (u8)back;
	s->after = l->job->late ? LOADED : PLAIN, s->late = (u8)l->job->late;
	stub_site(s, site);
	return s;
}

static void lower_check(struct lower *l)
{
	s32 at = (s32)(8 * (l->b->pc >> 12));
	x86_emit(&l->e, X_MOV_RI64, RAX, rm_reg(RAX), l->job->distance, 0);
	if (l->job->mode & MODE_USER) x86(&l->e, X_CMP64, RAX, rm_at(BASE, at));
	else {
		x86(&l->e, X_MOV64, RDX, rm_at(CPU, offsetof(struct cpu, map)));
		x86(&l->e, X_CMP64, RAX, rm_at(RDX, at));
	}
	edge(l, EXIT_REMAP, 0, x86_jump_if(&l->e, CC_NE));
}

static struct back_code emit(const struct code_memory *m, u32 at, const struct back_job *job)
{
	struct lower *l = job->work;
	struct back_code code = { at, at, at };
	l->e = (struct emit){ m->write, at, (u32)m->bytes };
	l->job = job, l->b = job->ir, l->begin = NULL;
	l->ticks = l->stubs = l->locked = l->now = 0;
	l->exit_code = ENTRY_AT + EXIT_ROOM, l->run = m->run;
	values_prepare(l);
	if (job->mapped) lower_check(l);
	code.entry = l->e.at;
	x86_i(&l->e, X_SUB_I, rm_reg(LEFT), job->ir->ticks);
	edge(l, EXIT_BUDGET, job->ir->ticks, x86_jump_if(&l->e, CC_S));
	for (u32 i = 0; i < job->ir->n; i++) lower_item(l, i);
	job->at[job->ir->ticks] = l->e.at;
	stubs_emit(l);
	code.end = l->e.at;
	return code;
}

/* ---- joining blocks ---- */

static void join(const struct code_memory *m, const struct exit *x, u32 target)
{
	struct emit e = { m->write, 0, (u32)m->bytes };
	x86_land(&e, x->site, target);
}

static void part(const struct code_memory *m, const struct exit *x, u32 exit_at)
{
	struct emit e = { m->write, 0, (u32)m->bytes };
	x86_land(&e, x->site, exit_at - EXIT_CALL);
}

static const struct back back_x86 = {
	.name = "x86-64",
	.work_bytes = sizeof(struct lower),
	.begin = begin,
	.emit = emit,
	.enter = enter,
	.join = join,
	.part = part,
};
#if defined __x86_64__
const struct back *const back_host = &back_x86;
#else
const struct back *const back_host = NULL;
#endif
