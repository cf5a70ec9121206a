/* script.h: a Lua program that drives the guest: the commands of commands.def as functions, in
 * virtual time.  It is a coroutine: whatever waits gives control back to the main loop.  A script
 * cannot reach files or programs unless it is let (--script-unsafe). */
#ifndef SCRIPT_H
#define SCRIPT_H
#include "base.h"

struct error;
struct script;
struct session;

/* Reads and compiles it; NULL and a sentence if it cannot be read or is no Lua. */
struct script *script_open(struct session *, const char *path, bool unsafe, struct error *);
void script_start(struct script *); /* runs it up to the first wait */
void script_close(struct script *);
#endif
