/* disks.c: opens, maps, locks and commits disk files; see disks.h. */
#include "disks.h"
#include "disk161.h"
#include "error.h"
#include "options.h"
#include "vr3000.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { GUEST_PAGE = 4096 };

/* ---- FILE[,as=...][,mode=...] ---- */

static int set_key(struct disk *disk, const char *key, const char *value, struct error *error)
{
	static const char *const kinds[] = { "phram", "nv", "lame", "umps" };
	static const char *const modes[] = { "direct", "overlay", "commit" };
	static const int kind_of[] = { VR3000_DISK_PHRAM, VR3000_DISK_NV, VR3000_DISK_LAME,
		VR3000_DISK_UMPS };
	for (u32 i = 0; !strcmp(key, "as") && i < COUNT_OF(kinds); i++)
		if (!strcmp(value, kinds[i])) {
			disk->kind = kind_of[i];
			return E_NONE;
		}
	for (u32 i = 0; !strcmp(key, "mode") && i < COUNT_OF(modes); i++)
		if (!strcmp(value, modes[i])) {
			disk->mode = (enum disk_mode)i, disk->given = true;
			return E_NONE;
		}
	if (!strcmp(key, "as"))
		return error_set(error, E_USAGE, "--disk: as=%s: must be phram, nv, lame or umps", value);
	if (!strcmp(key, "mode"))
		return error_set(error, E_USAGE, "--disk: mode=%s: must be direct, overlay or commit",
			value);
	return error_set(error, E_USAGE, "--disk: %s=%s: there are as= and mode=", key, value);
}

/* Is it "word=...", as nobody's file name ends? */
static bool is_key(const char *text)
{
	size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz");
	return length && text[length] == '=';
}

/* Takes keys off the end, so that a file's name may have commas. */
static int parse(struct disk *disk, const char *spec, struct error *error)
{
	char *text = strdup(spec), *comma;
	must(text);
	*disk = (struct disk){ .path = text, .file = -1 };
	disk->memory = MAP_FAILED;
	while ((comma = strrchr(text, ',')) && is_key(comma + 1)) {
		char *value = strchr(comma, '=');
		*comma = *value = 0;
		if (set_key(disk, comma + 1, value + 1, error))
			return error->kind;
	}
	return E_NONE;
}

/* ---- the file ---- */

static int lock(const struct disk *disk, struct error *error)
{
	bool writes = disk->mode != DISK_OVERLAY;
	if (!flock(disk->file, (writes ? LOCK_EX : LOCK_SH) | LOCK_NB))
		return E_NONE;
	if (errno == EWOULDBLOCK)
		return error_set(error, E_HOST, "%s: the disk is in use by another machine", disk->path);
	return error_set(error, E_HOST, "%s: cannot be locked: %s", disk->path, strerror(errno));
}

static int measure(struct disk *disk, struct error *error)
{
	struct stat about;
	if (fstat(disk->file, &about))
		return error_set(error, E_IO, "%s: %s", disk->path, strerror(errno));
	if (!S_ISREG(about.st_mode))
		return error_set(error, E_IMAGE, "%s: a disk must be a regular file", disk->path);
	if (about.st_size < 1)
		return error_set(error, E_IMAGE, "%s: the disk is empty", disk->path);
	if (about.st_size > UINT32_MAX - GUEST_PAGE)
		return error_set(error, E_IMAGE, "%s: the disk is larger than the machine's addresses",
			disk->path);
	disk->bytes = (size_t)about.st_size;
	disk->mapped = (disk->bytes + GUEST_PAGE - 1) & ~(size_t)(GUEST_PAGE - 1);
	return E_NONE;
}

