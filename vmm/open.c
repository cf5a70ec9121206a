/* open.c: a configuration checked, its memory planned, and the machine laid out in it. */
#include "history.h"

enum { CODE_CACHE = 64 << 20, CODE_CACHE_LEAST = 256 << 10, CODE_PAGES = 2048, DISK_MAX = 16 };

/* What a configuration comes to, with every default filled in. */
struct plan {
	const struct board *board;
	const struct model *model;
	const struct engine *engine;
	u32 ram, cpus, mhz, order, cache[2], pages, code_pages, devices;
	u32 tlb_entries, tlb_floor;
	u32 code_bytes;
	struct row row;
	enum fpu fpu;
	struct board_device device[DEVICES_MAX];
};

static bool refuse(struct vr3000_error *error, const char *text, const char *what)
{
	text_format(error->text, sizeof error->text, text, what);
	return false;
}

static bool plan_names(struct plan *p, const struct vr3000_config *c, struct vr3000_error *error)
{
	if (!c->board) return refuse(error, "no board is named%s", "");
	p->board = board_find(c->board);
	if (!p->board) return refuse(error, "there is no board \"%s\"", c->board);
	bool classic = c->timing && text_equal(c->timing, "classic");
	if (c->timing && !classic && !text_equal(c->timing, "exact"))
		return refuse(error, "there is no timing \"%s\"", c->timing);
	if (classic && !p->board->classic_cpu)
		return refuse(error, "board %s has no classic timing", p->board->name);
	p->row = classic ? p->board->classic : p->board->time;
	const char *cpu = c->cpu ? c->cpu : classic ? p->board->classic_cpu : p->board->cpu;
	p->model = model_find(cpu);
	if (!p->model) return refuse(error, "there is no processor \"%s\"", cpu);
	for (u32 i = 0; engines[i] && !p->engine; i++)
		if (text_equal(engines[i]->name, c->engine ? c->engine : "interp")) p->engine = engines[i];
	if (!p->engine) return refuse(error, "there is no engine \"%s\"", c->engine);
	static const char *const fpus[] = { "none", "r3010", "ieee" };
	p->fpu = p->board->fpu;
	for (u32 i = 0; c->fpu && i < COUNT_OF(fpus); i++)
		if (text_equal(fpus[i], c->fpu)) p->fpu = (enum fpu)i;
	if (c->fpu && !text_equal(fpus[p->fpu], c->fpu))
		return refuse(error, "there is no FPU \"%s\"", c->fpu);
	if (!p->model->has_fpu) p->fpu = FPU_NONE;
	return true;
}

static bool power_of_two(u32 n)
{
	return n && !(n & (n - 1));
}

static bool plan_numbers(struct plan *p, const struct vr3000_config *c, struct vr3000_error *error)
{
	const struct board *b = p->board;
	p->ram = c->ram_bytes ? c->ram_bytes : b->ram_default;
	p->cpus = c->cpus ? c->cpus : 1;
	p->mhz = c->mhz ? c->mhz : b->mhz;
	p->row.quantum = c->quantum ? c->quantum : p->row.quantum;
	if (p->row.classic && (p->row.quantum != 1 || 1000 % p->mhz))
		return refuse(error, "classic timing has a quantum of 1 and mhz that divide 1000%s", "");
	p->order = b->either_order ? c->big_endian : b->big_endian;
	if (p->order != (u32)c->big_endian || !p->model->core[p->order])
		return refuse(error, "board %s does not come in that byte order", b->name);
	u32 step = b->ram_step ? b->ram_step : 0x10000;
	u32 least_ram = b->ram_least ? b->ram_least : 0x10000;
	if (p->ram & (step - 1) || p->ram < least_ram || p->ram > b->ram_max) {
		text_format(error->text, sizeof error->text,
			"board %s takes %u KiB to %u MiB of memory, in steps of %u KiB", b->name,
			least_ram >> 10, b->ram_max >> 20, step >> 10);
		return false;
	}
	if (p->cpus > b->cpus_max) {
		text_format(error->text, sizeof error->text, "board %s takes at most %u processors",
			b->name, b->cpus_max);
		return false;
	}
	u32 cache[2] = { c->data_cache_bytes, c->instruction_cache_bytes };
	for (int k = 0; k < 2; k++) {
		p->cache[k] = cache[k] ? cache[k] : p->model->cache_bytes[k];
		if (p->cache[k] &&
			(!power_of_two(p->cache[k]) || p->cache[k] < 512 || p->cache[k] > 256 << 10))
			return refuse(error, "a cache has a power of two of bytes, 512 to 262144%s", "");
	}
	p->tlb_entries = c->tlb_entries ? c->tlb_entries : p->model->tlb_usual;
	p->tlb_floor = c->tlb_floor ? c->tlb_floor : p->model->tlb_floor;
	if (p->model->tlb_usual && (!power_of_two(p->tlb_entries) || p->tlb_entries < 4 ||
		p->tlb_entries > TLB_ENTRIES))
		return refuse(error, "a TLB of this processor has 4, 8, 16, 32 or 64 entries%s", "");
	if (p->model->tlb_usual && p->tlb_floor < b->ram_pa + p->ram)
		return refuse(error, "the TLB floor lies below the end of memory%s", "");
	if (c->disks > COUNT_OF(c->disk)) return refuse(error, "too many disks%s", "");
	for (u32 i = 0; i < c->disks; i++)
		if (!c->disk[i].memory || !c->disk[i].bytes || c->disk[i].bytes & 4095)
			return refuse(error, "a disk is a multiple of 4096 bytes%s", "");
	return true;
}

