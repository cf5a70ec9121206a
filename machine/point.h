/* point.h: watched memory, for a debugger.  Accesses to a page with a point in it take the slow
 * path: by the page's byte in m->watch, by empty entries of the flat tables, or, where loads reach
 * memory directly, because all instructions go the exact way.  It is no state and changes none: the
 * machine only comes back after the access. */
#ifndef POINT_H
#define POINT_H
#include "ram.h"
#include "machine.h"

bool point_set(struct machine *, u32 va, u32 bytes, u32 kinds, bool set); /* false: no room */
/* Does a point that counts by virtual address lie on the page of va? */
bool point_on_page(const struct machine *, u32 va, u32 kinds);
/* An access that reaches memory or a device is being made. */
void point_read(struct cpu *, u32 va, u32 pa, enum width);
void point_written(struct cpu *, u32 va, u32 pa, enum width);
#endif
