/* cpu.h: one processor: its state, and the words it is spoken of.
 *
 * Between two instructions the whole past of the pipeline is one of three words (enum after):
 *   PLAIN   nothing is on its way
 *   LOADED  late_value will reach late_reg, when the next instruction has fetched its operands
 *   SLOT    this is a delay slot; target comes after it
 * A branch is never a load, so they exclude each other, and that is what makes the interpreter
 * fast: it has each row three times, once for each past, and asks nothing at run time.
 *
 * A branch in a delay slot needs no rule of its own: the first branch's target is the address of
 * the instruction after the slot, and that one is then the second branch's slot. */
#ifndef CPU_H
#define CPU_H
#include "isa.h"
#include "state.h"

enum after { PLAIN, LOADED, SLOT };
enum { TLB_ENTRIES = 64, TLB_NEAR = 256, IP_SHIFT = 10 };

enum {
	STATUS_IEC = 1, STATUS_KUC = 2, STATUS_IM = 0xff00, STATUS_HARD = 0xfc00, STATUS_ISC = 1 << 16,
	STATUS_SWC = 1 << 17, STATUS_CM = 1 << 19, STATUS_TS = 1 << 21, STATUS_BEV = 1 << 22,
	STATUS_RE = 1 << 25, STATUS_TE = 1 << 27, STATUS_CU0 = 1 << 28
};
enum { LO_G = 0x100, LO_V = 0x200, LO_D = 0x400, HI_ASID = 0xfc0 };
#define HI_VPN 0xfffff000u
#define CAUSE_BD (1u << 31)
enum { CONFIG_AC = 1 << 23, CONFIG_HALT = 1 << 25 };

/* An exception on its way: code, the refill vector's bit, the coprocessor at CE_SHIFT.  0 is none:
 * an interrupt an instruction raises (the FPU's) is marked EXC_TAKEN. */
enum exc {
	EXC_INT, EXC_MOD, EXC_TLBL, EXC_TLBS, EXC_ADEL, EXC_ADES, EXC_IBE, EXC_DBE, EXC_SYS, EXC_BP,
	EXC_RI, EXC_CPU, EXC_OV, EXC_CODES, EXC_REFILL = 0x100, EXC_TAKEN = 0x200, CE_SHIFT = 12
};

/* FCSR of the R3010: C 23, causes E V Z O U I 17:12, enables V Z O U I 11:7, flags 6:2, RM 1:0.  C
 * lives in the register file (REG_FCOND), where a comparison reaches it one instruction later. */
enum { FCSR_C = 1 << 23, FCSR_CAUSES = 0x3f000, FCSR_WRITTEN = 0x0083ffff, FCR0_R3010 = 0x0340 };

/* The flat table: for each virtual page, host address - virtual address of what a load finds there;
 * MAP_STORE further on the same for stores.  0: the slow path. */
enum { MAP_STORE = 1 << 20, MAP_ENTRIES = 2 << 20 };

/* The register file comes first, in the order of isa.h; nowhere, where writes to $0 go, is no
 * state. */
#define CPU_FILE(F, A) A(u32, gpr, 32)
#define CPU_REST(F, A) \
	F(u32, hi) F(u32, lo) F(u32, fcond) F(u32, fcsr) A(u32, fpr, 32) \
	F(u32, pc) F(u32, after) F(u32, target) F(u32, branch_pc) F(u32, late_reg) F(u32, late_value) \
	A(u32, cp0, 32) A(u32, tlb_hi, TLB_ENTRIES) A(u32, tlb_lo, TLB_ENTRIES) \
	F(u32, lines)                    /* IP2..IP7 as driven, bits 0 to 5; IP0, IP1 */ \
	F(u32, link_active) F(u32, link_va) F(u32, link_value) \
	F(u8, waiting) F(u8, stopped) \
	F(u8, owed)                      /* sampled rows: a test of the lines is owed */ \
	F(u64, hi_at) F(u64, lo_at)      /* core_ahead.h */ \
	F(u64, stood)                    /* ticks that passed while it waited or was stopped */ \
	F(u64, timer_at)                 /* its own timer is due, in ticks it executed; 0: never */ \
	F(u64, retired)

