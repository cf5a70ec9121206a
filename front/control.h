/* control.h: the command table over a socket: JSON-RPC 2.0, one request a line, one answer a line
 * (https://www.jsonrpc.org/specification).  Requests without an id are obeyed and not answered. */
#ifndef CONTROL_H
#define CONTROL_H
#include "polls.h"

struct control;
struct error;
struct session;

struct control *control_open(struct session *, const char *spec, struct error *);
void control_close(struct control *);            /* tells each client how the run ended */
void control_poll(struct control *, struct polls *);
void control_polled(struct control *, const struct polls *);
/* Is somebody there, with nothing asked, who may ask at a time of their own? */
bool control_is_live(const struct control *);
#endif
