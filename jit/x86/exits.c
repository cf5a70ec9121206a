/* exits.c: the ways out of a block, and what lies out of line. */
#include "lower.h"

struct stub *stub_new(struct lower *l, enum stub_what what)
{
	must(l->stubs < STUBS_MAX);
	struct stub *s = &l->stub[l->stubs++];
	*s = (struct stub){ .what = what };
	return s;
}

void stub_site(struct stub *s, u32 site)
{
	must(s->sites < SITES);
	s->site[s->sites++] = site;
}

/* Before the instruction begun last: its state, as values lie now. */
struct stub *stub_leave(struct lower *l)
{
	struct stub *s = stub_new(l, STUB_EXIT);
	const struct ir *p = l->begin;
	s->kind = EXIT_ODD, s->pc = p->k, s->on = p->sub;
	s->back = (u8)(l->b->ticks - l->ticks + 1);
	s->after = p->sub == ON_PLAIN ? PLAIN : p->sub == ON_LATE ? LOADED : SLOT;
	s->late = p->sub == ON_LATE ? (u8)p->k2 : 0;
	if (p->sub == ON_IF) s->k = p->k2;
	if (p->sub == ON_IF && l->v[p->a].lazy) {
		s->condition = &l->b->ir[p->a];
		s->a = value_at(l, s->condition->a), s->b = value_at(l, s->condition->b);
	} else if (p->sub != ON_PLAIN) s->a = value_at(l, p->a);
	return s;
}

static struct stub *stub_edge(struct lower *l, u32 kind, u32 pc, u32 late, u32 site)
{
	struct stub *s = stub_new(l, STUB_EXIT);
	s->kind = (u8)kind, s->pc = pc, s->on = ON_PLAIN;
	s->after = late ? LOADED : PLAIN, s->late = (u8)late;
	stub_site(s, site);
	return s;
}

static void chain(struct lower *l, const struct ir *p, u32 pc)
{
	stub_edge(l, EXIT_CHAIN, pc, p->sub, x86_jump(&l->e, X_JMP));
}

/* Indirect jumps: the table knows where the blocks are that were jumped to last. */
static void jump(struct lower *l, const struct ir *p)
{
	s32 table = (s32)((l->job->mode + (p->sub ? MODES : 0)) * JUMPS * sizeof(struct jump));
	struct rm to = value_at(l, p->a);
	for (u32 t = 0; t < TEMPS; t++) temp_claim(l, t);
	if (to.kind != IN_REG || to.reg != RCX) x86(&l->e, X_MOV, RCX, to);
	x86(&l->e, X_MOV64, RDX, rm_at(CPU, offsetof(struct cpu, jumps)));
	x86(&l->e, X_MOV, RAX, rm_reg(RCX));
	x86_i(&l->e, X_AND_I, rm_reg(RAX), (JUMPS - 1) << 2);
	x86(&l->e, X_CMP, RCX, rm_sum(RDX, RAX, 2, table));
	struct stub *s = stub_edge(l, EXIT_INDIRECT, 0, p->sub, x86_jump_if(&l->e, CC_NE));
	s->on = ON_TO, s->a = rm_reg(RCX);
	if (p->sub) {
		struct rm late = rm_sum(RDX, RAX, 2, table + 4);
		x86_i(&l->e, X_CMP_I, late, p->sub);
		stub_site(s, x86_jump_if(&l->e, CC_NE));
	}
	x86(&l->e, X_JMP_RM, 0, rm_sum(RDX, RAX, 2, table + (s32)offsetof(struct jump, code)));
}
_Static_assert(sizeof(struct jump) == 16, "an index of pc's bits times four");

/* To where mode and mapping are looked at. */
static void look(struct lower *l, const struct ir *p)
{
	struct stub *s = stub_edge(l, EXIT_LOOK, 0, p->sub, x86_jump(&l->e, X_JMP));
	s->on = ON_TO, s->a = value_at(l, p->a);
}

static void trap(struct lower *l, const struct ir *p)
{
	struct stub *s = stub_leave(l);
	s->kind = EXIT_TRAP, s->exception = p->k;
	stub_site(s, x86_jump(&l->e, X_JMP));
}

void lower_end(struct lower *l, const struct ir *p)
{
	switch ((enum ir_kind)p->kind) {
	case IR_GOTO: chain(l, p, p->k); break;
	case IR_JUMP: jump(l, p); break;
	case IR_LOOK: look(l, p); break;
	case IR_TRAP: trap(l, p); break;
	case IR_LEAVE: stub_site(stub_leave(l), x86_jump(&l->e, X_JMP)); break;
	case IR_BRANCH: {
		enum cc cc = lower_compare(l, (u32)p->a);
		stub_edge(l, EXIT_CHAIN, p->k, p->sub, x86_jump_if(&l->e, cc));
		chain(l, p, p->k2);
		break;
	}
	case IR_SIDE: {
		enum cc cc = lower_compare(l, (u32)p->a);
		struct stub *s = stub_edge(l, EXIT_CHAIN, p->k, p->sub, x86_jump_if(&l->e, cc));
		s->back = (u8)(l->b->ticks - l->ticks);
		if (s->back) s->what = STUB_SIDE;
		break;
	}
	default: must(false);
	}
}

