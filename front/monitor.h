/* monitor.h: the command table for a person at the terminal, behind the escape key. */
#ifndef MONITOR_H
#define MONITOR_H
#include "base.h"

struct error;
struct session;
struct monitor;

struct monitor *monitor_open(struct session *); /* NULL: there is no terminal */
void monitor_close(struct monitor *);
void monitor_serve(struct session *);           /* keys and lines that came since */
/* The machine stopped at an address: ask the person, if there is one. */
void monitor_break(struct session *, u32 address);
extern const char monitor_keys[];               /* what the escape key does, for people */
#endif