struct cpu {
	union {
		u32 r[REGS];
		struct { CPU_FILE(STATE_F, STATE_A) u32 nowhere; CPU_REST(STATE_F, STATE_A) };
	};
	/* Below: caches over the state, and where it is.  Not state. */
	u32 index;
	u32 bad_va;                      /* of the access that failed last */
	bool taken;                      /* the branch that core->call ran */
	struct machine *machine;
	const struct model *model;
	const struct decoded *here;      /* code at here_va, while code->epoch is here_epoch */
	u32 here_va, here_epoch;
	uintptr_t *map;                  /* the flat table, or NULL: every mapped access is slow */
	u32 mapped[TLB_ENTRIES];         /* the page of the table that each TLB entry may have filled */
	u64 near[TLB_NEAR];              /* marks of the TLB entries alike in some bits of page */
	u32 *cache[2];                   /* data and instruction cache, when isolated: words, tags */
	u64 traps[EXC_CODES], refills;   /* counters */
	u64 early;                       /* ticks that Count and Random did not see (core_ahead.h) */
	u64 user_ticks, lls, scs[2], syncs; /* sc: failed, done */
	/* What translated code reaches from here: where the window's addresses are added, m->watch, the
	 * table of indirect jumps; what its base register holds: the window, in user mode the map. */
	u8 *window, *watch;
	void *jumps;
	const void *base;
	/* The floating operation done last, whose causes nobody has asked for yet; 0: none. */
	u64 float_a, float_b;
	u32 float_last;
};
_Static_assert(offsetof(struct cpu, hi) == REG_HI * 4 && offsetof(struct cpu, fpr) == REG_F * 4,
	"the register file is the first fields of the list");

/* A processor's row: what differs in number or word.  What differs in meaning is compiled in (the
 * model's file), and shared by the rows that mean the same. */
struct model {
	const char *name;
	u32 prid;
	const struct core *core[2];      /* by byte order; NULL: it does not come in that order */
	const u32 *cp0_written;          /* bits mtc0 changes; CP0_ABSENT */
	u32 cache_bytes[2];              /* data, instruction: unless configured; 0: none */
	bool alternate;                  /* Config.AC trades instruction for data cache (R3081) */
	bool halts;                      /* Config.Halt waits for an interrupt (R3081) */
	u32 tlb_reset, config0, count;   /* at power on: TLB entry 0's page, then the next; registers */
	u32 pc, status;                  /* and these */
	bool numbered;                   /* PRId is the processor's number */
	u32 tlb_usual, tlb_floor;        /* entries (0: 64 always), first mapped address: by choice */
	u32 wake;                        /* lines that end a wait, allowed or not; 0: those allowed */
	bool has_fpu;
};
enum { CP0_ABSENT = 1 };             /* no register has bit 0 alone writable */

/* What a model's file makes from the table: the same contract for both ways to run. */
typedef u32 call_function(struct cpu *, const struct decoded *, u32 npc, bool loaded);
struct core {
	u32 order;
	/* Runs instructions until time_of(m) == stop at most; returns early where something may have
	 * to be looked at: after a device call, a CP0 write, an exception. */
	void (*run)(struct cpu *, u64 stop);         /* the switch over decoded code */
	void (*run_exact)(struct cpu *, u64 stop);   /* one instruction, no cache of any kind */
	void (*step)(struct cpu *, const struct decoded *); /* the same, fetched and decoded */
	/* Each row of insn.def as a function: 0, or the exception; it moves neither pc nor time. */
	u32 (*const *call)(struct cpu *, const struct decoded *, u32 npc, bool loaded);
	bool (*turn)(struct cpu *);                  /* core_step.h, where turns may be one tick */
	void (*trap)(struct cpu *, u32 exc);         /* c->pc and c->after are the victim's */
	bool (*interrupted)(const struct cpu *);
	bool (*wakes)(const struct cpu *);           /* a line is up that ends a wait */
	void (*remap)(struct cpu *);                 /* the flat table, made again from the TLB */
	u32 (*translate)(
		const struct cpu *, u32 va, bool store, bool user, u32 *pa); /* 0 or enum exc */
	u32 (*cp0)(const struct cpu *, u32 number);  /* as mfc0 would read it */
	void (*set_cp0)(struct cpu *, u32 number, u32 value);
	/* A timer inside the CPU: ticks until it is due, and the passing of ticks; NULL: none. */
	u64 (*timer_ticks)(const struct cpu *);
	void (*count)(struct cpu *, u64 ticks);
};
extern const struct core r3000_el, r3000_eb, mips161_eb, mips161_classic, umps3_el, umps3_eb;
extern const struct model models[];
extern const u32 model_count;
const struct model *model_find(const char *name);

extern const struct field cpu_fields[];
extern const u32 cpu_field_count;
#endif
