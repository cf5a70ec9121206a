/* code_memory.c: see code_memory.h.  A file without a name, mapped twice; its pages appear as they
 * are written.
 * Neither mapping goes to a child: a fork would share them, which no machine may. */
#define _GNU_SOURCE
#include "code_memory.h"
#include <sys/mman.h>
#include <unistd.h>

static void *view(int file, size_t bytes, int protection)
{
	void *at = mmap(NULL, bytes, protection, MAP_SHARED | MAP_NORESERVE, file, 0);
	if (at == MAP_FAILED) return NULL;
	madvise(at, bytes, MADV_DONTFORK);
	return at;
}

bool code_memory_open(size_t bytes, void **write, void **run)
{
	*write = *run = NULL;
	int file = bytes ? memfd_create("vr3000 code", MFD_CLOEXEC) : -1;
	if (file < 0) return false;
	if (!ftruncate(file, (off_t)bytes)) {
		*write = view(file, bytes, PROT_READ | PROT_WRITE);
		*run = view(file, bytes, PROT_READ | PROT_EXEC);
	}
	close(file);
	if (*write && *run) return true;
	code_memory_close(bytes, *write, *run);
	*write = *run = NULL;
	return false;
}

void code_memory_close(size_t bytes, void *write, void *run)
{
	if (write) munmap(write, bytes);
	if (run) munmap(run, bytes);
}
