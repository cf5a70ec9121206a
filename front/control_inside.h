/* control_inside.h: between control.c and control_request.c. */
#ifndef CONTROL_INSIDE_H
#define CONTROL_INSIDE_H
#include "await.h"
#include "bytes.h"
#include "control.h"

enum { CONNECTIONS_MAX = 4 };

struct connection {
	struct session *session;
	bool open, broken;
	bool busy;              /* a request waits; those behind it wait for it */
	int file;
	u32 place;
	struct bytes input, output;
	struct client client;
	json_t *id;             /* of the request that waits; NULL: it wants no answer */
};

struct control {
	struct session *session;
	int listener;
	u32 place;
	const char *path;
	struct connection connection[CONNECTIONS_MAX];
};

void connection_send(struct connection *, json_t *message);  /* and lets go of it */
void connection_request(struct connection *, const char *line, size_t length);
void connection_refuse(struct connection *, json_t *id, int code, const char *text);
void connection_done(struct client *, json_t *result, const struct error *);
#endif
