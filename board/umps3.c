/* umps3.c: uMPS3, for PandOS and its kin: up to 16 processors, 40 places for devices.
 *
 *   00000000  execution ROM: exceptions come here, services by BREAK
 *   0ffff000  the BIOS's page: saved states, pass-up vectors
 *   10000000  registers (device/umps_bus.c), and of the devices (device/umps.h)
 *   1fc00000  bootstrap ROM: processor 0 begins here
 *   20000000  RAM, 8 to 512 frames of 4 KB
 *
 * Below the TLB floor virtual addresses are physical, above it the TLB maps.  What stands in which
 * place is configured; where nothing is, there are eight terminals, a printer, and the disks and
 * flash devices that were given, in this order.
 *
 * A program stands at 20001000, its entry in the word at 20001004; its words, joined by spaces, at
 * the beginning of RAM.  (uMPS3 3.0.5, src/include/umps/arch.h, src/support/bios.) */
#include "board.h"
#include "text.h"
#include "umps.h"
#include "umps_bios.h"

enum { REGISTERS = 0x10000000, REGISTERS_SPAN = 0x518, EXECUTION_AT = 0, BOOT_AT = 0x1fc00000,
	FRAME = 4096, ROM_BYTES = FRAME };
enum { HEADER_WORDS = 7, DISK_MAGIC = 0x0053504d, FLASH_MAGIC = 0x0153504d };
enum { TICKS_MOST = 1 << 30 };

static const struct device_type *const types[UMPS_LINES] = {
	[UMPS_DISK] = &umps_disk, [UMPS_FLASH] = &umps_flash, [UMPS_NETWORK] = NULL,
	[UMPS_PRINTER] = &umps_printer, [UMPS_TERMINAL] = &umps_terminal,
};
static const char *const words[UMPS_LINES] = { "disk", "flash", "eth", "printer", "terminal" };
#define NAMES(n) { n "0", n "1", n "2", n "3", n "4", n "5", n "6", n "7" }
static const char *const names[UMPS_LINES][UMPS_PER_LINE] = {
	NAMES("disk"), NAMES("flash"), NAMES("eth"), NAMES("printer"), NAMES("terminal"),
};

/* ---- what stands where ---- */

static bool is_empty(const struct vr3000_config *c)
{
	for (u32 i = 0; i < UMPS_DEVICES; i++)
		if (c->slot[i].device) return false;
	return true;
}

static u32 word_at(const u8 *p, u32 order)
{
	return order == BIG ? (u32)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3]
		: (u32)p[3] << 24 | p[2] << 16 | p[1] << 8 | p[0];
}

static bool has_magic(const struct vr3000_disk *k, u32 order, u32 magic)
{
	return k->kind == VR3000_DISK_UMPS && k->sectors >= 12 && word_at(k->memory, order) == magic;
}

/* Disks and flash devices in the order in which they were given, each on its own line. */
static struct vr3000_slot usual(const struct vr3000_config *c, u32 line, u32 number)
{
	u32 seen = 0, magic = line == UMPS_DISK ? DISK_MAGIC : FLASH_MAGIC;
	if (line == UMPS_TERMINAL || (line == UMPS_PRINTER && !number))
		return (struct vr3000_slot){ .device = words[line] };
	for (u32 i = 0; line <= UMPS_FLASH && i < c->disks; i++)
		if (has_magic(&c->disk[i], c->big_endian, magic) && seen++ == number)
			return (struct vr3000_slot){ .device = words[line], .disk = i };
	return (struct vr3000_slot){ .device = NULL };
}

static struct vr3000_slot slot_at(const struct vr3000_config *c, u32 i)
{
	return is_empty(c) ? usual(c, i / UMPS_PER_LINE, i % UMPS_PER_LINE) : c->slot[i];
}

static bool refuse(struct vr3000_error *error, const char *text, u32 i)
{
	text_format(error->text, sizeof error->text, text, names[i / UMPS_PER_LINE][i % UMPS_PER_LINE]);
	return false;
}

static bool slots(const struct vr3000_config *c, struct board_device *row, u32 *rows,
	struct vr3000_error *error)
{
	*rows = 0;
	for (u32 i = 0; i < UMPS_DEVICES; i++) {
		u32 line = i / UMPS_PER_LINE;
		struct vr3000_slot s = slot_at(c, i);
		if (!s.device) continue;
		if (!text_equal(s.device, words[line]))
			return refuse(error, "%s: another device cannot stand there", i);
		if (!types[line]) return refuse(error, "%s: this board has no network yet", i);
		row[(*rows)++] = (struct board_device){ names[line][i % UMPS_PER_LINE], types[line],
			REGISTERS + UMPS_FIRST + i * UMPS_SPAN, UMPS_SPAN, TO_NOBODY, (u8)i };
	}
	row[(*rows)++] = (struct board_device){ "bus", &umps_bus, REGISTERS, REGISTERS_SPAN, TO_NOBODY,
		0 };
	for (u32 i = 0; i + 1 < *rows; i++) row[i].to = (u8)(*rows - 1);
	return true;
}

/* ---- options ---- */

static bool fits(const struct vr3000_disk *k, u32 header, u64 blocks)
{
	return blocks && k->sectors >= header && blocks <= (k->sectors - header) / BLOCK;
}

/* Its header's words: magic, cylinders, heads, sectors, us a turn, us a cylinder, per cent of data.
 * */
