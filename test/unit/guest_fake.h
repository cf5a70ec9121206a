/* guest_fake.h: a guest of test/where that stands still: its ELF file, its memory and its
 * registers, for the tests of front/where*.c. */
#ifndef GUEST_FAKE_H
#define GUEST_FAKE_H
#include "elf_file.h"
#include "where.h"

enum { RAM_AT = 0x80000000, RAM_BYTES = 0x20000, STACK = 0x80018000 };
enum { T0 = 8, S0 = 16, SP = 29, FP = 30, RA = 31 };

struct guest {
	struct elf *elf; /* the where's */
	struct where *where;
	struct where_memory memory;
	struct where_regs regs;
	struct where_frame frames[24];
	int count;
	u8 ram[RAM_BYTES];
};

/* `folder` is where test/where/where.mk puts the guests. */
struct guest *open_guest(const char *folder, const char *name);
void close_guest(struct guest *);
void poke(struct guest *, u32 va, u32 value);
u32 at(const struct guest *, const char *symbol);
void trace(struct guest *); /* fills frames and count */
#endif
