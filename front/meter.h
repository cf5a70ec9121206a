/* meter.h: System/161's meter: whoever connects to .sockets/meter is told what was counted, in
 * lines:
 *
 *	HELLO 2
 *	HEAD name...            what the numbers are
 *	WIDTH n...              how many letters each may need
 *	DATA n...               every INTERVAL nanoseconds of the machine's time
 *
 * and may say INTERVAL n, which is from 10000 to 2000000000; other lines are answered with BAD.
 * (System/161's manual, doc/system.html.)  A client may look and nothing else: one that is silent,
 * slow or hostile changes nothing for the guest. */
#ifndef METER_H
#define METER_H
#include "base.h"

struct meter;
struct polls;
struct session;

enum { METER_LINE_MOST = 128 };
/* What a line of a client asks for: the interval, or 0 and what is wrong with it. */
u64 meter_request(const char *line, size_t count, const char **wrong);

/* In the folder of the process; NULL when that takes no socket.  Where another machine has the name
 * it is meter.2 and so on. */
struct meter *meter_open(struct session *);
void meter_close(struct meter *);

/* The others may be called with NULL in s->meter. */
void meter_poll(struct meter *, struct polls *);
void meter_polled(struct meter *, const struct polls *);
u64 meter_moment(const struct session *);
void meter_look(struct session *);
#endif
