/* where_line.c: what only debug information knows, through libdw: the source line of an address
 * and the layout of a structure.  A kernel has 100 MB of it: nothing is read before it is asked
 * for, and then one compilation unit. */
#include "where_inside.h"
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <stdlib.h>
#include <string.h>

/* ---- where sources are ---- */

/* How much of a path another one shares, up to a '/'. */
static size_t common_directory(const char *path, size_t length, const char *other)
{
	size_t common = 0;
	for (size_t i = 0; i < length && path[i] == other[i]; i++)
		if (path[i] == '/')
			common = i + 1;
	return common;
}

static void widen_root(struct where *where, const char *path)
{
	if (where->root_length == 0) {
		snprintf(where->root, sizeof where->root, "%s", path);
		where->root_length = strlen(where->root);
	}
	where->root_length = common_directory(where->root, where->root_length, path);
}

/* The directory that holds the sources, from which their paths are shown: what the absolute names
 * of units have in common, or if there are none, the directory where the compiler ran. */
static void find_root(struct where *where)
{
	Dwarf_CU *cu = NULL;
	Dwarf_Die unit;
	char directory[sizeof where->root] = "";
	while (dwarf_get_units(where->dwarf, cu, &cu, NULL, NULL, &unit, NULL) == 0) {
		Dwarf_Attribute attribute;
		const char *name = dwarf_diename(&unit);
		const char *ran = dwarf_formstring(dwarf_attr(&unit, DW_AT_comp_dir, &attribute));
		if (name && name[0] == '/')
			widen_root(where, name);
		else if (ran && !directory[0])
			snprintf(directory, sizeof directory, "%s/", ran);
	}
	if (where->root_length == 0)
		widen_root(where, directory);
}

static const char *from_root(const struct where *where, const char *file)
{
	if (strncmp(file, where->root, where->root_length) == 0)
		file += where->root_length;
	while (strncmp(file, "./", 2) == 0)
		file += 2;
	return file;
}

static Dwarf *open_lines(struct where *where)
{
	if (where && !where->dwarf_tried) {
		where->dwarf_tried = true;
		where->dwarf = dwarf_begin_elf(where->elf->handle, DWARF_C_READ, NULL);
		find_root(where);
	}
	return where ? where->dwarf : NULL;
}

void where_close_lines(struct where *where)
{
	dwarf_end(where->dwarf);
}

/* ---- units and lines ---- */

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

static bool find_line(const struct where *where, Dwarf_Die *unit, u32 va, const char **file,
		      int *line)
{
	Dwarf_Line *row = dwarf_getsrc_die(unit, va);
	const char *name = row ? dwarf_linesrc(row, NULL, NULL) : NULL;
	if (!name || dwarf_lineno(row, line) != 0 || *line <= 0)
		return false;
	*file = from_root(where, name);
	return true;
}

bool where_line(struct where *where, u32 va, const char **file, int *line)
{
	Dwarf_Die unit;
	Dwarf *dwarf = open_lines(where);
	return dwarf && find_unit(dwarf, va, &unit) && find_line(where, &unit, va, file, line);
}

/* ---- inlined functions ---- */

/* Where the function that `die` is was called, had it been called. */
static void find_call(const struct where *where, Dwarf_Die *unit, Dwarf_Die *die,
		      struct where_frame *frame)
{
	Dwarf_Attribute attribute;
	Dwarf_Word file, line;
	Dwarf_Files *files;
	size_t count;
	if (dwarf_formudata(dwarf_attr(die, DW_AT_call_file, &attribute), &file) != 0 ||
	    dwarf_formudata(dwarf_attr(die, DW_AT_call_line, &attribute), &line) != 0 ||
	    dwarf_getsrcfiles(unit, &files, &count) != 0 || file >= count)
		return;
	const char *name = dwarf_filesrc(files, file, NULL, NULL);
	frame->file = name ? from_root(where, name) : NULL;
	frame->line = (int)line;
}

/* Each inlined function names one frame and the line of the next one. */
static int follow_scopes(const struct where *where, Dwarf_Die *unit, Dwarf_Die *scopes, int count,
			 struct where_frame *frames, int max)
{
	int n = 0;
	for (int i = 0; i < count && n + 1 < max; i++) {
		if (dwarf_tag(&scopes[i]) == DW_TAG_subprogram)
			break;
		if (dwarf_tag(&scopes[i]) != DW_TAG_inlined_subroutine)
			continue;
		frames[n].name = dwarf_diename(&scopes[i]);
		frames[n].inlined = true;
		find_call(where, unit, &scopes[i], &frames[++n]);
	}
	return n + 1;
}

int where_inlined(struct where *where, u32 va, struct where_frame *frames, int max)
{
	Dwarf_Die unit, *scopes, *tree;
	Dwarf *dwarf = open_lines(where);
	if (!dwarf || max < 1 || !find_unit(dwarf, va, &unit) ||
	    !find_line(where, &unit, va, &frames[0].file, &frames[0].line))
		return 0;
	if (dwarf_getscopes(&unit, va, &scopes) <= 0)
		return 1;
	/* From the innermost scope outwards as the code lies, not as the source does. */
	int count = dwarf_getscopes_die(&scopes[0], &tree), n = 1;
	if (count > 0) {
		n = follow_scopes(where, &unit, tree, count, frames, max);
		free(tree);
	}
	free(scopes);
	return n;
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
