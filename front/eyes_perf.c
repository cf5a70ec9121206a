/* eyes_perf.c: a dump of translated code that `perf inject --jit' reads, by the form that Linux
 * gives in tools/perf/Documentation/jitdump-specification.txt: jit-PID.dump in this folder, one
 * page of it mapped executable so that perf sees it. */
#include "eyes.h"
#include "error.h"
#include "pace.h"
#include <elf.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MAGIC = 0x4a695444, VERSION = 1, CODE_LOAD = 0, CODE_CLOSE = 3 };

struct jitdump_head { u32 magic, version, total_size, machine, pad, pid; u64 timestamp, flags; };
struct jitdump_record { u32 id, total_size; u64 timestamp; };
struct jitdump_load { u32 pid, tid; u64 vma, address, size, index; };
_Static_assert(sizeof(struct jitdump_head) == 40 && sizeof(struct jitdump_record) == 16 &&
	sizeof(struct jitdump_load) == 40, "as perf has them");

int jitdump_open(struct eyes *e, struct error *error)
{
	char path[64];
	snprintf(path, sizeof path, "jit-%d.dump", (int)getpid());
	e->dump = fopen(path, "w+e");
	if (!e->dump)
		return error_set(error, E_HOST, "--jitdump: %s: %s", path, strerror(errno));
	const struct jitdump_head head = { .magic = MAGIC, .version = VERSION,
		.total_size = sizeof head, .machine = EM_X86_64, .pid = (u32)getpid(),
		.timestamp = host_nanoseconds() };
	fwrite(&head, sizeof head, 1, e->dump);
	fflush(e->dump);
	e->mark = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, fileno(e->dump), 0);
	if (e->mark == MAP_FAILED) {
		e->mark = NULL;
		return error_set(error, E_HOST, "--jitdump: %s: %s", path, strerror(errno));
	}
	return E_NONE;
}

void jitdump_block(struct eyes *e, const struct vr3000_block *b, const char *name)
{
	size_t name_bytes = strlen(name) + 1;
	const struct jitdump_load load = { (u32)getpid(), (u32)getpid(), (uintptr_t)b->code,
		(uintptr_t)b->code, b->bytes, e->number++ };
	const struct jitdump_record record = { CODE_LOAD,
		(u32)(sizeof record + sizeof load + name_bytes + b->bytes), host_nanoseconds() };
	fwrite(&record, sizeof record, 1, e->dump);
	fwrite(&load, sizeof load, 1, e->dump);
	fwrite(name, name_bytes, 1, e->dump);
	fwrite(b->code, b->bytes, 1, e->dump);
}

void jitdump_close(struct eyes *e)
{
	if (e->dump && e->mark) {
		const struct jitdump_record record = { CODE_CLOSE, sizeof record, host_nanoseconds() };
		fwrite(&record, sizeof record, 1, e->dump);
		munmap(e->mark, 4096);
	}
	if (e->dump)
		fclose(e->dump);
}
