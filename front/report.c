/* report.c: see report.h. */
#include "report.h"
#include "say.h"
#include "session.h"
#include "where.h"
#include <stdlib.h>
#include <string.h>

enum { FRAMES_MAX = 24 };

const char *report_name(struct session *s, u32 va)
{
	const char *name;
	u32 offset;
	return where_symbol(s->where, va, &name, &offset) ? name : "";
}

/* ---- where ---- */

struct eye { const struct vr3000 *machine; u32 cpu; };

static bool see(void *context, u32 va, void *bytes, u32 n)
{
	struct eye *eye = context;
	return vr3000_peek_virtual(eye->machine, eye->cpu, va, bytes, n);
}

static void print_state(struct session *s, FILE *to, u32 cpu)
{
	char words[160];
	struct vr3000_regs r;
	vr3000_registers(s->machine, cpu, &r);
	where_exception_words(r.cause, r.epc, r.badvaddr, words, sizeof words);
	fprintf(to, "status %08x  cause %08x  epc %08x  badvaddr %08x  entryhi %08x%s\n", r.status, r.cause, r.epc,
		r.badvaddr, r.entryhi, r.in_slot ? "  (in a delay slot)" : "");
	fprintf(to, "last exception: %s\n", words);
}

static void print_cpu(struct session *s, FILE *to, u32 cpu)
{
	struct vr3000_regs r;
	struct where_regs regs;
	struct where_frame frames[FRAMES_MAX];
	struct eye eye = { s->machine, cpu };
	const struct where_memory memory = { &eye, see };
	vr3000_registers(s->machine, cpu, &r);
	memcpy(regs.gpr, r.gpr, sizeof regs.gpr);
	regs.pc = r.pc;
	regs.hi = r.hi;
	regs.lo = r.lo;
	if (vr3000_cpus(s->machine) > 1)
		fprintf(to, "cpu%u\n", cpu);
	where_print_registers(to, s->where, &regs);
	print_state(s, to, cpu);
	int count = where_backtrace(s->where, &regs, &memory, frames, FRAMES_MAX);
	where_print_backtrace(to, frames, count);
}

void report_where(struct session *s, FILE *to)
{
	fprintf(to, "at tick %llu\n", (unsigned long long)vr3000_now(s->machine));
	for (u32 cpu = 0; cpu < vr3000_cpus(s->machine); cpu++)
		print_cpu(s, to, cpu);
}

void report_log(struct session *s, FILE *to)
{
	struct eye eye = { s->machine, 0 };
	const struct where_memory memory = { &eye, see };
	where_kernel_log(s->where, &memory, to);
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

void report_end(struct session *s)
{
	const struct ending *e = &s->ending;
	if (e->text[0])
		say_wrong("%s", e->text);
	if (!ending_is_bad(e) || s->options->quiet || !s->machine)
		return;
	if (!s->report)
		report_keep(s);
	fputs(s->report, stderr);
}
