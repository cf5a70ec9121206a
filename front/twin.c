/* twin.c: see twin.h. */
#include "twin.h"
#include "error.h"
#include <sys/mman.h>

u64 twin_hash(u64 hash, u64 when, u32 device, const u8 *bytes, u32 count)
{
	const u64 prime = 0x100000001b3;
	hash = (hash ^ when) * prime;
	hash = (hash ^ device) * prime;
	for (u32 i = 0; i < count; i++)
		hash = (hash ^ bytes[i]) * prime;
	return hash;
}

static void put(void *context, u64 number, u64 when, u32 device, const u8 *bytes, u32 count)
{
	struct twin *twin = context;
	(void)number;
	twin->put = twin_hash(twin->put, when, device, bytes, count);
}

/* What a disk holds comes with the state; here is room for it. */
static bool open_disks(struct twin *twin, struct error *error)
{
	for (u32 i = 0; i < twin->config.disks; i++) {
		struct vr3000_disk *disk = &twin->config.disk[i];
		disk->memory = mmap(NULL, disk->bytes, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
		if (disk->memory == MAP_FAILED) {
			twin->config.disks = i;
			error_set(error, E_HOST, "lockstep: the host has no memory for a second disk");
			return false;
		}
	}
	return true;
}

int twin_open(struct twin *twin, const struct vr3000_config *config, const char *engine,
	struct error *error)
{
	struct vr3000_error refused;
	const struct vr3000_doors doors = { .context = twin, .put = put };
	*twin = (struct twin){ .config = *config };
	twin->config.engine = engine;
	if (!open_disks(twin, error))
		return error->kind;
	twin->machine = vr3000_open(&twin->config, &doors, &refused);
	return twin->machine ? E_NONE : error_set(error, E_HOST, "lockstep: %s", refused.text);
}

void twin_close(struct twin *twin)
{
	vr3000_close(twin->machine);
	for (u32 i = 0; i < twin->config.disks; i++)
		munmap(twin->config.disk[i].memory, twin->config.disk[i].bytes);
	*twin = (struct twin){ 0 };
}