/* ---- out of line ---- */

static void store_place(struct lower *l, u32 offset, struct rm from)
{
	struct rm to = rm_at(CPU, (s32)offset);
	if (from.kind == IN_MEMORY && from.reg == CPU && from.disp == (s32)offset) return;
	if (from.kind == NUMBER) {
		x86_i(&l->e, X_MOV_I, to, (u32)from.disp);
		return;
	}
	if (from.kind == IN_MEMORY) x86(&l->e, X_MOV, RAX, from), from = rm_reg(RAX);
	x86(&l->e, X_MOV_TO, from.reg, to);
}

/* The target that a condition chooses. */
static void store_choice(struct lower *l, const struct stub *s)
{
	enum cc cc = CC_NE;
	struct rm rax = rm_reg(RAX);
	if (s->condition) {
		bool taken = s->b.kind == IN_REG && s->b.reg == RAX;
		cc = emit_compare(l, s->condition, s->a, s->b, taken ? RCX : RAX);
	} else if (s->a.kind == NUMBER) {
		store_place(l, offsetof(struct cpu, target), rm_number(s->a.disp ? s->k : s->pc + 4));
		return;
	} else x86_i(&l->e, X_CMP_I, s->a, 0);
	x86_emit(&l->e, X_MOV_RI, RAX, rax, s->k, 0);
	u32 site = x86_jump_if(&l->e, cc);
	x86_emit(&l->e, X_MOV_RI, RAX, rax, s->pc + 4, 0);
	x86_land(&l->e, site, l->e.at);
	store_place(l, offsetof(struct cpu, target), rax);
}

static void stub_exit(struct lower *l, struct stub *s)
{
	if (s->on == ON_IF) store_choice(l, s);
	if (s->on == ON_LATE) store_place(l, offsetof(struct cpu, late_value), s->a);
	bool jumps = s->kind == EXIT_INDIRECT || s->kind == EXIT_LOOK;
	if (s->on == ON_TO)
		store_place(l, jumps ? offsetof(struct cpu, pc) : offsetof(struct cpu, target), s->a);
	while ((l->e.at + EXIT_CALL) % 4) x86_byte(&l->e, 0x90);
	u64 exit = (uintptr_t)(l->run + l->e.at + EXIT_CALL);
	x86_emit(&l->e, X_MOV_RI64, RAX, rm_reg(RAX), exit, 0);
	x86_land(&l->e, x86_jump(&l->e, X_JMP), l->exit_code);
	struct exit x = { .pc = s->pc,
		.kind = s->kind,
		.after = s->after,
		.late = s->late,
		.back = s->back,
		.from = s->kind == EXIT_TRAP ? s->exception : l->b->pc,
		.site = s->kind == EXIT_CHAIN ? s->site[0] : 0 };
	must(l->e.at + sizeof x <= l->e.limit);
	memcpy(l->e.write + l->e.at, &x, sizeof x);
	l->e.at += sizeof x;
}

/* A trace left by its side gives back the ticks it will not run. */
static void stub_side(struct lower *l, struct stub *s)
{
	x86_i(&l->e, X_ADD_I, rm_reg(LEFT), s->back);
	s->back = 0;
	u32 site = x86_jump(&l->e, X_JMP);
	s->site[0] = site, s->sites = 1;
	x86_land(&l->e, site, l->e.at);
	stub_exit(l, s);
}

/* eax by ecx, which is zero or, signed, minus one. */
static void stub_divide(struct lower *l, const struct stub *s)
{
	u32 zero = 0;
	if (s->width) {
		x86(&l->e, X_TEST, RCX, rm_reg(RCX));
		zero = x86_jump_if(&l->e, CC_E);
		x86(&l->e, X_NEG, 0, rm_reg(RAX));
		x86(&l->e, X_XOR, RDX, rm_reg(RDX));
		x86_land(&l->e, x86_jump(&l->e, X_JMP), s->again);
		x86_land(&l->e, zero, l->e.at);
	}
	x86(&l->e, X_MOV, RDX, rm_reg(RAX));
	if (s->width) { /* 1 for a negative dividend, else all ones */
		x86_i(&l->e, X_SAR_I, rm_reg(RAX), 31);
		x86(&l->e, X_ADD, RAX, rm_reg(RAX));
		x86(&l->e, X_NOT, 0, rm_reg(RAX));
	} else x86_emit(&l->e, X_MOV_RI, RAX, rm_reg(RAX), ~0u, 0);
	x86_land(&l->e, x86_jump(&l->e, X_JMP), s->again);
}

void stubs_emit(struct lower *l)
{
	for (u32 i = 0; i < l->stubs; i++) {
		struct stub *s = &l->stub[i];
		for (u32 k = 0; k < s->sites; k++) x86_land(&l->e, s->site[k], l->e.at);
		switch (s->what) {
		case STUB_EXIT: stub_exit(l, s); break;
		case STUB_SIDE: stub_side(l, s); break;
		case STUB_LOAD: stub_load(l, s); break;
		case STUB_STORE: stub_store(l, s); break;
		case STUB_DIVIDE: stub_divide(l, s); break;
		case STUB_INEXACT: stub_inexact(l, s); break;
		case STUB_CALL: stub_float(l, s); break;
		}
	}
}
