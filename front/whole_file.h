/* whole_file.h: a file as bytes in memory.  "-" is standard input. */
#ifndef WHOLE_FILE_H
#define WHOLE_FILE_H
#include "base.h"

struct error;

struct whole_file { char *bytes; size_t size; }; /* a NUL stands behind the bytes */
/* E_NONE, or a sentence; a file of more than `most` bytes is refused. */
int whole_file_read(struct whole_file *, const char *path, size_t most, struct error *);
void whole_file_free(struct whole_file *);
#endif
