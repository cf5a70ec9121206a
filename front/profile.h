/* profile.h: where a guest's ticks go: every so many ticks each processor is looked at.  By ticks,
 * not by the host's time: two runs with the same inputs have the same profile. */
#ifndef PROFILE_H
#define PROFILE_H
#include "base.h"
#include <stdio.h>

struct error;
struct profile;
struct session;

/* Samples from now on; with `callers` each sample is walked up its callers. */
struct profile *profile_open(struct session *, bool callers);
void profile_close(struct profile *);
u64 profile_moment(const struct profile *);     /* of the next sample, or NEVER */
void profile_look(struct session *);
/* The functions where most ticks went since the last call, `most` lines. */
void profile_top(struct profile *, FILE *, u32 most);

/* profile_write.c: callgrind's form, for callgrind_annotate and kcachegrind. */
int profile_write(const struct profile *, const char *path, const char *command, struct error *);
#endif
