/* grade_plan.h: what is to be graded, whoever's files say so.  A format reads a folder into a
 * document of the shape below; selecting, running, judging and reporting know nothing else.
 *
 *	{ name, points, tests: [ {
 *	    id, name, text, tags [word], depends [id], target, fault
 *	    board, conf, disks {file: size}, words [word]      the machine, and the kernel's words
 *	    points, leak_points, partial                        what it is worth
 *	    seconds, instructions, stuck                        its budgets
 *	    prompt_seconds, progress_seconds
 *	    monitor {resolution, window, kernel_min, kernel_max, user_min, user_max}
 *	    proofs [ {reached, avoided, word, is, status} ]     what no console can forge
 *	    steps [ { id, type, prompt, lines [{text, key}], whole, exact, panics, timesout, seconds,
 *	              user, points, uncounted } ] } ] }
 *
 * A step types a line (the first one may type none), and waits for a prompt; without a prompt the
 * machine is to end.  Lines are looked for in what the step printed, or in the whole console.  An
 * uncounted step is reported, and costs nothing.  A fault is why a test cannot be run at all. */
#ifndef GRADE_PLAN_H
#define GRADE_PLAN_H
#include "base.h"
#include <jansson.h>

struct error;
struct option_list;

struct grade_source {
	const char *path, *target;      /* a folder; what of it is worth points, or NULL */
	const struct option_list *only; /* ids, patterns of ids, or tags; none: all */
	bool alone;                     /* without what the tests depend on */
	u64 seed;
};
struct grade_format {
	const char *name;
	bool (*is)(const char *path);
	json_t *(*read)(const struct grade_source *, struct error *);
};
extern const struct grade_format grade_test161, grade_simple;

/* The selected tests, each after those that it depends on.  NULL and a sentence. */
json_t *grade_plan(const struct grade_source *, struct error *);

/* For the formats: a file's front matter, between two lines of ---, and what follows it. */
json_t *grade_front_matter(const char *path, json_t **content, struct error *);
/* Every file below a folder whose name ends so, in order, by its name from the folder. */
json_t *grade_files(const char *folder, const char *end, struct error *);
/* Does a pattern name this id?  Seen from the folder of another id, unless it begins with /. */
bool grade_names(const char *pattern, const char *from, const char *id);
/* Budgets and proofs stand in the front matter of both formats alike. */
void grade_common(json_t *test, const json_t *front);
#endif
