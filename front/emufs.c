/* emufs.c: see emufs.h.  Names are looked up from the directory itself, beneath it alone
 * (openat2). */
#include "emufs.h"
#include "error.h"
#include "vr3000.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { OPEN = 1, CREATE, CREATE_NEW, CLOSE, READ, READ_NAME, WRITE, SIZE, TRUNCATE };
enum {
	DONE = 1,
	BAD_HANDLE,
	BAD_OPERATION,
	BAD_PATH,
	BAD_SIZE,
	EXISTS,
	IS_DIRECTORY,
	MEDIA,
	NO_HANDLES,
	NO_SPACE,
	NO_DIRECTORY,
	UNKNOWN
};

struct question { u32 op, handle, offset, length; const u8 *data; u32 bytes; };
struct answer { u32 result, handle, offset, length; };

static u32 result_of(int why)
{
	switch (why) {
	case EBADF: return BAD_HANDLE;
	case EINVAL: return BAD_SIZE;
	case ENOENT: case EXDEV: case ELOOP: return BAD_PATH;
	case EIO: return MEDIA;
	case ENOTDIR: return NO_DIRECTORY;
	case EISDIR: return IS_DIRECTORY;
	case EEXIST: return EXISTS;
	case ENOSPC: return NO_SPACE;
	default: return UNKNOWN;
	}
}

/* ---- opening ---- */

static int open_beneath(const struct emufs *e, const char *path, int flags)
{
	struct open_how how = { .flags = (u32)(flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY),
		.mode = flags & O_CREAT ? 0664 : 0, .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS };
	return (int)syscall(SYS_openat2, e->handle[0].file, path, &how, sizeof how);
}

/* For reading and writing where that may be, else for reading. */
static int open_best(const struct emufs *e, const char *path, u32 op)
{
	int flags = op == OPEN ? 0 : op == CREATE ? O_CREAT : O_CREAT | O_EXCL;
	int file = open_beneath(e, path, O_RDWR | flags);
	bool again = file < 0 && op == OPEN && (errno == EISDIR || errno == EACCES || errno == EROFS);
	return again ? open_beneath(e, path, O_RDONLY) : file;
}

/* The handle that has the file already, or a free one; -1: none is left. */
static int pick(const struct emufs *e, const struct stat *about)
{
	int free_one = -1;
	for (int i = 0; i < EMUFS_HANDLES; i++) {
		const struct emufs_handle *h = &e->handle[i];
		if (h->file >= 0 && h->device == about->st_dev && h->inode == about->st_ino)
			return i;
		if (h->file < 0 && free_one < 0)
			free_one = i;
	}
	return free_one;
}

/* Takes over file and path. */
static u32 keep(struct emufs *e, int file, char *path, struct answer *a)
{
	struct stat about;
	int i = fstat(file, &about) ? -1 : pick(e, &about);
	bool taken = i >= 0 && e->handle[i].file < 0;
	bool usable = i >= 0 && (S_ISREG(about.st_mode) || S_ISDIR(about.st_mode));
	if (taken && usable)
		e->handle[i] = (struct emufs_handle){ file, path, about.st_dev, about.st_ino,
			S_ISDIR(about.st_mode) };
	else {
		close(file);
		free(path);
	}
	if (!usable)
		return i < 0 ? NO_HANDLES : UNKNOWN;
	a->handle = (u32)i;
	a->length = e->handle[i].directory;
	return DONE;
}

static u32 open_named(struct emufs *e, const struct question *q, struct answer *a)
{
	const struct emufs_handle *from = &e->handle[q->handle];
	char *path;
	if (!from->directory)
		return NO_DIRECTORY;
	must(asprintf(&path, "%s/%.*s", from->path, (int)q->bytes, (const char *)q->data) > 0);
	int file = open_best(e, path, q->op);
	if (file >= 0)
		return keep(e, file, path, a);
	u32 result = result_of(errno);
	free(path);
	return result;
}

static void drop(struct emufs_handle *h)
{
	if (h->file >= 0)
		close(h->file);
	free(h->path);
	*h = (struct emufs_handle){ .file = -1 };
}

/* ---- what can be done with an open file ---- */

static u32 moved(ssize_t n, struct answer *a)
{
	if (n < 0)
		return result_of(errno);
	a->offset += (u32)n;
	a->length = (u32)n;
	return DONE;
}

/* The names in order, so that every run sees the same. */
static u32 read_name(const struct emufs_handle *h, u8 *to, struct answer *a)
{
	struct dirent **names;
	int count = h->directory ? scandirat(h->file, ".", &names, NULL, alphasort) : -1;
	if (count < 0)
		return h->directory ? result_of(errno) : NO_DIRECTORY;
	size_t length = 0;
	if (a->offset < (u32)count) {
		const char *name = names[a->offset]->d_name;
		length = strlen(name) < a->length ? strlen(name) : a->length;
		memcpy(to, name, length);
		a->offset++;
	}
	a->length = (u32)length;
	for (int i = 0; i < count; i++)
		free(names[i]);
	free(names);
	return DONE;
}

