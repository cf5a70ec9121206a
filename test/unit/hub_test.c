/* hub_test.c: packets of a LAMEbus network, who gets them, and requests to the meter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "error.h"
#include "hub_ports.h"
#include "meter.h"

/* Ours; the tests link without host/. */
__attribute__((weak)) void broken(const char *what, const char *file, int line)
{
	fprintf(stderr, "%s:%d: %s is broken\n", file, line, what);
	abort();
}

enum { SENT = 2000 };
static const u64 SECOND = 1000000000;

static struct hub_port *port_of(struct hub *h, u16 address)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	snprintf(at.sun_path, sizeof at.sun_path, "net-%04x", address);
	return hub_port(h, address, &at, sizeof at);
}

static void test_packets(void **state)
{
	static const struct { u8 byte[9]; size_t count; bool good; } rows[] = {
		{ { 0xa4, 0xb3, 0, 1, 0, 8, 0, 2 }, 8, true },
		{ { 0xa4, 0xb3, 0, 1, 0, 9, 0xff, 0xff, 7 }, 9, true },
		{ { 0xa4, 0xb3, 0, 1, 0, 9, 0, 2 }, 8, false }, { { 0xa4, 0xb2, 0, 1, 0, 8, 0, 2 }, 8,
			false },
		{ { 0xa4, 0xb3, 0, 0, 0, 8, 0, 2 }, 8, false }, { { 0xa4, 0xb3, 0, 1, 0, 7, 0, 2 }, 7,
			false },
		{ { 0xa4, 0xb3, 0xff, 0xff, 0, 8, 0, 2 }, 8, false }, { { 0 }, 0, false },
	};
	struct hub_packet p;
	u8 made[HUB_HEADER];
	(void)state;
	for (u32 i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(hub_parse(&p, rows[i].byte, rows[i].count), rows[i].good);
	hub_header(made, 1, 2, 8);
	assert_memory_equal(made, rows[0].byte, 8);
}

/* Sends many from port 1; counts what port 2 gets, and how often one overtakes another. */
static u32 run(const char *rule, u64 seed, u32 *overtaken, u64 *last)
{
	struct hub *h = calloc(1, sizeof *h);
	struct hub_waiting w;
	struct error error;
	u32 got = 0, before = 0;
	h->seed = seed;
	*overtaken = 0;
	if (*rule)
		assert_int_equal(hub_add_rule(h, rule, &error), E_NONE);
	port_of(h, 1), port_of(h, 2);
	for (u32 i = 0; i < SENT; i++) {
		u64 now = i * SECOND / 1000;
		hub_spread(h, port_of(h, 1), (const u8 *)&i, sizeof i, now);
		while (hub_take(h, i == SENT - 1 ? NEVER - 1 : now, &w)) {
			u32 number;
			memcpy(&number, w.byte, sizeof number);
			assert_int_equal(h->port[w.port].address, 2);
			*overtaken += number < before;
			*last = w.due;
			before = number;
			got++;
			free(w.byte);
		}
	}
	hub_free(h);
	free(h);
	return got;
}

static void test_ways(void **state)
{
	u32 overtaken, again;
	u64 last;
	(void)state;
	assert_int_equal(run("", 1, &overtaken, &last), SENT);
	assert_int_equal(overtaken, 0);
	assert_int_equal(run("2,loss=100", 1, &overtaken, &last), 0);
	assert_int_equal(run("1,loss=100", 1, &overtaken, &last), SENT);
	assert_in_range(run("all,loss=10", 1, &overtaken, &last), SENT * 8 / 10, SENT * 95 / 100);
	assert_int_equal(run("all,loss=10", 5, &overtaken, &last), run("2,loss=10", 5, &again, &last));
	assert_int_equal(run("2,delay=50", 1, &overtaken, &last), SENT);
	assert_int_equal(last, (SENT - 1) * SECOND / 1000 + SECOND / 20);
	assert_int_equal(run("2,reorder=5", 1, &overtaken, &last), SENT);
	assert_in_range(overtaken, SENT * 2 / 100, SENT * 8 / 100);
}

static void test_rules(void **state)
{
	static const char *const wrong[] = { "", "x", "1,", "1,loss", "1,loss=101", "1,loss=-1",
		"65535",
		"1,speed=3", "1,loss=x", "all,delay=99999999", "1 2" };
	struct hub *h = calloc(1, sizeof *h);
	struct error error;
	(void)state;
	for (u32 i = 0; i < COUNT_OF(wrong); i++)
		assert_int_equal(hub_add_rule(h, wrong[i], &error), E_USAGE);
	for (u32 i = 1; i <= HUB_PORTS_MAX; i++)
		assert_non_null(port_of(h, (u16)i));
	assert_null(port_of(h, 999));
	hub_spread(h, port_of(h, 1), (const u8 *)"x", 1, 0);
	assert_int_equal(h->waits, HUB_PORTS_MAX - 1);
	hub_drop_port(h, 5);
	assert_int_equal(h->waits, HUB_PORTS_MAX - 2);
	assert_non_null(port_of(h, 999));
	hub_free(h);
	free(h);
}

static void test_requests(void **state)
{
	const char *wrong;
	(void)state;
	assert_int_equal(meter_request("INTERVAL 10000\n", 15, &wrong), 10000);
	assert_int_equal(meter_request("INTERVAL 2000000000\r\n", 21, &wrong), 2000000000);
	assert_int_equal(meter_request("INTERVAL 9999\n", 14, &wrong), 0);
	assert_string_equal(wrong, "BAD interval\n");
	assert_int_equal(meter_request("INTERVAL 2000000001\n", 20, &wrong), 0);
	assert_int_equal(meter_request("INTERVALS\n", 10, &wrong), 0);
	assert_string_equal(wrong, "BAD request\n");
	assert_int_equal(meter_request("INTERVAL 1\0000000\n", 16, &wrong), 0);
	assert_int_equal(meter_request("\n", 1, &wrong), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_packets),
		cmocka_unit_test(test_ways), cmocka_unit_test(test_rules),
		cmocka_unit_test(test_requests) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
