/* printk.c: a guest for where_test.c: lines and inlined functions at numbers that the test
 * knows, and a kernel's log.  The structures are those of Linux 6.1 by name; PADDED moves their
 * fields, so that only debug information can find them. */
#ifdef PADDED
#define PAD int pad;
#else
#define PAD
#endif

typedef unsigned long long u64;

#if defined TEACHING_LOG
char kernel_log[16] = "\ncd\nab";
unsigned kernel_log_end = 4;
#elif defined OLD_LOG
char __log_buf[64] = "\1\0\0\0first line\0\0\2\3\0\0second line\nand third\0\0\0abc";
#else
struct prb_data_blk_lpos { PAD unsigned long begin, next; };
struct prb_desc { PAD unsigned long state_var; struct prb_data_blk_lpos text_blk_lpos; };
struct prb_data_ring { unsigned size_bits; PAD char *data; unsigned long head_lpos, tail_lpos; };
struct printk_info {
	u64 seq, ts_nsec;
	PAD
	unsigned short text_len;
	unsigned char facility, flags;
	unsigned caller_id;
	char dev_info[64];
};
struct prb_desc_ring {
	PAD unsigned count_bits;
	struct prb_desc *descs;
	struct printk_info *infos;
	unsigned long head_id, tail_id, last_finalized_id;
};
struct printk_ringbuffer {
	struct prb_desc_ring desc_ring;
	struct prb_data_ring text_data_ring;
	unsigned long fail;
};

/* 64 bytes: the record 8 begins at 56, does not fit, and lies at the start. */
static struct { unsigned long id; char text[8]; unsigned long id6; char text6[48]; } data = {
	8, "wrapped!", 6, "two\nlines",
};
enum { RESERVED, COMMITTED, FINAL };
#define STATE(state, id) ((unsigned long)(state) << 30 | (id))
static struct prb_desc descs[8] = {
	[6] = { .state_var = STATE(FINAL, 6), .text_blk_lpos = { .begin = 12, .next = 28 } },
	[7] = { .state_var = STATE(COMMITTED, 7), .text_blk_lpos = { .begin = 3, .next = 3 } },
	[0] = { .state_var = STATE(FINAL, 8), .text_blk_lpos = { .begin = 56, .next = 76 } },
	[1] = { .state_var = STATE(FINAL, 9), .text_blk_lpos = { .begin = 1, .next = 1 } },
	[2] = { .state_var = STATE(FINAL, 2), .text_blk_lpos = { .begin = 12, .next = 28 } },
	[3] = { .state_var = STATE(RESERVED, 11), .text_blk_lpos = { .begin = 12, .next = 28 } },
	[4] = { .state_var = STATE(FINAL, 12), .text_blk_lpos = { .begin = 12, .next = 19 } },
};
static struct printk_info infos[8] = {
	[6] = { .ts_nsec = 1000002000, .text_len = 9 },
	[7] = { .ts_nsec = 1500000000 },
	[0] = { .ts_nsec = 4000000000000, .text_len = 7 },
	[2] = { .text_len = 9 },
	[3] = { .text_len = 9 },
	[4] = { .ts_nsec = 5000000000000, .text_len = 999 },
};
static struct printk_ringbuffer printk_rb_static = {
	.desc_ring = { .count_bits = 3, .descs = descs, .infos = infos, .tail_id = 6, .head_id = 12 },
	.text_data_ring = { .size_bits = 6, .data = (char *)&data },
};
struct printk_ringbuffer *prb = &printk_rb_static;
#endif

struct pt_regs {
	unsigned long pad0[8];
	PAD
	unsigned long regs[32];
	unsigned long cp0_status, hi, lo, cp0_badvaddr, cp0_cause, cp0_epc;
};

#line 100 "kernel/inline.h"
static inline __attribute__((always_inline)) void innermost(void)
{
	__asm__ volatile("inlined_here: nop");
}
#line 200 "kernel/printk.c"
static inline __attribute__((always_inline)) void middle(void)
{
	innermost();
}

int vprintk_emit(int level)
{
	middle();
	return level;
}

void show_regs(struct pt_regs *regs)
{
	regs->cp0_epc = 0;
}
