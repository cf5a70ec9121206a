/* commands_system.c: commands that show a processor as its kernel sees it: TLB, coprocessor 0,
 * address spaces. */
#include "command.h"
#include "command_page.h"
#include "session.h"
#include <stdio.h>

enum { TLB_ENTRIES = 64 };

static u32 field(const struct call *call, u32 cpu, const char *name, u32 i)
{
	char full[48];
	u64 value = 0;
	snprintf(full, sizeof full, "cpu%u.%s", cpu, name);
	if (i < TLB_ENTRIES)
		snprintf(full, sizeof full, "cpu%u.%s[%u]", cpu, name, i);
	vr3000_get(call->session->machine, full, &value);
	return (u32)value;
}

static bool cpu_of(struct call *call, u32 *cpu)
{
	u32 cpus = vr3000_cpus(call->session->machine);
	double asked = call_number(call, "cpu", 0);
	*cpu = asked < cpus ? (u32)asked : 0;
	return asked < cpus || call_refuse(call, "there are %u processors, from 0", cpus);
}

static void print_entry(FILE *to, u32 i, u32 high, u32 low)
{
	fprintf(to, "%2u  va %08x  asid %2u  ->  pa %08x  %c%c%c%c\n", i, high & 0xfffff000,
		high >> 6 & 63, low & 0xfffff000, low & 0x800 ? 'N' : '-', low & 0x400 ? 'D' : '-',
		low & 0x200 ? 'V' : '-', low & 0x100 ? 'G' : '-');
}

bool command_tlb(struct call *call)
{
	struct page page;
	u32 cpu;
	if (!cpu_of(call, &cpu))
		return false;
	page_open(&page);
	for (u32 i = 0; i < TLB_ENTRIES; i++)
		print_entry(page.to, i, field(call, cpu, "tlb_hi", i), field(call, cpu, "tlb_lo", i));
	return page_close(&page, call);
}

bool command_cp0(struct call *call)
{
	static const char *const names[] = { "Index", "Random", "EntryLo", "Config", "Context",
		"BadVAddr", "Count", "EntryHi", "Compare", "Status", "Cause", "EPC", "PRId" };
	struct page page;
	u32 cpu;
	if (!cpu_of(call, &cpu))
		return false;
	page_open(&page);
	for (u32 i = 0; i < COUNT_OF(names); i++)
		fprintf(page.to, "%-9s %08x%s", names[i], field(call, cpu, names[i], TLB_ENTRIES),
			i % 4 == 3 ? "\n" : "   ");
	return page_close(&page, call);
}

bool command_asid(struct call *call)
{
	u32 cpu;
	if (!cpu_of(call, &cpu))
		return false;
	call->result = json_integer(field(call, cpu, "EntryHi", TLB_ENTRIES) >> 6 & 63);
	return true;
}

bool command_phys(struct call *call)
{
	char text[32];
	u32 cpu, pa, va = (u32)json_integer_value(json_object_get(call->arguments, "address"));
	if (!cpu_of(call, &cpu))
		return false;
	if (!vr3000_translate(call->session->machine, cpu, va, &pa))
		return call_refuse(call, "phys: %08x is not mapped", va);
	snprintf(text, sizeof text, "%08x", pa);
	call->result = json_string(text);
	return true;
}

bool command_when(struct call *call)
{
	const struct vr3000 *machine = call->session->machine;
	u64 now = vr3000_now(machine);
	char text[96];
	snprintf(text, sizeof text, "tick %llu: %.6f seconds of the guest's time",
		(unsigned long long)now, (double)now / 1e6 / vr3000_mhz(machine));
	call->result = json_string(text);
	return true;
}
