/* trace.c: what vr3000_trace asked for, as lines of text. */
#include "vm.h"

static const struct { const char *name; u32 what; } traces[] = {
	{ "exceptions", TRACE_EXCEPTION }, { "irq", TRACE_IRQ }, { "tlb", TRACE_TLB },
	{ "insn", TRACE_INSN }, { "device", TRACE_DEVICE },
};

static const char *const code_name[EXC_CODES] = {
	"Int", "Mod", "TLBL", "TLBS", "AdEL", "AdES", "IBE", "DBE", "Sys", "Bp", "RI", "CpU", "Ov",
};

void vm_trace(void *context, u32 what, const struct cpu *c, u32 code, u32 va)
{
	struct vr3000 *vm = context;
	char text[160];
	const char *at = c->after == SLOT ? " in a slot" : "";
	if (!vm->doors.trace) return;
	if (what == TRACE_IRQ)
		text_format(text, sizeof text, "cpu%u irq lines %02x at %08x%s", c->index, c->lines, c->pc,
			at);
	else if ((code & 31) >= EXC_MOD && (code & 31) <= EXC_ADES)
		text_format(text, sizeof text, "cpu%u %s%s %08x at %08x%s", c->index,
			code & EXC_REFILL ? "refill " : "", code_name[code & 31], va, c->pc, at);
	else
		text_format(text, sizeof text, "cpu%u %s at %08x%s", c->index, code_name[code & 31], c->pc,
			at);
	vm->doors.trace(vm->doors.context, time_of(c->machine), text);
}

void vr3000_trace(struct vr3000 *vm, const char *what)
{
	u32 set = 0;
	for (const char *p = what; *p; ) {
		size_t n = 0;
		while (p[n] && p[n] != ',') n++;
		for (u32 i = 0; i < COUNT_OF(traces); i++)
			if (text_length(traces[i].name) == n && !memcmp(traces[i].name, p, n))
				set |= traces[i].what;
		p += n + (p[n] == ',');
	}
	vm->machine.trace = set;
}
