/* machine.h: one deterministic machine: CPUs, memory, devices, events, time, and the two doors.
 *
 * It is a function of (state, inputs).  Time is `now`, in ticks: a tick is an instruction that
 * retires, or one that takes an exception.  machine_run() comes back exactly where it promises:
 *
 *   machine_run(m, until, wait_until) returns a set of reasons (enum stop):
 *     STOP_TIME   now == until (several CPUs: the first round end at or after it), before anything
 *                 due at now has happened
 *     STOP_WAIT   every CPU waits and now >= wait_until, before the inputs of that instant
 *     STOP_ASK    a device wants an input (device_asks says which); end of that tick
 *     STOP_OUT    something went out and m->listener is set; end of that tick
 *     STOP_OFF    power off, halt, exit or a fault nothing can take: m->end says which
 *     STOP_BREAK  the debugger's: the budget is spent or a break address is next; perhaps inside an
 *                 instant or a round
 *     STOP_WATCH  the debugger's: an access that is watched has just been made: m->hit says which
 *
 * Order at one instant: inputs (as posted), events by (device, what), interrupts, the instruction.
 * Several CPUs run serially in rounds [t, e); e is fixed when the inputs and events of t are done.
 * */
#ifndef MACHINE_H
#define MACHINE_H
#include "classic.h"
#include "cpu.h"

enum {
	CPUS_MAX = 32, DEVICES_MAX = 64, WHATS = 4, REGIONS_MAX = 40, INPUT_BYTES = 4096,
	INPUTS_MAX = 256, BREAKS_MAX = 64, POINTS_MAX = 32, OPTIONS = 6
};
enum stop {
	STOP_TIME = 1, STOP_WAIT = 2, STOP_ASK = 4, STOP_OUT = 8, STOP_OFF = 16, STOP_BREAK = 32,
	STOP_WATCH = 128
};
/* Why it ended: the guest's exit, halt, power off, a fault it cannot take, a refusal of ours. */
enum end { END_NONE, END_EXIT, END_HALT, END_OFF, END_FAULT, END_REFUSED, END_DOOM };
/* What was refused: end_code's low byte; exit_status says more.  A device's number and its sentence
 * are in end_code from bits 8 and 16 on. */
enum refused { REFUSED_STATUS, REFUSED_TLB, REFUSED_DEVICE, REFUSED_EVENTS };

/* A board's time (DESIGN.md, "Time, order and doors"); the first of each is the default. */
enum test { TEST_BEFORE, TEST_AFTER, TEST_SAMPLED };
enum tie { TIE_BY_DEVICE, TIE_BY_INSERTION };
struct row {
	u32 quantum, sample;
	enum test test;
	enum tie tie;
	bool wait_again;        /* a waking CPU executes WAIT once more */
	bool wait_counts;       /* the CPU's own timer runs while it waits */
	bool classic;           /* events come as classic.h says */
};

/* A piece of physical memory: RAM, a ROM, a memory-mapped disk, a device's buffer. */
struct region {
	const char *name;
	u32 pa, bytes;
	bool writable;
	bool store;             /* a device's alone: at no address */
	u8 *at;                 /* host memory, page aligned; bytes in the guest's order */
	u32 first_page;         /* of its pages, counted over all regions */
};

#define MACHINE_STATE(F, A) \
	F(u64, now)             /* the last instant all CPUs reached: t */ \
	F(u64, round_end) F(u32, turn) F(u64, done) /* the open round, the turn's ticks; else zero */ \
	F(u8, begun)            /* now's inputs and events are done */ \
	F(u64, out_at) F(u64, off_at) /* when to report output, the end; 0: nothing to report */ \
	F(u64, inputs) F(u64, outputs) /* taken, made: the place on the tape */ \
	F(s64, first) F(s64, last) /* insertion numbers of events */ \
	F(u64, draw)            /* the generator of --seed */ \
	F(u32, doom)            /* so many writes to disks until the machine dies; 0: it does not */ \
	F(u32, end) F(u32, exit_status) F(u32, end_cpu) F(u32, end_code) \
	A(u64, when, DEVICES_MAX * WHATS) A(s64, tie, DEVICES_MAX * WHATS) /* events; 0: none */ \
	A(u64, ask_at, DEVICES_MAX) A(u8, asking, DEVICES_MAX) /* to report; unanswered */ \
	A(u8, line, DEVICES_MAX) /* each device's own line */

