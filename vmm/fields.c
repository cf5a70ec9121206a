/* fields.c: state by name, and equality that names the first difference. */
#include "history.h"

static const struct { const char *name; u32 number; } cp0_names[] = {
#define CP0(number, name, ...) { #name, number },
#include "cp0.def"
#undef CP0
};

void vm_section_name(const struct section *s, char *to, size_t size)
{
	if (s->number < 0) text_format(to, size, "%s", s->name);
	else text_format(to, size, "%s%u", s->name, (u32)s->number);
}

/* Is `name` the first n bytes of text? */
static bool spells(const char *text, size_t n, const char *name)
{
	return text_length(name) == n && !memcmp(text, name, n);
}

static bool index_of(const char *text, u32 *index)
{
	*index = 0;
	if (!*text) return true;
	if (*text++ != '[' || *text < '0' || *text > '9') return false;
	for (; *text >= '0' && *text <= '9' && *index < 1 << 20; text++)
		*index = *index * 10 + (u32)(*text - '0');
	return text[0] == ']' && !text[1];
}

static bool find_field(struct place *p, const char *text)
{
	size_t n = 0;
	while (text[n] && text[n] != '[') n++;
	if (!index_of(text + n, &p->index)) return false;
	for (u32 i = 0; i < p->section.fields; i++) {
		p->field = &p->section.field[i];
		if (spells(text, n, p->field->name)) return p->index < p->field->count;
	}
	p->field = NULL;
	for (u32 i = 0; p->section.field == cpu_fields && i < COUNT_OF(cp0_names); i++)
		if (spells(text, n, cp0_names[i].name)) return p->cp0 = cp0_names[i].number, !text[n];
	return false;
}

bool vm_place(const struct vr3000 *vm, const char *name, struct place *p)
{
	char section[32];
	size_t n = 0;
	while (name[n] && name[n] != '.') n++;
	if (!name[n]) return false;
	for (u32 i = 0; machine_section(&vm->machine, i, &p->section); i++) {
		vm_section_name(&p->section, section, sizeof section);
		p->cp0 = -1;
		if (spells(name, n, section)) return find_field(p, name + n + 1);
	}
	return false;
}

bool vr3000_get(const struct vr3000 *vm, const char *name, uint64_t *value)
{
	struct place p;
	if (!vm_place(vm, name, &p)) return false;
	const struct cpu *c = p.section.base;
	*value = p.cp0 >= 0 ? c->model->core[vm->machine.order]->cp0(c, (u32)p.cp0)
			    : field_get(p.section.base, p.field, p.index);
	return true;
}

/* What the rest of the core relies on (machine_check), kept even when a test writes at random. */
static void keep_legal(struct cpu *c)
{
	c->gpr[0] = 0;
	c->lines &= 255, c->fcond &= 1, c->after = c->after > SLOT ? PLAIN : c->after;
	c->late_reg = c->late_reg < REGS || (c->late_reg >= REG_CP0 && c->late_reg < REG_CP0 + 32)
		? c->late_reg : NOWHERE;
	if (c->late_reg == 0) c->late_reg = c->after == LOADED ? NOWHERE : 0;
	c->fcsr &= FCSR_WRITTEN & ~(u32)FCSR_C;
	c->cp0[Status] &= ~(u32)STATUS_RE | c->model->cp0_written[Status];
	for (u32 i = 0; i < TLB_ENTRIES; i++) c->tlb_hi[i] &= ~0x3fu, c->tlb_lo[i] &= ~0xffu;
}

bool vr3000_set(struct vr3000 *vm, const char *name, uint64_t value)
{
	struct place p;
	if (!vm_place(vm, name, &p)) return false;
	history_writes(vm);
	if (p.cp0 >= 0) ((struct cpu *)p.section.base)->cp0[p.cp0] = (u32)value;
	else field_put(p.section.base, p.field, p.index, value);
	if (p.section.field == cpu_fields) keep_legal(p.section.base);
	machine_changed(&vm->machine);
	return true;
}

bool vr3000_field(const struct vr3000 *vm, uint32_t i, char *name, size_t size, uint32_t *count,
	uint32_t *bytes)
{
	struct section s;
	char section[32];
	for (u32 k = 0; machine_section(&vm->machine, k, &s); k++) {
		if (i < s.fields) {
			vm_section_name(&s, section, sizeof section);
			text_format(name, size, "%s.%s", section, s.field[i].name);
			*count = s.field[i].count, *bytes = s.field[i].size;
			return true;
		}
		i -= s.fields;
	}
	return false;
}

void vr3000_hash(const struct vr3000 *vm, uint8_t hash[16])
{
	struct hash128 h = machine_hash(&vm->machine);
	for (int i = 0; i < 8; i++)
		hash[i] = (u8)(h.high >> (56 - 8 * i)), hash[8 + i] = (u8)(h.low >> (56 - 8 * i));
}

/* ---- equality ---- */

static bool differs(char *name, size_t size, const struct section *s, const struct field *f,
	u32 index)
{
	char section[32];
	vm_section_name(s, section, sizeof section);
	if (f->count == 1) text_format(name, size, "%s.%s", section, f->name);
	else text_format(name, size, "%s.%s[%u]", section, f->name, index);
	return false;
}

static bool sections_equal(const struct section *a, const struct section *b, char *name,
	size_t size)
{
	for (u32 i = 0; i < a->fields; i++)
		for (u32 k = 0; k < a->field[i].count; k++)
			if (field_get(a->base, &a->field[i], k) != field_get(b->base, &b->field[i], k))
				return differs(name, size, a, &a->field[i], k);
	return true;
}

static bool memories_equal(const struct machine *a, const struct machine *b, char *name,
	size_t size)
{
	for (u32 i = 0; i < a->regions; i++) {
		const struct region *r = &a->region[i], *s = &b->region[i];
		for (u32 at = 0; at < r->bytes; at++) {
			if (!(at & 4095) && !memcmp(r->at + at, s->at + at, 4096)) at += 4095;
			else if (r->at[at] != s->at[at])
				return text_format(name, size, "%s[%08x]", r->name, r->pa + at), false;
		}
	}
	return true;
}

static bool caches_equal(const struct machine *a, const struct machine *b, char *name, size_t size)
{
	for (u32 i = 0; i < a->cpus * 2; i++) {
		const u32 *x = a->cpu[i / 2].cache[i & 1], *y = b->cpu[i / 2].cache[i & 1];
		for (u32 k = 0; x && k < a->cache_bytes[i & 1] / 2; k++)
			if (x[k] != y[k])
				return text_format(name, size, "cpu%u.cache%u[%u]", i / 2, i & 1, k), false;
	}
	return true;
}

bool vr3000_equal(const struct vr3000 *a, const struct vr3000 *b, char *name, size_t size)
{
	struct section s, t;
	for (u32 i = 0; machine_section(&a->machine, i, &s); i++) {
		if (!machine_section(&b->machine, i, &t) || s.field != t.field)
			return text_format(name, size, "the machines are configured differently"), false;
		if (!sections_equal(&s, &t, name, size)) return false;
	}
	return caches_equal(&a->machine, &b->machine, name, size) &&
		memories_equal(&a->machine, &b->machine, name, size);
}
