/* access.c: loads and stores.
 *
 * In kernel mode an access first tries the window: address and alignment are one comparison, of the
 * distance into RAM turned right by the width.  If that fails, out of line, the flat table.  In
 * user
 * mode there is the table alone, and one test is alignment and privilege.  Whatever neither reaches
 * is the exact path's, before anything has happened.
 *
 * rdx is scratch; rcx holds the address where that is no pinned register plus a number. */
#include "lower.h"

static u32 log2_of(enum width w)
{
	return w == W32 ? 2 : w == U16 || w == S16 ? 1 : 0;
}

static bool by_window(const struct lower *l)
{
	return !(l->job->mode & MODE_USER);
}

/* The address as an operand; rcx and rdx are this item's from here on. */
static struct rm address_of(struct lower *l, u32 v)
{
	s32 add = 0;
	if (l->v[v].lazy) add = (s32)l->b->ir[l->b->ir[v].b].k, v = l->b->ir[v].a;
	struct rm at = value_at(l, v);
	temp_claim(l, RCX);
	bool stays = at.kind == IN_REG && at.reg >= TEMPS;
	if (at.kind == NUMBER) x86_emit(&l->e, X_MOV_RI, RCX, at, (u32)at.disp, 0);
	else if (!stays && (at.kind == IN_MEMORY || at.reg != RCX)) x86(&l->e, X_MOV, RCX, at);
	temp_claim(l, RDX);
	if (stays) return rm_at(at.reg, add);
	if (add) x86_i(&l->e, X_ADD_I, rm_reg(RCX), (u32)add);
	return rm_at(RCX, 0);
}

/* edx := distance into the window, turned; jumps away when it is none: the site. */
static u32 check_window(struct lower *l, struct rm at, u32 log2)
{
	at.disp = (s32)((u32)at.disp + 0x80000000u);
	x86(&l->e, X_LEA, RDX, at);
	if (log2) x86_i(&l->e, X_ROR_I, rm_reg(RDX), log2);
	x86_i(&l->e, X_CMP_I, rm_reg(RDX), l->job->ram_bytes >> log2);
	return x86_jump_if(&l->e, CC_AE);
}

/* rdx := distance of the page at ecx: from the table at r15, or the CPU's. */
static void table_entry(struct lower *l, bool store)
{
	s32 disp = store ? 8 * MAP_STORE : 0;
	x86(&l->e, X_MOV, RDX, rm_reg(RCX));
	x86_i(&l->e, X_SHR_I, rm_reg(RDX), 12);
	if (by_window(l)) {
		x86_i(&l->e, X_SHL_I, rm_reg(RDX), 3);
		x86(&l->e, X_ADD64, RDX, rm_at(CPU, offsetof(struct cpu, map)));
		x86(&l->e, X_MOV64, RDX, rm_at(RDX, disp));
	} else x86(&l->e, X_MOV64, RDX, rm_sum(BASE, RDX, 3, disp));
	x86(&l->e, X_TEST64, RDX, rm_reg(RDX));
}

/* The host address of a mapped access; else to the exit. */
static struct rm through_table(
	struct lower *l, enum width width, struct rm at, bool store, struct stub *exit)
{
	u32 zero = (1u << log2_of(width)) - 1;
	if (!by_window(l)) zero |= 1u << 31;
	if (at.reg != RCX || at.disp) x86(&l->e, X_LEA, RCX, at);
	if (zero >> 31) x86_i(&l->e, X_TEST_I, rm_reg(RCX), zero);
	else if (zero) x86_i(&l->e, X_TEST8_I, rm_reg(RCX), zero);
	if (zero) stub_site(exit, x86_jump_if(&l->e, CC_NE));
	table_entry(l, store);
	stub_site(exit, x86_jump_if(&l->e, CC_E));
	if (width == PART) x86_i(&l->e, X_AND_I, rm_reg(RCX), ~3u);
	return rm_sum(RDX, RCX, 0, 0);
}

static bool big(const struct lower *l)
{
	return l->job->order != LITTLE;
}

static void get(struct lower *l, enum width width, u32 to, struct rm at)
{
	static const u8 form[] = { [U8] = X_MOVZX8,
		[S8] = X_MOVSX8,
		[U16] = X_MOVZX16,
		[S16] = X_MOVSX16,
		[W32] = X_MOV,
		[PART] = X_MOV };
	bool turned = big(l) && (width == U16 || width == S16);
	x86(&l->e, turned ? X_MOVZX16 : form[width], to, at);
	if (turned) {
		x86_i(&l->e, X_ROL16_I, rm_reg(to), 8);
		if (width == S16) x86(&l->e, X_MOVSX16, to, rm_reg(to));
	}
	if (big(l) && (width == W32 || width == PART)) x86_emit(&l->e, X_BSWAP, to, rm_reg(to), 0, 0);
}

