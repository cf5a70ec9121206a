/* disk161.h: System/161's disk images: a sector that says what the file is, then the disk's. */
#ifndef DISK161_H
#define DISK161_H
#include "base.h"

enum { DISK161_SECTOR = 512, DISK161_LEAST = 128 };
/* Does a file of so many bytes, which begins with these, have the first sector of an image? */
bool disk161_is_image(const void *bytes, size_t count);
/* Makes an image, all zeros; false, and errno says why.  The file must not be there, unless
 * `force`. */
bool disk161_create(const char *path, u64 sectors, bool force);
/* The program disk161; argv[0] is its name. */
int disk161(int argc, char **argv);
#endif
