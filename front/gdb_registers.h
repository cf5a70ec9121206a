/* gdb_registers.h: a processor's registers by gdb's numbers (gdb_registers.def).
 *
 * A register shows what the next handler would find: a load on its way has landed.  In a delay slot
 * pc is the branch's, as EPC would be: gdb plans its steps from there. */
#ifndef GDB_REGISTERS_H
#define GDB_REGISTERS_H
#include "bytes.h"

struct vr3000;

enum { GDB_REGISTERS = 83 };

/* False: there is no such register, or no value of it. */
bool gdb_register_get(const struct vr3000 *, u32 cpu, u32 number, u32 *value);
/* Changes it; a pc also forgets the branch that was on its way.  False: it cannot be written. */
bool gdb_register_set(struct vr3000 *, u32 cpu, u32 number, u32 value);
void gdb_registers_describe(struct bytes *); /* target.xml */
#endif
