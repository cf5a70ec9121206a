/* vr3000.c: the library's functions on a running machine (include/vr3000.h). */
#include "vm.h"
#include "history.h"
#include "event.h"
#include "point.h"

void vr3000_reset(struct vr3000 *vm)
{
	machine_reset(&vm->machine);
	history_lose(vm);
}

bool vr3000_poke(struct vr3000 *vm, uint32_t pa, const void *bytes, size_t count)
{
	history_writes(vm);
	return count <= 1u << 30 && memory_write(&vm->machine, pa, bytes, (u32)count);
}

bool vr3000_peek(const struct vr3000 *vm, uint32_t pa, void *bytes, size_t count)
{
	return count <= 1u << 30 && memory_read(&vm->machine, pa, bytes, (u32)count);
}

bool vr3000_fill(struct vr3000 *vm, uint32_t pa, uint8_t byte, size_t count)
{
	u8 piece[4096];
	memset(piece, byte, sizeof piece);
	history_writes(vm);
	while (count) {
		u32 n = count < sizeof piece ? (u32)count : (u32)sizeof piece;
		if (!memory_write(&vm->machine, pa, piece, n)) return false;
		pa += n, count -= n;
	}
	return true;
}

/* Page by page, as the kernel would see it: a debugger is no user. */
static bool copy_virtual(const struct vr3000 *vm, u32 cpu, u32 va, u8 *bytes, size_t count,
	bool store)
{
	const struct machine *m = &vm->machine;
	if (cpu >= m->cpus) return false;
	const struct cpu *c = &m->cpu[cpu];
	while (count) {
		u32 pa, n = 4096 - (va & 4095);
		if (n > count) n = (u32)count;
		if (c->model->core[m->order]->translate(c, va, false, false, &pa)) return false;
		bool ok = store ? memory_write((struct machine *)m, pa, bytes, n)
			: memory_read(m, pa, bytes, n);
		if (!ok) return false;
		va += n, bytes += n, count -= n;
	}
	return true;
}

bool vr3000_peek_virtual(const struct vr3000 *vm, uint32_t cpu, uint32_t va, void *bytes,
	size_t count)
{
	return copy_virtual(vm, cpu, va, bytes, count, false);
}

bool vr3000_poke_virtual(struct vr3000 *vm, uint32_t cpu, uint32_t va, const void *bytes,
	size_t count)
{
	history_writes(vm);
	return copy_virtual(vm, cpu, va, (u8 *)bytes, count, true);
}

bool vr3000_translate(const struct vr3000 *vm, uint32_t cpu, uint32_t va, uint32_t *pa)
{
	const struct machine *m = &vm->machine;
	const struct cpu *c = &m->cpu[cpu];
	return cpu < m->cpus && !c->model->core[m->order]->translate(c, va, false, false, pa);
}

bool vr3000_boot(struct vr3000 *vm, const struct vr3000_boot *b, struct vr3000_error *error)
{
	struct boot boot = { b->entry, b->end, b->argument, b->arguments, b->initrd, b->initrd_bytes };
	history_lose(vm);
	return vm->machine.board->boot(&vm->machine, &vm->config, &boot, error);
}

/* ---- running ---- */

#define SAME(mine, theirs) _Static_assert((int)(mine) == (int)(theirs), "one number for both")
SAME(STOP_TIME, VR3000_TIME);
SAME(STOP_WAIT, VR3000_WAIT);
SAME(STOP_ASK, VR3000_ASK);
SAME(STOP_OUT, VR3000_OUT);
SAME(STOP_OFF, VR3000_OFF);
SAME(STOP_BREAK, VR3000_BREAK);
SAME(STOP_WATCH, VR3000_WATCH);
SAME(POINT_READ, VR3000_READ);
SAME(POINT_WRITE, VR3000_WRITE);
SAME(END_EXIT, VR3000_EXIT);
SAME(END_DOOM, VR3000_DOOM);

uint32_t vr3000_run(struct vr3000 *vm, uint64_t until, uint64_t wait_until)
{
	return vm->history ? history_run(vm, until, wait_until)
			   : machine_run(&vm->machine, until, wait_until);
}

uint32_t vr3000_step(struct vr3000 *vm, uint64_t ticks)
{
	vm->machine.budget = ticks;
	u32 why = vr3000_run(vm, NEVER / 2, NEVER);
	vm->machine.budget = NEVER;
	return why;
}

uint64_t vr3000_now(const struct vr3000 *vm)
{
	return time_of(&vm->machine);
}

static const char *const exception_text[EXC_CODES] = {
	"an interrupt", "a store to a page that is not dirty", "a TLB miss on a load or fetch",
	"a TLB miss on a store", "an address error on a load or fetch", "an address error on a store",
	"a bus error on a fetch", "a bus error on a load or store", "a system call", "a breakpoint",
	"a reserved instruction", "an unusable coprocessor", "an arithmetic overflow",
};

