/* grade_proof.h: what a console cannot forge: an address that was reached or was not, a word of
 * memory at the end, the status with which the machine ended. */
#ifndef GRADE_PROOF_H
#define GRADE_PROOF_H
#include "base.h"
#include <jansson.h>

struct session;
enum { PROOFS_MAX = 16 };
struct grade_proof { const json_t *row; u32 address; bool known, reached; };
struct grade_proofs { struct grade_proof one[PROOFS_MAX]; u32 count; char why[160]; };

void grade_proofs_open(struct grade_proofs *, const json_t *rows, struct session *);
void grade_proofs_reach(struct grade_proofs *, u32 pc);
/* At the end: a sentence about the first that fails, or NULL. */
const char *grade_proofs_check(struct grade_proofs *, struct session *);
#endif
