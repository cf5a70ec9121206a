/* gdb.h: gdb's remote serial protocol on a socket: one gdb at a time, which stops and starts the
 * machine as a person at the monitor does.  Whatever it reads is peeked, so the guest does not know
 * that it is looked at.  While gdb is there the guest's end only stops it, so that one can look
 * at it and go back; the run ends when gdb continues or leaves. */
#ifndef GDB_H
#define GDB_H
#include "polls.h"

struct error;
struct gdb;
struct session;

/* spec: unix:PATH, tcp:PORT or tcp:HOST:PORT.  With `waits` the machine stands until gdb comes. */
struct gdb *gdb_open(struct session *, const char *spec, bool waits, struct error *);
void gdb_close(struct gdb *);                   /* tells gdb how the run ended */
void gdb_poll(struct gdb *, struct polls *);
void gdb_polled(struct gdb *, const struct polls *);

/* Why a run came back.  All take a gdb that is NULL. */
bool gdb_breaks_at(const struct gdb *, u32 address);
void gdb_arrived(struct gdb *, u32 cpu, u32 address);
void gdb_watched(struct gdb *);
/* The guest has ended, or a person wants the end: does gdb hold it here? */
bool gdb_holds(struct gdb *);
void gdb_release(struct gdb *);
bool gdb_is_there(const struct gdb *);
#endif
