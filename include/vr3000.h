/* vr3000.h: a virtual R3000 as a library, first part.
 *
 * A machine is a function of (state, inputs).  Time is `now`, in ticks: one instruction, or one
 * exception taken.  The library reads no clock and no file, starts no thread, keeps no global;
 * any number of machines may live in one process, each used by one thread at a time.
 *
 * Pointers that a function returns stay the machine's and valid until vr3000_close, unless it says
 * otherwise.  Functions that can refuse return false and fill in the error: one sentence.  A
 * refused call has changed nothing. */
#ifndef VR3000_H
#define VR3000_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

#define VR3000_VERSION "0.1"

struct vr3000;                                  /* one machine */
struct vr3000_error { char text[256]; };

/* ---- configuration: zero means the board's own choice ---- */

enum vr3000_disk_kind { VR3000_DISK_PHRAM = 1, VR3000_DISK_NV, VR3000_DISK_LAME };
/* A disk: host memory, page aligned, a multiple of 4096 bytes, the caller's until the machine is
 * closed.  Guest stores go straight to it.  A slot's disk (LAME) is read and written by sectors of
 * 512 bytes; the first is `first` bytes from the start. */
struct vr3000_disk {
	enum vr3000_disk_kind kind;
	void *memory;
	uint32_t bytes, first, sectors;
};

/* What stands in a slot of a board that has some; device NULL: nothing.  Devices of "sys161":
 * timer, disk, serial, screen, nic, emufs, trace, random; in slot 31 mainboard or oldmainboard. */
enum { VR3000_SLOTS = 32, VR3000_DISKS = 32 };
struct vr3000_slot {
	const char *device;
	uint32_t value;                         /* disk: turns a minute; nic: address; random: seed */
	uint32_t disk;                          /* which of the disks, from 0 */
	bool doom;                              /* disk: its writes count */
};

struct vr3000_config {
	const char *board;                      /* "bench", "dec5000", "sys161"; must be given */
	const char *cpu;                        /* "R3000", "R3000A", "R3081", "mips161" */
	const char *fpu;                        /* "none", "r3010", "ieee" */
	const char *engine;                     /* "interp", "exact" */
	bool big_endian;
	uint32_t ram_bytes, mhz, cpus, quantum;
	uint32_t code_cache_bytes;              /* of translated code; 0: 64 MiB */
	uint32_t data_cache_bytes, instruction_cache_bytes; /* as the guest sizes them, isolated */
	uint64_t seed;
	int64_t date;                           /* seconds since 1970 at tick 0; 0: 2000-01-01 */
	uint8_t mac[6];
	bool baud;                              /* serial lines take the time their speed asks for */
	bool no_network;
	bool keep_busy;                         /* do not skip proven idle loops */
	struct vr3000_disk disk[VR3000_DISKS];
	uint32_t disks;
	struct vr3000_slot slot[VR3000_SLOTS];  /* all empty: the board's own choice */
	uint32_t doom;                          /* ends after so many writes to disks; 0: never */
};

/* A block of translated code: where it was entered, and its host code.  A translation begins and is
 * made, or is empty and never made; one block is forgotten, or all of them at once. */
enum vr3000_told { VR3000_BLOCK_BEGINS, VR3000_BLOCK_MADE, VR3000_BLOCK_FORGOTTEN,
	VR3000_BLOCKS_FLUSHED };
struct vr3000_block {
	uint32_t pc, pa;                        /* of its first instruction */
	bool user;
	const void *code;                       /* NULL: it has none */
	uint32_t bytes, instructions, items;    /* MADE alone */
	uint32_t straight;                      /* so many bytes of it before what is out of line */
	const void *inside;
};

/* The doors: what the machine calls.  Any function may be NULL.  `number` counts from 0 and is
 * part of the state; `when` is in ticks; the bytes are valid during the call. */
