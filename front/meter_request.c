/* meter_request.c: what a client of the meter may say; see meter.h. */
#include "meter.h"
#include "options.h"
#include <string.h>

enum { INTERVAL_LEAST = 10000, INTERVAL_MOST = 2000000000 };

u64 meter_request(const char *line, size_t count, const char **wrong)
{
	char text[METER_LINE_MOST + 1];
	u64 n;
	while (count && (line[count - 1] == '\r' || line[count - 1] == '\n'))
		count--;
	*wrong = "BAD request\n";
	if (count > METER_LINE_MOST || memchr(line, 0, count))
		return 0;
	memcpy(text, line, count);
	text[count] = 0;
	if (strncmp(text, "INTERVAL ", 9))
		return 0;
	*wrong = "BAD interval\n";
	bool good = number_parse(text + 9, 1, &n) && n >= INTERVAL_LEAST && n <= INTERVAL_MOST;
	return good ? n : 0;
}
