/* hub_ports.c: see hub_ports.h. */
#include "hub_ports.h"
#include "error.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MILLION = 1000000, MILLISECOND = 1000000, REORDERED = 20 * MILLISECOND };

/* ---- rules ---- */

static bool number_of(const char **at, double most, double *n)
{
	char *end;
	errno = 0;
	*n = strtod(*at, &end);
	bool good = end != *at && !errno && *n >= 0 && *n <= most && (!*end || *end == ',');
	*at = end;
	return good;
}

static bool take_key(struct hub_rule *r, const char **at)
{
	double n;
	size_t word = strcspn(*at, "=");
	const char *key = *at;
	if (!key[word])
		return false;
	*at += word + 1;
	if (word == 4 && !strncmp(key, "loss", word))
		return number_of(at, 100, &n) && (r->loss = (u32)(n * MILLION / 100), true);
	if (word == 7 && !strncmp(key, "reorder", word))
		return number_of(at, 100, &n) && (r->reorder = (u32)(n * MILLION / 100), true);
	if (word == 5 && !strncmp(key, "delay", word))
		return number_of(at, 60000, &n) && (r->delay = (u64)(n * MILLISECOND), true);
	if (word == 6 && !strncmp(key, "jitter", word))
		return number_of(at, 60000, &n) && (r->jitter = (u64)(n * MILLISECOND), true);
	return false;
}

int hub_add_rule(struct hub *h, const char *text, struct error *error)
{
	struct hub_rule rule = { 0 };
	char *end;
	unsigned long address = strncmp(text, "all", 3) ? strtoul(text, &end, 0) : 0;
	const char *at = strncmp(text, "all", 3) ? end : text + 3;
	bool good = at != text && address < HUB_EVERYBODY && h->rules < HUB_RULES_MAX;
	rule.address = (u16)address;
	while (good && *at)
		good = *at++ == ',' && take_key(&rule, &at);
	if (!good)
		return error_set(error, E_USAGE, "port %s: must be ADDRESS or all, then loss=PERCENT, "
			"delay=MS, jitter=MS, reorder=PERCENT, with commas between", text);
	h->rule[h->rules++] = rule;
	return E_NONE;
}

static struct hub_rule rule_of(const struct hub *h, u16 address)
{
	struct hub_rule found = { 0 };
	for (u32 i = 0; i < h->rules; i++)
		if (h->rule[i].address == address || (!h->rule[i].address && !found.address))
			found = h->rule[i];
	return found;
}

/* ---- ports ---- */

struct hub_port *hub_port(struct hub *h, u16 address, const struct sockaddr_un *at,
	socklen_t length)
{
	struct hub_port *p = NULL;
	for (u32 i = 0; i < h->ports && !p; i++)
		if (h->port[i].length == length && !memcmp(&h->port[i].at, at, length))
			p = &h->port[i];
	if (!p && h->ports == HUB_PORTS_MAX)
		return NULL;
	if (!p) {
		p = &h->port[h->ports++];
		*p = (struct hub_port){ .length = length };
		memcpy(&p->at, at, length);
	}
	p->address = address;
	return p;
}

void hub_drop_port(struct hub *h, u32 port)
{
	u32 kept = 0;
	h->port[port] = h->port[--h->ports];
	for (u32 i = 0; i < h->waits; i++) {
		struct hub_waiting *w = &h->waiting[i];
		if (w->port == port) {
			free(w->byte);
			continue;
		}
		if (w->port == h->ports)
			w->port = port;
		h->waiting[kept++] = *w;
	}
	h->waits = kept;
}

/* ---- packets ---- */

/* splitmix64, of a stream for each port: what one gets does not change what another gets. */
static u64 draw(struct hub *h, struct hub_port *p)
{
	u64 z = h->seed + ((u64)p->address << 32) + ++p->draws * 0x9e3779b97f4a7c15;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static void send_to(struct hub *h, u32 port, const u8 *byte, u32 bytes, u64 now)
{
	struct hub_port *p = &h->port[port];
	const struct hub_rule rule = rule_of(h, p->address);
	bool lost = draw(h, p) % MILLION < rule.loss, late = draw(h, p) % MILLION < rule.reorder;
	u64 more = rule.jitter ? draw(h, p) % rule.jitter : 0;
	h->lost += lost;
	h->full += !lost && h->waits == HUB_WAITING_MAX;
	if (lost || h->waits == HUB_WAITING_MAX)
		return;
	struct hub_waiting *w = &h->waiting[h->waits++];
	*w = (struct hub_waiting){ now + rule.delay + more + (late ? REORDERED : 0), h->order++, port,
		bytes, malloc(bytes) };
	must(w->byte);
	memcpy(w->byte, byte, bytes);
}

void hub_spread(struct hub *h, const struct hub_port *from, const u8 *byte, u32 bytes, u64 now)
{
	for (u32 i = 0; i < h->ports; i++)
		if (&h->port[i] != from)
			send_to(h, i, byte, bytes, now);
}

static bool is_before(const struct hub_waiting *a, const struct hub_waiting *b)
{
	return a->due != b->due ? a->due < b->due : a->order < b->order;
}

static u32 first_of(const struct hub *h)
{
	u32 first = 0;
	for (u32 i = 1; i < h->waits; i++)
		if (is_before(&h->waiting[i], &h->waiting[first]))
			first = i;
	return first;
}

bool hub_take(struct hub *h, u64 now, struct hub_waiting *w)
{
	u32 first = first_of(h);
	if (!h->waits || h->waiting[first].due > now)
		return false;
	*w = h->waiting[first];
	h->waiting[first] = h->waiting[--h->waits];
	return true;
}

u64 hub_due(const struct hub *h)
{
	return h->waits ? h->waiting[first_of(h)].due : NEVER;
}

void hub_free(struct hub *h)
{
	while (h->waits)
		free(h->waiting[--h->waits].byte);
}