struct vr3000_doors {
	void *context;
	/* An input was taken: the tape keeps it before the machine sees it. */
	void (*took)(void *context, uint64_t number, uint64_t when, uint32_t device,
		const uint8_t *bytes, uint32_t count);
	/* An effect on the world: a console byte, a frame. */
	void (*put)(void *context, uint64_t number, uint64_t when, uint32_t device,
		const uint8_t *bytes, uint32_t count);
	/* What vr3000_trace asked for, as text without a newline. */
	void (*trace)(void *context, uint64_t when, const char *text);
	/* The guest programmed a device wrongly. */
	void (*guest_error)(void *context, uint64_t when, const char *device, const char *text);
	/* Translated code appears or goes; the block is valid during the call. */
	void (*block)(void *context, enum vr3000_told, const struct vr3000_block *);
};

/* ---- life ---- */

/* Memory comes from the host (mmap), handed to the machine as arenas; vr3000_core.h has the form
 * that takes the caller's own.  NULL with the error filled in: nothing was made. */
struct vr3000 *vr3000_open(const struct vr3000_config *, const struct vr3000_doors *,
	struct vr3000_error *);
void vr3000_close(struct vr3000 *);
void vr3000_reset(struct vr3000 *);             /* power on: all state but memory */

/* Puts bytes into memory at a physical address; false when not all of it is memory. */
bool vr3000_poke(struct vr3000 *, uint32_t pa, const void *bytes, size_t count);
bool vr3000_peek(const struct vr3000 *, uint32_t pa, void *bytes, size_t count);
bool vr3000_fill(struct vr3000 *, uint32_t pa, uint8_t byte, size_t count);
/* The same by virtual address of a CPU, through its TLB, without side effects; false: not mapped
 * to memory. */
bool vr3000_peek_virtual(const struct vr3000 *, uint32_t cpu, uint32_t va, void *bytes,
	size_t count);
bool vr3000_poke_virtual(struct vr3000 *, uint32_t cpu, uint32_t va, const void *bytes,
	size_t count);

/* Registers and memory as the board's firmware leaves them for a program that stands in memory from
 * its lowest to `end` (physical).  argument[0] is its name. */
struct vr3000_boot {
	uint32_t entry, end;
	const char *const *argument;
	uint32_t arguments;
	uint32_t initrd, initrd_bytes;          /* physical; 0: none */
};
bool vr3000_boot(struct vr3000 *, const struct vr3000_boot *, struct vr3000_error *);

/* ---- running ---- */

enum {                                          /* reasons, a set */
	VR3000_TIME = 1,                        /* now is `until`, before anything due then */
	VR3000_WAIT = 2,                        /* every CPU waits, and now has reached wait_until */
	VR3000_ASK = 4,                         /* a device wants an input: vr3000_asks */
	VR3000_OUT = 8,                         /* something went out, and vr3000_listen was set */
	VR3000_OFF = 16,                        /* it has ended: vr3000_end */
	VR3000_BREAK = 32,                      /* a break address is next, or the budget is spent */
	VR3000_PRESENT = 64,                    /* the past is over (vr3000_keep) */
	VR3000_WATCH = 128                      /* an access was made that vr3000_watch asked for */
};
#define VR3000_NEVER UINT64_MAX
uint32_t vr3000_run(struct vr3000 *, uint64_t until, uint64_t wait_until);
/* The same for at most `ticks` ticks of work, stopping inside an instant or round if it must. */
uint32_t vr3000_step(struct vr3000 *, uint64_t ticks);
uint64_t vr3000_now(const struct vr3000 *);

enum vr3000_end { VR3000_RUNNING, VR3000_EXIT, VR3000_HALT, VR3000_POWER_OFF, VR3000_FAULT,
	VR3000_REFUSED, VR3000_DOOM };
/* Why it ended; status is the guest's own (exit), text a sentence for a fault or refusal. */
enum vr3000_end vr3000_end(const struct vr3000 *, uint32_t *status, char *text, size_t size);

bool vr3000_break(struct vr3000 *, uint32_t va, bool set);   /* false: no room */
/* Stops after accesses to `bytes` from va on, until it is taken back by the same arguments.  In
 * kseg0 and kseg1 what counts is the memory there, however it is reached; elsewhere the virtual
 * address, in any address space.  False: no room. */
