/* models.c: the processors, a row each.
 *
 * PRId: Linux 6.1 arch/mips/include/asm/cpu.h (PRID_IMP_R2000 0x01, R3000 0x02; revision 0x20 is
 * an R3000, 0x30 an R3000A; an R3081 answers as an R3000A and is told from it by its Config);
 * System/161's manual, doc/mips.html (0xa1 is its 2.x). */
#include "cpu.h"
#include "text.h"

enum { ABSENT = CP0_ABSENT };
#define COLUMNS 4
static const u32 written[COLUMNS][32] = {
#define CP0(number, name, r3000a, r3081, mips161, umps3) [number] = r3000a,
	{ [5] = ABSENT, [6] = ABSENT, [7] = ABSENT, [17 ... 31] = ABSENT,
#include "cp0.def"
#undef CP0
	},
#define CP0(number, name, r3000a, r3081, mips161, umps3) [number] = r3081,
	{ [5] = ABSENT, [6] = ABSENT, [7] = ABSENT, [17 ... 31] = ABSENT,
#include "cp0.def"
#undef CP0
	},
#define CP0(number, name, r3000a, r3081, mips161, umps3) [number] = mips161,
	{ [5] = ABSENT, [6] = ABSENT, [7] = ABSENT, [17 ... 31] = ABSENT,
#include "cp0.def"
#undef CP0
	},
#define CP0(number, name, r3000a, r3081, mips161, umps3) [number] = umps3,
	{ [5] = ABSENT, [6] = ABSENT, [7] = ABSENT, [17 ... 31] = ABSENT,
#include "cp0.def"
#undef CP0
	},
};
enum { R3000A, R3081, MIPS161, UMPS3 };
#define TLB_RESET 0x80000000u
#define RESET .pc = 0xbfc00000, .status = STATUS_BEV

const struct model models[] = {
	{ .name = "R3000",
		.prid = 0x0220,
		.core = { &r3000_el, &r3000_eb },
		.cp0_written = written[R3000A],
		.cache_bytes = { 64 << 10, 64 << 10 },
		.tlb_reset = TLB_RESET, RESET,
		.has_fpu = true },
	{ .name = "R3000A",
		.prid = 0x0230,
		.core = { &r3000_el, &r3000_eb },
		.cp0_written = written[R3000A],
		.cache_bytes = { 64 << 10, 64 << 10 },
		.tlb_reset = TLB_RESET, RESET,
		.has_fpu = true },
	{ .name = "R3081",
		.prid = 0x0230,
		.core = { &r3000_el, &r3000_eb },
		.cp0_written = written[R3081],
		.cache_bytes = { 8 << 10, 16 << 10 },
		.alternate = true,
		.halts = true,
		.tlb_reset = TLB_RESET, RESET,
		.has_fpu = true },
	{ .name = "mips161",
		.prid = 0xa1,
		.core = { NULL, &mips161_eb },
		.cp0_written = written[MIPS161],
		.tlb_reset = 0x81000000, RESET,
		.config0 = 0x800083f3,
		.count = 1,
		.wake = STATUS_HARD },
	{ .name = "mips161-classic",
		.prid = 0xa1,
		.core = { NULL, &mips161_classic },
		.cp0_written = written[MIPS161],
		.tlb_reset = 0x81000000, RESET,
		.config0 = 0x800083f3,
		.count = 1,
		.wake = STATUS_HARD },
	{ .name = "umps3",
		.numbered = true,
		.core = { &umps3_el, &umps3_eb },
		.cp0_written = written[UMPS3],
		.pc = 0x1fc00000,
		.status = STATUS_CU0 | STATUS_BEV,
		.tlb_usual = 16,
		.tlb_floor = 0x80000000,
		.wake = STATUS_IM },
};
const u32 model_count = COUNT_OF(models);

const struct field cpu_fields[] = {
#define F(type, name, ...) STATE_FIELD(cpu, type, name)
	CPU_FILE(F, F) CPU_REST(F, F)
#undef F
};
const u32 cpu_field_count = COUNT_OF(cpu_fields);

const struct model *model_find(const char *name)
{
	for (u32 i = 0; i < model_count; i++)
		if (text_equal(models[i].name, name)) return &models[i];
	return NULL;
}