/* Why a store to a page must be noticed: code is decoded there, someone keeps what was there
 * (change.h), or it is watched. */
enum watch { WATCH_CODE = 1, WATCH_CLEAN = 2, WATCH_POINT = 4 };

/* Memory that a debugger watches (point.h): by pa where direct, else by va in any address space. */
enum { POINT_READ = 1, POINT_WRITE = 2 };
struct point { u32 va, pa, bytes, kinds; bool direct; };

struct input { u32 device, bytes; u8 byte[INPUT_BYTES]; };

struct hash128 { u64 low, high; };

/* Memory for host code, seen twice: where it is written and where it runs.  No bytes: none. */
struct code_memory { u8 *write, *run; size_t bytes; };

/* A block of translated code, told to whoever looks at it.  MADE alone knows its host code, what it
 * was made from, and where each instruction's code begins (offsets from code). */
enum code_told { CODE_BEGINS, CODE_MADE, CODE_FORGOTTEN, CODE_FLUSHED };
struct ir_block;
struct code_block {
	u32 pc, page, mode;
	const u8 *code;
	u32 bytes;
	const struct ir_block *ir;
	const u32 *at;
};

/* What the machine's keeper supplies; any function may be NULL. */
struct doors {
	void *context;
	void (*took)(void *context, u64 number, u64 when, u32 device, const u8 *byte, u32 bytes);
	void (*put)(void *context, u64 number, u64 when, u32 device, const u8 *byte, u32 bytes);
	void (*trace)(void *context, u32 what, const struct cpu *, u32 code, u32 va);
	void (*error)(void *context, u64 when, u32 device, const char *text); /* a guest's error */
	void (*code)(void *context, enum code_told, const struct code_block *);
	void (*changing)(void *context, u32 page);   /* the history's: for the first time (change.h) */
};
enum trace { TRACE_EXCEPTION = 1, TRACE_IRQ = 2, TRACE_TLB = 4, TRACE_INSN = 8, TRACE_DEVICE = 16 };

struct counters {
#define COUNTER(name, text) u64 name;
#include "counter.def"
#undef COUNTER
};

struct machine {
	MACHINE_STATE(STATE_F, STATE_A)
	/* Configuration: fixed at open. */
	const struct board *board;
	struct row row;
	u32 cpus, mhz, devices, regions, order;
	u64 seed;
	u32 doomed;                     /* what doom begins with */
	enum fpu { FPU_NONE, FPU_R3010, FPU_IEEE } fpu;
	u32 cache_bytes[2];             /* data, instruction */
	u32 tlb_entries, tlb_floor;     /* where the model leaves them to choose */
	struct classic classic;         /* state where row.classic */
	/* Where things are. */
	struct cpu *cpu;                /* cpus of them */
	struct device *device[DEVICES_MAX];
	struct region region[REGIONS_MAX]; /* region[0] is RAM */
	u32 pages;                      /* of all regions */
	u8 *watch;                      /* a byte a page, of enum watch: stores take the slow path */
	u8 *same;                       /* a byte a page: who has seen it as it is (change.h) */
	struct hash128 *page_hash;      /* of the pages that hashing has seen */
	struct code *code;              /* decoded pages (code.h) */
	struct code_memory code_memory;
	void *translator; /* the engine's tables, or NULL: it runs as the interpreter does */
	struct input *input;            /* posted, not taken: the keeper's, in no snapshot */
	u32 input_first, input_count;
	struct doors doors;
	/* How it is being run. */
	const struct engine *engine;
	u64 until, wait_until, budget, next_event;
	bool listener, idled, skip;
	bool bus_error;                 /* the access in progress: nothing answers */
	bool called;                    /* a device was called: deadline and lines may have changed */
	bool stopped_short;             /* the switch left an odd instruction to the exact path */
	u32 caller;                     /* CPU whose access a device serves */
	u32 trace, breaks, break_va[BREAKS_MAX];
	u64 break_at;                   /* 1 + when a break address was reported last: not again */
	u32 break_cpu, break_pc;
	bool breaks_here;               /* pc is a break address */
	bool points_read;               /* a direct page's loads are watched: all go the exact way */
	u32 points, hit, hit_va, hit_cpu; /* hit: the kind of the access that was seen, or 0 */
	struct point point[POINTS_MAX];
	u32 noisy;                      /* counts what makes a loop's pass unlike the last: skip.h */
	u64 probe_at, probe_wait;       /* when to look for a fixed point next */
	u32 lively;                     /* counts what a stuck guest would not do */
	u64 stretch_at;                 /* since when the CPU runs in one mode, */
	bool stretch_user;              /* and in which: machine_stretch() */
	struct counters counters;
};

