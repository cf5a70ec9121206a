/* lame_mainboard.c: the controller of System/161's LAMEbus, in slot 31; one with several CPUs, and
 * the
 * old one with one.
 *
 *   0x0000 + 0x400 * slot, of each slot:
 *     +0 VENDOR  +4 DEVICE  +8 REVISION  r   0 where it is empty
 *   0x7c00, slot 31, also:
 *     +200 RAM    r   bytes of memory
 *     +204 IRQS   r   a bit a slot: its line is up
 *     +208 POWER  r   ffffffff (old: refused)   w  0: off, 5 ms later; else bit 31 must be set
 *     +20c IRQE   rw  a bit a slot: its line reaches CPUs
 *     +210 CPUS   r   a bit a CPU that is there         (not on the old one, as what follows)
 *     +214 CPUE   rw  a bit a CPU that runs: setting starts it, clearing stops it dead
 *     +218 SELF   r   the bit of the CPU that reads
 *   0x8000 + 0x400 * cpu, of each CPU:
 *     +0 CIRQE   rw  a bit a slot: its line reaches this CPU
 *     +4 CIPI    rw  not 0: its IP3 is up; reads ffffffff or 0
 *     +300 to +3ff  memory.  A CPU starts at the word there, with the next one in a0 and sp at the
 *     end.
 *
 * IP2 of a CPU is up while IRQS, IRQE and its CIRQE have a bit in common.
 * (System/161's manual, doc/lamebus.html, which says the memory has 128 bytes but for the stack.)
 * */
#include "lame.h"

enum { REGION = 0x400, MINE = LAME_CONTROLLER * REGION, CPUS_AT = 0x8000, CRAM = 0x300 };
enum { VENDOR = 0, DEVICE = 4, REVISION = 8, RAM = 0x200, IRQS = 0x204, POWER = 0x208, IRQE = 0x20c,
	CPUS = 0x210, CPUE = 0x214, SELF = 0x218, CIRQE = 0, CIPI = 4 };
enum { OFF };                           /* its one event */
enum { OFF_NS = 5000000, IP2 = 0, IP3 = 1, CPUS_MOST = 32, CRAM_WORDS = (REGION - CRAM) / 4 };
enum { BAD_POWER, BAD_POWER_READ, BAD_ENTRY };
static const char *const refused[] = {
	[BAD_POWER] = "it wrote %x to the controller's power register: neither off nor itself on",
	[BAD_POWER_READ] = "it read the old controller's power register",
	[BAD_ENTRY] = "it started a processor at %x, which is no instruction's address",
};

#define MAINBOARD_STATE(F, A) \
	F(u32, irqs) F(u32, irqe) F(u32, cpue) F(u32, cipi) A(u32, cirqe, CPUS_MOST) \
	A(u32, cram, CPUS_MOST * CRAM_WORDS)

struct mainboard { struct device device; MAINBOARD_STATE(STATE_F, STATE_A) };
#define F(type, name, ...) STATE_FIELD(mainboard, type, name)
static const struct field mainboard_fields[] = { MAINBOARD_STATE(F, F) };
#undef F

static bool is_old(const struct mainboard *b)
{
	return b->device.type == &lame_oldmainboard;
}

static u32 all_cpus(const struct mainboard *b)
{
	return ~0u >> (CPUS_MOST - device_cpus(&b->device));
}

/* ---- lines ---- */

static void drive(struct mainboard *b)
{
	for (u32 i = 0; i < device_cpus(&b->device); i++) {
		device_cpu_line(&b->device, i, IP2, b->irqs & b->irqe & b->cirqe[i]);
		device_cpu_line(&b->device, i, IP3, b->cipi >> i & 1);
	}
}

static void mainboard_line(struct device *d, u32 slot, bool up)
{
	struct mainboard *b = (struct mainboard *)d;
	b->irqs = (b->irqs & ~(1u << slot)) | (u32)up << slot;
	drive(b);
}

static void mainboard_reset(struct device *d)
{
	struct mainboard *b = (struct mainboard *)d;
	b->irqe = ~0u, b->cpue = 1;
	for (u32 i = 0; i < device_cpus(d); i++) b->cirqe[i] = ~0u;
}

/* ---- starting and stopping CPUs ---- */

static void start(struct mainboard *b, u32 cpu)
{
	const u32 *cram = &b->cram[cpu * CRAM_WORDS];
	u32 top = (u32)b->device.option[MAINBOARD_PLACE] + CPUS_AT + (cpu + 1) * REGION;
	if (cram[0] & 3) device_refuse(&b->device, BAD_ENTRY, cram[0]);
	device_cpu_set(&b->device, cpu, cram[0] & ~3u, cram[1], 0x80000000 + top);
	device_cpu_stop(&b->device, cpu, false);
}

static void write_cpue(struct mainboard *b, u32 value)
{
	u32 changed = (b->cpue ^ value) & all_cpus(b);
	b->cpue ^= changed;
	for (u32 i = 0; i < device_cpus(&b->device); i++) {
		if (!(changed >> i & 1)) continue;
		if (b->cpue >> i & 1) start(b, i);
		else device_cpu_stop(&b->device, i, true);
	}
}

/* ---- registers ---- */

