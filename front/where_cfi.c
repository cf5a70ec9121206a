/* where_cfi.c: reads .debug_frame (DWARF 4, section 6.4; version 1, 3 and 4 entries in the 32-bit
 * format), with the operations that gcc and gas emit for MIPS.  Expressions are not evaluated: a
 * register that has one is lost.  Every read is within the section, whatever it says. */
#include "where_cfi.h"
#include "elf_file.h"
#include <dwarf.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>

enum { SECTION_BYTES_MAX = 1 << 28, CIE_ID = -1 };

struct function {
	u32 start, bytes;
	u32 entry, cie; /* offsets in the section: after the FDE's ranges; of the CIE */
	u32 entry_end;
};

struct cfi {
	const u8 *bytes;
	u32 size;
	enum byte_order order;
	struct function *functions; /* by start */
	size_t count;
};

/* ---- bytes ---- */

/* A reader that ran off its end stays there, reads zeros and is `bad`. */
struct reader {
	const u8 *at, *end;
	enum byte_order order;
	bool bad;
};

static struct reader reader_at(const struct cfi *cfi, u32 from, u32 to)
{
	return (struct reader){ cfi->bytes + from, cfi->bytes + to, cfi->order, false };
}

static u32 take(struct reader *r, unsigned n)
{
	u32 value = 0;
	must(r->at <= r->end && n <= 4);
	if ((size_t)(r->end - r->at) < n) {
		r->at = r->end;
		r->bad = true;
		return 0;
	}
	for (unsigned i = 0; i < n; i++)
		value |= (u32)r->at[i] << 8 * (r->order == BIG ? n - 1 - i : i);
	r->at += n;
	return value;
}

/* Both kinds of LEB128; bits above 31 are dropped. */
static u32 take_leb(struct reader *r, bool sign)
{
	u32 value = 0;
	unsigned shift = 0, byte;
	do {
		byte = take(r, 1);
		if (shift < 32)
			value |= (byte & 0x7f) << shift;
		shift += 7;
	} while (byte & 0x80);
	if (sign && byte & 0x40 && shift < 32)
		value |= ~(u32)0 << shift;
	return value;
}

static u32 take_uleb(struct reader *r) { return take_leb(r, false); }
static s32 take_sleb(struct reader *r) { return (s32)take_leb(r, true); }

static void skip(struct reader *r, u32 n)
{
	if ((size_t)(r->end - r->at) < n)
		r->bad = true;
	r->at = r->bad ? r->end : r->at + n;
}

/* ---- common information entries ---- */

struct cie {
	u32 code_align;
	s32 data_align;
	u32 return_column;
	bool interrupted;
	struct reader program;
};

/* Only "S", the mark of an exception's frame, can be understood without knowing more. */
static bool read_augmentation(struct reader *r, struct cie *cie)
{
	u32 letter;
	while ((letter = take(r, 1)) == 'S')
		cie->interrupted = true;
	return letter == 0;
}

static bool read_cie(const struct cfi *cfi, u32 offset, struct cie *cie)
{
	if (offset > cfi->size || cfi->size - offset < 4)
		return false;
	struct reader r = reader_at(cfi, offset, cfi->size);
	u32 length = take(&r, 4);
	if (length > (size_t)(r.end - r.at))
		return false;
	r.end = r.at + length;
	*cie = (struct cie){ 0 };
	if (take(&r, 4) != (u32)CIE_ID)
		return false;
	u32 version = take(&r, 1);
	if ((version != 1 && version != 3 && version != 4) || !read_augmentation(&r, cie))
		return false;
	if (version == 4 && take(&r, 2) != (cfi->order == BIG ? 0x0400 : 0x0004))
		return false; /* an address has 4 bytes, a segment selector none */
	cie->code_align = take_uleb(&r);
	cie->data_align = take_sleb(&r);
	cie->return_column = version == 1 ? take(&r, 1) : take_uleb(&r);
	cie->program = r;
	return !r.bad && cie->return_column < CFI_COLUMNS;
}

/* ---- the section, once ---- */

static int compare_functions(const void *left, const void *right)
{
	const struct function *a = left, *b = right;
	return a->start < b->start ? -1 : a->start > b->start;
}

static bool add_function(struct cfi *cfi, size_t *room, struct function function)
{
	if (cfi->count == *room) {
		*room = *room ? *room * 2 : 1024;
		struct function *more = realloc(cfi->functions, *room * sizeof *more);
		if (!more)
			return false;
		cfi->functions = more;
	}
	cfi->functions[cfi->count++] = function;
	return true;
}

