/* report.h: says where the machine is, what is in it, and how it ended. */
#ifndef REPORT_H
#define REPORT_H
#include "base.h"
#include <jansson.h>
#include <stdio.h>

struct session;
enum { REPORT_HASH = 33 };

const char *report_name(struct session *, u32 va);  /* a symbol's name, or "" */
void report_hash(const struct session *, char hex[REPORT_HASH]);
bool report_word(const struct session *, u32 va, u32 *word); /* by cpu0's eyes; false: not memory */
void report_instruction(struct session *, FILE *, u32 va);
json_t *report_line(struct session *);              /* the next instruction, as text */

/* With symbols; the last exception in words. */
void report_registers(struct session *, FILE *, u32 cpu);
void report_where(struct session *, FILE *);        /* the same and the callers, of each CPU */
bool report_log(struct session *, FILE *);          /* the kernel's log; false: there is none */
void report_keep(struct session *);                 /* at the end, tell it from here */
void report_end(struct session *);                  /* one sentence, and where a bad run stopped */
#endif