/* The register at an offset, NULL for one that is no plain word. */
static u32 *cpu_word(struct mainboard *b, u32 cpu, u32 at)
{
	if (at >= CRAM) return &b->cram[cpu * CRAM_WORDS + (at - CRAM) / 4];
	return at == CIRQE ? &b->cirqe[cpu] : NULL;
}

static bool look_cpu(const struct mainboard *b, u32 cpu, u32 at, u32 *v)
{
	const u32 *word = cpu_word((struct mainboard *)b, cpu, at);
	*v = word ? *word : b->cipi >> cpu & 1 ? ~0u : 0;
	return !is_old(b) && cpu < device_cpus(&b->device) && (word || at == CIPI);
}

static bool look_identity(const struct mainboard *b, u32 slot, u32 at, u32 *v)
{
	static const u8 revision[16] = { [LAME_OLDMAINBOARD] = 2, [LAME_TIMER] = 1, [LAME_DISK] = 2,
		[LAME_SERIAL] = 1, [LAME_SCREEN] = 1, [LAME_NIC] = 1, [LAME_EMUFS] = 1, [LAME_TRACE] = 3,
		[LAME_RANDOM] = 1, [LAME_MAINBOARD] = 1 };
	u32 kind = b->device.option[MAINBOARD_KINDS + slot / 16] >> slot % 16 * 4 & 15;
	*v = at == VENDOR ? kind != LAME_EMPTY : at == DEVICE ? kind : revision[kind];
	return at <= REVISION;
}

static bool look_own(const struct mainboard *b, u32 at, u32 *v)
{
	switch (at) {
	case RAM: *v = device_ram_bytes(&b->device); return true;
	case IRQS: *v = b->irqs; return true;
	case POWER: *v = is_old(b) ? 0 : ~0u; return true;
	case IRQE: *v = b->irqe; return true;
	case CPUS: *v = all_cpus(b); return !is_old(b);
	case CPUE: *v = b->cpue; return !is_old(b);
	case SELF: *v = 1u << device_cpu(&b->device); return !is_old(b);
	default: return false;
	}
}

static bool look(const struct mainboard *b, u32 offset, u32 *v)
{
	u32 number = offset % CPUS_AT / REGION, at = offset % REGION;
	*v = 0;
	if (offset >= CPUS_AT) return look_cpu(b, number, at, v);
	return look_identity(b, number, at, v) || (number == LAME_CONTROLLER && look_own(b, at, v));
}

static u32 mainboard_peek(const struct device *d, u32 offset, u32 bytes)
{
	u32 v;
	(void)bytes;
	return look((const struct mainboard *)d, offset, &v) ? v : 0;
}

static u32 mainboard_read(struct device *d, u32 offset, u32 bytes)
{
	u32 v;
	(void)bytes;
	if (!look((struct mainboard *)d, offset, &v)) device_fault(d);
	if (offset == MINE + POWER && is_old((struct mainboard *)d))
		device_refuse(d, BAD_POWER_READ, 0);
	return v;
}

static void write_power(struct mainboard *b, u32 value)
{
	if (value == 0 && !device_when(&b->device, OFF))
		device_after_ns(&b->device, OFF, OFF_NS);
	if (value && !is_old(b) && !(value >> 31)) device_refuse(&b->device, BAD_POWER, value);
}

static void write_cpu(struct mainboard *b, u32 cpu, u32 at, u32 value)
{
	u32 *word = cpu_word(b, cpu, at);
	if (word) *word = value;
	else b->cipi = (b->cipi & ~(1u << cpu)) | (u32)(value != 0) << cpu;
}

static void mainboard_write(struct device *d, u32 offset, u32 bytes, u32 value)
{
	struct mainboard *b = (struct mainboard *)d;
	u32 v, at = offset - MINE;
	(void)bytes;
	if (offset >= CPUS_AT && look(b, offset, &v))
		write_cpu(b, offset % CPUS_AT / REGION, offset % REGION, value);
	else if (at == POWER) write_power(b, value);
	else if (at == IRQE) b->irqe = value;
	else if (at == CPUE && !is_old(b)) write_cpue(b, value);
	else device_fault(d);
	drive(b);
}

static void mainboard_event(struct device *d, u32 what)
{
	(void)what;
	mainboard_line(d, LAME_CONTROLLER, true); /* it wakes whom it may */
	device_stop(d, DEVICE_OFF, 0);
}

/* All but who asks stands still until somebody writes. */
static bool mainboard_quiet(const struct device *d, u32 offset)
{
	(void)d;
	return offset != MINE + POWER;
}

static const struct device_operations mainboard_does = {
	.reset = mainboard_reset, .read = mainboard_read, .peek = mainboard_peek,
	.write = mainboard_write, .event = mainboard_event, .line = mainboard_line,
	.quiet = mainboard_quiet, .refused = refused,
};
const struct device_type lame_mainboard = {
	"mainboard", sizeof(struct mainboard), mainboard_fields, COUNT_OF(mainboard_fields),
	&mainboard_does,
};
const struct device_type lame_oldmainboard = {
	"oldmainboard", sizeof(struct mainboard), mainboard_fields, COUNT_OF(mainboard_fields),
	&mainboard_does,
};
