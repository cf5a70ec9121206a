/* program_doctor.c: `vr3000 doctor': one line a feature of the host that we use, and what its lack
 * costs.  What is refused (EPERM, in containers) counts as absent. */
#include "error.h"
#include "program.h"
#include "teaching.h"
#include <fcntl.h>
#include <slirp/libslirp.h>
#include <pty.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

/* Each answers: is it there?  and may add a few words. */
struct found { bool there; char detail[80]; };

static void find_memory(struct found *f)
{
	static const size_t most = 512ull << 20;
	void *at = mmap(NULL, most, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
		-1, 0);
	f->there = at != MAP_FAILED;
	if (f->there)
		munmap(at, most);
	snprintf(f->detail, sizeof f->detail, "pages of %ld bytes", sysconf(_SC_PAGESIZE));
}

static void find_huge_pages(struct found *f)
{
	char text[80] = "";
	FILE *file = fopen("/sys/kernel/mm/transparent_hugepage/enabled", "re");
	if (file && fgets(text, sizeof text, file))
		text[strcspn(text, "\n")] = 0;
	if (file)
		fclose(file);
	f->there = *text && !strstr(text, "[never]");
	snprintf(f->detail, sizeof f->detail, "%s", text);
}

static void find_terminal(struct found *f)
{
	f->there = isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

static void find_pty(struct found *f)
{
	int a, b;
	f->there = !openpty(&a, &b, NULL, NULL, NULL);
	if (f->there) {
		close(a);
		close(b);
	}
}

static void find_signalfd(struct found *f)
{
	sigset_t none;
	sigemptyset(&none);
	int file = signalfd(-1, &none, SFD_CLOEXEC);
	f->there = file >= 0;
	if (f->there)
		close(file);
}

static void find_socket(struct found *f, int family)
{
	int file = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	f->there = file >= 0;
	if (f->there)
		close(file);
}

static void find_unix(struct found *f)
{
	find_socket(f, AF_UNIX);
}

static void find_network(struct found *f)
{
	find_socket(f, AF_INET);
	snprintf(f->detail, sizeof f->detail, "libslirp %s", slirp_version_string());
}

static void find_echo(struct found *f)
{
	int file = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 1 /* IPPROTO_ICMP */);
	f->there = file >= 0;
	if (f->there)
		close(file);
}

static void find_locks(struct found *f)
{
	int file = open(".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	f->there = file >= 0 && !flock(file, LOCK_EX | LOCK_NB);
	if (file >= 0)
		close(file);
}

static void find_teaching(struct found *f)
{
	struct error error;
	f->there = teaching_find(NULL, &error);
}

static const struct feature {
	const char *name;
	void (*find)(struct found *);
	const char *cost;
} features[] = {
	{ "memory for a machine",  find_memory,     "machines with much RAM do not start" },
	{ "huge pages",            find_huge_pages, "a guest that uses much memory runs slower" },
	{ "terminal",              find_terminal,   "no escape key and no monitor; use --control" },
	{ "pseudo terminals",      find_pty,        "no --console pty" },
	{ "signals as a file",     find_signalfd,   "nothing runs" },
	{ "unix sockets",          find_unix,       "no --control, no --console unix:PATH" },
	{ "user-mode network",     find_network,    "no --net user" },
	{ "ping through it",       find_echo,       "see net.ipv4.ping_group_range" },
	{ "file locks here",       find_locks,      "disks are not kept from a second machine" },
	{ "teaching kernel",       find_teaching,   "`vr3000' alone boots nothing" },
};

int program_doctor(const struct options *o)
{
	(void)o;
	for (u32 i = 0; i < COUNT_OF(features); i++) {
		struct found found = { 0 };
		features[i].find(&found);
		if (found.there)
			printf("ok      %-22s %s\n", features[i].name, found.detail);
		else
			printf("absent  %-22s %s\n", features[i].name, features[i].cost);
	}
	return 0;
}