/* An engine advances one CPU.  It returns 0 at the deadline, or where the CPU waits, or has
 * stopped or ended; STOP_BREAK for the debugger. */
struct engine {
	const char *name, *text;
	u32 (*run)(struct machine *, struct cpu *);
	bool (*open)(struct machine *);              /* may be NULL */
	void (*forget)(
		struct machine *, u32 page, u32 first, u32 bytes); /* may be NULL: code there changed */
	/* What it wants of the tables for so many physical pages and bytes of code; may be NULL. */
	size_t (*table_bytes)(u32 pages, size_t code_bytes);
};
extern const struct engine engine_interp, engine_exact;
extern const struct engine *const engines[];    /* ends with NULL */

u32 machine_run(struct machine *, u64 until, u64 wait_until);
bool machine_waits(const struct machine *);     /* no CPU can run */
void machine_reset(struct machine *);           /* power on: all state but memory */
void machine_reset_cpu(struct machine *, u32 cpu, u32 pc); /* all of it but its TLB */
void machine_check(const struct machine *);     /* every invariant; at any instruction */
bool machine_post(struct machine *, u32 device, const u8 *byte, u32 bytes); /* false: no room */
void machine_changed(struct machine *);         /* state was written from outside: caches again */
u64 machine_deadline(const struct machine *);   /* what an engine may run to, now */
u32 machine_end_status(const struct machine *);

static inline u64 time_of(const struct machine *m)
{
	return m->now + m->done;
}
/* The CPU may have changed its mode: accounts for the ticks it ran in the one before. */
static inline void machine_stretch(struct machine *m, struct cpu *c)
{
	if (m->stretch_user) c->user_ticks += time_of(m) - m->stretch_at;
	m->stretch_at = time_of(m);
	m->stretch_user = c->cp0[Status] & STATUS_KUC;
	m->lively += m->stretch_user;
}
void machine_stop(struct machine *, enum end, u32 status, u32 cpu, u32 code);
void machine_fault(struct machine *, struct cpu *, u32 exc); /* one that the guest cannot take */

/* region.c */
struct region *region_at(struct machine *, u32 pa, u32 bytes); /* NULL: no memory there */
const struct region *region_peek(const struct machine *, u32 pa, u32 bytes);
bool memory_read(const struct machine *, u32 pa, u8 *to, u32 bytes); /* false: not all is memory */
bool memory_write(struct machine *, u32 pa, const u8 *from, u32 bytes);

/* bus.c: what is not memory.  Returns an exc of the caller's choice by m->bus_error. */
u32 bus_read(struct machine *, struct cpu *, u32 pa, u32 bytes);
void bus_write(struct machine *, struct cpu *, u32 pa, u32 bytes, u32 value);
bool bus_peek(const struct machine *, u32 pa, u32 bytes, u32 *value);

/* state.c */
bool machine_section(const struct machine *, u32 i, struct section *); /* false: no such */
struct hash128 machine_hash(const struct machine *);
#endif
