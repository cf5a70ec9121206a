/* code_memory.h: memory for host code. */
#ifndef CODE_MEMORY_H
#define CODE_MEMORY_H
#include "base.h"

/* One piece of memory seen twice: *write can be written, *run can be executed, nothing is both.
 * False: the host allows no such thing, and the machine interprets. */
bool code_memory_open(size_t bytes, void **write, void **run);
void code_memory_close(size_t bytes, void *write, void *run);
#endif
