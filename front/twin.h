/* twin.h: a machine like another that no world looks at: the same configuration but for the engine,
 * with disks of its own, which the other's state fills. */
#ifndef TWIN_H
#define TWIN_H
#include "base.h"
#include "vr3000.h"

struct error;

struct twin {
	struct vr3000_config config;
	struct vr3000 *machine;
	u64 put;                        /* a hash of all that went out */
};
int twin_open(struct twin *, const struct vr3000_config *, const char *engine, struct error *);
void twin_close(struct twin *);
/* The hash with one more effect. */
u64 twin_hash(u64 hash, u64 when, u32 device, const u8 *bytes, u32 count);
#endif
