/* command.h: the table of commands as functions.  Arguments and results are JSON values, whoever
 * asks. */
#ifndef COMMAND_H
#define COMMAND_H
#include "await.h"
#include "error.h"
#include <jansson.h>

struct session;

struct call {
	struct session *session;
	struct client *client;  /* who asks; what it must wait for is put into its await */
	json_t *arguments;      /* an object, checked against the parameters */
	json_t *result;         /* what it made; NULL: nothing to tell */
	struct error error;
};

struct command {
	const char *name, *parameters, *who, *help;
	bool (*run)(struct call *); /* false: refused, with the error filled in */
};
const struct command *command_find(const char *name, char who); /* NULL: no such one for them */
const struct command *command_at(u32 i);                        /* NULL: no more */

/* arguments: an array in the parameters' order, or an object by their names; stays the caller's.
 * If it returns true and the client's await is set, the result comes when that is done. */
bool command_run(const struct command *, struct call *, json_t *arguments);
/* The i-th parameter: its name and type, optional or not; false: no more. */
struct parameter { char name[16], type; bool optional; };
bool command_parameter(const struct command *, u32 i, struct parameter *);

/* For the functions of the table. */
const char *call_text(const struct call *, const char *name, const char *otherwise);
double call_number(const struct call *, const char *name, double otherwise);
bool call_has(const struct call *, const char *name);
bool call_refuse(struct call *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Waits while the machine runs: for `seconds` of the call, 60 when there are none; or to a tick. */
struct await *call_await(struct call *, enum await_kind);
void call_await_tick(struct call *, u64 tick);
void call_resume(struct call *);

#define COMMAND(name, ...) bool command_##name(struct call *);
#include "commands.def"
#undef COMMAND
#endif