/* pc is that of the instruction after the one that was refused. */
static void refused(const struct machine *m, const struct cpu *c, char *text, size_t size)
{
	u32 what = m->exit_status, device = m->end_code >> 8 & 0xff;
	if ((m->end_code & 0xff) == REFUSED_DEVICE) {
		const struct device *d = m->device[device < m->devices ? device : 0];
		char before[40], told[160] = "";
		text_format(before, sizeof before, ", before %08x", c->pc);
		if (d->type->does->refused)
			text_format(told, sizeof told, d->type->does->refused[m->end_code >> 16], what);
		text_format(text, size, "the guest misused %s: %s%s", d->row->name, told, before);
	} else if (m->end_code == REFUSED_EVENTS)
		text_format(text, size,
			"the guest has %u hardware events pending before %08x: classic timing keeps no more",
			what, c->pc);
	else if (m->end_code == REFUSED_TLB)
		text_format(text, size, "the guest wrote TLB entry %u before %08x, but another one names "
			"page %05x too: the processor shuts down", what, c->pc, c->tlb_hi[what & 63] >> 12);
	else if (what & STATUS_RE && c->model->cp0_written[Status] & STATUS_ISC)
		text_format(text, size,
			"the guest set Status.RE before %08x: reversed byte order is not built", c->pc);
	else
		text_format(text, size, "the guest wrote %08x to Status before %08x: this processor has no "
			"cache to isolate or swap", what, c->pc);
}

enum vr3000_end vr3000_end(const struct vr3000 *vm, uint32_t *status, char *text, size_t size)
{
	const struct machine *m = &vm->machine;
	const struct cpu *c = &m->cpu[m->end_cpu];
	if (status) *status = m->exit_status;
	if (size) text[0] = 0;
	if (m->end == END_FAULT)
		text_format(text, size,
			"the guest took %s at %08x while Status.BEV is set (Cause %08x, BadVAddr %08x)",
			exception_text[m->end_code & 31], c->cp0[EPC], c->cp0[Cause], c->cp0[BadVAddr]);
	if (m->end == END_REFUSED) refused(m, c, text, size);
	return (enum vr3000_end)m->end;
}

bool vr3000_break(struct vr3000 *vm, uint32_t va, bool set)
{
	struct machine *m = &vm->machine;
	u32 i = 0;
	while (i < m->breaks && m->break_va[i] != va) i++;
	if (set && i == BREAKS_MAX) return false;
	if (set && i == m->breaks) m->break_va[m->breaks++] = va;
	if (!set && i < m->breaks) m->break_va[i] = m->break_va[--m->breaks];
	code_forget_all(m);
	return true;
}

bool vr3000_watch(struct vr3000 *vm, uint32_t va, uint32_t bytes, uint32_t kinds, bool set)
{
	return point_set(&vm->machine, va, bytes, kinds, set);
}

uint32_t vr3000_watched(const struct vr3000 *vm, uint32_t *va, uint32_t *cpu)
{
	*va = vm->machine.hit_va, *cpu = vm->machine.hit_cpu;
	return vm->machine.hit;
}

/* A load that is on its way lands, as it would before an interrupt's handler. */
static void land(struct machine *m, struct cpu *c)
{
	u32 to = c->late_reg;
	if (c->after != LOADED) return;
	if (to >= REG_CP0) c->model->core[m->order]->set_cp0(c, to - REG_CP0, c->late_value);
	else c->r[to] = c->late_value;
}

void vr3000_jump(struct vr3000 *vm, uint32_t cpu, uint32_t va)
{
	struct machine *m = &vm->machine;
	must(cpu < m->cpus);
	struct cpu *c = &m->cpu[cpu];
	land(m, c);
	c->after = PLAIN, c->target = c->branch_pc = c->late_reg = c->late_value = 0;
	c->pc = va;
	machine_changed(m);
}

void vr3000_listen(struct vr3000 *vm, bool on)
{
	vm->machine.listener = on;
	if (!on) vm->machine.out_at = 0;
}

/* ---- the door in ---- */

uint32_t vr3000_devices(const struct vr3000 *vm)
{
	return vm->machine.devices;
}

const char *vr3000_device_name(const struct vr3000 *vm, uint32_t device)
{
	return device < vm->machine.devices ? vm->machine.device[device]->row->name : NULL;
}

bool vr3000_device_find(const struct vr3000 *vm, const char *name, uint32_t *device)
{
	for (*device = 0; *device < vm->machine.devices; ++*device)
		if (name && text_equal(vm->machine.device[*device]->row->name, name)) return true;
	return false;
}