static int open_disk(struct disk *disk, struct error *error)
{
	int access = disk->mode == DISK_OVERLAY ? O_RDONLY : O_RDWR;
	disk->file = open(disk->path, access | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (disk->file < 0)
		return error_set(error, E_IO, "%s: %s", disk->path, strerror(errno));
	if (measure(disk, error) || lock(disk, error))
		return error->kind;
	disk->memory = mmap(NULL, disk->mapped, PROT_READ | PROT_WRITE,
			    disk->mode == DISK_DIRECT ? MAP_SHARED : MAP_PRIVATE, disk->file, 0);
	if (disk->memory == MAP_FAILED)
		return error_set(error, E_HOST, "%s: cannot be mapped: %s", disk->path, strerror(errno));
	return E_NONE;
}

/* ---- writing back ---- */

static bool write_all(int file, const u8 *bytes, size_t count)
{
	while (count) {
		ssize_t wrote = write(file, bytes, count);
		if (wrote < 0 && errno != EINTR)
			return false;
		bytes += wrote > 0 ? wrote : 0;
		count -= wrote > 0 ? (size_t)wrote : 0;
	}
	return true;
}

static bool has_changed(const struct disk *disk)
{
	void *now = mmap(NULL, disk->mapped, PROT_READ, MAP_SHARED, disk->file, 0);
	bool changed = now == MAP_FAILED || memcmp(now, disk->memory, disk->bytes) != 0;
	if (now != MAP_FAILED)
		munmap(now, disk->mapped);
	return changed;
}

/* Makes `temporary` the file's successor: same owner and mode, contents safe on the disk. */
static bool replace(const struct disk *disk, int file, const char *temporary, const char *real)
{
	struct stat about;
	if (fstat(disk->file, &about) || fchmod(file, about.st_mode & 07777))
		return false;
	if (fchown(file, about.st_uid, about.st_gid) && errno != EPERM)
		return false;
	return write_all(file, disk->memory, disk->bytes) && !fsync(file) && !rename(temporary, real);
}

static int commit(const struct disk *disk, struct error *error)
{
	char temporary[PATH_MAX + 16];
	char *real = realpath(disk->path, NULL);
	if (!real || !has_changed(disk)) {
		free(real);
		return E_NONE;
	}
	snprintf(temporary, sizeof temporary, "%s.XXXXXX", real);
	int file = mkstemp(temporary);
	bool done = file >= 0 && replace(disk, file, temporary, real);
	if (!done)
		error_set(error, E_HOST, "%s: not committed, and unchanged: %s", disk->path,
			strerror(errno));
	if (file >= 0) {
		close(file);
		if (!done)
			unlink(temporary);
	}
	free(real);
	return done ? E_NONE : E_HOST;
}

/* ---- all of them ---- */

int disks_name(struct disks *disks, const struct option_list *list, struct error *error)
{
	*disks = (struct disks){ 0 };
	if (list->count > DISKS_MAX)
		return error_set(error, E_USAGE, "--disk: at most %d disks", DISKS_MAX);
	for (u32 i = 0; i < list->count; i++) {
		disks->count++;
		if (parse(&disks->disk[i], list->item[i], error))
			return error->kind;
	}
	return E_NONE;
}

static int choose_overlay(struct disk *disk, struct error *error)
{
	if (disk->given && disk->mode != DISK_OVERLAY)
		return error_set(error, E_USAGE, "%s: a run that is recorded keeps its disks as they are; "
			"leave mode= out, or say mode=overlay", disk->path);
	disk->mode = DISK_OVERLAY;
	return E_NONE;
}

int disks_open(struct disks *disks, const struct option_list *list, bool overlay,
	struct error *error)
{
	if (disks_name(disks, list, error))
		return error->kind;
	for (u32 i = 0; i < disks->count; i++)
		if ((overlay && choose_overlay(&disks->disk[i], error)) ||
			open_disk(&disks->disk[i], error))
			return error->kind;
	return E_NONE;
}

/* A file of System/161's begins with a sector of its own; one without is all disk. */
static struct vr3000_disk configured(const struct disk *disk, const char *board)
{
	struct vr3000_disk d = { .memory = disk->memory, .bytes = (u32)disk->mapped };
	d.kind = disk->kind ? (enum vr3000_disk_kind)disk->kind
			 : !strcmp(board, "sys161") ? VR3000_DISK_LAME
			 : !strcmp(board, "umps3")  ? VR3000_DISK_UMPS
						     : VR3000_DISK_PHRAM;
	if (d.kind == VR3000_DISK_UMPS) {
		d.sectors = (u32)disk->bytes;
		return d;
	}
	d.first = disk161_is_image(disk->memory, disk->bytes) ? DISK161_SECTOR : 0;
	d.sectors = (u32)((disk->bytes - d.first) / DISK161_SECTOR);
	return d;
}

void disks_configure(const struct disks *disks, struct vr3000_config *config)
{
	for (u32 i = 0; i < disks->count; i++)
		config->disk[i] = configured(&disks->disk[i], config->board);
	config->disks = disks->count;
}

int disks_commit(struct disks *disks, struct error *error)
{
	int worst = E_NONE;
	for (u32 i = 0; i < disks->count; i++)
		if (disks->disk[i].mode == DISK_COMMIT && commit(&disks->disk[i], error))
			worst = error->kind;
	return worst;
}

void disks_close(struct disks *disks)
{
	for (u32 i = 0; i < disks->count; i++) {
		struct disk *disk = &disks->disk[i];
		if (disk->memory != MAP_FAILED)
			munmap(disk->memory, disk->mapped);
		if (disk->file >= 0)
			close(disk->file);
		free((char *)disk->path);
	}
	disks->count = 0;
}
