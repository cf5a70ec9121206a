/* disk161.c: makes, tells of and resizes disk images; see disk161.h.
 *
 *	disk161 create [-f] FILE SIZE
 *	disk161 info FILE...
 *	disk161 resize FILE [+|-]SIZE */
#include "disk161.h"
#include "sys161_conf.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char mark[] = "System/161 Disk Image";

bool disk161_is_image(const void *bytes, size_t count)
{
	return count >= DISK161_SECTOR && !memcmp(bytes, mark, sizeof mark);
}

static bool write_image(int file, u64 sectors)
{
	char first[DISK161_SECTOR] = { 0 };
	memcpy(first, mark, sizeof mark);
	return !ftruncate(file, 0) && pwrite(file, first, sizeof first, 0) == sizeof first &&
		!ftruncate(file, (off_t)((sectors + 1) * DISK161_SECTOR));
}

static bool lock(int file)
{
	return !flock(file, LOCK_EX | LOCK_NB);
}

bool disk161_create(const char *path, u64 sectors, bool force)
{
	int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | (force ? 0 : O_EXCL), 0664);
	bool done = file >= 0 && lock(file) && write_image(file, sectors);
	int why = errno;
	if (file >= 0)
		close(file);
	errno = why;
	return done;
}

static int fail(const char *path, const char *why)
{
	fprintf(stderr, "disk161: %s: %s\n", path, why);
	return 1;
}

static int fail_host(const char *path)
{
	return fail(path, errno == EWOULDBLOCK ? "locked by another process" : strerror(errno));
}

static int usage(void)
{
	fputs("usage: disk161 create [-f] FILE SIZE\n       disk161 info FILE...\n"
		"       disk161 resize FILE [+|-]SIZE\n"
		"SIZE is in bytes, or with s, K, M or G behind it in sectors and so on\n", stderr);
	return 1;
}

/* The size of a disk, in sectors; 0 and a sentence: it is none. */
static u64 sectors_of(s64 bytes)
{
	if (bytes % DISK161_SECTOR)
		fprintf(stderr, "disk161: %lld bytes are no whole sectors; try %lld\n", (long long)bytes,
			(long long)(bytes - bytes % DISK161_SECTOR + DISK161_SECTOR));
	else if (bytes < DISK161_LEAST * DISK161_SECTOR)
		fprintf(stderr, "disk161: %lld bytes are too few: 128 sectors are the least\n",
			(long long)bytes);
	else if ((u64)bytes > (u64)UINT32_MAX - 2 * 4096)
		fprintf(stderr, "disk161: %lld bytes are too many: 4 GB are the most\n", (long long)bytes);
	else
		return (u64)bytes / DISK161_SECTOR;
	return 0;
}

static int create(int argc, char **argv)
{
	bool force = argc > 2 && !strcmp(argv[2], "-f");
	s64 bytes;
	if (argc != 4 + force)
		return usage();
	if (!conf_size(argv[3 + force], &bytes))
		return fail(argv[3 + force], "is no size");
	u64 sectors = sectors_of(bytes);
	if (!sectors)
		return 1;
	return disk161_create(argv[2 + force], sectors, force) ? 0 : fail_host(argv[2 + force]);
}

/* Opens an image and says how large its disk is; -1 and a sentence. */
static int open_image(const char *path, int flags, s64 *bytes)
{
	char first[DISK161_SECTOR];
	struct stat about;
	int file = open(path, flags | O_CLOEXEC);
	if (file < 0 || fstat(file, &about)) {
		fail_host(path);
	} else if (pread(file, first, sizeof first, 0) != sizeof first ||
			   !disk161_is_image(first, sizeof first)) {
		fail(path, "is no System/161 disk image");
	} else if (flags == O_RDWR && !lock(file)) {
		fail_host(path);
	} else {
		*bytes = about.st_size - DISK161_SECTOR;
		return file;
	}
	if (file >= 0)
		close(file);
	return -1;
}

static void tell(const char *path, const char *what, s64 bytes)
{
	printf("%s %s %lld bytes (%lld sectors; %lldK; %lldM)\n", path, what, (long long)bytes,
		(long long)(bytes / DISK161_SECTOR), (long long)(bytes >> 10), (long long)(bytes >> 20));
}

static int info(int argc, char **argv)
{
	int status = argc < 3 ? usage() : 0;
	for (int i = 2; i < argc; i++) {
		struct stat about;
		s64 bytes;
		int file = open_image(argv[i], O_RDONLY, &bytes);
		if (file < 0 || fstat(file, &about)) {
			status = 1;
			continue;
		}
		tell(argv[i], "size", bytes);
		tell(argv[i], "spaceused", (s64)about.st_blocks * 512);
		close(file);
	}
	return status;
}

static int resize(int argc, char **argv)
{
	s64 bytes, change;
	if (argc != 4)
		return usage();
	const char *text = argv[3];
	bool relative = *text == '+' || *text == '-';
	if (!conf_size(text + relative, &change) || change < 0)
		return fail(text, "is no size");
	int file = open_image(argv[2], O_RDWR, &bytes);
	if (file < 0)
		return 1;
	u64 sectors = sectors_of(*text == '+'   ? bytes + change
							 : *text == '-' ? bytes - change
											: change);
	int status = !sectors;
	if (sectors && ftruncate(file, (off_t)((sectors + 1) * DISK161_SECTOR)))
		status = fail_host(argv[2]);
	close(file);
	return status;
}

int disk161(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	if (!strcmp(what, "create"))
		return create(argc, argv);
	if (!strcmp(what, "info"))
		return info(argc, argv);
	return strcmp(what, "resize") ? usage() : resize(argc, argv);
}
