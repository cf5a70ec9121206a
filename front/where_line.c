/* where_line.c: what only debug information knows, through libdw: the source line of an address
 * and the layout of a structure.  A kernel has 100 MB of it: nothing is read before it is asked
 * for, and then one compilation unit. */
#include "where_inside.h"
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <string.h>

static Dwarf *open_lines(struct where *where)
{
	if (where && !where->dwarf_tried) {
		where->dwarf_tried = true;
		where->dwarf = dwarf_begin_elf(where->elf->handle, DWARF_C_READ, NULL);
	}
	return where ? where->dwarf : NULL;
}

void where_close_lines(struct where *where)
{
	dwarf_end(where->dwarf);
}

/* ---- units ---- */

/* For units that .debug_aranges does not list; clang writes none. */
static bool search_units(Dwarf *dwarf, u32 va, Dwarf_Die *unit)
{
	Dwarf_CU *cu = NULL;
	while (dwarf_get_units(dwarf, cu, &cu, NULL, NULL, unit, NULL) == 0)
		if (dwarf_haspc(unit, va) > 0)
			return true;
	return false;
}

static bool find_unit(Dwarf *dwarf, u32 va, Dwarf_Die *unit)
{
	return dwarf_addrdie(dwarf, va, unit) || search_units(dwarf, va, unit);
}

/* ---- lines ---- */

/* Paths are shown from where the compiler ran. */
static const char *shorten(Dwarf_Die *unit, const char *file)
{
	Dwarf_Attribute attribute;
	const char *directory = dwarf_formstring(dwarf_attr(unit, DW_AT_comp_dir, &attribute));
	size_t length = directory ? strlen(directory) : 0;
	if (length && strncmp(file, directory, length) == 0 && file[length] == '/')
		file += length + 1;
	while (strncmp(file, "./", 2) == 0)
		file += 2;
	return file;
}

bool where_line(struct where *where, u32 va, const char **file, int *line)
{
	Dwarf_Die unit;
	Dwarf *dwarf = open_lines(where);
	if (!dwarf || !find_unit(dwarf, va, &unit))
		return false;
	Dwarf_Line *row = dwarf_getsrc_die(&unit, va);
	const char *name = row ? dwarf_linesrc(row, NULL, NULL) : NULL;
	if (!name || dwarf_lineno(row, line) != 0 || *line <= 0)
		return false;
	*file = shorten(&unit, name);
	return true;
}

/* ---- structures ---- */

static bool find_child(Dwarf_Die *parent, int tag, const char *name, size_t length,
		       Dwarf_Die *child)
{
	if (dwarf_child(parent, child) != 0)
		return false;
	do {
		const char *candidate = dwarf_tag(child) == tag ? dwarf_diename(child) : NULL;
		if (candidate && strlen(candidate) == length &&
		    memcmp(candidate, name, length) == 0 &&
		    !dwarf_hasattr(child, DW_AT_declaration))
			return true;
	} while (dwarf_siblingof(child, child) == 0);
	return false;
}

static bool find_type(Dwarf_Die *member, Dwarf_Die *type)
{
	Dwarf_Attribute attribute;
	Dwarf_Die named;
	return dwarf_formref_die(dwarf_attr(member, DW_AT_type, &attribute), &named) &&
	       dwarf_peel_type(&named, type) == 0;
}

/* field may name a field of a field: "desc_ring.head_id". */
static bool find_offset(Dwarf_Die *type, const char *field, u32 *offset)
{
	*offset = 0;
	for (;;) {
		Dwarf_Die member;
		Dwarf_Attribute attribute;
		Dwarf_Word at;
		size_t length = strcspn(field, ".");
		if (!find_child(type, DW_TAG_member, field, length, &member) ||
		    dwarf_formudata(dwarf_attr(&member, DW_AT_data_member_location, &attribute),
				    &at) != 0)
			return false;
		*offset += (u32)at;
		if (!field[length])
			return true;
		field += length + 1;
		if (!find_type(&member, type))
			return false;
	}
}

bool where_field(struct where *where, const char *anchor, const char *type, const char *field,
		 u32 *offset)
{
	u32 va;
	Dwarf_Die unit, structure;
	Dwarf *dwarf = open_lines(where);
	if (!dwarf || !where_address(where, anchor, &va, NULL) || !find_unit(dwarf, va, &unit) ||
	    !find_child(&unit, DW_TAG_structure_type, type, strlen(type), &structure))
		return false;
	if (field)
		return find_offset(&structure, field, offset);
	int size = dwarf_bytesize(&structure);
	*offset = (u32)size;
	return size > 0;
}