static u32 size_of(const struct emufs_handle *h, struct answer *a)
{
	struct stat about;
	if (fstat(h->file, &about))
		return result_of(errno);
	a->length = (u32)about.st_size;
	return DONE;
}

static u32 act(struct emufs *e, const struct question *q, struct answer *a, u8 *data)
{
	struct emufs_handle *h = &e->handle[q->handle];
	switch (q->op) {
	case OPEN: case CREATE: case CREATE_NEW: return open_named(e, q, a);
	case CLOSE:
		if (q->handle)
			drop(h);
		return DONE;
	case READ: return moved(pread(h->file, data, q->length, q->offset), a);
	case READ_NAME: return read_name(h, data, a);
	case WRITE: return moved(pwrite(h->file, q->data, q->bytes, q->offset), a);
	case SIZE: return size_of(h, a);
	case TRUNCATE: return ftruncate(h->file, q->length) ? result_of(errno) : DONE;
	default: return BAD_OPERATION;
	}
}

/* ---- questions and answers ---- */

static u32 get_word(const u8 *b)
{
	return (u32)b[0] << 24 | (u32)b[1] << 16 | (u32)b[2] << 8 | b[3];
}

static void put_word(u8 *b, u32 v)
{
	for (int i = 0; i < 4; i++)
		b[i] = (u8)(v >> (24 - 8 * i));
}

static void answer(struct emufs *e, const struct question *q)
{
	struct answer a = { BAD_HANDLE, q->handle, q->offset, q->length };
	u8 *data = e->answer + EMUFS_HEADER;
	if (q->length > EMUFS_BYTES && (q->op == READ || q->op == READ_NAME))
		a.result = BAD_SIZE;
	else if (q->handle < EMUFS_HANDLES && e->handle[q->handle].file >= 0)
		a.result = act(e, q, &a, data);
	bool with = a.result == DONE && (q->op == READ || q->op == READ_NAME);
	e->answer[0] = (u8)a.result;
	put_word(e->answer + 1, a.handle);
	put_word(e->answer + 5, a.offset);
	put_word(e->answer + 9, a.length);
	e->bytes = EMUFS_HEADER + (with ? a.length : 0);
}

static struct emufs *of_device(const struct emufses *all, u32 device)
{
	for (u32 i = 0; i < all->count; i++)
		if (all->one[i]->device == device)
			return all->one[i];
	return NULL;
}

void emufs_put(struct emufses *all, u32 device, const u8 *b, u32 count)
{
	struct emufs *e = of_device(all, device);
	if (!e || count < EMUFS_HEADER)
		return;
	const struct question q = { b[0], get_word(b + 1), get_word(b + 5), get_word(b + 9),
		b + EMUFS_HEADER, count - EMUFS_HEADER };
	answer(e, &q);
}

bool emufs_offer(struct emufses *all, struct vr3000 *machine)
{
	enum { PIECE = 4096 };
	bool posted = false;
	for (u32 i = 0; i < all->count; i++) {
		struct emufs *e = all->one[i];
		if (!e->bytes || !vr3000_asks(machine, e->device))
			continue;
		for (u32 at = 0; at < e->bytes; at += PIECE) {
			u32 n = e->bytes - at < PIECE ? e->bytes - at : PIECE;
			must(vr3000_post(machine, e->device, e->answer + at, n));
		}
		e->bytes = 0;
		posted = true;
	}
	return posted;
}

/* ---- all of them ---- */

static int open_one(struct emufses *all, u32 device, const char *directory, struct error *error)
{
	struct stat about;
	struct emufs *e = malloc(sizeof *e);
	must(e);
	*e = (struct emufs){ .device = device };
	all->one[all->count++] = e;
	for (u32 i = 0; i < EMUFS_HANDLES; i++)
		e->handle[i].file = -1;
	int file = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (file < 0 || fstat(file, &about))
		return error_set(error, E_IO, "emufs: %s: %s", directory, strerror(errno));
	e->handle[0] = (struct emufs_handle){ file, strdup("."), about.st_dev, about.st_ino, true };
	must(e->handle[0].path);
	return E_NONE;
}

int emufs_open(struct emufses *all, struct vr3000 *machine,
	const char *(*directory_of)(void *, const char *), void *context, struct error *error)
{
	for (u32 i = 0; i < vr3000_devices(machine); i++) {
		const char *name = vr3000_device_name(machine, i);
		if (strncmp(name, "emufs", 5))
			continue;
		if (all->count == EMUFS_MAX)
			return error_set(error, E_USAGE, "emufs: at most %d of them", EMUFS_MAX);
		if (open_one(all, i, directory_of(context, name), error))
			return error->kind;
	}
	return E_NONE;
}

void emufs_close(struct emufses *all)
{
	for (u32 i = 0; i < all->count; i++) {
		for (u32 k = 0; k < EMUFS_HANDLES; k++)
			drop(&all->one[i]->handle[k]);
		free(all->one[i]);
	}
	all->count = 0;
}
