/* lockstep.h: --engine lockstep: the machine and a second one of another engine live the same life,
 * and are compared.
 *
 * The first machine is the session's.  The second follows: what the first took is played to it at
 * the same instants, and every so many ticks all state of both, and all that they put out, must be
 * equal.  At a difference the last instant of agreement is searched for by going back to a state
 * from before and playing to ever nearer ticks; what was found is told and kept as a bug file,
 * which --replay-bug runs again. */
#ifndef LOCKSTEP_H
#define LOCKSTEP_H
#include "tape.h"
#include "twin.h"
#include <stdio.h>

struct error;
struct options;
struct session;
struct where;

enum { ENGINE_NAME = 16, FIELD_NAME_MAX = 64 };

/* --engine lockstep and --lockstep A,B[,every=N][,plant=TICK], taken apart. */
struct lockstep_choice {
	bool on;
	char engine[2][ENGINE_NAME];
	u64 every;
	u64 plant;                      /* the second machine is disturbed then, on purpose; 0: never */
};
int lockstep_choose(const struct options *, struct lockstep_choice *, struct error *);

/* A state to go back to: its tick, its place on the tape. */
struct lockstep_mark { u64 tick; u32 input; u8 *state; size_t bytes; };

/* Where two engines part. */
struct difference {
	u64 equal, differs;             /* ticks: the last seen equal, the first seen different */
	char field[FIELD_NAME_MAX];     /* the first field, in the order of the state */
	u64 value[2];
	u64 written;                    /* the first engine changed it before this tick; 0: unknown */
	u32 pc;                         /* ... by the instruction here, else where it stood */
	bool repeats;                   /* so it does from the mark */
};

/* Two engines from one state with one tape: what a bug file holds. */
struct lockstep_case {
	struct lockstep_choice choice;
	const struct vr3000_config *config;
	const char *kernel;             /* for names alone */
	const struct tape *tape;
	struct lockstep_mark mark;
};

struct lockstep;
/* For a machine that is loaded and has not run.  NULL with the sentence. */
struct lockstep *lockstep_open(const struct lockstep_choice *, const struct vr3000_config *,
	const char *kernel, struct vr3000 *first, struct error *);
void lockstep_close(struct lockstep *);
/* The first machine's doors. */
void lockstep_took(struct lockstep *, u64 when, u32 device, const u8 *bytes, u32 count);
void lockstep_put(struct lockstep *, u64 when, u32 device, const u8 *bytes, u32 count);
u64 lockstep_moment(const struct lockstep *);   /* when the next comparison is due, or NEVER */
/* The first machine was changed from outside: the second becomes like it. */
void lockstep_anchor(struct lockstep *);
/* Compares if a moment has come, or (last) in any case.  At a difference: ends the session. */
void lockstep_look(struct session *, bool last);

/* lockstep_find.c: plays the second machine, which is disturbed when that is asked for; looks for a
 * difference that was seen at `differs` by playing a pair again and again; and tells of it, with
 * the pair as it was left. */
void lockstep_play(const struct lockstep_choice *, const struct tape *, struct vr3000 *, u32 *at,
	u64 to);
void lockstep_narrow(const struct lockstep_case *, struct twin *const pair[2], struct difference *);
void lockstep_tell(FILE *, const struct lockstep_case *, struct twin *const pair[2],
	struct where *, const struct difference *);
/* All state and what was put out; false with the first field. */
bool lockstep_same(const struct vr3000 *, const struct vr3000 *, u64 put, u64 other_put,
	struct difference *);
/* The sentence. */
void lockstep_text(const struct lockstep_choice *, const struct difference *, char *, size_t);

/* bug.c: bug files. */
int bug_write(const char *path, const struct lockstep_case *, const struct difference *,
	struct error *);
/* vr3000 run --replay-bug FILE: 6 when they differ still, 0 when they agree now. */
int bug_replay(const struct options *);
#endif
