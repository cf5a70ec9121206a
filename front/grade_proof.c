/* grade_proof.c: see grade_proof.h.  A row is {reached: NAME}, {avoided: NAME}, {word: NAME, is: N}
 * or {status: N}; what is none of these proves nothing, and fails. */
#include "grade_proof.h"
#include "options.h"
#include "report.h"
#include "session.h"
#include "sys161.h"
#include "where.h"
#include "yaml_text.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The name that a row is about, if it is about one. */
static const char *name_of(const json_t *row)
{
	const char *name = yaml_string(row, "reached", yaml_string(row, "avoided", NULL));
	return name ? name : yaml_string(row, "word", NULL);
}

void grade_proofs_open(struct grade_proofs *p, const json_t *rows, struct session *s)
{
	*p = (struct grade_proofs){ .count = (u32)json_array_size(rows) };
	if (p->count > PROOFS_MAX)
		p->count = PROOFS_MAX;
	for (u32 i = 0; i < p->count; i++) {
		struct grade_proof *one = &p->one[i];
		u32 size;
		one->row = json_array_get(rows, i);
		const char *name = name_of(one->row);
		one->known = name && where_address(s->where, name, &one->address, &size);
		if (one->known && !yaml_string(one->row, "word", NULL))
			one->known = vr3000_break(s->machine, one->address, true);
	}
}

void grade_proofs_reach(struct grade_proofs *p, u32 pc)
{
	for (u32 i = 0; i < p->count; i++)
		p->one[i].reached |= p->one[i].known && p->one[i].address == pc;
}

static bool is_number(const char *text, u64 *n)
{
	return text && number_parse(text, 1, n);
}

static bool check_word(struct grade_proofs *p, const struct grade_proof *one, struct session *s)
{
	const char *wanted = yaml_string(one->row, "is", NULL), *name = name_of(one->row);
	u64 n;
	u32 word;
	if (!is_number(wanted, &n))
		snprintf(p->why, sizeof p->why, "proofs: the word %s needs is: and a number", name);
	else if (!report_word(s, one->address, &word))
		snprintf(p->why, sizeof p->why, "the word at %s cannot be read", name);
	else if (word != (u32)n)
		snprintf(p->why, sizeof p->why, "the word at %s is %u, not %u", name, word, (u32)n);
	else
		return true;
	return false;
}

static bool check_status(struct grade_proofs *p, const char *wanted, struct session *s)
{
	u32 status = s->options->sys161 ? (u32)sys161_status(s) : s->ending.status;
	u64 n;
	if (is_number(wanted, &n) && n == status)
		return true;
	snprintf(p->why, sizeof p->why, "the machine ended with status %u, not %s", status, wanted);
	return false;
}

static bool check(struct grade_proofs *p, const struct grade_proof *one, struct session *s)
{
	const char *status = yaml_string(one->row, "status", NULL), *name = name_of(one->row);
	if (status)
		return check_status(p, status, s);
	if (!name)
		snprintf(p->why, sizeof p->why, "proofs: there are reached, avoided, word and status");
	else if (!one->known)
		snprintf(p->why, sizeof p->why, "the kernel has no %s", name);
	else if (yaml_string(one->row, "word", NULL))
		return check_word(p, one, s);
	else if (one->reached == (yaml_string(one->row, "reached", NULL) != NULL))
		return true;
	else
		snprintf(p->why, sizeof p->why, "%s was %sreached", name, one->reached ? "" : "not ");
	return false;
}

const char *grade_proofs_check(struct grade_proofs *p, struct session *s)
{
	for (u32 i = 0; i < p->count; i++)
		if (!check(p, &p->one[i], s))
			return p->why;
	return NULL;
}
