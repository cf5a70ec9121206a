/* net_options.c: what --net says, in words; see net.h.  Wrong words are said back, whole. */
#include "error.h"
#include "net.h"
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_BYTES = 200 };
enum { LOOPBACK = 0x7f000001, GUEST = 0x0a00020f, GUEST_NET = 0x0a000200, GUEST_MASK = 0xffffff00 };

/* Cuts off what stands before a character; NULL: it is not there. */
static char *cut(char **rest, char at)
{
	char *word = *rest, *end = strchr(word, at);
	if (!end)
		return NULL;
	*end = 0;
	*rest = end + 1;
	return word;
}

static bool read_port(const char *word, u16 *port)
{
	u32 value = 0;
	if (!*word || strlen(word) > 5)
		return false;
	for (; *word; word++) {
		if (*word < '0' || *word > '9')
			return false;
		value = value * 10 + (u32)(*word - '0');
	}
	*port = (u16)value;
	return value >= 1 && value <= 65535;
}

/* An empty word leaves the address as it is. */
static bool read_address(const char *word, u32 *address)
{
	struct in_addr in;
	if (!*word)
		return true;
	if (inet_pton(AF_INET, word, &in) != 1)
		return false;
	*address = ntohl(in.s_addr);
	return true;
}

/* NULL, or what is wrong with tcp|udp:[ADDRESS]:PORT-[ADDRESS]:PORT. */
static const char *read_forward(char *rest, struct net_forward *f)
{
	char *protocol = cut(&rest, ':');
	char *host = protocol ? cut(&rest, ':') : NULL;
	char *host_port = host ? cut(&rest, '-') : NULL;
	char *guest = host_port ? cut(&rest, ':') : NULL;
	if (!guest)
		return "must be hostfwd=tcp|udp:[ADDRESS]:PORT-[ADDRESS]:PORT";
	*f = (struct net_forward){ .host = LOOPBACK, .guest = GUEST, .udp = !strcmp(protocol, "udp") };
	if (!f->udp && strcmp(protocol, "tcp"))
		return "a protocol is tcp or udp";
	if (!read_address(host, &f->host) || !read_address(guest, &f->guest))
		return "an address is four numbers with dots, or nothing";
	if ((f->guest & GUEST_MASK) != GUEST_NET)
		return "the guest's address is in 10.0.2.0/24";
	if (!read_port(host_port, &f->host_port) || !read_port(rest, &f->guest_port))
		return "a port is a number from 1 to 65535";
	return NULL;
}

static bool same_host_port(const struct net_forward *a, const struct net_forward *b)
{
	return a->udp == b->udp && a->host == b->host && a->host_port == b->host_port;
}

static const char *add_word(struct net_config *config, char *word)
{
	static const char hostfwd[] = "hostfwd=";
	struct net_forward *f = &config->forward[config->forwards];
	if (strncmp(word, hostfwd, sizeof hostfwd - 1))
		return "after `user` comes only hostfwd=";
	if (config->forwards == NET_FORWARDS_MAX)
		return "there are too many forwards";
	const char *wrong = read_forward(word + sizeof hostfwd - 1, f);
	for (u32 i = 0; !wrong && i < config->forwards; i++)
		if (same_host_port(f, &config->forward[i]))
			wrong = "this port of the host is forwarded already";
	if (!wrong)
		config->forwards++;
	return wrong;
}

static const char *add_words(struct net_config *config, char *rest)
{
	char *kind = strsep(&rest, ",");
	enum net_kind said = !strcmp(kind, "user") ? NET_USER : NET_NONE;
	if (said == NET_NONE && strcmp(kind, "none"))
		return "must be `none`, or `user` and what it forwards";
	if (config->kind != NET_UNSAID && config->kind != said)
		return "another --net says the opposite";
	config->kind = said;
	if (said == NET_NONE && rest)
		return "after `none` comes nothing";
	while (rest) {
		const char *wrong = add_word(config, strsep(&rest, ","));
		if (wrong)
			return wrong;
	}
	return NULL;
}

int net_parse(struct net_config *config, const char *text, struct error *error)
{
	char words[TEXT_BYTES];
	struct net_config changed = *config;
	const char *wrong = "too long";
	if ((size_t)snprintf(words, sizeof words, "%s", text) < sizeof words)
		wrong = add_words(&changed, words);
	if (wrong)
		return error_set(error, E_USAGE, "--net %s: %s", text, wrong);
	*config = changed;
	return E_NONE;
}