/* The first of that type. */
static bool find_type(const struct vr3000 *vm, const char *type, uint32_t *device)
{
	for (*device = 0; *device < vm->machine.devices; ++*device)
		if (type && text_equal(vm->machine.device[*device]->type->name, type)) return true;
	return false;
}

bool vr3000_console(const struct vr3000 *vm, uint32_t *device)
{
	return find_type(vm, vm->machine.board->console, device);
}

bool vr3000_network(const struct vr3000 *vm, uint32_t *device)
{
	return find_type(vm, vm->machine.board->network, device);
}

bool vr3000_asks(const struct vr3000 *vm, uint32_t device)
{
	return device < vm->machine.devices && vm->machine.asking[device];
}

bool vr3000_post(struct vr3000 *vm, uint32_t device, const void *bytes, uint32_t count)
{
	struct machine *m = &vm->machine;
	if (vr3000_past(vm) || device >= m->devices) return false;
	if (!m->device[device]->type->does->input) return false;
	return machine_post(m, device, bytes, count);
}

/* ---- telling ---- */

void vr3000_registers(const struct vr3000 *vm, uint32_t cpu, struct vr3000_regs *r)
{
	const struct machine *m = &vm->machine;
	const struct cpu *c = &m->cpu[cpu < m->cpus ? cpu : 0];
	u32 (*cp0)(const struct cpu *, u32) = c->model->core[m->order]->cp0;
	*r = (struct vr3000_regs){ .pc = c->pc, .hi = c->hi, .lo = c->lo, .in_slot = c->after == SLOT,
		.status = cp0(c, Status), .cause = cp0(c, Cause), .epc = cp0(c, EPC),
		.badvaddr = cp0(c, BadVAddr), .entryhi = cp0(c, EntryHi) };
	memcpy(r->gpr, c->gpr, sizeof r->gpr);
}

uint32_t vr3000_cpus(const struct vr3000 *vm)
{
	return vm->machine.cpus;
}

bool vr3000_big_endian(const struct vr3000 *vm)
{
	return vm->machine.order == BIG;
}

uint32_t vr3000_mhz(const struct vr3000 *vm)
{
	return vm->machine.mhz;
}

uint32_t vr3000_ram_bytes(const struct vr3000 *vm)
{
	return vm->machine.region[0].bytes;
}

uint64_t vr3000_retired(const struct vr3000 *vm, uint32_t cpu)
{
	return cpu < vm->machine.cpus ? vm->machine.cpu[cpu].retired : 0;
}

void vr3000_work(const struct vr3000 *vm, uint32_t cpu, struct vr3000_work *w)
{
	const struct cpu *c = &vm->machine.cpu[cpu < vm->machine.cpus ? cpu : 0];
	*w = (struct vr3000_work){ .user = c->user_ticks, .idle = c->stood - c->early, .linked = c->lls,
		.stored = c->scs[1], .not_stored = c->scs[0], .synchronized = c->syncs };
	w->kernel = time_of(&vm->machine) - w->idle - c->user_ticks;
}

uint64_t vr3000_exceptions(const struct vr3000 *vm, uint32_t cpu, uint32_t code)
{
	return cpu < vm->machine.cpus && code < EXC_CODES ? vm->machine.cpu[cpu].traps[code] : 0;
}

bool vr3000_counter(const struct vr3000 *vm, uint32_t i, const char **name, const char **text,
	uint64_t *value)
{
	static const struct { const char *name, *text; size_t offset; } counter[] = {
#define COUNTER(name, text) { #name, text, offsetof(struct counters, name) },
#include "counter.def"
#undef COUNTER
	};
	if (i >= COUNT_OF(counter)) return false;
	*name = counter[i].name, *text = counter[i].text;
	memcpy(value, (const u8 *)&vm->machine.counters + counter[i].offset, sizeof *value);
	return true;
}

const char *vr3000_board_name(uint32_t i, const char **text)
{
	for (u32 k = 0; boards[k]; k++)
		if (k == i) return *text = boards[k]->text, boards[k]->name;
	return NULL;
}

const char *vr3000_cpu(const struct vr3000 *vm)
{
	return vm->machine.cpu[0].model->name;
}

const char *vr3000_cpu_name(uint32_t i)
{
	return i < model_count ? models[i].name : NULL;
}

const char *vr3000_engine_name(uint32_t i, const char **text)
{
	for (u32 k = 0; engines[k]; k++)
		if (k == i) return *text = engines[k]->text, engines[k]->name;
	return NULL;
}

bool vr3000_lively(struct vr3000 *vm)
{
	bool lively = vm->machine.lively != vm->lively_seen;
	vm->lively_seen = vm->machine.lively;
	return lively;
}

bool vr3000_check(const struct vr3000 *vm)
{
	machine_check(&vm->machine);
	return true;
}
