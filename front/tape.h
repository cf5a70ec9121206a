/* tape.h: what went into a machine, and when: enough to make another machine live the same life. */
#ifndef TAPE_H
#define TAPE_H
#include "base.h"

struct vr3000;

struct tape_input { u64 when; u32 device, count; u8 *bytes; };
struct tape { struct tape_input *input; u32 count, size; };

void tape_add(struct tape *, u64 when, u32 device, const u8 *bytes, u32 count);
void tape_free(struct tape *);

/* Plays a machine on to a tick, before anything due then: *at is the next input, in and out.  A
 * machine that ends stops there.  Every run ends at the multiples of `stops`. */
void tape_play(const struct tape *, struct vr3000 *, u32 *at, u64 stops, u64 to);
#endif