enum { VR3000_READ = 1, VR3000_WRITE = 2 };     /* kinds, a set */
bool vr3000_watch(struct vr3000 *, uint32_t va, uint32_t bytes, uint32_t kinds, bool set);
/* What ended the last run with VR3000_WATCH: the kind of access, the va watched, and the CPU. */
uint32_t vr3000_watched(const struct vr3000 *, uint32_t *va, uint32_t *cpu);
/* The next instruction is the one at va; a branch on its way is forgotten, a load has landed. */
void vr3000_jump(struct vr3000 *, uint32_t cpu, uint32_t va);
/* Output ends a run at the end of its tick; so does the one that put is being told of. */
void vr3000_listen(struct vr3000 *, bool);
void vr3000_trace(struct vr3000 *, const char *what); /* "exceptions,irq,tlb,insn,device" or "" */

/* ---- the door in ---- */

/* Devices are numbered from 0.  An input is taken at the next instant that admits one. */
uint32_t vr3000_devices(const struct vr3000 *);
const char *vr3000_device_name(const struct vr3000 *, uint32_t device);
bool vr3000_device_find(const struct vr3000 *, const char *name, uint32_t *device);
/* The roles a board gives its devices; false: it has none. */
bool vr3000_console(const struct vr3000 *, uint32_t *device);
bool vr3000_network(const struct vr3000 *, uint32_t *device);
bool vr3000_asks(const struct vr3000 *, uint32_t device);    /* wants an input, unanswered */
bool vr3000_post(struct vr3000 *, uint32_t device, const void *bytes,
	uint32_t count);                /* false: queue full */

/* ---- time, kept: backwards, and forwards again ---- */

/* A moment of the machine: at `now`, before anything due then; or after the instant has begun; or,
 * on several CPUs, inside a round: `done` ticks of the CPU whose turn it is. */
struct vr3000_moment { uint64_t now, done; uint32_t turn; bool begun; };
struct vr3000_moment vr3000_moment(const struct vr3000 *);
int vr3000_moment_compare(const struct vr3000_moment *, const struct vr3000_moment *); /* -1 0 1 */

/* Keeps time from here on: a state every `period` ticks of work (0: 20 million) as the pages that
 * changed since, and all inputs; within `bytes` of memory (0: 256 MiB), where older times become
 * sparser and the oldest are given up.  On a host without mmap: vr3000_core.h.
 *
 * In the past, vr3000_run and vr3000_step repeat what was: they take inputs from what was kept and
 * call no door, post refuses, and they return no later than the last moment, with VR3000_PRESENT:
 * from there on it is live again.  Whoever writes state there (set, poke), or asks for
 * it, starts another future; a load or a reset makes time begin anew. */
bool vr3000_keep(struct vr3000 *, size_t bytes, uint64_t period, struct vr3000_error *);
bool vr3000_past(const struct vr3000 *);        /* before the last moment? */
/* The first and last moment it can go to; false: no time is kept. */
bool vr3000_kept(const struct vr3000 *, struct vr3000_moment *first, struct vr3000_moment *last);
/* The last kept state before a moment, from which running to it is short; false: there is none. */
bool vr3000_kept_before(const struct vr3000 *, const struct vr3000_moment *,
	struct vr3000_moment *kept);
/* Goes there, backwards or forwards; break addresses do not stop it.  Where the machine never was
 * at that very moment (inside a round, say), to the next after it.  False: it is before the first
 * or after the last moment. */
bool vr3000_go(struct vr3000 *, const struct vr3000_moment *, struct vr3000_error *);
/* In the past: runs on to a later moment, at most to the last; VR3000_BREAK on the way, VR3000_TIME
 * when it is there. */
