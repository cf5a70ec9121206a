/* tape.h: the doors of a session, kept: inputs taken, outputs made, hashes at fixed instants. */
#ifndef TAPE_H
#define TAPE_H
#include "program.h"

enum { INS = 4096, OUTS = 8192, HASHES = 80, END_TICK = 1600 };

struct taken { u64 when; u32 device; u8 byte; };
struct tape {
	u64 n_in, n_out, n_hash, heard;          /* heard: outputs its script has looked at */
	struct taken in[INS], out[OUTS];
	struct { u64 when; u8 value[16]; } hash[HASHES];
	const struct tape *replay;               /* compared and dropped, where there is one */
	u64 queued;                              /* inputs posted and not yet taken */
};

/* What must hold; the run and the way are named when it does not. */
#define check(p) ((p) ? (void)0 : wrong(#p, __FILE__, __LINE__))
_Noreturn void wrong(const char *what, const char *file, int line);
extern struct doing { u64 run; const char *way; } doing; /* for wrong(): this is a test program */

void tape_took(void *context, uint64_t number, uint64_t when, uint32_t device, const uint8_t *bytes,
	uint32_t n);
void tape_put(void *context, uint64_t number, uint64_t when, uint32_t device, const uint8_t *bytes,
	uint32_t n);
void tape_agree(const struct tape *, const struct tape *);
#endif
