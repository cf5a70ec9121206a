/* states.h: states of the machine kept by name while the program runs.  A disk's contents are part
 * of the state; a disk that is written directly cannot go back, so saving is refused. */
#ifndef STATES_H
#define STATES_H
#include "base.h"

struct error;
struct session;

enum { STATES_MAX = 16 };
struct state { char name[64]; u64 when; size_t bytes; u8 *data; };
struct states { struct state state[STATES_MAX]; u32 count; };

int states_save(struct states *, struct session *, const char *name, struct error *);
int states_load(struct states *, struct session *, const char *name, struct error *);
/* The latest that is not after the tick. */
int states_load_before(struct states *, struct session *, u64 tick, struct error *);
void states_free(struct states *);
#endif
