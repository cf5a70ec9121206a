/* event.h: what machine.c and the engines ask of event.c. */
#ifndef EVENT_H
#define EVENT_H
#include "machine.h"

u64 event_next(const struct machine *);         /* the least when, or NEVER */
u64 event_next_report(const struct machine *);  /* the least of what the front must hear of */
int event_first(const struct machine *);
void event_fire(struct machine *);              /* all that is due at now */
u64 event_draw(struct machine *);
#endif
