/* life.h: what went into a machine, and when: enough to make another machine live the same life. */
#ifndef LIFE_H
#define LIFE_H
#include "base.h"

struct vr3000;

struct life_input { u64 when; u32 device, count; u8 *bytes; };
struct life { struct life_input *input; u32 count, size; };

void life_add(struct life *, u64 when, u32 device, const u8 *bytes, u32 count);
void life_free(struct life *);

/* Plays a machine on to a tick, before anything due then: *at is the next input, in and out.  A
 * machine that ends stops there.  Every run ends at the multiples of `stops`. */
void life_play(const struct life *, struct vr3000 *, u32 *at, u64 stops, u64 to);
#endif