uint32_t vr3000_go_on(struct vr3000 *, const struct vr3000_moment *);
/* The future is forgotten: this is the last moment. */
void vr3000_cut(struct vr3000 *);
/* How many times repeating did not agree with what was kept: a bug of ours, if it is not 0. */
uint64_t vr3000_disagreed(const struct vr3000 *);

/* ---- state, by name ---- */

/* "machine.now", "cpu0.pc", "cpu0.gpr[4]", "cpu0.late_reg", "cpu0.tlb_hi[12]", "cpu0.EntryHi",
 * "dz.csr".  CP0 registers have their names and read as mfc0 reads them.  Writes are for tests and
 * debuggers,
 * between runs; a field that another makes meaningless must be zero. */
bool vr3000_get(const struct vr3000 *, const char *name, uint64_t *value);
bool vr3000_set(struct vr3000 *, const char *name, uint64_t value);
/* The i-th field of the state: its full name without index, elements, bytes of one; false: no
 * more. */
bool vr3000_field(const struct vr3000 *, uint32_t i, char *name, size_t size, uint32_t *count,
	uint32_t *bytes);

void vr3000_hash(const struct vr3000 *, uint8_t hash[16]);
/* All state as bytes: first call with NULL for the size.  Loading checks everything before it
 * changes anything; it needs a machine of the same configuration. */
size_t vr3000_save(const struct vr3000 *, void *bytes, size_t size);
bool vr3000_load(struct vr3000 *, const void *bytes, size_t size, struct vr3000_error *);
/* False with the first field that differs, when they do. */
bool vr3000_equal(const struct vr3000 *, const struct vr3000 *, char *name, size_t size);
/* Walks every invariant; ends the program if one fails. */
bool vr3000_check(const struct vr3000 *);

/* ---- telling ---- */

struct vr3000_regs {
	uint32_t gpr[32], pc, hi, lo, status, cause, epc, badvaddr, entryhi;
	bool in_slot;
};
void vr3000_registers(const struct vr3000 *, uint32_t cpu, struct vr3000_regs *);
uint32_t vr3000_cpus(const struct vr3000 *);
bool vr3000_big_endian(const struct vr3000 *);
uint32_t vr3000_mhz(const struct vr3000 *);
uint32_t vr3000_ram_bytes(const struct vr3000 *);
const char *vr3000_cpu(const struct vr3000 *); /* what its processors are called */
uint64_t vr3000_retired(const struct vr3000 *, uint32_t cpu);
/* What a CPU did with its ticks, and how often it used ll, sc and sync, where it has them. */
struct vr3000_work {
	uint64_t kernel, user, idle;            /* idle: it waited or was stopped */
	uint64_t linked, stored, not_stored, synchronized;
};
void vr3000_work(const struct vr3000 *, uint32_t cpu, struct vr3000_work *);
uint64_t vr3000_exceptions(const struct vr3000 *, uint32_t cpu, uint32_t code);
/* The i-th counter: name, sentence, value; false: no more. */
bool vr3000_counter(const struct vr3000 *, uint32_t i, const char **name, const char **text,
	uint64_t *value);
/* What the boards and processors are called; NULL: no more. */
const char *vr3000_board_name(uint32_t i, const char **text);
const char *vr3000_cpu_name(uint32_t i);
const char *vr3000_engine_name(uint32_t i, const char **text);
/* Disassembles one word; returns text's length. */
int vr3000_disassemble(uint32_t word, uint32_t pc, char *text, size_t size);
/* Of a block that was made: the i-th item of its intermediate code as text; and its i-th
 * instruction: its pc, its first item, and where in the host code its own begins.  False: no more.
 */
bool vr3000_block_item(const struct vr3000_block *, uint32_t i, char *text, size_t size);
bool vr3000_block_instruction(const struct vr3000_block *, uint32_t i, uint32_t *pc,
	uint32_t *item, uint32_t *at);
/* Did anything happen since the last call that a stuck guest would not do: a user instruction, an
 * output, a device but a timer touched, work that is no proven idle loop? */
bool vr3000_lively(struct vr3000 *);

#ifdef __cplusplus
}
#endif
#endif
