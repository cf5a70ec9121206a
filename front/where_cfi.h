/* where_cfi.h: the rows of .debug_frame: how the registers of a caller are found from those of
 * the function it called.  Our own reader, for libdw cannot unwind MIPS.  Knows bytes, no guest
 * memory. */
#ifndef WHERE_CFI_H
#define WHERE_CFI_H
#include "base.h"

struct elf;
struct cfi;

/* DWARF's numbers on MIPS: 0-31 the general registers; compilers and kernels put the return
 * address into 31 or into a column of their own. */
enum { CFI_COLUMNS = 96 };

struct cfi_rule {
	enum { CFI_SAME, CFI_LOST, CFI_AT, CFI_VALUE, CFI_REGISTER } kind;
	s32 number; /* AT, VALUE: from the frame's address; REGISTER: which */
};

/* The frame's address (CFA) is the stack pointer before the function was called. */
struct cfi_row {
	u32 start; /* of the function */
	u32 return_column;
	bool interrupted; /* the caller did not call: an exception did (.cfi_signal_frame) */
	u32 cfa_register;
	s32 cfa_offset;
	struct cfi_rule rule[CFI_COLUMNS];
};

/* NULL if the file has no .debug_frame, or no memory is left. */
struct cfi *cfi_open(const struct elf *);
void cfi_close(struct cfi *);
/* The row in force just before the instruction at va. */
bool cfi_find(const struct cfi *, u32 va, struct cfi_row *);
#endif
