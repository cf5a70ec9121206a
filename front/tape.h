/* tape.h: the tape as a file: what a machine was made of, then every input it took and now and then
 * a hash of all state and of all that went out, as whole entries (doc/TIME.md). */
#ifndef TAPE_H
#define TAPE_H
#include "whole_file.h"
#include <jansson.h>

struct error;

enum { TAPE_BYTES_MAX = 4096, TAPE_HASH = 20 }; /* state: 16 bytes; what went out: 4 */
enum tape_kind { TAPE_INPUT = 'i', TAPE_CHECK = 'h', TAPE_END = 'e' };
struct tape_entry {
	enum tape_kind kind;
	u64 when;
	u32 device, count;              /* an input's; a hash is a count of bytes too */
	u8 bytes[TAPE_BYTES_MAX];
};

/* ---- writing ---- */
struct tape { int file; u64 when; bool broken; };
/* The header stays the caller's. */
int tape_create(struct tape *, const char *path, const json_t *header, struct error *);
void tape_write(struct tape *, const struct tape_entry *); /* on its way when it returns */
void tape_close(struct tape *);

/* ---- reading ---- */
struct tape_reader { struct whole_file file; size_t at; u64 when; json_t *header; };
enum tape_got { TAPE_GOT, TAPE_NO_MORE, TAPE_CUT, TAPE_DAMAGED };
int tape_open(struct tape_reader *, const char *path, struct error *);
enum tape_got tape_read(struct tape_reader *, struct tape_entry *);
void tape_reader_close(struct tape_reader *);
#endif
