/* evaluate.c: IR run as it stands: what a block means, without a back end.  When native code
 * differs
 * from the exact path and this does not, the back end is wrong. */
#include "jit.h"
#include "ram.h"

struct run {
	struct cpu *c;
	const struct ir_block *b;
	u32 value[IR_MAX];
	u32 ticks;
	const struct ir *begin;
};

/* The state that the instruction begun last starts in. */
static void leave(struct run *r)
{
	struct cpu *c = r->c;
	const struct ir *p = r->begin;
	u32 late = p->sub == ON_LATE ? p->k2 : 0;
	if (late) c->late_value = r->value[p->a];
	if (p->sub == ON_TO) c->target = r->value[p->a];
	if (p->sub == ON_IF) c->target = r->value[p->a] ? p->k2 : p->k + 4;
	jit_settle(c, p->k, late ? LOADED : p->sub == ON_PLAIN ? PLAIN : SLOT, late);
}

static bool load(struct run *r, const struct ir *p, u32 *value)
{
	const u8 *at = jit_reach(r->c, r->value[p->a], p->sub, false);
	if (at) *value = ram_get(at, p->sub, r->c->machine->order);
	return at;
}

static bool store(struct run *r, const struct ir *p)
{
	u8 *at = jit_reach(r->c, r->value[p->a], p->sub, true);
	if (at) ram_put(at, p->sub, r->c->machine->order, r->value[p->b]);
	return at;
}

static bool call(struct run *r, const struct ir *p)
{
	struct decoded d;
	struct machine *m = r->c->machine;
	memcpy(&d, &p->k, sizeof d);
	u64 before = m->done;
	m->done += r->ticks - 1;
	u32 left = r->c->model->core[m->order]->call[p->sub](r->c, &d, 0, false);
	m->done = before;
	return !left;
}

/* IR names any word of the state that begins with the register file, not registers alone. */
static u32 *place(struct cpu *c, u32 k)
{
	return (u32 *)c + k;
}

static void end(struct run *r, const struct ir *p, u32 pc)
{
	jit_settle(r->c, pc, p->sub ? LOADED : PLAIN, p->sub);
}

/* 0: on with the next item; 1: the block has ended; 2: it leaves. */
enum { ON, ENDED, LEFT };
static int item(struct run *r, const struct ir *p, u32 *value)
{
	const u32 *v = r->value;
	switch ((enum ir_kind)p->kind) {
	case IR_CONST: *value = p->k; break;
	case IR_GET: *value = *place(r->c, p->k); break;
	case IR_OP: *value = ir_apply(p->sub, v[p->a], v[p->b]); break;
	case IR_SET: *place(r->c, p->k) = v[p->a]; break;
	case IR_BEGIN: r->begin = p, r->ticks++; break;
	case IR_LOAD: return load(r, p, value) ? ON : LEFT;
	case IR_STORE: return store(r, p) ? ON : LEFT;
	case IR_CALL: return call(r, p) ? ON : LEFT;
	case IR_LEAVE_IF: return v[p->a] ? LEFT : ON;
	case IR_LEAVE: case IR_TRAP: return LEFT;
	case IR_SIDE:
		if (!v[p->a]) return ON;
		end(r, p, p->k);
		return ENDED;
	case IR_GOTO: end(r, p, p->k); return ENDED;
	case IR_BRANCH: end(r, p, v[p->a] ? p->k : p->k2); return ENDED;
	case IR_JUMP: case IR_LOOK: end(r, p, v[p->a]); return ENDED;
	case IR_KINDS: must(false);
	}
	return ON;
}

u32 ir_evaluate(struct cpu *c, const struct ir_block *b, bool *odd)
{
	struct run r;
	r.c = c, r.b = b, r.ticks = 0, r.begin = NULL;
	int now = ON;
	for (u32 i = 0; now == ON; i++) {
		must(i < b->n);
		now = item(&r, &b->ir[i], &r.value[i]);
	}
	*odd = now == LEFT;
	if (!*odd) return r.ticks;
	leave(&r);
	return r.ticks - 1;
}
