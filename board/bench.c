/* bench.c: the board for bare programs: RAM at physical 0 and one device at 1f000000; all else is a
 * bus error.  A program starts in kernel mode with BEV set and sp at the top of RAM. */
#include "bench.h"
#include "board.h"

static const struct board_device devices[] = {
	{ "bench", &bench_type, 0x1f000000, 0x20, TO_NOBODY, 0 },
};

static bool boot(struct machine *m, const struct vr3000_config *config, const struct boot *b,
	struct vr3000_error *error)
{
	(void)config, (void)error;
	m->cpu->pc = b->entry;
	m->cpu->gpr[29] = 0x80000000 + m->region[0].bytes;
	return true;
}

const struct board board_bench = {
	.name = "bench", .text = "bare programs: memory, a console, an alarm",
	.device = devices, .devices = COUNT_OF(devices),
	.time = { .quantum = 10000, .sample = 1 },
	.cpu = "R3000A", .fpu = FPU_IEEE,
	.ram_default = 64 << 20, .ram_max = 496 << 20, .mhz = 200, .cpus_max = 1,
	.bev_stops = true, .shutdown = true,
	.console = "bench",
	.either_order = true,
	.boot = boot,
};
