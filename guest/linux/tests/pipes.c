/* Pipes and sockets: a stream through a pipe, a socket pair and TCP; poll, select. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdint.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "expect.h"

enum { STREAM = 1 << 20, PIECE = 3000 };

/* The stream's bytes come from a linear congruence; both sides sum them. */
static uint32_t send_stream(int file, uint32_t length)
{
	unsigned char piece[PIECE];
	uint32_t state = 1, sum = 0;
	while (length) {
		uint32_t size = length < PIECE ? length : PIECE, done = 0;
		for (uint32_t i = 0; i < size; i++) {
			state = state * 1664525 + 1013904223;
			piece[i] = state >> 24;
			sum = sum * 31 + piece[i];
		}
		while (done < size) {
			ssize_t count = write(file, piece + done, size - done);
			if (count < 0)
				return 0;
			done += count;
		}
		length -= size;
	}
	return sum;
}

static uint32_t receive_stream(int file, uint32_t *length)
{
	unsigned char piece[PIECE + 77];
	uint32_t sum = 0;
	ssize_t count;
	*length = 0;
	while ((count = read(file, piece, sizeof piece)) > 0) {
		for (ssize_t i = 0; i < count; i++)
			sum = sum * 31 + piece[i];
		*length += count;
	}
	return sum;
}

/* A child sends its stream to `out` and ends; the parent receives from `in`. */
static void transfer(const char *what, int out, int in)
{
	uint32_t length, wanted, sum;
	int sums[2], status;
	EXPECT("pipe", pipe(sums), 0);
	pid_t child = fork();
	if (!child) {
		close(in);
		uint32_t own = send_stream(out, STREAM);
		_exit(write(sums[1], &own, 4) != 4);
	}
	close(out);
	sum = receive_stream(in, &length);
	EXPECT("the sum's length", read(sums[0], &wanted, 4), 4);
	waitpid(child, &status, 0);
	EXPECT("the sender's status", status, 0);
	EXPECT(what, length, STREAM);
	EXPECT("the sum of what came", sum, wanted);
	close(in);
	close(sums[0]);
	close(sums[1]);
}

static void waiting(void)
{
	int ends[2];
	char byte;
	EXPECT("pipe", pipe(ends), 0);
	struct pollfd poller = { .fd = ends[0], .events = POLLIN };
	EXPECT("poll of an empty pipe", poll(&poller, 1, 20), 0);
	EXPECT("write", write(ends[1], "x", 1), 1);
	EXPECT("poll of a filled pipe", poll(&poller, 1, 1000), 1);
	EXPECT("revents", poller.revents, POLLIN);
	fd_set set;
	FD_ZERO(&set);
	FD_SET(ends[0], &set);
	EXPECT("select", select(ends[0] + 1, &set, 0, 0, &(struct timeval){ 1, 0 }), 1);
	EXPECT("read", read(ends[0], &byte, 1), 1);
	close(ends[1]);
	EXPECT("read at the end", read(ends[0], &byte, 1), 0);
	close(ends[0]);
}

static void loopback(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t size = sizeof address;
	int listener = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0);
	EXPECT("bind", bind(listener, (struct sockaddr *)&address, size), 0);
	EXPECT("listen", listen(listener, 1), 0);
	EXPECT("getsockname", getsockname(listener, (struct sockaddr *)&address, &size), 0);
	EXPECT("connect", connect(client, (struct sockaddr *)&address, size), 0);
	int server = accept(listener, 0, 0);
	EXPECT("accept failed", server < 0, 0);
	close(listener);
	transfer("bytes over TCP", client, server);
}

int main(void)
{
	int ends[2];
	test_name = "pipes";
	waiting();
	EXPECT("pipe", pipe(ends), 0);
	transfer("bytes through a pipe", ends[1], ends[0]);
	EXPECT("socketpair", socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	transfer("bytes through a socket pair", ends[0], ends[1]);
	loopback();
	return passed();
}
