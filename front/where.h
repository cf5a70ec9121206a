/* where.h: says where a guest is: names, source lines, callers, registers, exceptions in words,
 * the kernel's log.  All of it comes from the guest's ELF file and from memory read without
 * disturbing the machine; nothing here knows a machine.  A where may be NULL: then nothing has
 * a name. */
#ifndef WHERE_H
#define WHERE_H
#include "base.h"
#include <stdio.h>

struct elf;
struct error;
struct where;

struct where_regs {
	u32 gpr[32], pc, hi, lo, epc;
};

/* A peek: false if there is no RAM at va now.  Bytes are in the guest's order. */
struct where_memory {
	void *context;
	bool (*read)(void *context, u32 va, void *bytes, u32 n);
};

struct where *where_open(const char *path, struct error *);
/* From a file that is open already; closes it in the end, or now if there is no memory. */
struct where *where_open_elf(struct elf *, struct error *);
void where_close(struct where *);

/* A function before an object, a symbol with a size before a label, a global one before a local
 * one; nothing outside of a symbol's size or a label's section. */
bool where_symbol(const struct where *, u32 va, const char **name, u32 *offset);
bool where_address(const struct where *, const char *name, u32 *va, u32 *size);
/* Debug information is read at the first question. */
bool where_line(struct where *, u32 va, const char **file, int *line);
/* "name+offset (file:line)", as much of it as is known, else "". */
void where_text(struct where *, u32 va, char *text, size_t size);

enum where_how {
	WHERE_HERE,
	WHERE_INLINED,
	WHERE_CFI,
	WHERE_PROLOGUE,
	WHERE_RETURN,
	WHERE_EXCEPTION,
};


/* pc is where this frame goes on, as in gdb; name, file and line are those of the call before
 * it. */
struct where_frame {
	u32 pc, sp;
	const char *name; /* NULL: unknown */
	u32 offset;
	const char *file; /* NULL: unknown */
	int line;
	bool inlined;       /* into the next frame, whose pc and sp are the same; offset is 0 */
	enum where_how how; /* this frame was found from the one before it */
	const char *end;    /* on the last frame: why there are no more; NULL: max was reached */
};
int where_backtrace(struct where *, const struct where_regs *, const struct where_memory *,
		    struct where_frame *frames, int max);

void where_print_backtrace(FILE *, const struct where_frame *frames, int count);
void where_print_registers(FILE *, struct where *, const struct where_regs *);
/* "TLB miss on a load from 00000010 (kuseg), in a delay slot" */
void where_exception_words(u32 cause, u32 epc, u32 bad_vaddr, char *text, size_t size);

/* Prints what the kernel has logged: Linux's printk ring buffer (5.10 and later), an older
 * `__log_buf`, or the teaching kernel's `kernel_log`.  False if there is none. */
bool where_kernel_log(struct where *, const struct where_memory *, FILE *);
#endif
