/* grade_run.h: one test on one kernel under one seed, in this process, which has a folder of its
 * own.  The same verdict on every host: nothing but the machine's time is looked at. */
#ifndef GRADE_RUN_H
#define GRADE_RUN_H
#include "base.h"
#include <jansson.h>

struct session;
struct vr3000_regs;

struct grade_job {
	const json_t *test, *keys;
	const char *kernel;     /* its file, from the root of the file system, as `folder` is */
	const char *folder;     /* to leave files in; its root/ is the guest's emufs */
	u64 seed;
};
/* {verdict, why, points, seed, ticks, instructions, seconds, leak, steps}.  The verdict is one of
 * correct, incorrect, stuck, "not graded". */
json_t *grade_run(const struct grade_job *);

/* For run.c and breaks.c, of a session that is a test's. */
u64 grade_moment(const struct session *);
void grade_look(struct session *);
void grade_arrive(struct session *, const struct vr3000_regs *);
#endif
