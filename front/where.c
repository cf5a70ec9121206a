/* where.c: names for addresses and addresses for names, from the guest's symbol table. */
#include "where.h"
#include "error.h"
#include "where_cfi.h"
#include "where_inside.h"
#include <stdlib.h>
#include <string.h>

/* ---- open and close ---- */

static int compare_places(const void *left, const void *right)
{
	const struct elf_symbol *a = *(const struct elf_symbol *const *)left;
	const struct elf_symbol *b = *(const struct elf_symbol *const *)right;
	if (a->value != b->value)
		return a->value < b->value ? -1 : 1;
	return a < b ? -1 : a > b;
}

static bool sort_places(struct where *where)
{
	const struct elf *elf = where->elf;
	where->by_address = malloc((elf->symbol_count + 1) * sizeof *where->by_address);
	if (!where->by_address)
		return false;
	for (size_t i = 0; i < elf->symbol_count; i++)
		if (elf->symbols[i].section_end)
			where->by_address[where->place_count++] = &elf->symbols[i];
	must(where->place_count <= elf->symbol_count);
	qsort(where->by_address, where->place_count, sizeof *where->by_address, compare_places);
	return true;
}

struct where *where_open_elf(struct elf *elf, struct error *error)
{
	struct where *where = calloc(1, sizeof *where);
	if (where) {
		where->elf = elf;
		if (sort_places(where))
			return where;
	}
	error_set(error, E_HOST, "%s: no memory for its symbols", elf->name);
	elf_close(elf);
	free(where);
	return NULL;
}

struct where *where_open(const char *path, struct error *error)
{
	struct elf *elf = elf_open(path, error);
	return elf ? where_open_elf(elf, error) : NULL;
}

void where_close(struct where *where)
{
	if (!where)
		return;
	cfi_close(where->cfi);
	where_close_lines(where);
	elf_close(where->elf);
	free(where->by_address);
	free(where);
}

/* ---- symbols ---- */

/* How many symbols with va at or above their value: by_address[n - 1] is the nearest below. */
static size_t count_up_to(const struct where *where, u32 va)
{
	size_t low = 0, high = where->place_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (where->by_address[middle]->value <= va)
			low = middle + 1;
		else
			high = middle;
	}
	must(low == 0 || where->by_address[low - 1]->value <= va);
	return low;
}

/* 0: does not cover va.  A label without a size ends at the next symbol of any kind. */
static int rank(const struct elf_symbol *symbol, u32 va, u32 nearest)
{
	bool covers = symbol->size ? va - symbol->value < symbol->size
				   : symbol->value == nearest && va < symbol->section_end;
	if (!covers)
		return 0;
	return 1 + symbol->global + 2 * (symbol->object && symbol->size) + 4 * (symbol->size != 0) +
	       8 * symbol->function;
}

const struct elf_symbol *where_find(const struct where *where, u32 va)
{
	enum { LOOK_BACK = 256 }; /* symbols inside of a symbol, labels mostly */
	size_t n = where ? count_up_to(where, va) : 0;
	if (n == 0)
		return NULL;
	const struct elf_symbol *best = NULL;
	int best_rank = 0;
	u32 nearest = where->by_address[n - 1]->value;
	for (size_t i = n; i-- > 0 && n - i <= LOOK_BACK;) {
		const struct elf_symbol *symbol = where->by_address[i];
		int r = rank(symbol, va, nearest);
		if (r > best_rank) {
			best = symbol;
			best_rank = r;
		}
		if (best && best->function && best->size && symbol->value != best->value)
			break;
	}
	return best;
}

bool where_symbol(const struct where *where, u32 va, const char **name, u32 *offset)
{
	const struct elf_symbol *symbol = where_find(where, va);
	if (!symbol)
		return false;
	*name = symbol->name;
	*offset = va - symbol->value;
	return true;
}

bool where_address(const struct where *where, const char *name, u32 *va, u32 *size)
{
	const struct elf_symbol *best = NULL;
	for (size_t i = 0; where && i < where->elf->symbol_count; i++) {
		const struct elf_symbol *symbol = &where->elf->symbols[i];
		if (strcmp(symbol->name, name) == 0 && (!best || symbol->global > best->global))
			best = symbol;
	}
	if (!best)
		return false;
	*va = best->value;
	if (size)
		*size = best->size;
	return true;
}

bool where_is_code(const struct where *where, u32 va)
{
	return where && elf_is_code(where->elf, va);
}

void where_text(struct where *where, u32 va, char *text, size_t size)
{
	const char *name, *file;
	u32 offset;
	int line, n = 0;
	text[0] = 0;
	if (where_symbol(where, va, &name, &offset))
		n = snprintf(text, size, offset ? "%s+0x%x" : "%s", name, offset);
	if (n >= 0 && (size_t)n < size && where_line(where, va, &file, &line))
		snprintf(text + n, size - (size_t)n, "%s(%s:%d)", n ? " " : "", file, line);
}

/* ---- memory ---- */

static bool read_file(const struct elf *elf, u32 va, u8 *bytes)
{
	for (unsigned i = 0; elf && i < elf->segment_count; i++) {
		const struct elf_segment *segment = &elf->segments[i];
		u32 at = va - segment->vaddr;
		if (at < segment->filesz && segment->filesz - at >= 4) {
			memcpy(bytes, segment->bytes + at, 4);
			return true;
		}
	}
	return false;
}

bool where_word(const struct where *where, const struct where_memory *memory, u32 va, u32 *value)
{
	u8 b[4];
	if (va & 3)
		return false;
	if (!(memory && memory->read(memory->context, va, b, 4)) && !read_file(where->elf, va, b))
		return false;
	if (where->elf->order == BIG)
		*value = (u32)b[0] << 24 | (u32)b[1] << 16 | (u32)b[2] << 8 | b[3];
	else
		*value = (u32)b[3] << 24 | (u32)b[2] << 16 | (u32)b[1] << 8 | b[0];
	return true;
}
