/* grade_files.c: see grade_files.h. */
#include "grade_files.h"
#include "error.h"
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <limits.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 2 * PATH_MAX };

bool files_make_folder(const char *path)
{
	char part[PATH_BYTES];
	snprintf(part, sizeof part, "%s", path);
	for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = 0;
		if (mkdir(part, 0777) && errno != EEXIST)
			return false;
		*slash = '/';
	}
	return !mkdir(part, 0777) || errno == EEXIST;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static FTS *walk(const char *path)
{
	char *const roots[] = { (char *)path, NULL };
	return fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
}

void files_remove(const char *path)
{
	FTS *all = walk(path);
	for (FTSENT *e; all && (e = fts_read(all));) {
		if (e->fts_info == FTS_D)
			chmod(e->fts_accpath, 0700); /* a guest may have taken our rights */
		else if (e->fts_info == FTS_DP)
			rmdir(e->fts_accpath);
		else
			unlink(e->fts_accpath);
	}
	if (all)
		fts_close(all);
}

static bool is_left_out(FTS *all, const FTSENT *e)
{
	static const char *const names[] = { ".sockets", "LHD0.img", "LHD1.img" };
	for (u32 i = 0; i < COUNT_OF(names); i++)
		if (e->fts_level > 0 && !strcmp(e->fts_name, names[i])) {
			fts_set(all, (FTSENT *)e, FTS_SKIP);
			return true;
		}
	return false;
}

/* ---- copying ---- */

static bool copy_bytes(int from, int to)
{
	for (;;) {
		ssize_t n = copy_file_range(from, NULL, to, NULL, 1 << 30, 0);
		if (n == 0)
			return true;
		if (n < 0)
			break;
	}
	char bytes[65536];
	ssize_t n;
	while ((n = read(from, bytes, sizeof bytes)) > 0)
		if (write(to, bytes, (size_t)n) != n)
			return false;
	return n == 0;
}

static bool copy_file(const char *from, const char *to, mode_t mode)
{
	int in = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	int out = in < 0 ? -1 : open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode | 0600);
	bool good = out >= 0 && copy_bytes(in, out);
	int why = errno;
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	errno = why;
	return good;
}

static bool copy_link(const char *from, const char *to)
{
	char text[PATH_MAX];
	ssize_t n = readlink(from, text, sizeof text - 1);
	text[n > 0 ? n : 0] = 0;
	return n > 0 && !symlink(text, to);
}

static bool copy_entry(const FTSENT *e, const char *to)
{
	switch (e->fts_info) {
	case FTS_D: return !mkdir(to, 0777) || errno == EEXIST;
	case FTS_F: return copy_file(e->fts_accpath, to, e->fts_statp->st_mode & 0777);
	case FTS_SL: case FTS_SLNONE: return copy_link(e->fts_accpath, to);
	case FTS_DNR: case FTS_ERR: case FTS_NS: errno = e->fts_errno; return false;
	default: return true;
	}
}

int files_copy(const char *from, const char *to, struct error *error)
{
	char path[PATH_BYTES];
	FTS *all = walk(from);
	int kind = all ? E_NONE : error_set(error, E_HOST, "%s: %m", from);
	for (FTSENT *e; !kind && (e = fts_read(all));) {
		snprintf(path, sizeof path, "%s%s", to, e->fts_path + strlen(from));
		if (!is_left_out(all, e) && !copy_entry(e, path))
			kind = error_set(error, E_HOST, "%s: cannot be copied: %m", e->fts_path);
	}
	if (all)
		fts_close(all);
	return kind;
}

/* ---- digests ---- */

static void finish(struct sha256_ctx *sum, char hex[FILES_DIGEST])
{
	u8 digest[SHA256_DIGEST_SIZE];
	sha256_digest(sum, sizeof digest, digest);
	for (u32 i = 0; i < sizeof digest; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}

void files_digest_text(const char *text, char hex[FILES_DIGEST])
{
	struct sha256_ctx sum;
	sha256_init(&sum);
	sha256_update(&sum, strlen(text), (const u8 *)text);
	finish(&sum, hex);
}

static bool add_file(struct sha256_ctx *sum, const char *path)
{
	u8 bytes[65536];
	ssize_t n;
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (file < 0)
		return false;
	while ((n = read(file, bytes, sizeof bytes)) > 0)
		sha256_update(sum, (size_t)n, bytes);
	close(file);
	return n == 0;
}

int files_digest(const char *path, char hex[FILES_DIGEST], struct error *error)
{
	struct sha256_ctx sum;
	FTS *all = walk(path);
	int kind = all ? E_NONE : error_set(error, E_HOST, "%s: %m", path);
	sha256_init(&sum);
	for (FTSENT *e; !kind && (e = fts_read(all));) {
		const char *name = e->fts_path + strlen(path);
		if (is_left_out(all, e) || e->fts_info == FTS_DP)
			continue;
		sha256_update(&sum, strlen(name) + 1, (const u8 *)name);
		if (e->fts_info == FTS_F && !add_file(&sum, e->fts_accpath))
			kind = error_set(error, E_IO, "%s: cannot be read: %m", e->fts_path);
	}
	if (all)
		fts_close(all);
	finish(&sum, hex);
	return kind;
}