static bool index_functions(struct cfi *cfi)
{
	size_t room = 0;
	struct reader r = reader_at(cfi, 0, cfi->size);
	while (r.end - r.at >= 4) {
		u32 length = take(&r, 4);
		if (length > (size_t)(r.end - r.at))
			break; /* the 64-bit format, or damage: what was read so far counts */
		const u8 *next = r.at + length;
		struct reader entry = { r.at, next, r.order, false };
		u32 cie = take(&entry, 4), start = take(&entry, 4), bytes = take(&entry, 4);
		u32 program = (u32)(entry.at - cfi->bytes);
		r.at = next;
		if (entry.bad || cie == (u32)CIE_ID || start == 0)
			continue;
		if (!add_function(cfi, &room, (struct function){ start, bytes, program, cie,
								 (u32)(next - cfi->bytes) }))
			return false;
	}
	if (cfi->count)
		qsort(cfi->functions, cfi->count, sizeof *cfi->functions, compare_functions);
	return true;
}

static Elf_Scn *find_section(Elf *elf, const char *name, GElf_Shdr *header)
{
	size_t strings;
	if (elf_getshdrstrndx(elf, &strings) != 0)
		return NULL;
	for (Elf_Scn *section = NULL; (section = elf_nextscn(elf, section));) {
		const char *candidate = gelf_getshdr(section, header)
						? elf_strptr(elf, strings, header->sh_name)
						: NULL;
		if (candidate && strcmp(candidate, name) == 0)
			return section;
	}
	return NULL;
}

static Elf_Data *read_section(Elf *elf)
{
	GElf_Shdr header;
	GElf_Chdr packed;
	Elf_Scn *section = find_section(elf, ".debug_frame", &header);
	if (!section || header.sh_type == SHT_NOBITS)
		return NULL;
	if (header.sh_flags & SHF_COMPRESSED &&
	    (!gelf_getchdr(section, &packed) || packed.ch_size > SECTION_BYTES_MAX ||
	     elf_compress(section, 0, 0) < 0))
		return NULL;
	Elf_Data *data = elf_rawdata(section, NULL);
	return data && data->d_buf && data->d_size <= SECTION_BYTES_MAX ? data : NULL;
}

struct cfi *cfi_open(const struct elf *elf)
{
	Elf_Data *data = read_section(elf->handle);
	struct cfi *cfi = data ? calloc(1, sizeof *cfi) : NULL;
	if (!cfi)
		return NULL;
	cfi->bytes = data->d_buf;
	cfi->size = (u32)data->d_size;
	cfi->order = elf->order;
	if (index_functions(cfi))
		return cfi;
	cfi_close(cfi);
	return NULL;
}

void cfi_close(struct cfi *cfi)
{
	if (cfi)
		free(cfi->functions);
	free(cfi);
}

/* ---- the program of one function ---- */

enum { REMEMBERED_MAX = 8 };

struct machine {
	const struct cie *cie;
	u32 location, stop;
	struct cfi_row row, initial;
	struct cfi_row remembered[REMEMBERED_MAX];
	unsigned depth;
	bool bad;
};

static void set_rule(struct machine *m, u32 column, int kind, s32 number)
{
	if (column < CFI_COLUMNS)
		m->row.rule[column] = (struct cfi_rule){ .kind = kind, .number = number };
}

static s32 scaled(const struct machine *m, u32 factor)
{
	return (s32)(factor * (u32)m->cie->data_align);
}

static void restore_rule(struct machine *m, u32 column)
{
	if (column < CFI_COLUMNS)
		m->row.rule[column] = m->initial.rule[column];
}

static void remember(struct machine *m)
{
	if (m->depth == REMEMBERED_MAX)
		m->bad = true;
	else
		m->remembered[m->depth++] = m->row;
}

static void recall(struct machine *m)
{
	if (m->depth == 0)
		m->bad = true;
	else
		m->row = m->remembered[--m->depth];
}

static void advance(struct machine *m, u32 steps) { m->location += steps * m->cie->code_align; }

static void define_cfa(struct machine *m, u32 column, s32 offset)
{
	m->row.cfa_register = column;
	m->row.cfa_offset = offset;
	m->bad |= column > 31;
}

