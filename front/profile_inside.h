/* profile_inside.h: what profile.c counts and profile_write.c writes. */
#ifndef PROFILE_INSIDE_H
#define PROFILE_INSIDE_H
#include "profile.h"

/* A line of a function, and, where it called, what; names live as long as the symbols they are of,
 * or in `own`.  NULL: unknown. */
struct profile_spot {
	const char *function, *file, *callee, *callee_file;
	int line, callee_line;
	u64 ticks, told;                /* told: what the last top knew of */
};
struct profile {
	struct session *session;
	u64 period, next, ticks;
	bool callers;
	struct profile_spot *spot;      /* a hash table; empty: no function */
	u32 size, count;
	char **own;
	u32 owned;
};
#endif
