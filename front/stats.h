/* stats.h: what was counted: --stats, --stats=json, Ctrl-A s and the command `stats`. */
#ifndef STATS_H
#define STATS_H
#include <jansson.h>

struct session;
json_t *stats_json(struct session *);
void stats_print(struct session *);                      /* for people */
void stats_print_json(struct session *, int exit_status); /* one line, with the cause of the end */
#endif
