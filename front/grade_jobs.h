/* grade_jobs.h: runs every test of a plan on every kernel under every seed, some at a time, each in
 * a process of its own.  What goes wrong with such a process is our trouble: "not graded". */
#ifndef GRADE_JOBS_H
#define GRADE_JOBS_H
#include "base.h"
#include <jansson.h>

struct error;
struct options;

enum { GRADE_SEEDS_MAX = 1000 };
struct grading_plan {
	const struct options *options;
	json_t *plan[GRADE_SEEDS_MAX];  /* for each seed */
	u32 seeds;
	u64 first_seed;
	json_t *keys;
	const char *folder;             /* where files are left, from the root of the file system */
};
/* {kernels: [{name, path, points, most, graded, tests: [{id, name, text, verdict, why, points,
 * most,
 * seconds, folder, again, seeds: [results]}]}]}; the result of grade_run for each seed. */
json_t *grade_all(const struct grading_plan *);
#endif
