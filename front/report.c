/* report.c: see report.h. */
#include "report.h"
#include "json_text.h"
#include "say.h"
#include "session.h"
#include "where.h"
#include "why.h"
#include <stdlib.h>
#include <string.h>

enum { FRAMES_MAX = 64, TEXT = 160, LAST_LINES = 12 };

const char *report_name(struct session *s, u32 va)
{
	const char *name;
	u32 offset;
	return where_symbol(s->where, va, &name, &offset) ? name : "";
}

void report_hash(const struct session *s, char hex[REPORT_HASH])
{
	u8 hash[16];
	vr3000_hash(s->machine, hash);
	for (u32 i = 0; i < sizeof hash; i++)
		snprintf(hex + 2 * i, 3, "%02x", hash[i]);
}

/* ---- memory ---- */

struct eye { const struct vr3000 *machine; u32 cpu; };

static bool see(void *context, u32 va, void *bytes, u32 n)
{
	struct eye *eye = context;
	return vr3000_peek_virtual(eye->machine, eye->cpu, va, bytes, n);
}

bool report_word(const struct session *s, u32 va, u32 *word)
{
	u8 b[4];
	if (!vr3000_peek_virtual(s->machine, 0, va, b, sizeof b))
		return false;
	*word = vr3000_big_endian(s->machine) ? (u32)b[0] << 24 | b[1] << 16 | b[2] << 8 | b[3] :
						(u32)b[3] << 24 | b[2] << 16 | b[1] << 8 | b[0];
	return true;
}

void report_instruction(struct session *s, FILE *to, u32 va)
{
	char text[TEXT], place[TEXT];
	u32 word;
	where_text(s->where, va, place, sizeof place);
	if (!report_word(s, va, &word)) {
		fprintf(to, "%08x: -------- not mapped to memory\n", va);
		return;
	}
	vr3000_disassemble(word, va, text, sizeof text);
	fprintf(to, "%08x: %08x  %-32s%s%s\n", va, word, text, *place ? " # " : "", place);
}

json_t *report_line(struct session *s)
{
	struct vr3000_regs r;
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);
	must(to);
	vr3000_registers(s->machine, 0, &r);
	report_instruction(s, to, r.pc);
	fclose(to);
	json_t *line = json_bytes(text, size);
	free(text);
	return line;
}

/* ---- registers and callers ---- */

/* A guest that took its last exception stands at a vector with nothing behind it (Status.BEV): it
 * is told from where that happened. */
static u32 place_of(const struct session *s, const struct vr3000_regs *r)
{
	const u32 BEV_VECTORS = 0xbfc00100, BEV_END = 0xbfc00184;
	bool at_vector = r->pc >= BEV_VECTORS && r->pc < BEV_END;
	return s->ending.cause == CAUSE_FAULT && at_vector ? r->epc : r->pc;
}

static void get_registers(const struct session *s, u32 cpu, struct vr3000_regs *r,
	struct where_regs *regs)
{
	vr3000_registers(s->machine, cpu, r);
	memcpy(regs->gpr, r->gpr, sizeof regs->gpr);
	regs->pc = place_of(s, r);
	regs->epc = r->epc;
	regs->hi = r->hi;
	regs->lo = r->lo;
}

/* Before the first exception Cause says "an interrupt", as it says zero. */
static bool has_trapped(const struct session *s, u32 cpu)
{
	u64 all = 0;
	for (u32 code = 0; code < 32; code++)
		all += vr3000_exceptions(s->machine, cpu, code);
	return all;
}

void report_registers(struct session *s, FILE *to, u32 cpu)
{
	char words[TEXT];
	struct vr3000_regs r;
	struct where_regs regs;
	get_registers(s, cpu, &r, &regs);
	where_print_registers(to, s->where, &regs);
	where_exception_words(r.cause, r.epc, r.badvaddr, words, sizeof words);
	fprintf(to, "status %08x  cause %08x  epc %08x  badvaddr %08x  entryhi %08x%s\n", r.status,
		r.cause, r.epc, r.badvaddr, r.entryhi, r.in_slot ? "  (in a delay slot)" : "");
	if (has_trapped(s, cpu))
		fprintf(to, "last exception: %s\n", words);
}

static void print_callers(struct session *s, FILE *to, u32 cpu)
{
	struct vr3000_regs r;
	struct where_regs regs;
	struct where_frame frames[FRAMES_MAX];
	struct eye eye = { s->machine, cpu };
	const struct where_memory memory = { &eye, see };
	get_registers(s, cpu, &r, &regs);
	int count = where_backtrace(s->where, &regs, &memory, frames, FRAMES_MAX);
	where_print_backtrace(to, frames, count);
}

void report_where(struct session *s, FILE *to)
{
	fprintf(to, "at tick %llu\n", (unsigned long long)vr3000_now(s->machine));
	for (u32 cpu = 0; cpu < vr3000_cpus(s->machine); cpu++) {
		if (vr3000_cpus(s->machine) > 1)
			fprintf(to, "cpu%u\n", cpu);
		report_registers(s, to, cpu);
		print_callers(s, to, cpu);
	}
}

bool report_log(struct session *s, FILE *to)
{
	struct eye eye = { s->machine, 0 };
	const struct where_memory memory = { &eye, see };
	return where_kernel_log(s->where, &memory, to);
}

void report_keep(struct session *s)
{
	size_t size;
	FILE *to = open_memstream(&s->report, &size);
	must(to);
	report_where(s, to);
	fclose(to);
}

/* ---- the end ---- */

/* What the guest printed before a script failed; it may have gone to no terminal. */
static void print_last_lines(struct session *s)
{
	size_t count, length;
	u64 from = transcript_last_lines(&s->transcript, LAST_LINES);
	const char *text = transcript_from(&s->transcript, from, &count);
	say_plain("the console's last lines:");
	for (; count; text += length, count -= length) {
		const char *end = memchr(text, '\n', count);
		length = end ? (size_t)(end - text) + 1 : count;
		size_t shown = length;
		while (shown && (text[shown - 1] == '\n' || text[shown - 1] == '\r'))
			shown--;
		say_plain("| %.*s", (int)shown, text);
	}
}

void report_end(struct session *s)
{
	const struct ending *e = &s->ending;
	if (e->text[0])
		say_wrong("%s", e->text);
	if (!ending_is_bad(e) || !s->machine)
		return;
	if (!s->report)
		report_keep(s);
	if (e->cause == CAUSE_SCRIPT)
		print_last_lines(s);
	if (!s->options->quiet)
		fputs(s->report, stderr);
	why_keep(s);
}