static bool disk_header(struct device *d, const struct vr3000_disk *k, u32 order)
{
	u32 w[HEADER_WORDS];
	for (u32 i = 0; i < HEADER_WORDS; i++) w[i] = word_at((const u8 *)k->memory + 4 * i, order);
	bool in_range = w[1] - 1 < 0xffff && w[2] - 1 < 0xff && w[3] - 1 < 0xff && w[6] - 1 < 100;
	u64 turn = (u64)w[4] * device_mhz(d), seek = (u64)w[5] * device_mhz(d);
	if (!in_range || turn < w[3] || turn > TICKS_MOST || seek > TICKS_MOST / 64) return false;
	d->option[DISK_GEOMETRY] = w[1] << 16 | w[2] << 8 | w[3];
	d->option[DISK_TURN] = w[4], d->option[DISK_SEEK] = w[5], d->option[DISK_DATA] = w[6];
	return fits(k, 4 * HEADER_WORDS, (u64)w[1] * w[2] * w[3]);
}

static bool flash_header(struct device *d, const struct vr3000_disk *k, u32 order)
{
	u32 blocks = word_at((const u8 *)k->memory + 4, order);
	u32 time = word_at((const u8 *)k->memory + 8, order);
	d->option[FLASH_BLOCKS] = blocks, d->option[FLASH_TIME] = time;
	return blocks < 1 << 24 && (u64)time * device_mhz(d) <= TICKS_MOST && fits(k, 12, blocks);
}

static bool configure_device(struct machine *m, struct device *d, const struct vr3000_config *c,
	struct vr3000_error *error)
{
	u32 i = d->row->line, line = i / UMPS_PER_LINE;
	if (line > UMPS_FLASH) return true;
	struct vr3000_slot s = slot_at(c, i);
	const struct vr3000_disk *k = &c->disk[s.disk];
	if (s.disk >= c->disks || k->kind != VR3000_DISK_UMPS)
		return refuse(error, "%s: there is no disk for it", i);
	if (k->sectors > k->bytes || k->sectors < 4 * HEADER_WORDS ||
		!has_magic(k, m->order, line == UMPS_DISK ? DISK_MAGIC : FLASH_MAGIC))
		return refuse(error, "%s: its disk does not begin with the header of one", i);
	if (!(line == UMPS_DISK ? disk_header : flash_header)(d, k, m->order))
		return refuse(error, "%s: its disk's header and size do not fit", i);
	board_add_store(m, d, k->bytes, k->memory);
	return true;
}

static bool configure_rom(struct machine *m, const char *name, const struct vr3000_rom *rom,
	u64 *bytes, struct vr3000_error *error)
{
	u8 *at = board_region(m, name)->at;
	if (rom->bytes) {
		if (rom->count > ROM_BYTES) return board_refuse(error, "a ROM has at most %u bytes",
			ROM_BYTES);
		memset(at, 0, ROM_BYTES);
		memcpy(at, rom->bytes, rom->count);
		*bytes = rom->count;
		return true;
	}
	for (u32 i = 0; m->order == BIG && i < ROM_BYTES; i += 4) { /* ours is little-endian */
		u8 word[4] = { at[i + 3], at[i + 2], at[i + 1], at[i] };
		memcpy(at + i, word, 4);
	}
	*bytes = ROM_BYTES;
	return true;
}

static bool configure(struct machine *m, const struct vr3000_config *c, struct vr3000_error *error)
{
	struct device *bus = m->device[m->devices - 1];
	bus->option[BUS_FLOOR] = m->tlb_floor;
	for (u32 i = 0; i + 1 < m->devices; i++) {
		bus->option[BUS_INSTALLED] |= (u64)1 << m->device[i]->row->line;
		if (!configure_device(m, m->device[i], c, error)) return false;
	}
	return configure_rom(m, "execution", &c->rom[0], &bus->option[BUS_EXECUTION], error) &&
		configure_rom(m, "bootstrap", &c->rom[1], &bus->option[BUS_BOOT], error);
}

/* ---- the start ---- */

static bool boot(struct machine *m, const struct vr3000_config *c, const struct boot *b,
	struct vr3000_error *error)
{
	enum { ROOM = 2048 };           /* above is the stack that programs begin with */
	u32 at = UMPS_RAM;
	(void)c;
	for (u32 i = 1; i < b->arguments; i++) {
		u32 n = (u32)text_length(b->argument[i]);
		if (n >= ROOM || at + n + 2 > UMPS_RAM + ROOM)
			return board_refuse(error, "the words for the kernel have at most %u bytes", ROOM);
		if (i > 1) memory_write(m, at++, (const u8 *)" ", 1);
		memory_write(m, at, (const u8 *)b->argument[i], n);
		at += n;
	}
	if (b->arguments > 1) memory_write(m, at, (const u8 *)"", 1);
	return true;
}

static const struct board_region regions[] = {
	{ "execution", EXECUTION_AT, ROM_BYTES, false, execution_rom, sizeof execution_rom, NULL },
	{ "bootstrap", BOOT_AT, ROM_BYTES, false, bootstrap_rom, sizeof bootstrap_rom, NULL },
	{ "bios", UMPS_BIOS_PAGE, FRAME, true, NULL, 0, NULL },
};

const struct board board_umps3 = {
	.name = "umps3",
	.text = "uMPS3, for PandOS and its kin: up to 16 processors, 40 places for devices",
	.slots = slots,
	.region = regions,
	.regions = COUNT_OF(regions),
	.time = { .quantum = 1, .sample = 1, .test = TEST_AFTER, .tie = TIE_BY_INSERTION,
		.wait_again = true, .wait_counts = true },
	.cpu = "umps3",
	.fpu = FPU_NONE,
	.ram_pa = UMPS_RAM,
	.ram_default = 64 * FRAME,
	.ram_least = 8 * FRAME,
	.ram_max = 512 * FRAME,
	.ram_step = FRAME,
	.mhz = 1,
	.cpus_max = 16,
	.either_order = true,
	.word_bus = true,
	.rom_faults = true,
	.console = "terminal",
	.configure = configure,
	.boot = boot,
};
