/* main.c: the rules of time on the real machine (DESIGN.md, "Time, order and doors").
 *
 *	time_test [--runs N] [--first N] [--engine NAME]
 *
 * Random programs on one to five CPUs, on every row of time, run in many ways that must all give
 * one tape: hashes, outputs and inputs do not depend on slices, stops, saves, loads, engines or
 * skipping; a replay of any recording gives the same.  Then what is known in closed form. */
#include "closed.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void random_run(u64 run, const char *engine, struct totals *sum)
{
	static const struct way ways[] = {
		{ "tick by tick", SINGLE, 0, NULL },
		{ "stop by stop", SINGLE | STOPS | SAVES, 0, NULL },
		{ "slices", SLICES | WAITS, 0, NULL },
		{ "stops, saves", SLICES | STOPS | SAVES, 0, NULL },
		{ "skipping", SKIP, 0, NULL },
		{ "the engine", FAST, 0, NULL },
		{ "all at once", ALL, 0, NULL },
	};
	static const u32 again[] = { 0, ALL & ~(u32)SKIP, ALL, ALL | BACK, ALL | PAST,
		PAST | SLICES | WAITS | FAST | SKIP };
	static struct tape plain, other, live;
	u64 s = seeded(run);
	u32 cpus = 1 + (u32)under(&s, 5), row = (u32)(run % ROWS), most = under(&s, 2) ? 4 : 90;
	u64 seed = under(&s, 3) ? 0 : draw(&s), quantum = run % 8 < 4 ? 0 : 1 + under(&s, most);
	struct setup setup = { row_name[row], cpus, (u32)quantum, seed, run, NULL, false };
	u32 ear = under(&s, 3) ? 0 : EAR;
	session(&setup, &(struct way){ "plain", ear, 1, "exact" }, NULL, &plain, sum);
	for (u32 i = 0; i < COUNT_OF(ways); i++) {
		struct way w = { ways[i].name, ways[i].how | ear, draw(&s),
			ways[i].how & FAST ? engine : "exact" };
		session(&setup, &w, NULL, &other, sum);
		tape_agree(&plain, &other);
	}
	session(&setup, &(struct way){ "replay", ALL & ~(u32)STOPS, draw(&s), engine }, &plain, &other,
		sum);
	tape_agree(&plain, &other);
	u32 how = ((u32)draw(&s) & (SKIP | PAST)) | SLICES | WAITS | STOPS | SAVES | LIVE | ear;
	session(&setup, &(struct way){ "live", how, draw(&s), engine }, NULL, &live, sum);
	for (u32 i = 0; i < COUNT_OF(again); i++) {
		struct way w = { "replay of live", again[i], draw(&s), again[i] & FAST ? engine : "exact" };
		session(&setup, &w, &live, &other, sum);
		tape_agree(&live, &other);
	}
	sum->runs++;
}

int main(int argc, char **argv)
{
	struct totals sum = { 0 };
	u64 runs = 60, first = 0;
	const char *engine = "interp";
	for (int i = 1; i + 1 < argc; i += 2) {
		if (!strcmp(argv[i], "--runs")) runs = strtoull(argv[i + 1], NULL, 0);
		if (!strcmp(argv[i], "--first")) first = strtoull(argv[i + 1], NULL, 0);
		if (!strcmp(argv[i], "--engine")) engine = argv[i + 1];
	}
	for (doing.run = first; doing.run < first + runs; doing.run++) {
		random_run(doing.run, engine, &sum);
		closed_forms(doing.run, engine);
	}
#define N(x) (unsigned long long)sum.x
	printf(
		"%llu runs, %llu sessions; %llu stops, %llu loads (%llu inside an instant or round), "
		"%llu moments gone to, %llu waits cut, %llu ticks skipped; %llu inputs, "
		"%llu outputs, %llu hashes: all agree\n",
		N(runs), N(sessions), N(stops), N(loads), N(mid_loads), N(travels), N(cut), N(skipped),
		N(inputs), N(outputs), N(hashes));
	return 0;
}
