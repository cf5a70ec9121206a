/* tape.c: see tape.h. */
#include "tape.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct doing doing;

_Noreturn void wrong(const char *what, const char *file, int line)
{
	printf(
		"run %llu, %s: %s (%s:%d)\n", (unsigned long long)doing.run, doing.way, what, file, line);
	exit(1);
}

static bool same(const struct taken *a, const struct taken *b)
{
	return a->when == b->when && a->device == b->device && a->byte == b->byte;
}

void tape_took(void *context, uint64_t number, uint64_t when, uint32_t device, const uint8_t *bytes,
	uint32_t n)
{
	struct tape *t = context;
	check(n == 1 && number == t->n_in && t->n_in < INS && t->queued > 0);
	t->in[t->n_in++] = (struct taken){ when, device, bytes[0] };
	t->queued--;
}

void tape_put(void *context, uint64_t number, uint64_t when, uint32_t device, const uint8_t *bytes,
	uint32_t n)
{
	struct tape *t = context;
	struct taken out = { when, device, bytes[0] };
	check(n == 1 && number == t->n_out && number < OUTS);
	check(!t->replay || number >= t->replay->n_out || same(&out, &t->replay->out[number]));
	t->out[t->n_out++] = out;
}

void tape_agree(const struct tape *a, const struct tape *b)
{
	for (u64 i = 0; i < a->n_hash && i < b->n_hash; i++) {
		check(a->hash[i].when == b->hash[i].when);
		check(!memcmp(a->hash[i].value, b->hash[i].value, 16));
	}
	check(a->n_hash == b->n_hash && a->n_out == b->n_out && a->n_in == b->n_in);
	for (u64 i = 0; i < a->n_out; i++) check(same(&a->out[i], &b->out[i]));
	for (u64 i = 0; i < a->n_in; i++) check(same(&a->in[i], &b->in[i]));
}
