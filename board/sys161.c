/* sys161.c: System/161, for OS/161: up to 32 processors and a bus of 32 slots.
 *
 *   00000000  RAM, at most 508 MB
 *   1fc00000  ROM: 4 KB of no-operations, and a break
 *   1fe00000  LAMEbus: slot n at n * 64 KB; slot 31 is the controller's (device/lame_mainboard.c)
 *
 * What stands in which slot is configured.  Where nothing is, there are a serial console in slot 0,
 * emufs in 1, disks from 2 on, random in 28, timer in 29, trace in 30, and the mainboard.
 *
 * A program starts at its entry with Status.BEV set; its words stand at the top of RAM, joined by
 * spaces: a0 points there, sp ends below.  (System/161's manual, doc/system.html,
 * doc/lamebus.html.) */
#include "board.h"
#include "lame.h"
#include "text.h"

enum { BUS = 0x1fe00000, ROM = 0x1fc00000, ROM_BYTES = 4096, DISKS_FROM = 2, DISKS_TO = 27 };
#define KSEG0 0x80000000u

/* A name for each slot a kind of device may stand in: names are constants, boards make none. */
#define FOUR(n, a) n #a "0", n #a "1", n #a "2", n #a "3"
#define TEN(n, a) FOUR(n, a), n #a "4", n #a "5", n #a "6", n #a "7", n #a "8", n #a "9"
#define NAMES(n) { n "0", n "1", n "2", n "3", n "4", n "5", n "6", n "7", n "8", n "9", \
	TEN(n, 1), TEN(n, 2), n "30", n "31" }

static const struct kind {
	const char *word;
	enum lame number;
	const struct device_type *type;
	const char *name[LAME_SLOTS];
} kinds[] = {
	{ "timer", LAME_TIMER, &lame_timer, NAMES("timer") },
	{ "disk", LAME_DISK, &lame_disk, NAMES("disk") },
	{ "serial", LAME_SERIAL, &lame_serial, NAMES("serial") },
	{ "screen", LAME_SCREEN, &lame_screen, NAMES("screen") },
	{ "nic", LAME_NIC, &lame_nic, NAMES("nic") },
	{ "emufs", LAME_EMUFS, &lame_emufs, NAMES("emufs") },
	{ "trace", LAME_TRACE, &lame_trace, NAMES("trace") },
	{ "random", LAME_RANDOM, &lame_random, NAMES("random") },
	{ "mainboard", LAME_MAINBOARD, &lame_mainboard, { [LAME_CONTROLLER] = "mainboard" } },
	{ "oldmainboard", LAME_OLDMAINBOARD, &lame_oldmainboard, { [LAME_CONTROLLER] = "mainboard" } },
};

static const struct kind *kind_find(const char *word)
{
	for (u32 i = 0; i < COUNT_OF(kinds); i++)
		if (text_equal(kinds[i].word, word)) return &kinds[i];
	return NULL;
}

/* ---- what stands where ---- */

static bool is_empty(const struct vr3000_config *c)
{
	for (u32 i = 0; i < LAME_SLOTS; i++)
		if (c->slot[i].device) return false;
	return true;
}

static struct vr3000_slot slot_at(const struct vr3000_config *c, u32 i)
{
	static const char *const usual[LAME_SLOTS] = { [0] = "serial", [1] = "emufs", [28] = "random",
		[29] = "timer", [30] = "trace", [LAME_CONTROLLER] = "mainboard" };
	struct vr3000_slot slot = { .device = usual[i] };
	if (!is_empty(c)) return c->slot[i];
	if (i < DISKS_FROM || i > DISKS_TO || i - DISKS_FROM >= c->disks) return slot;
	return (struct vr3000_slot){ .device = "disk", .disk = i - DISKS_FROM, .doom = true };
}

static bool refuse(struct vr3000_error *error, const char *text, u32 slot, const char *what)
{
	text_format(error->text, sizeof error->text, text, slot, what);
	return false;
}

static bool check_slot(const struct vr3000_config *c, u32 i, const struct vr3000_slot *s,
	struct vr3000_error *error)
{
	const struct kind *k = kind_find(s->device);
	if (!k) return refuse(error, "slot %u: there is no device \"%s\"", i, s->device);
	if (!k->name[i])
		return refuse(error, "slot %u: the %s must stand in slot 31", i, s->device);
	if (i == LAME_CONTROLLER && k->number != LAME_MAINBOARD && k->number != LAME_OLDMAINBOARD)
		return refuse(error, "slot %u is the mainboard's, not a %s's", i, s->device);
	if (k->number == LAME_DISK && s->disk >= c->disks)
		return refuse(error, "slot %u: there is no disk for it%s", i, "");
	if (k->number == LAME_DISK && (c->disk[s->disk].kind != VR3000_DISK_LAME ||
		c->disk[s->disk].first > c->disk[s->disk].bytes ||
		c->disk[s->disk].sectors > (c->disk[s->disk].bytes - c->disk[s->disk].first) / 512))
		return refuse(error, "slot %u: its disk is none of sectors%s", i, "");
	return true;
}

