/* device.h: all that a device may know of the machine.  A device file includes this and nothing
 * else of ours; it is a data sheet: register map, constants, state list, functions, one const
 * struct device_type at the end.
 *
 * A device's struct begins with `struct device device;`, then its state list.  All times are
 * ticks.  Register offsets are from the device's base; values are right-justified; bytes is 1, 2
 * or 4, and offset is as the guest gave it (a big-endian guest's byte is at its own offset). */
#ifndef DEVICE_H
#define DEVICE_H
#include "state.h"
#include "stream.h"

struct device {
	const struct device_type *type;
	struct machine *machine;
	const struct board_device *row;  /* base address, where its line goes, its options */
	u32 number;                      /* in the machine: events and the tape name it so */
	u64 option[6];                   /* configuration: the type's header says which is which */
	struct region *memory;           /* its buffer, ROM or store, where the board gave it one */
};

struct device_type {
	const char *name;
	u32 size;                        /* bytes of its struct */
	const struct field *field;
	u32 fields;
	const struct device_operations *does;
};
struct device_operations {
	void (*reset)(struct device *);
	u32 (*read)(struct device *, u32 offset, u32 bytes);
	u32 (*peek)(const struct device *, u32 offset, u32 bytes); /* what read would give; no effect */
	void (*write)(struct device *, u32 offset, u32 bytes, u32 value);
	void (*event)(struct device *, u32 what);
	void (*input)(struct device *, const u8 *byte, u32 bytes);
	void (*line)(struct device *, u32 number, bool up);        /* a line that leads here changed */
	const char *const *refused;      /* sentences of device_refuse, a %x in each for a value */
	/* A read there gives the same answer without effect until the next event, input or write. */
	bool (*quiet)(const struct device *, u32 offset);
};

u64 device_now(const struct device *);              /* ticks completed before this instruction */
u32 device_mhz(const struct device *);              /* ticks a guest microsecond */
void device_after(struct device *, u32 what, u64 ticks); /* event in at least one tick; replaces */
void device_after_ns(struct device *, u32 what, u64 nanoseconds); /* the same; rounded up */
u64 device_ns(const struct device *);               /* nanoseconds of device_now */
void device_cancel(struct device *, u32 what);
u64 device_when(const struct device *, u32 what);   /* 0: not pending */
void device_line(struct device *, bool up);         /* its own line: where the board's row leads */
void device_cpu_line(struct device *, u32 cpu, u32 line, bool up); /* controllers: IP2 is line 0 */
void device_ask(struct device *);                   /* wants an input: told at this tick's end */
void device_ask_no_more(struct device *);           /* the ask is withdrawn */
bool device_asking(const struct device *);
void device_put(struct device *, const u8 *byte, u32 bytes); /* an effect on the world */
void device_fault(struct device *);                 /* this access is a bus error */
void device_error(struct device *, const char *text); /* the guest's mistake: counted, traced */
/* False: there is no memory. */
bool device_dma(struct device *, u32 pa, void *byte, u32 bytes, bool to_memory);
u64 device_draw(struct device *);                   /* from the machine's seeded generator */
/* The machine's one stream (stream.h), in classic timing; false: every device has its own. */
bool device_stream(struct device *, u32 **word, u32 **next);
/* Its block store, d->memory, which is at no address; false: not all of it is there. */
bool device_store_read(const struct device *, u64 at, u8 *byte, u32 bytes);
bool device_store_write(struct device *, u64 at, const u8 *byte, u32 bytes);

enum device_end { DEVICE_EXIT = 1, DEVICE_HALT, DEVICE_OFF };
void device_stop(struct device *, enum device_end, u32 status); /* at the end of this tick */
/* What the guest did has no meaning: the run ends, with the device's sentence of that number. */
void device_refuse(struct device *, u32 sentence, u32 value);
void device_doom(struct device *);                  /* one of those after which the machine dies */
/* Multiprocessor boards. */
u32 device_cpus(const struct device *);
u32 device_cpu(const struct device *);              /* who makes this access */
void device_cpu_stop(struct device *, u32 cpu, bool stopped);
void device_cpu_set(struct device *, u32 cpu, u32 pc, u32 a0, u32 sp);
void device_cpu_reset(struct device *, u32 cpu, u32 pc, u32 sp); /* as at power on; it runs */
u32 device_ram_bytes(const struct device *);
#endif
