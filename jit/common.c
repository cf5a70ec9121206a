/* common.c: see jit.h. */
#include "jit.h"
#include "code.h"

/* Code runs translated where it lies in RAM, and where the table or the window lead to it. */
const u8 *jit_code_at(const struct cpu *c, u32 *page)
{
	const struct region *ram = &c->machine->region[0];
	u32 pc = c->pc, user = c->cp0[Status] & STATUS_KUC;
	if (pc & 3 || (user && pc >> 31) || !c->map) return NULL;
	uintptr_t offset = pc & 0x1ffff000;
	if (pc >> 30 != 2) {
		uintptr_t distance = c->map[pc >> 12];
		if (!distance) return NULL;
		offset = distance + (pc & HI_VPN) - (uintptr_t)ram->at;
	}
	if (offset >= ram->bytes) return NULL;
	*page = (u32)(offset >> 12);
	return ram->at + offset;
}

void jit_watch(struct machine *m, u32 page)
{
	bool fresh;
	code_page(m, page, &fresh);
	for (u32 i = 0; fresh && i < m->cpus; i++) m->cpu[i].model->core[m->order]->remap(&m->cpu[i]);
}

static u32 misaligned(enum width width, u32 va)
{
	return va & (width == W32 ? 3 : width == U16 || width == S16 ? 1 : 0);
}

u8 *jit_reach(const struct cpu *c, u32 va, enum width width, bool store)
{
	struct machine *m = c->machine;
	u32 offset = va - 0x80000000u;
	bool user = c->cp0[Status] & STATUS_KUC;
	if (misaligned(width, va) || (user && va >> 31) || c->cp0[Status] & STATUS_ISC) return NULL;
	if (offset < m->region[0].bytes)
		return store && m->watch[offset >> 12] ? NULL : m->region[0].at + offset;
	uintptr_t distance = c->map ? c->map[(store ? MAP_STORE : 0) + (va >> 12)] : 0;
	return distance ? (u8 *)(distance + va) : NULL;
}

void jit_one(struct cpu *c)
{
	struct machine *m = c->machine;
	c->model->core[m->order]->run(c, time_of(m) + 1);
}

void jit_settle(struct cpu *c, u32 pc, enum after after, u32 late)
{
	c->pc = pc, c->after = after;
	c->late_reg = after == LOADED ? late : 0;
	if (after != LOADED) c->late_value = 0;
	c->branch_pc = after == SLOT ? pc - 4 : 0;
	if (after != SLOT) c->target = 0;
}
