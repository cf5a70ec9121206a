/* unix_socket.h: a socket in the file system that listens. */
#ifndef UNIX_SOCKET_H
#define UNIX_SOCKET_H

struct error;
enum { UNIX_PATH_MAX = 107 };

/* spec is "unix:PATH".  A socket that nobody answers any more is replaced, nothing else ever is.
 * Returns the file, or -1 with the error filled in. */
int unix_listen(const char *option, const char *spec, struct error *);
const char *unix_path(const char *spec); /* NULL: it is no unix:PATH */
#endif