static bool plan_devices(struct plan *p, const struct vr3000_config *c, struct vr3000_error *error)
{
	const struct board *b = p->board;
	if (b->slots) return b->slots(c, p->device, &p->devices, error);
	must(b->devices <= DEVICES_MAX);
	p->devices = b->devices;
	memcpy(p->device, b->device, b->devices * sizeof *b->device);
	return true;
}

static bool plan_of(struct plan *p, const struct vr3000_config *c, struct vr3000_error *error)
{
	*p = (struct plan){ 0 };
	if (!plan_names(p, c, error) || !plan_numbers(p, c, error) || !plan_devices(p, c, error))
		return false;
	p->pages = p->ram >> 12;
	for (u32 i = 0; i < p->board->regions; i++) p->pages += p->board->region[i].bytes >> 12;
	for (u32 i = 0; i < c->disks; i++) p->pages += (c->disk[i].bytes >> 12) + 1;
	p->code_pages = p->pages < CODE_PAGES ? p->pages : CODE_PAGES;
	p->code_bytes = c->code_cache_bytes ? c->code_cache_bytes & ~4095u : CODE_CACHE;
	if (!p->engine->table_bytes) p->code_bytes = 0;
	else if (p->code_bytes < CODE_CACHE_LEAST || p->code_bytes > 1u << 30)
		return refuse(error, "translated code takes 256 KiB to 1 GiB%s", "");
	return true;
}

/* Takes pieces from an arena; with none it only counts. */
struct arena { u8 *at; size_t used; };
static void *take(struct arena *a, size_t bytes, size_t align)
{
	a->used = (a->used + align - 1) & ~(align - 1);
	void *piece = a->at ? a->at + a->used : NULL;
	a->used += bytes;
	return piece;
}

struct layout {
	struct vr3000 *vm;
	struct cpu *cpu;
	u8 *device, *watch, *same; struct hash128 *page_hash; struct board_device *row;
	struct input *input;
	struct code *code;
	u16 *of, *stores; u32 *owner, *cache; u8 *ram; uintptr_t *map; struct code_page *page;
	void *translator;
};

static size_t device_bytes(const struct plan *p)
{
	size_t n = 0;
	for (u32 i = 0; i < p->devices; i++) n += (p->device[i].type->size + 15) & ~15u;
	return n;
}

static struct layout lay_out(
	const struct plan *p, struct arena *state, struct arena *ram, struct arena *tables)
{
	struct layout l = { 0 };
	u32 cache_words = (p->cache[0] + p->cache[1]) / 2 * p->cpus;
	l.vm = take(state, sizeof *l.vm, 64);
	l.cpu = take(state, p->cpus * sizeof *l.cpu, 64);
	l.device = take(state, device_bytes(p), 16);
	l.row = take(state, p->devices * sizeof *l.row, 16);
	l.input = take(state, INPUTS_MAX * sizeof *l.input, 16);
	l.watch = take(state, p->pages, 16);
	l.same = take(state, p->pages, 16);
	l.page_hash = take(state, p->pages * sizeof *l.page_hash, 16);
	l.code = take(state, sizeof *l.code, 16);
	l.of = take(state, p->pages * sizeof *l.of, 16);
	l.stores = take(state, 2 * p->pages * sizeof *l.stores, 16);
	l.owner = take(state, p->code_pages * sizeof *l.owner, 16);
	l.cache = take(state, cache_words * sizeof *l.cache, 16);
	l.ram = take(ram, (size_t)p->pages << 12, 4096);
	l.page = take(tables, p->code_pages * sizeof *l.page, 4096);
	if (p->code_bytes)
		l.translator = take(tables, p->engine->table_bytes(p->pages, p->code_bytes), 4096);
	l.map = take(tables, p->cpus * (size_t)MAP_ENTRIES * sizeof *l.map, 4096);
	return l;
}

bool vr3000_needs(
	const struct vr3000_config *c, struct vr3000_needs *needs, struct vr3000_error *error)
{
	struct plan p;
	struct arena state = { 0 }, ram = { 0 }, tables = { 0 };
	if (!plan_of(&p, c, error)) return false;
	lay_out(&p, &state, &ram, &tables);
	*needs = (struct vr3000_needs){ state.used, ram.used, tables.used, p.code_bytes };
	return true;
}

static void make_regions(struct machine *m, const struct plan *p, u8 *memory)
{
	board_add_region(m, "ram", p->board->ram_pa, p->ram, true, memory);
	memory += p->ram;
	for (u32 i = 0; i < p->board->regions; i++) {
		const struct board_region *r = &p->board->region[i];
		board_add_region(m, r->name, r->pa, r->bytes, r->writable, memory);
		if (r->content) memcpy(memory, r->content, r->content_bytes);
		memory += r->bytes;
	}
}

