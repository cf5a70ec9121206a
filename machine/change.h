/* change.h: which pages of memory have changed since someone looked.
 *
 * Those who look have a bit in m->same: set while the page is as they saw it.  A page that one of
 * them has seen is clean: WATCH_CLEAN keeps the flat tables' store entries empty and the window's
 * stores slow, so that its first change comes here, before it happens; from then on stores go at
 * full speed. */
#ifndef CHANGE_H
#define CHANGE_H
#include "machine.h"

enum same { SAME_HASH = 1, SAME_HISTORY = 2, SAME_BASE = 4 };

void change_seen(struct machine *, enum same);  /* he has seen all pages as they are now */
void change_begins(struct machine *, u32 page); /* its first change since someone looked */
void change_span(struct machine *, const struct region *, u32 offset, u32 bytes);
/* The history puts an earlier or later content there: all but it must look again. */
void change_travels(struct machine *, u32 page);
#endif
