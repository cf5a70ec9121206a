/* grade_report.h: what grading came to, for people and for programs. */
#ifndef GRADE_REPORT_H
#define GRADE_REPORT_H
#include "base.h"
#include <jansson.h>

struct error;
void grade_print(const json_t *results);        /* on standard output */
/* spec: json|junit|csv|gradescope|text=FILE.  Gradescope's is one submission's: of several kernels
 * FILE is a folder, with a NAME.json for each.  E_NONE, or a sentence. */
int grade_report_check(const char *spec, struct error *);
int grade_report_write(const json_t *results, const char *spec, struct error *);
#endif
