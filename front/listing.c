/* listing.c: see listing.h. */
#include "listing.h"
#include "error.h"
#include "options.h"
#include "say.h"
#include <errno.h>
#include <string.h>

static bool symbol_at(const struct listing *l, u32 va, const char **name, u32 *offset)
{
	return l->symbol && l->symbol(l->context, va, name, offset);
}

static void print_heading(const struct listing *l, u32 va)
{
	const char *name;
	u32 offset;
	if (symbol_at(l, va, &name, &offset) && offset == 0)
		fprintf(l->to, "\n%08x <%s>:\n", va, name);
}

/* Where there are symbols objdump leaves out 0x. */
static void print_target(const struct listing *l, u32 target)
{
	const char *name;
	u32 offset;
	if (!symbol_at(l, target, &name, &offset))
		fprintf(l->to, l->symbol ? "%x" : "0x%x", target);
	else if (offset)
		fprintf(l->to, "%x <%s+0x%x>", target, name, offset);
	else
		fprintf(l->to, "%x <%s>", target, name);
}

static void print_word(const struct listing *l, int width, u32 va, u32 word)
{
	struct disassembly d;
	if (insn_extra[insn_decode(word)] && !l->extra) {
		fprintf(l->to, "%*x:\t%08x \t.word\t0x%x\n", width, va, word, word);
		return;
	}
	disassemble(word, va, l->spelling, &d);
	fprintf(l->to, "%*x:\t%08x \t%s", width, va, word, d.name);
	if (*d.operands || d.has_target)
		fprintf(l->to, "\t%s", d.operands);
	if (d.has_target)
		print_target(l, d.target);
	fputc('\n', l->to);
}

static u32 word_of(const u8 *bytes, enum byte_order order)
{
	u32 word;
	memcpy(&word, bytes, sizeof word);
	return order == HOST_ORDER ? word : __builtin_bswap32(word);
}

void listing_print(const struct listing *l, u32 va, const u8 *bytes, size_t size)
{
	int width = (u64)va + size > 0x10000 ? 8 : 4;
	size_t at = 0;
	for (; at + 4 <= size; at += 4) {
		print_heading(l, va + (u32)at);
		print_word(l, width, va + (u32)at, word_of(bytes + at, l->order));
	}
	for (; at < size; at++)
		fprintf(l->to, "%*x:\t%02x       \t.byte\t0x%x\n", width, va + (u32)at, bytes[at],
			bytes[at]);
}

int listing_base(const char *option, u32 *base, struct error *error)
{
	u64 address = 0;
	if (option && (!number_parse(option, 1, &address) || address > UINT32_MAX || address & 3))
		return error_set(error, E_USAGE, "--base %s: not an address of a word", option);
	*base = (u32)address;
	return E_NONE;
}

int listing_end(const struct listing *l)
{
	if (fflush(l->to) == 0 && !ferror(l->to))
		return 0;
	say_wrong("the listing cannot be written: %s", strerror(errno));
	return 5;
}
