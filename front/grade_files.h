/* grade_files.h: the files of a run: a copy of the guest's folder, what is left of it afterwards,
 * and whether it has been done before. */
#ifndef GRADE_FILES_H
#define GRADE_FILES_H
#include "base.h"
#include <jansson.h>

struct error;
enum { FILES_DIGEST = 65 };

bool files_make_folder(const char *path);       /* and those above it; false: errno */
void files_remove(const char *path);            /* all of it */
/* Copies regular files, folders and links; sockets, and disk images that a run makes, are left
 * out. */
int files_copy(const char *from, const char *to, struct error *);
/* The digest (SHA-256, in hex) of a file or of all that files_copy would copy. */
int files_digest(const char *path, char hex[FILES_DIGEST], struct error *);
void files_digest_text(const char *text, char hex[FILES_DIGEST]);
#endif
