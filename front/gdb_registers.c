/* gdb_registers.c: see gdb_registers.h. */
#include "gdb_registers.h"
#include "vr3000.h"
#include <stdio.h>
#include <string.h>

enum { STATUS = 32, CAUSE = 36, PC = 37, FCSR = 70, FCSR_C_SHIFT = 23, LOADED = 1, SLOT = 2 };

struct row { u32 first, count; const char *feature, *name, *type, *group, *field; };
static const struct row rows[] = {
#define ROW(first, count, ...) { first, count, __VA_ARGS__ },
#define REGISTER(number, ...) { number, 1, __VA_ARGS__ },
#define FLAGS(type)
#define BITS(type, name, first, last)
#include "gdb_registers.def"
#undef ROW
#undef REGISTER
#undef FLAGS
#undef BITS
};

static const struct row *row_of(u32 number)
{
	for (u32 i = 0; i < COUNT_OF(rows); i++)
		if (number - rows[i].first < rows[i].count)
			return &rows[i];
	return NULL;
}

/* ---- values ---- */

static u32 field_of(const struct vr3000 *machine, u32 cpu, const char *field)
{
	char name[48];
	u64 value = 0;
	snprintf(name, sizeof name, "cpu%u.%s", cpu, field);
	vr3000_get(machine, name, &value);
	return (u32)value;
}

static bool set_field(struct vr3000 *machine, u32 cpu, const char *field, u32 value)
{
	char name[48];
	snprintf(name, sizeof name, "cpu%u.%s", cpu, field);
	return vr3000_set(machine, name, value);
}

static bool name_field(u32 number, char *field, size_t size)
{
	const struct row *row = row_of(number);
	if (!row || !row->field)
		return false;
	if (row->count == 1)
		snprintf(field, size, "%s", row->field);
	else
		snprintf(field, size, "%.*s%u]", (int)strcspn(row->field, "%"), row->field,
			number - row->first);
	return true;
}

/* A load on its way to a general register. */
static bool is_loaded(const struct vr3000 *machine, u32 cpu, u32 number)
{
	return number && number < 32 && field_of(machine, cpu, "after") == LOADED &&
		field_of(machine, cpu, "late_reg") == number;
}

bool gdb_register_get(const struct vr3000 *machine, u32 cpu, u32 number, u32 *value)
{
	char field[32];
	if (!name_field(number, field, sizeof field))
		return false;
	if (is_loaded(machine, cpu, number))
		snprintf(field, sizeof field, "late_value");
	if (number == PC && field_of(machine, cpu, "after") == SLOT)
		snprintf(field, sizeof field, "branch_pc");
	*value = field_of(machine, cpu, field);
	if (number == FCSR)
		*value |= field_of(machine, cpu, "fcond") << FCSR_C_SHIFT;
	return true;
}

static bool set(struct vr3000 *machine, u32 cpu, u32 number, const char *field, u32 value)
{
	if (number == PC) {
		vr3000_jump(machine, cpu, value);
		return true;
	}
	if (is_loaded(machine, cpu, number) && !set_field(machine, cpu, "late_value", value))
		return false;
	if (number == FCSR)
		set_field(machine, cpu, "fcond", value >> FCSR_C_SHIFT & 1);
	return set_field(machine, cpu, field,
		number == FCSR ? value & ~(1u << FCSR_C_SHIFT) : value);
}

bool gdb_register_set(struct vr3000 *machine, u32 cpu, u32 number, u32 value)
{
	char field[32];
	u32 old;
	if (!gdb_register_get(machine, cpu, number, &old))
		return false;
	return old == value || (name_field(number, field, sizeof field) &&
		set(machine, cpu, number, field, value));
}

/* ---- target.xml ---- */

static const char head[] =
	"<?xml version=\"1.0\"?><!DOCTYPE target SYSTEM \"gdb-target.dtd\"><target>"
	"<architecture>mips</architecture><osabi>none</osabi>";

static void add(struct bytes *to, const char *text)
{
	bytes_add(to, text, strlen(text));
}

static void add_types(struct bytes *to)
{
	char text[128];
	bool open = false;
#define ROW(...)
#define REGISTER(...)
#define FLAGS(type) \
	add(to, open ? "</flags>" : ""); \
	add(to, "<flags id=\"" type "\" size=\"4\">"); \
	open = true;
#define BITS(type, name, first, last) \
	snprintf(text, sizeof text, "<field name=\"" name "\" start=\"%d\" end=\"%d\"/>", first, \
		last); \
	add(to, text);
#include "gdb_registers.def"
#undef ROW
#undef REGISTER
#undef FLAGS
#undef BITS
	add(to, open ? "</flags>" : "");
}

static void add_register(struct bytes *to, const struct row *row, u32 i)
{
	char text[160], name[24];
	if (row->count == 1)
		snprintf(name, sizeof name, "%s", row->name);
	else
		snprintf(name, sizeof name, "%c%u", row->name[0], i);
	snprintf(text, sizeof text,
		"<reg name=\"%s\" bitsize=\"32\" regnum=\"%u\" type=\"%s\" group=\"%s\"/>", name,
		row->first + i, row->type, row->group);
	add(to, text);
}

static void add_feature(struct bytes *to, const char *prefix, const char *feature, bool types)
{
	add(to, "<feature name=\"");
	add(to, prefix);
	add(to, feature);
	add(to, "\">");
	if (types)
		add_types(to);
	for (u32 k = 0; k < COUNT_OF(rows); k++)
		for (u32 i = 0; i < rows[k].count && !strcmp(rows[k].feature, feature); i++)
			add_register(to, &rows[k], i);
	add(to, "</feature>");
}

/* Without the fpu's feature gdb refuses the whole, even for a processor that has none. */
void gdb_registers_describe(struct bytes *to)
{
	add(to, head);
	add_feature(to, "org.gnu.gdb.", "mips.cpu", false);
	add_feature(to, "org.gnu.gdb.", "mips.cp0", false);
	add_feature(to, "org.gnu.gdb.", "mips.fpu", false);
	add_feature(to, "org.", "vr3000", true);
	add(to, "</target>");
}
