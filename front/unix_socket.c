/* unix_socket.c: see unix_socket.h. */
#include "unix_socket.h"
#include "base.h"
#include "error.h"
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

_Static_assert(sizeof ((struct sockaddr_un *)0)->sun_path > UNIX_PATH_MAX,
	"a path and its end fit");

const char *unix_path(const char *spec)
{
	return strncmp(spec, "unix:", 5) ? NULL : spec + 5;
}

/* Is it left over from a program that ended?  Then nobody accepts a connection.  (Nor does a file
 * that is no socket.) */
static bool is_stale(const struct sockaddr_un *at)
{
	struct stat about;
	if (lstat(at->sun_path, &about) || !S_ISSOCK(about.st_mode))
		return false;
	int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool stale = probe >= 0 && connect(probe, (const struct sockaddr *)at, sizeof *at) < 0 &&
		     errno == ECONNREFUSED;
	if (probe >= 0)
		close(probe);
	return stale;
}

static bool bind_to(int file, const struct sockaddr_un *at)
{
	if (!bind(file, (const struct sockaddr *)at, sizeof *at))
		return true;
	int failed = errno;
	if (failed != EADDRINUSE || !is_stale(at)) {
		errno = failed;
		return false;
	}
	unlink(at->sun_path);
	return !bind(file, (const struct sockaddr *)at, sizeof *at);
}

int unix_listen(const char *option, const char *spec, struct error *error)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	const char *path = unix_path(spec);
	if (!path || !*path) {
		error_set(error, E_USAGE, "--%s %s: must be unix:PATH", option, spec);
		return -1;
	}
	if (strlen(path) > UNIX_PATH_MAX) {
		error_set(error, E_USAGE, "--%s: a socket's path has at most %d bytes: %s", option,
			  UNIX_PATH_MAX, path);
		return -1;
	}
	memcpy(at.sun_path, path, strlen(path) + 1);
	int file = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (file < 0 || !bind_to(file, &at) || listen(file, 4)) {
		error_set(error, E_HOST, "--%s %s: %s", option, spec,
			  errno == EADDRINUSE ? "something is there already" : strerror(errno));
		if (file >= 0)
			close(file);
		return -1;
	}
	return file;
}
