/* where_print.c: registers, exceptions and backtraces as text for people. */
#include "where.h"
#include "where_inside.h"
#include <string.h>

enum { COLUMNS = 4, ROWS = 32 / COLUMNS, SYMBOL_BYTES = 25 };

static const char *const register_names[32] = {
	"zero", "at", "v0", "v1", "a0", "a1", "a2", "a3",
	"t0",   "t1", "t2", "t3", "t4", "t5", "t6", "t7",
	"s0",   "s1", "s2", "s3", "s4", "s5", "s6", "s7",
	"t8",   "t9", "k0", "k1", "gp", "sp", "s8", "ra",
};

/* ---- registers ---- */

/* "name+offset" if value points into code, else ""; a long name loses its end, not its offset. */
static void name_code(const struct where *where, u32 value, char text[SYMBOL_BYTES])
{
	char offset[12] = "";
	const struct elf_symbol *symbol = where_find(where, value);
	text[0] = 0;
	if (!symbol || !symbol->code)
		return;
	if (value != symbol->value)
		snprintf(offset, sizeof offset, "+0x%x", value - symbol->value);
	int room = SYMBOL_BYTES - 1 - (int)strlen(offset);
	snprintf(text, SYMBOL_BYTES, "%.*s%s", room, symbol->name, offset);
}

void where_print_registers(FILE *out, struct where *where, const struct where_regs *regs)
{
	char symbols[32][SYMBOL_BYTES];
	int widths[COLUMNS] = { 0 };
	for (int i = 0; i < 32; i++) {
		name_code(where, regs->gpr[i], symbols[i]);
		int width = (int)strlen(symbols[i]);
		if (width > widths[i / ROWS])
			widths[i / ROWS] = width;
	}
	for (int row = 0; row < ROWS; row++) {
		int last = 3 * ROWS + row;
		for (int i = row; i < last; i += ROWS)
			fprintf(out, "%4s %08x %-*s ", register_names[i], regs->gpr[i],
				widths[i / ROWS], symbols[i]);
		fprintf(out, "%4s %08x%s%s\n", register_names[last], regs->gpr[last],
			symbols[last][0] ? " " : "", symbols[last]);
	}
	char place[200];
	where_text(where, regs->pc, place, sizeof place);
	fprintf(out, "  hi %08x   lo %08x   pc %08x%s%s\n", regs->hi, regs->lo, regs->pc,
		place[0] ? " " : "", place);
}

/* ---- exceptions ---- */

static const char *segment_name(u32 va)
{
	if (va < 0x80000000)
		return "kuseg";
	if (va < 0xa0000000)
		return "kseg0";
	return va < 0xc0000000 ? "kseg1" : "kseg2";
}

/* The codes of the R2000 and R3000 (MIPS RISC Architecture, Kane and Heinrich, chapter 6). */
enum { INT, MOD, TLBL, TLBS, ADEL, ADES, IBE, DBE, SYS, BP, RI, CPU, OV };

static bool has_address(unsigned code) { return code >= MOD && code <= ADES; }

static void interrupt_words(u32 cause, char *text, size_t size)
{
	int n = snprintf(text, size, "an interrupt");
	for (unsigned line = 0; line < 8; line++)
		if (cause & 0x100u << line && n >= 0 && (size_t)n < size)
			n += snprintf(text + n, size - (size_t)n, " IP%u", line);
}

static const char *code_words(unsigned code, bool fetch)
{
	switch (code) {
	case MOD:  return "a store to a read-only page:";
	case TLBL: return fetch ? "TLB miss on an instruction fetch from"
				: "TLB miss on a load from";
	case TLBS: return "TLB miss on a store to";
	case ADEL: return fetch ? "address error on an instruction fetch from"
				: "address error on a load from";
	case ADES: return "address error on a store to";
	case IBE:  return "bus error on an instruction fetch";
	case DBE:  return "bus error on a load or store";
	case SYS:  return "a system call";
	case BP:   return "a breakpoint";
	case RI:   return "a reserved instruction";
	case OV:   return "arithmetic overflow";
	default:   return "an exception of unknown code";
	}
}

void where_exception_words(u32 cause, u32 epc, u32 bad_vaddr, char *text, size_t size)
{
	unsigned code = cause >> 2 & 31;
	bool in_slot = cause >> 31, fetch = bad_vaddr == epc || (in_slot && bad_vaddr == epc + 4);
	const char *slot = in_slot ? ", in a delay slot" : "";
	if (code == INT)
		interrupt_words(cause, text, size);
	else if (code == CPU)
		snprintf(text, size, "coprocessor %u unusable%s", cause >> 28 & 3, slot);
	else if (has_address(code))
		snprintf(text, size, "%s %08x (%s)%s", code_words(code, fetch), bad_vaddr,
			 segment_name(bad_vaddr), slot);
	else if (code <= OV)
		snprintf(text, size, "%s%s", code_words(code, fetch), slot);
	else
		snprintf(text, size, "%s %u%s", code_words(code, fetch), code, slot);
}

/* ---- backtraces ---- */

/* Ordinary ways are not mentioned. */
static const char *how_words(const struct where_frame *frame)
{
	if (frame->inlined)
		return "  [inlined]";
	switch (frame->how) {
	case WHERE_PROLOGUE: return "  [guessed from instructions]";
	case WHERE_RETURN:   return "  [guessed from ra]";
	default:             return "";
	}
}

void where_print_backtrace(FILE *out, const struct where_frame *frames, int count)
{
	for (int i = 0; i < count; i++) {
		const struct where_frame *frame = &frames[i];
		if (frame->how == WHERE_EXCEPTION)
			fprintf(out, "    -- an exception was taken in:\n");
		fprintf(out, "#%-2d %08x", i, frame->pc);
		if (frame->name)
			fprintf(out, frame->offset ? " %s+0x%x" : " %s", frame->name,
				frame->offset);
		if (frame->file)
			fprintf(out, " (%s:%d)", frame->file, frame->line);
		fprintf(out, "%s\n", how_words(frame));
	}
	if (count > 0) {
		const char *end = frames[count - 1].end;
		fprintf(out, "    (%s)\n", end ? end : "and so on");
	}
}
