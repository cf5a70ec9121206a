/* board.h: a board is tables: which device, where, on which line; its memory; its row of time; how
 * it begins. */
#ifndef BOARD_H
#define BOARD_H
#include "device.h"
#include "machine.h"
#include "vr3000.h"

/* A device, its registers' span of physical space, and where its line leads: to input `line` of the
 * device with index `to` in this table, or to CPU 0's IP2 + line. */
enum { TO_CPU = 255, TO_NOBODY = 254 };
struct board_device {
	const char *name;
	const struct device_type *type;
	u32 pa, span;
	u8 to, line;
};

/* Memory beside RAM: a ROM with content, or a buffer that starts as zeros; `device` names whose
 * device->memory it is, or NULL. */
struct board_region {
	const char *name;
	u32 pa, bytes;
	bool writable;
	const u8 *content;
	u32 content_bytes;
	const char *device;
};

/* A program that stands in memory up to `end`, and what it is told: argument[0] is its name. */
struct boot {
	u32 entry, end;
	const char *const *argument;
	u32 arguments, initrd, initrd_bytes;
};

struct board {
	const char *name, *text;
	const struct board_device *device;
	u32 devices;
	const struct board_region *region;
	u32 regions;
	struct row time;
	const char *cpu;                 /* default model */
	struct row classic;              /* classic timing, and its processor; NULL: there is none */
	const char *classic_cpu;
	enum fpu fpu;
	u32 ram_default, ram_max, mhz, cpus_max;
	u32 ram_step;                    /* memory comes in multiples of so much; 0: 64 KiB */
	u32 ram_pa, ram_least;           /* where it is; 0: 64 KiB at least */
	bool either_order, big_endian;   /* byte orders it comes in: both, or this one */
	bool bev_stops;                  /* an exception while BEV is set ends the run */
	bool word_bus;                   /* devices know words alone: parts are read and written back */
	bool rom_faults;                 /* a store to memory that is not writable is a bus error */
	bool shutdown;                   /* duplicate TLB entries shut the TLB down (Status.TS) */
	const char *console, *network;   /* types of the devices with these roles, or NULL */
	/* Boards with slots: makes the table of devices, at most DEVICES_MAX; instead of `device`. */
	bool (*slots)(
		const struct vr3000_config *, struct board_device *, u32 *, struct vr3000_error *);
	/* Options of devices and contents of regions, by what the user chose; adds the disks'
	 * regions.  False, with the sentence: refused. */
	bool (*configure)(struct machine *, const struct vr3000_config *, struct vr3000_error *);
	/* Registers and memory as its firmware leaves them, after machine_reset. */
	bool (*boot)(struct machine *, const struct vr3000_config *, const struct boot *,
		struct vr3000_error *);
};
extern const struct board *const boards[];       /* ends with NULL */
const struct board *board_find(const char *name);

struct device *board_device(const struct machine *, const char *name); /* must be there */
struct region *board_region(struct machine *, const char *name);       /* must be there */
/* A region over memory that is the caller's (a disk); at most 16 of them. */
void board_add_region(struct machine *, const char *name, u32 pa, u32 bytes, bool writable,
	void *memory);
/* A device's block store, over memory that is the caller's. */
void board_add_store(struct machine *, struct device *, u32 bytes, void *memory);
/* "%u" in text is the number. */
bool board_refuse(struct vr3000_error *, const char *text, u32 number);
#endif