/* The operations whose operand is not in their first byte. */
static void long_operation(struct machine *m, struct reader *r, unsigned operation)
{
	u32 column;
	switch (operation) {
	case DW_CFA_nop:
		break;
	case DW_CFA_set_loc:
		m->location = take(r, 4);
		break;
	case DW_CFA_advance_loc1:
		advance(m, take(r, 1));
		break;
	case DW_CFA_advance_loc2:
		advance(m, take(r, 2));
		break;
	case DW_CFA_advance_loc4:
		advance(m, take(r, 4));
		break;
	case DW_CFA_offset_extended:
		column = take_uleb(r);
		set_rule(m, column, CFI_AT, scaled(m, take_uleb(r)));
		break;
	case DW_CFA_offset_extended_sf:
		column = take_uleb(r);
		set_rule(m, column, CFI_AT, scaled(m, (u32)take_sleb(r)));
		break;
	case DW_CFA_GNU_negative_offset_extended:
		column = take_uleb(r);
		set_rule(m, column, CFI_AT, scaled(m, -take_uleb(r)));
		break;
	case DW_CFA_val_offset:
		column = take_uleb(r);
		set_rule(m, column, CFI_VALUE, scaled(m, take_uleb(r)));
		break;
	case DW_CFA_val_offset_sf:
		column = take_uleb(r);
		set_rule(m, column, CFI_VALUE, scaled(m, (u32)take_sleb(r)));
		break;
	case DW_CFA_restore_extended:
		restore_rule(m, take_uleb(r));
		break;
	case DW_CFA_undefined:
		set_rule(m, take_uleb(r), CFI_LOST, 0);
		break;
	case DW_CFA_same_value:
		set_rule(m, take_uleb(r), CFI_SAME, 0);
		break;
	case DW_CFA_register:
		column = take_uleb(r);
		set_rule(m, column, CFI_REGISTER, (s32)take_uleb(r));
		break;
	case DW_CFA_remember_state:
		remember(m);
		break;
	case DW_CFA_restore_state:
		recall(m);
		break;
	case DW_CFA_def_cfa:
		column = take_uleb(r);
		define_cfa(m, column, (s32)take_uleb(r));
		break;
	case DW_CFA_def_cfa_sf:
		column = take_uleb(r);
		define_cfa(m, column, scaled(m, (u32)take_sleb(r)));
		break;
	case DW_CFA_def_cfa_register:
		define_cfa(m, take_uleb(r), m->row.cfa_offset);
		break;
	case DW_CFA_def_cfa_offset:
		m->row.cfa_offset = (s32)take_uleb(r);
		break;
	case DW_CFA_def_cfa_offset_sf:
		m->row.cfa_offset = scaled(m, (u32)take_sleb(r));
		break;
	case DW_CFA_expression:
	case DW_CFA_val_expression:
		set_rule(m, take_uleb(r), CFI_LOST, 0);
		skip(r, take_uleb(r));
		break;
	case DW_CFA_GNU_args_size:
		take_uleb(r);
		break;
	default: /* an expression for the CFA itself, or unknown: its length too */
		m->bad = true;
	}
}

/* Runs until the row at m->stop is complete. */
static bool run(struct machine *m, struct reader r)
{
	while (r.at < r.end && !r.bad && !m->bad) {
		u32 first = take(&r, 1), low = first & 0x3f;
		switch (first & 0xc0) {
		case DW_CFA_advance_loc:
			advance(m, low);
			break;
		case DW_CFA_offset:
			set_rule(m, low, CFI_AT, scaled(m, take_uleb(&r)));
			break;
		case DW_CFA_restore:
			restore_rule(m, low);
			break;
		default:
			long_operation(m, &r, low);
		}
		if (m->location > m->stop)
			return true;
	}
	return !r.bad && !m->bad;
}

static const struct function *find_function(const struct cfi *cfi, u32 va)
{
	size_t low = 0, high = cfi->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (cfi->functions[middle].start <= va)
			low = middle + 1;
		else
			high = middle;
	}
	while (low > 0 && cfi->functions[low - 1].bytes == 0)
		low--;
	if (low == 0 || va - cfi->functions[low - 1].start >= cfi->functions[low - 1].bytes)
		return NULL;
	return &cfi->functions[low - 1];
}

bool cfi_find(const struct cfi *cfi, u32 va, struct cfi_row *row)
{
	struct cie cie;
	const struct function *function = cfi ? find_function(cfi, va) : NULL;
	if (!function || !read_cie(cfi, function->cie, &cie))
		return false;
	must(function->entry <= function->entry_end && function->entry_end <= cfi->size);
	struct machine m = { .cie = &cie, .location = function->start, .stop = va };
	m.row.start = function->start;
	m.row.return_column = cie.return_column;
	m.row.interrupted = cie.interrupted;
	if (!run(&m, cie.program))
		return false;
	m.initial = m.row;
	if (!run(&m, reader_at(cfi, function->entry, function->entry_end)))
		return false;
	*row = m.row;
	return true;
}
