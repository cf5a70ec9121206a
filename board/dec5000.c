/* dec5000.c: the DECstation 5000/200: KN02 system module, PMAD-AA Ethernet, memory-mapped disks.
 *
 *   00000000  RAM, at most 480 MB
 *   ........  MS02-NV modules at the first boundaries of 8 MB after it (32 MB where RAM is large)
 *   ........  phram disks, from 1e000000 down
 *   1e000000  TURBOchannel: slot n at n * 4 MB; 0-2 options (none), 5 SCSI (none), 6 PMAD-AA
 *   1fc00000  PROM (guest/prom)              1fc40000  its port, ours (device/prom.c)
 *   1fd00000  ECC, bus error address: device/kn02.c, which hears of all that nothing else answers
 *   1fe00000  DZ11      1fe80000  DS1287 clock      1ff00000  CSR
 *
 * The PROM's memory is physical 10000 to 28000: a program's words and their table from the bottom,
 * the stack it is entered with from the top.  Linux uses 28000 to 40000 before it runs at 40000.
 * (Linux asm/dec/kn02.h, dec/prom, linux/tc.h.) */
#include "board.h"
#include "dec.h"
#include "lance.h"
#include "prom.h"
#include "text.h"

enum { TURBOCHANNEL = 0x1e000000, PMAD = TURBOCHANNEL + 6 * 0x400000, ROM_PAGE = 4096 };
enum { PMAD_ROM = PMAD + LANCE_ROM, PMAD_HEADER = PMAD + 0x3c0000 };    /* one chip, at both */
enum { PROM = 0x1fc00000, PROM_BYTES = 0x40000, PROM_PORT = PROM + PROM_BYTES };
enum { DZ = 0x1fe00000, CLOCK = 0x1fe80000, CSR = 0x1ff00000, WINDOW = 0x80000 };
enum { KN02 = 4, CSR_LANCE = 6, CSR_DZ = 7, IP3 = 1 };

static const struct board_device devices[] = {
	{ "dz",     &device_dz,     DZ,        WINDOW, KN02, CSR_DZ },
	{ "ds1287", &device_ds1287, CLOCK,     WINDOW, TO_CPU, IP3 },
	{ "lance",  &device_lance,  PMAD + LANCE_REGISTERS, 8, KN02, CSR_LANCE },
	{ "prom",   &device_prom,   PROM_PORT, 0x1000, TO_NOBODY, 0 },
	[KN02] = { "kn02", &device_kn02, 0, 0xffffffff, TO_NOBODY, 0 }, /* the last: all that is left */
};

static const struct board_region regions[] = {
	{ "prom-rom", PROM, PROM_BYTES, false, prom_image, sizeof prom_image, NULL },
	{ "lance-ram", PMAD, LANCE_RAM_BYTES, true, NULL, 0, "lance" },
	{ "lance-rom", PMAD_ROM, ROM_PAGE, false, NULL, 0, NULL },
	{ "lance-header", PMAD_HEADER, ROM_PAGE, false, NULL, 0, NULL },
};

/* ---- the option's ROM ---- */

/* One byte in each word. */
static void rom_text(u8 *rom, u32 at, const char *text)
{
	for (u32 i = 0; text[i]; i++)
		rom[at + 4 * i] = (u8)text[i];
}

/* What every TURBOchannel option says of itself (Linux linux/tc.h). */
static void rom_header(u8 *rom, const char *module, const char *version)
{
	enum { WIDTH = 0x3e0, STRIDE = 0x3e4, SIZE = 0x3e8, SLOT_SIZE = 0x3ec, PATTERN = 0x3f0 };
	static const u8 pattern[] = { 0x55, 0x00, 0xaa, 0xff };

	rom[WIDTH] = 1, rom[STRIDE] = 4;
	rom[SIZE] = 1;                  /* times 8 KB */
	rom[SLOT_SIZE] = 1;             /* times 4 MB */
	for (u32 i = 0; i < sizeof pattern; i++)
		rom[PATTERN + 4 * i] = pattern[i];
	rom_text(rom, 0x400, version);
	rom_text(rom, 0x420, "DEC     ");
	rom_text(rom, 0x440, module);
	rom_text(rom, 0x460, "TCF0");
}

static void configure_lance(struct machine *m, const struct vr3000_config *c)
{
	struct device *lance = board_device(m, "lance");
	u64 mac = 0;

	for (u32 i = 0; i < sizeof c->mac; i++)
		mac = mac << 8 | c->mac[i];
	lance->option[LANCE_MAC] = mac ? mac : 0x08002b003000; /* 08002b is Digital's */
	lance->option[LANCE_RAM] = PMAD;
	if (c->no_network)
		return;
	u8 *rom = board_region(m, "lance-rom")->at;
	rom_header(rom, "PMAD-AA ", "V5.3a   ");
	lance_rom(lance->option[LANCE_MAC], rom);
	memcpy(board_region(m, "lance-header")->at, rom, ROM_PAGE);
}

/* ---- disks ---- */

