/* pcap_test.c: front/pcap.c against its witness, tshark: what it was given is what that reads. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include "error.h"
#include "pcap.h"

/* Ours; the tests link without host/. */
__attribute__((weak)) void broken(const char *what, const char *file, int line)
{
	fprintf(stderr, "%s:%d: %s is broken\n", file, line, what);
	abort();
}

enum { DATE = 946684800 };      /* 2000-01-01 */
static char path[64];

static int setup(void **state)
{
	(void)state;
	snprintf(path, sizeof path, "/tmp/vr3000-pcap-test-%d", (int)getpid());
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	unlink(path);
	return 0;
}

static void make_frame(u8 *frame, u32 bytes)
{
	for (u32 i = 0; i < bytes; i++)
		frame[i] = i;
	frame[0] = 0xff;
	frame[12] = 0x88;       /* an experimental type */
	frame[13] = 0xb5;
}

static off_t file_size(void)
{
	struct stat s;
	assert_int_equal(stat(path, &s), 0);
	return s.st_size;
}

/* What tshark says of the file, a line a frame; it fails on a block that is cut or malformed. */
static void tshark(char *text, size_t size)
{
	char command[400];
	snprintf(command, sizeof command, "tshark -n -r %s -T fields -e frame.time_epoch -e frame.len "
		"-e frame.cap_len -e frame.packet_flags_direction -e frame.interface_name -e eth.type "
		"-e eth.src 2>&1 | grep -v 'as user'", path);
	FILE *pipe = popen(command, "r");
	assert_non_null(pipe);
	size_t n = fread(text, 1, size - 1, pipe);
	text[n] = 0;
	pclose(pipe);
}

static void test_frames(void **state)
{
	(void)state;
	struct pcap p;
	struct error error;
	static u8 frame[70000];
	char text[2000];
	make_frame(frame, sizeof frame);
	assert_int_equal(pcap_open(&p, path, DATE, &error), E_NONE);
	assert_int_equal(pcap_frame(&p, 0, PCAP_FROM_GUEST, frame, 60, &error), E_NONE);
	assert_int_equal(pcap_frame(&p, 1234567891, PCAP_TO_GUEST, frame, 61, &error), E_NONE);
	assert_int_equal(pcap_frame(&p, 5000000000000, PCAP_TO_GUEST, frame, 1514, &error), E_NONE);
	assert_int_equal(pcap_frame(&p, 5000000000000, PCAP_TO_GUEST, frame, 70000, &error), E_NONE);
	tshark(text, sizeof text); /* before the file is closed: what a killed run leaves */
	assert_string_equal(text,
		"946684800.000000000\t60\t60\t0x00000002\tguest\t0x88b5\t06:07:08:09:0a:0b\n"
		"946684801.234567891\t61\t61\t0x00000001\tguest\t0x88b5\t06:07:08:09:0a:0b\n"
		"946689800.000000000\t1514\t1514\t0x00000001\tguest\t0x88b5\t06:07:08:09:0a:0b\n"
		"946689800.000000000\t70000\t65535\t0x00000001\tguest\t0x88b5\t06:07:08:09:0a:0b\n");
	pcap_close(&p);
}

static void test_empty_file(void **state)
{
	(void)state;
	struct pcap p;
	struct error error;
	char text[400];
	assert_int_equal(pcap_open(&p, path, DATE, &error), E_NONE);
	tshark(text, sizeof text);
	assert_string_equal(text, "");
	assert_true(file_size() > 0);
	pcap_close(&p);
}

static void test_cannot_be_opened(void **state)
{
	(void)state;
	struct pcap p;
	struct error error;
	assert_int_equal(pcap_open(&p, "/nowhere/at/all", DATE, &error), E_IO);
	assert_non_null(strstr(error.text, "/nowhere/at/all"));
	assert_int_equal(pcap_open(&p, "/dev/full", DATE, &error), E_IO);
	assert_non_null(strstr(error.text, "No space"));
	assert_int_equal(pcap_frame(&p, 0, PCAP_TO_GUEST, (const u8 *)"", 1, &error), E_NONE);
	pcap_close(&p);
}

/* A file that may not grow (the host's limit stands for a full disk) keeps whole frames, and one
 * sentence says so. */
static void test_full_disk(void **state)
{
	(void)state;
	struct pcap p;
	struct error error;
	struct rlimit before, now;
	u8 frame[1000];
	char text[4000];
	u32 frames = 0;
	make_frame(frame, sizeof frame);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(pcap_open(&p, path, DATE, &error), E_NONE);
	getrlimit(RLIMIT_FSIZE, &before);
	now = (struct rlimit){ 5000, before.rlim_max };
	setrlimit(RLIMIT_FSIZE, &now);
	while (pcap_frame(&p, frames, PCAP_TO_GUEST, frame, sizeof frame, &error) == E_NONE)
		assert_true(frames++ < 10);
	assert_int_equal(pcap_frame(&p, 9, PCAP_TO_GUEST, frame, sizeof frame, &error), E_NONE);
	setrlimit(RLIMIT_FSIZE, &before);
	assert_int_equal(frames, 4);
	assert_non_null(strstr(error.text, path));
	tshark(text, sizeof text);
	u32 lines = 0;
	for (const char *c = text; *c; c++)
		lines += *c == '\n';
	assert_int_equal(lines, frames);
	assert_null(strstr(text, "cut short"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, setup, teardown)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(frames), TEST(empty_file), TEST(cannot_be_opened), TEST(full_disk)
	};
	return cmocka_run_group_tests_name("pcap", tests, NULL, NULL);
}