static bool slots(const struct vr3000_config *c, struct board_device *row, u32 *rows,
	struct vr3000_error *error)
{
	*rows = 0;
	for (u32 i = 0; i < LAME_SLOTS; i++) {
		struct vr3000_slot s = slot_at(c, i);
		if (!s.device) continue;
		if (!check_slot(c, i, &s, error)) return false;
		const struct kind *k = kind_find(s.device);
		row[(*rows)++] = (struct board_device){ k->name[i], k->type, BUS + i * LAME_SPAN, LAME_SPAN,
			TO_NOBODY, (u8)i };
	}
	if (!slot_at(c, LAME_CONTROLLER).device)
		return refuse(error, "slot %u has no mainboard%s", LAME_CONTROLLER, "");
	if (c->cpus > 1 && row[*rows - 1].type == &lame_oldmainboard)
		return refuse(error, "slot %u: the %s has one processor", LAME_CONTROLLER, "oldmainboard");
	for (u32 i = 0; i + 1 < *rows; i++)
		row[i].to = (u8)(*rows - 1); /* the last is the controller */
	return true;
}

/* ---- options ---- */

static void configure_disk(struct machine *m, struct device *d, const struct vr3000_slot *s,
	const struct vr3000_disk *disk)
{
	enum { USUAL_RPM = 3600 };
	d->option[DISK_SECTORS] = disk->sectors;
	d->option[DISK_FIRST] = disk->first;
	d->option[DISK_RPM] = s->value ? s->value : USUAL_RPM;
	d->option[DISK_DOOM] = s->doom;
	board_add_store(m, d, disk->bytes, disk->memory);
}

static bool configure_device(struct machine *m, struct device *d, const struct vr3000_config *c,
	u32 i, struct vr3000_error *error)
{
	struct vr3000_slot s = slot_at(c, i);
	enum lame number = kind_find(s.device)->number;
	m->device[m->devices - 1]->option[MAINBOARD_KINDS + i / 16] |= (u64)number << i % 16 * 4;
	if (number == LAME_TIMER) d->option[TIMER_DATE] = c->date ? (u64)c->date : 946684800;
	if (number == LAME_RANDOM) d->option[RANDOM_SEED] = s.value ? s.value : (u32)c->seed;
	if (number == LAME_NIC) d->option[NIC_ADDRESS] = s.value;
	if (number == LAME_NIC && (s.value == 0 || s.value >= 0xffff))
		return refuse(error, "slot %u: a nic's address is from 1 to 65534%s", i, "");
	if (number != LAME_DISK) return true;
	if (s.value % 60 || c->disk[s.disk].sectors < 128)
		return refuse(error,
			"slot %u: a disk has 128 sectors or more, its turns a minute are a multiple "
			"of 60%s",
			i, "");
	configure_disk(m, d, &s, &c->disk[s.disk]);
	return true;
}

static bool configure(struct machine *m, const struct vr3000_config *c, struct vr3000_error *error)
{
	struct device *mainboard = m->device[m->devices - 1];
	if (c->date < 0) return board_refuse(error, "the clock begins in 1970%.0u", 0);
	mainboard->option[MAINBOARD_PLACE] = mainboard->row->pa;
	for (u32 i = 0; i < m->devices; i++) {
		struct device *d = m->device[i];
		if (!configure_device(m, d, c, (d->row->pa - BUS) / LAME_SPAN, error)) return false;
	}
	return true;
}

/* ---- the start of a program ---- */

static bool boot(struct machine *m, const struct vr3000_config *c, const struct boot *b,
	struct vr3000_error *error)
{
	u32 bytes = 1, at;
	struct cpu *cpu = m->cpu;
	(void)c;
	for (u32 i = 1; i < b->arguments; i++) bytes += (u32)text_length(b->argument[i]) + (i > 1);
	at = m->region[0].bytes - ((bytes + 3) & ~3u);
	if (bytes > m->region[0].bytes / 2 || b->end > at)
		return board_refuse(
			error, "the words for the kernel (%u bytes) do not fit above it", bytes);
	cpu->gpr[4] = KSEG0 + at;
	cpu->gpr[29] = KSEG0 + at - 4;
	cpu->pc = cpu->gpr[25] = b->entry;
	for (u32 i = 1; i < b->arguments; i++) {
		u32 n = (u32)text_length(b->argument[i]);
		if (i > 1) memory_write(m, at++, (const u8 *)" ", 1);
		memory_write(m, at, (const u8 *)b->argument[i], n);
		at += n;
	}
	memory_write(m, at, (const u8 *)"", 1);
	return true;
}

static const u8 rom[ROM_BYTES] = { [ROM_BYTES - 1] = 0x0d };
static const struct board_region regions[] = {
	{ "rom", ROM, ROM_BYTES, false, rom, sizeof rom, NULL },
};

const struct board board_sys161 = {
	.name = "sys161",
	.text = "System/161, for OS/161: up to 32 processors, a bus of 32 slots",
	.slots = slots,
	.region = regions,
	.regions = COUNT_OF(regions),
	.time = { .quantum = 10000, .sample = 1 },
	.cpu = "mips161",
	.classic = { .quantum = 1, .sample = 1, .classic = true },
	.classic_cpu = "mips161-classic",
	.fpu = FPU_NONE,
	.ram_default = 16 << 20,
	.ram_max = 508 << 20,
	.ram_step = 4096,
	.mhz = 25,
	.cpus_max = CPUS_MAX,
	.big_endian = true,
	.bev_stops = true,
	.word_bus = true,
	.rom_faults = true,
	.console = "serial",
	.network = "nic",
	.configure = configure,
	.boot = boot,
};