enum { MEGABYTE = 1 << 20, NV_HEADER = 4096, NV_SPAN = 8 * MEGABYTE, NV_SLOTS = 14 };
static const char *const disk_names[] = {
	"disk0", "disk1", "disk2", "disk3", "disk4", "disk5", "disk6", "disk7"
};

static u32 count_disks(const struct vr3000_config *c, enum vr3000_disk_kind kind)
{
	u32 n = 0;

	for (u32 i = 0; i < c->disks; i++)
		n += c->disk[i].kind == kind;
	return n;
}

/* The first page of a module is the firmware's: size and mark (Linux mtd/devices/ms02-nv.h). */
static void nv_header(u8 *page, u32 bytes)
{
	u32 tested = 7, size = (bytes + NV_HEADER + MEGABYTE - 1) / MEGABYTE;
	u32 words[3] = { size << 4 | tested, 0x03021966, 0xbd100248 }; /* at 3f8, 3fc, 400 */

	for (u32 i = 0; i < sizeof words; i++)
		page[0x3f8 + i] = (u8)(words[i / 4] >> i % 4 * 8);
}

/* Linux looks for modules at 14 places, in the memory slots that its system module's stride makes:
 * 8 MB, or 32 MB. */
static bool nv_place(struct machine *m, u32 modules, u32 *first, u32 *step,
	struct vr3000_error *error)
{
	u32 ram = m->region[0].bytes;

	for (u32 stride = NV_SPAN; stride <= 4 * NV_SPAN; stride *= 4) {
		u32 slot = (ram + stride - 1) / stride;
		*first = (slot ? slot : 1) * stride, *step = stride;
		if (*first / stride + modules <= NV_SLOTS + 1)
			return true;
	}
	return board_refuse(error, "no memory slots are left for %u MS02-NV modules", modules);
}

static bool add_nv_disks(struct machine *m, const struct vr3000_config *c, u32 *end,
	struct vr3000_error *error)
{
	struct device *kn02 = board_device(m, "kn02");
	u32 modules = count_disks(c, VR3000_DISK_NV), at, step;
	u8 *page = m->region[m->regions - 1].at + m->region[m->regions - 1].bytes;

	if (!nv_place(m, modules, &at, &step, error))
		return false;
	kn02->option[KN02_STRIDE] = step != NV_SPAN;
	for (u32 i = 0; i < c->disks; i++) {
		if (c->disk[i].kind != VR3000_DISK_NV)
			continue;
		if (c->disk[i].bytes > 4 * MEGABYTE - NV_HEADER)
			return board_refuse(error, "an MS02-NV disk has at most %u bytes",
				4 * MEGABYTE - NV_HEADER);
		nv_header(page, c->disk[i].bytes);
		board_add_region(m, "nv-header", at, NV_HEADER, true, page);
		board_add_region(m, disk_names[i], at + NV_HEADER, c->disk[i].bytes, true,
			c->disk[i].memory);
		kn02->option[KN02_NVRAM] |= (u64)1 << at / NV_SPAN;
		page += NV_HEADER;      /* vmm/open.c has a page to spare for each disk */
		*end = at + NV_SPAN;
		at += step;
	}
	return true;
}

static bool add_phram_disks(struct machine *m, const struct vr3000_config *c, u32 end,
	struct vr3000_error *error)
{
	u32 top = TURBOCHANNEL;

	for (u32 i = 0; i < c->disks; i++) {
		if (c->disk[i].kind == VR3000_DISK_NV)
			continue;
		if (c->disk[i].bytes > top - end)
			return board_refuse(error, "disk %u does not fit between RAM and 480 MB", i);
		top -= c->disk[i].bytes;
		board_add_region(m, disk_names[i], top, c->disk[i].bytes, true, c->disk[i].memory);
	}
	return true;
}

static bool configure(struct machine *m, const struct vr3000_config *c, struct vr3000_error *error)
{
	u32 end = m->region[0].bytes;

	if (c->disks > COUNT_OF(disk_names) || count_disks(c, VR3000_DISK_LAME))
		return board_refuse(error, "a DECstation takes %u disks, mapped into memory",
			COUNT_OF(disk_names));
	if (c->date < 0)
		return board_refuse(error, "the clock begins in 1970%.0u", 0);
	board_device(m, "dz")->option[DZ_BAUD] = c->baud;
	board_device(m, "ds1287")->option[DS1287_DATE] = c->date ? (u64)c->date : 946684800;
	configure_lance(m, c);
	return add_nv_disks(m, c, &end, error) && add_phram_disks(m, c, end, error);
}

/* ---- the start of a program ---- */

enum { PROM_MEMORY = 0x10000, PROM_END = 0x28000, WORDS_MAX = 4200, LINE_MAX = 4095 };
enum { REX_MAGIC = 0x30464354 };
#define KSEG0 0x80000000u
#define PROM_VECTOR 0xbfc00400u         /* guest/prom/prom.ld */
#define PROM_RESET 0xbfc00000u

/* The words a program is told, as they go into the PROM's memory: their table first. */
struct words { struct machine *m; u32 count, at, line; bool full; };