/* The word around a byte lies at an address of four. */
static struct rm whole_word(struct lower *l, enum width width, struct rm at)
{
	if (width != PART) return at;
	if (at.reg != RCX || at.disp) x86(&l->e, X_LEA, RCX, at);
	x86_i(&l->e, X_AND_I, rm_reg(RCX), ~3u);
	return rm_at(RCX, 0);
}

void lower_load(struct lower *l, u32 v)
{
	enum width width = l->b->ir[v].sub;
	struct rm at = address_of(l, l->b->ir[v].a), in;
	struct stub *slow = by_window(l) ? stub_new(l, STUB_LOAD) : NULL, *exit = stub_leave(l);
	l->locked &= ~(1u << RDX); /* the result may take its place */
	u32 to = result_in(l, v);  /* before the ways part: it may move what is there */
	if (slow) {
		slow->base = at, slow->width = width, slow->exit = exit, slow->reg = (u8)to;
		stub_site(slow, check_window(l, at, log2_of(width)));
		in = whole_word(l, width, at);
		in = rm_sum(BASE, in.reg, 0, in.disp);
	} else in = through_table(l, width, at, false, exit);
	get(l, width, to, in);
	if (slow) slow->again = l->e.at;
	result_is(l, v, to);
}

void stub_load(struct lower *l, const struct stub *s)
{
	get(l, s->width, s->reg, through_table(l, s->width, s->base, false, s->exit));
	x86_land(&l->e, x86_jump(&l->e, X_JMP), s->again);
}

/* The data as it goes to memory: a number or a register, turned if the guest's order asks for it.
 * */
static struct rm data_of(struct lower *l, u32 v, enum width width)
{
	struct rm data = value_at(l, v);
	bool turned = big(l) && width != U8;
	if (data.kind == NUMBER) {
		u32 k = (u32)data.disp, swapped = __builtin_bswap32(k);
		return rm_number(turned ? width == W32 ? swapped : swapped >> 16 : k);
	}
	if (data.kind == IN_REG && data.reg == RAX) l->locked |= 1 << RAX;
	if (data.kind == IN_REG && data.reg >= TEMPS && !turned) return data;
	if (data.kind == IN_REG && data.reg == RAX && !turned) return data;
	temp_claim(l, RAX);
	if (data.kind != IN_REG || data.reg != RAX) x86(&l->e, X_MOV, RAX, data);
	if (turned && width == W32) x86_emit(&l->e, X_BSWAP, RAX, rm_reg(RAX), 0, 0);
	else if (turned) x86_i(&l->e, X_ROL16_I, rm_reg(RAX), 8);
	return rm_reg(RAX);
}

static void put(struct lower *l, enum width width, struct rm at, struct rm data)
{
	enum x86_form by_reg = width == U8 ? X_MOV_TO8 : width == U16 ? X_MOV_TO16 : X_MOV_TO;
	enum x86_form by_number = width == U8 ? X_MOV_I8 : width == U16 ? X_MOV_I16 : X_MOV_I;
	if (data.kind == NUMBER) x86_i(&l->e, by_number, at, (u32)data.disp);
	else x86(&l->e, by_reg, data.reg, at);
}

void lower_store(struct lower *l, u32 item)
{
	const struct ir *p = &l->b->ir[item];
	enum width width = p->sub;
	struct rm data = data_of(l, p->b, width), at = address_of(l, p->a);
	struct stub *slow = by_window(l) ? stub_new(l, STUB_STORE) : NULL, *exit = stub_leave(l);
	if (!slow) {
		put(l, width, through_table(l, width, at, true, exit), data);
		return;
	}
	u32 log2 = log2_of(width);
	slow->base = at, slow->data = data, slow->width = width, slow->exit = exit;
	stub_site(slow, check_window(l, at, log2));
	x86_i(&l->e, X_SHR_I, rm_reg(RDX), 12 - log2);
	x86(&l->e, X_ADD64, RDX, rm_at(CPU, offsetof(struct cpu, watch)));
	x86_i(&l->e, X_CMP8_I, rm_at(RDX, 0), 0);
	stub_site(exit, x86_jump_if(&l->e, CC_NE));
	put(l, width, rm_sum(BASE, at.reg, 0, at.disp), data);
	slow->again = l->e.at;
}

void stub_store(struct lower *l, const struct stub *s)
{
	put(l, s->width, through_table(l, s->width, s->base, true, s->exit), s->data);
	x86_land(&l->e, x86_jump(&l->e, X_JMP), s->again);
}
