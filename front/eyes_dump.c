/* eyes_dump.c: a translated block for people: each guest instruction, the intermediate code that it
 * became and the host code that that became, side by side.  What lies out of line (slow accesses,
 * exits) is counted, not shown. */
#include "eyes.h"
#include "where.h"
#include <Zydis/Zydis.h>
#include <string.h>

enum { LINE = 64, LEFT = 44, LINES_MOST = 512 };

/* The host code of one piece, as lines. */
struct column { char line[LINES_MOST][LINE]; u32 count; };

static void disassemble(struct column *c, const struct vr3000_block *b, u32 from, u32 to)
{
	ZydisDecoder decoder;
	ZydisFormatter formatter;
	ZydisDecodedInstruction insn;
	ZydisDecodedOperand operand[ZYDIS_MAX_OPERAND_COUNT];
	const u8 *code = b->code;
	ZydisDecoderInit(&decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	ZydisFormatterInit(&formatter, ZYDIS_FORMATTER_STYLE_INTEL);
	c->count = 0;
	while (from < to && c->count < LINES_MOST) {
		char *line = c->line[c->count++];
		if (!ZYAN_SUCCESS(ZydisDecoderDecodeFull(&decoder, code + from, to - from, &insn,
			operand))) {
			snprintf(line, LINE, "%04x  ?", from);
			return;
		}
		int at = snprintf(line, LINE, "%04x  ", from);
		ZydisFormatterFormatInstruction(&formatter, &insn, operand,
			insn.operand_count_visible, line + at, (size_t)(LINE - at), from, NULL);
		from += insn.length;
	}
}

static void print_guest(const struct eyes *e, FILE *to, const struct vr3000_block *b, u32 pc)
{
	u8 byte[4];
	char text[80] = "?";
	u32 pa = b->pa - (b->pc & 4095) + (pc & 4095); /* a block stays on its page */
	if (vr3000_peek(e->machine, pa, byte, sizeof byte)) {
		u32 word = vr3000_big_endian(e->machine) ?
			(u32)byte[0] << 24 | byte[1] << 16 | byte[2] << 8 | byte[3] :
			(u32)byte[3] << 24 | byte[2] << 16 | byte[1] << 8 | byte[0];
		vr3000_disassemble(word, pc, text, sizeof text);
	}
	for (char *p = text; *p; p++)
		if (*p == '\t')
			*p = ' ';
	fprintf(to, "%08x  %s\n", pc, text);
}

/* IR items [item, item_end) beside the lines of host code. */
static void print_piece(const struct eyes *e, FILE *to, const struct vr3000_block *b, u32 item,
	u32 item_end, const struct column *host)
{
	u32 line = 0;
	while ((e->ir && item < item_end) || line < host->count) {
		char text[80] = "";
		if (e->ir && item < item_end)
			vr3000_block_item(b, item++, text, sizeof text);
		if (line < host->count)
			fprintf(to, "    %-*s  %s\n", e->ir ? LEFT : 0, text, host->line[line++]);
		else
			fprintf(to, "    %s\n", text);
	}
}

void eyes_dump(const struct eyes *e, FILE *to, const struct vr3000_block *b)
{
	struct column host = { .count = 0 };
	char place[160];
	u32 pc, item, at, next_pc, next_item, next_at;
	where_text(e->where, b->pc, place, sizeof place);
	fprintf(to, "block %08x %s%s%s: %u instructions, %u items, %u bytes, %u of them out of line\n",
		b->pc, place, *place ? ", " : "", b->user ? "user" : "kernel", b->instructions, b->items,
		b->bytes, b->bytes - b->straight);
	vr3000_block_instruction(b, 0, &pc, &item, &at);
	if (e->x86)
		disassemble(&host, b, 0, at);
	print_piece(e, to, b, 0, item, &host);
	for (u32 i = 0; i < b->instructions; i++) {
		if (!vr3000_block_instruction(b, i + 1, &next_pc, &next_item, &next_at))
			next_pc = 0, next_item = b->items, next_at = b->straight;
		print_guest(e, to, b, pc);
		if (e->x86)
			disassemble(&host, b, at, next_at);
		print_piece(e, to, b, item, next_item, &host);
		pc = next_pc, item = next_item, at = next_at;
	}
}