static void words_add(struct words *w, const char *text)
{
	u32 bytes = (u32)text_length(text) + 1;
	u8 pointer[4];

	w->line += bytes;               /* a space follows each but the last */
	w->full |= w->line > LINE_MAX + 1;
	if (w->full)
		return;
	must(w->count < WORDS_MAX);
	for (u32 i = 0; i < 4; i++)
		pointer[i] = (u8)((KSEG0 + w->at) >> 8 * i);
	memory_write(w->m, PROM_MEMORY + 4 * w->count++, pointer, sizeof pointer);
	memory_write(w->m, w->at, (const u8 *)text, bytes);
	w->at += bytes;
}

static bool begins(const char *text, const char *with)
{
	return text_length(text) >= text_length(with) && !memcmp(text, with, text_length(with));
}

/* What Linux must be told of this board.  It takes one phram word, the last, so the first disk
 * comes last; the others can be written to /sys/module/phram/parameters/phram. */
static void words_add_ours(struct words *w, const struct vr3000_config *c, const struct boot *b)
{
	char text[80];
	bool console = false;

	for (u32 i = 1; i < b->arguments; i++)
		console |= begins(b->argument[i], "console=");
	if (!console)
		words_add(w, "console=ttyS3");
	if (b->initrd_bytes) {
		text_format(text, sizeof text, "rd_start=0x%x", KSEG0 + b->initrd);
		words_add(w, text);
		text_format(text, sizeof text, "rd_size=0x%x", b->initrd_bytes);
		words_add(w, text);
	}
	for (u32 i = c->disks; i--; ) {
		if (c->disk[i].kind == VR3000_DISK_NV)
			continue;
		text_format(text, sizeof text, "phram.phram=%s,0x%x,0x%x", disk_names[i],
			board_region(w->m, disk_names[i])->pa, c->disk[i].bytes);
		words_add(w, text);
	}
}

/* argv[0] is what a user would have typed at the PROM, argv[1] names the program. */
static bool write_words(struct machine *m, const struct vr3000_config *c, const struct boot *b,
	struct vr3000_error *error)
{
	struct words w = { m, 0, PROM_MEMORY + 4 * (WORDS_MAX + 1), 0, false };

	words_add(&w, "boot");
	w.line = 0;
	words_add(&w, b->arguments ? b->argument[0] : "vmunix");
	w.line = 0;                     /* the line begins here */
	words_add_ours(&w, c, b);
	for (u32 i = 1; i < b->arguments; i++)
		words_add(&w, b->argument[i]);
	if (w.full)
		return board_refuse(error, "the words for the kernel have more than %u characters",
			LINE_MAX);
	m->cpu->gpr[4] = w.count;
	m->cpu->gpr[5] = KSEG0 + PROM_MEMORY;
	return true;
}

/* The console's line as the PROM has set it: 9600 baud, 8 bits, may send; error correction on. */
static void start_devices(struct machine *m)
{
	enum { CORRECT = 0x2000, LEDS_OFF = 0xff, MSE = 0x20, LPR_CONSOLE = 0x0e1b, LINE_3 = 8 };

	bus_write(m, m->cpu, DZ, 2, MSE);
	bus_write(m, m->cpu, DZ + 8, 2, LPR_CONSOLE);
	bus_write(m, m->cpu, DZ + 16, 2, LINE_3);
	bus_write(m, m->cpu, CSR, 4, (bus_read(m, m->cpu, CSR, 4) & ~0xffu) | CORRECT | LEDS_OFF);
}

static bool boot(struct machine *m, const struct vr3000_config *c, const struct boot *b,
	struct vr3000_error *error)
{
	struct cpu *cpu = m->cpu;

	if (m->region[0].bytes < PROM_END)
		return board_refuse(error, "a DECstation has at least %u KiB of memory", PROM_END >> 10);
	if ((b->entry & 0x1fffffff) < PROM_END)
		return board_refuse(error, "a program below 800%x would overlap the PROM's memory",
			PROM_END);
	if (!write_words(m, c, b, error))
		return false;
	start_devices(m);
	cpu->pc = b->entry;
	cpu->gpr[6] = REX_MAGIC;
	cpu->gpr[7] = PROM_VECTOR;
	cpu->gpr[29] = KSEG0 + PROM_END - 32;
	cpu->gpr[31] = PROM_RESET;      /* who returns, halts */
	return true;
}

const struct board board_dec5000 = {
	.name = "dec5000", .text = "a DECstation 5000/200, for Linux and other kernels",
	.device = devices, .devices = COUNT_OF(devices),
	.region = regions, .regions = COUNT_OF(regions),
	.time = { .quantum = 10000, .sample = 1 },
	.cpu = "R3000A", .fpu = FPU_R3010,
	.ram_default = 64 << 20, .ram_max = 480 << 20, .mhz = 200, .cpus_max = 1,
	.bev_stops = true, .shutdown = true,
	.console = "dz", .network = "lance",
	.configure = configure, .boot = boot,
};
