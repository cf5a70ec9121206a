/* report.h: says where the machine is and how it ended, on standard error. */
#ifndef REPORT_H
#define REPORT_H
#include "base.h"
#include <stdio.h>

struct session;
const char *report_name(struct session *, u32 va);  /* a symbol's name, or "" */
void report_where(struct session *, FILE *);        /* registers, exception in words, callers; each CPU */
void report_log(struct session *, FILE *);          /* the kernel's log buffer, where there is one */
void report_keep(struct session *);                 /* tell it from here, later */
void report_end(struct session *);                  /* one sentence, and where a bad run stopped */
#endif