static void make_devices(struct machine *m, const struct plan *p, u8 *at, struct board_device *rows)
{
	m->devices = p->devices;
	memcpy(rows, p->device, p->devices * sizeof *rows);
	for (u32 i = 0; i < m->devices; i++) {
		const struct board_device *row = &rows[i];
		struct device *d = (struct device *)at;
		*d = (struct device){ .type = row->type, .machine = m, .row = row, .number = i };
		m->device[i] = d;
		at += (row->type->size + 15) & ~15u;
	}
	for (u32 i = 0; i < p->board->regions; i++)
		if (p->board->region[i].device)
			board_device(m, p->board->region[i].device)->memory = &m->region[1 + i];
}

static void make_cpus(struct machine *m, const struct plan *p, struct layout *l)
{
	m->cpu = l->cpu;
	for (u32 i = 0; i < p->cpus; i++) {
		struct cpu *c = &l->cpu[i];
		c->index = i, c->machine = m, c->model = p->model;
		c->map = l->map ? l->map + (size_t)i * MAP_ENTRIES : NULL;
		for (int k = 0; k < 2; k++) {
			if (p->cache[k]) c->cache[k] = l->cache;
			l->cache += p->cache[k] / 2;
		}
	}
}

static void make_code(struct machine *m, const struct plan *p, const struct layout *l)
{
	*l->code = (struct code){ .page = l->page, .pages = p->code_pages, .epoch = 1, .of = l->of,
		.owner = l->owner, .stores = l->stores, .most = l->stores + p->pages };
	for (u32 i = 0; i < p->code_pages; i++) l->owner[i] = ~0u;
	m->code = l->code, m->watch = l->watch, m->input = l->input;
	m->same = l->same, m->page_hash = l->page_hash;
}

static void guest_error(void *context, u64 when, u32 device, const char *text)
{
	struct vr3000 *vm = context;
	if (vm->doors.guest_error && !vr3000_past(vm))
		vm->doors.guest_error(vm->doors.context, when, vm->machine.device[device]->row->name, text);
}

static void took(void *context, u64 number, u64 when, u32 device, const u8 *byte, u32 bytes)
{
	struct vr3000 *vm = context;
	if (vr3000_past(vm)) return;
	if (vm->history) history_took(vm->history, when, device, byte, bytes);
	if (vm->doors.took) vm->doors.took(vm->doors.context, number, when, device, byte, bytes);
}

static void put(void *context, u64 number, u64 when, u32 device, const u8 *byte, u32 bytes)
{
	struct vr3000 *vm = context;
	if (vm->doors.put && !vr3000_past(vm))
		vm->doors.put(vm->doors.context, number, when, device, byte, bytes);
}

static void make_machine(struct vr3000 *vm, const struct plan *p, struct layout *l)
{
	struct machine *m = &vm->machine;
	const struct vr3000_config *c = &vm->config;
	m->board = p->board, m->row = p->row;
	m->cpus = p->cpus, m->mhz = p->mhz, m->order = p->order, m->fpu = p->fpu, m->seed = c->seed;
	m->doomed = c->doom;
	m->tlb_entries = p->tlb_entries, m->tlb_floor = p->tlb_floor;
	m->cache_bytes[0] = p->cache[0], m->cache_bytes[1] = p->cache[1];
	m->engine = p->engine, m->skip = !c->keep_busy, m->budget = NEVER;
	m->doors = (struct doors){ vm, took, put, vm_trace, guest_error,
		vm->doors.block ? vm_block : NULL, NULL };
	make_regions(m, p, l->ram);
	make_devices(m, p, l->device, l->row);
	make_cpus(m, p, l);
	make_code(m, p, l);
	m->translator = l->translator;
	if (vm->memory.code_write && vm->memory.code_run)
		m->code_memory =
			(struct code_memory){ vm->memory.code_write, vm->memory.code_run, p->code_bytes };
}

struct vr3000 *vr3000_make(const struct vr3000_config *c, const struct vr3000_doors *doors,
	const struct vr3000_memory *memory, struct vr3000_error *error)
{
	struct plan p;
	struct arena state = { memory->state, 0 }, ram = { memory->ram, 0 },
				 tables = { memory->tables, 0 };
	if (!plan_of(&p, c, error)) return NULL;
	struct layout l = lay_out(&p, &state, &ram, &tables);
	struct vr3000 *vm = l.vm;
	vm->config = *c;
	vm->memory = *memory;
	if (doors) vm->doors = *doors;
	make_machine(vm, &p, &l);
	if (p.board->configure && !p.board->configure(&vm->machine, &vm->config, error)) return NULL;
	must(vm->machine.pages <= p.pages);
	if (p.engine->open && !p.engine->open(&vm->machine)) {
		refuse(error, "engine %s does not run on this host", p.engine->name);
		return NULL;
	}
	machine_reset(&vm->machine);
	return vm;
}
