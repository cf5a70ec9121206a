/* grade_judge.c: see grade_judge.h.  The rules are test161's: lines must come in order, others may
 * stand between; a key that nobody has is not asked for. */
#include "grade_judge.h"
#include "json_text.h"
#include "yaml_text.h"
#include <nettle/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGEST = SHA256_DIGEST_SIZE };

/* ---- signed lines ---- */

struct signed_line { const char *id, *hash, *salt, *text; size_t ids, hashes, salts, texts; };

static bool is_hex(const char *text, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!strchr("0123456789abcdef", text[i]) || !text[i])
			return false;
	return true;
}

/* (id, hash, salt, text): an id and a hash and a salt have no ", " in them. */
static bool parse_signed(const char *line, size_t count, struct signed_line *s)
{
	const char *end = line + count - 1, *part[3], *at = line + 1;
	if (count < 10 || *line != '(' || *end != ')')
		return false;
	for (u32 i = 0; i < 3; i++) {
		part[i] = memmem(at, (size_t)(end - at), ", ", 2);
		if (!part[i])
			return false;
		at = part[i] + 2;
	}
	*s = (struct signed_line){ line + 1, part[0] + 2, part[1] + 2, part[2] + 2,
		(size_t)(part[0] - line - 1), (size_t)(part[1] - part[0] - 2),
		(size_t)(part[2] - part[1] - 2), (size_t)(end - part[2] - 2) };
	return is_hex(s->hash, s->hashes) && is_hex(s->salt, s->salts) && s->salts;
}

static void hash_of(const struct signed_line *s, const char *key, char hex[2 * DIGEST + 1])
{
	struct hmac_sha256_ctx context;
	u8 digest[DIGEST];
	char *whole;
	int n = asprintf(&whole, "%s%.*s", key, (int)s->salts, s->salt);
	must(n >= 0);
	hmac_sha256_set_key(&context, (size_t)n, (const u8 *)whole);
	hmac_sha256_update(&context, s->texts, (const u8 *)s->text);
	hmac_sha256_digest(&context, sizeof digest, digest);
	for (u32 i = 0; i < DIGEST; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	free(whole);
}

/* The line as it counts: the text alone when the signature is right and new. */
static json_t *line_of(const char *text, size_t count, const json_t *keys, json_t *salts)
{
	struct signed_line s;
	char hex[2 * DIGEST + 1], salt[256], id[256];
	json_t *plain = json_pack("{s:o}", "text", json_bytes(text, count));
	if (!parse_signed(text, count, &s) || s.salts >= sizeof salt || s.ids >= sizeof id)
		return plain;
	snprintf(salt, sizeof salt, "%.*s", (int)s.salts, s.salt);
	snprintf(id, sizeof id, "%.*s", (int)s.ids, s.id);
	if (json_object_get(salts, salt))
		return plain;
	json_object_set_new_nocheck(salts, salt, json_true());
	hash_of(&s, yaml_string(keys, id, ""), hex);
	if (s.hashes != 2 * DIGEST || memcmp(hex, s.hash, s.hashes))
		return plain;
	json_object_set_new(plain, "text", json_bytes(s.text, s.texts));
	json_object_set_new(plain, "key", json_string_nocheck(id));
	return plain;
}

json_t *judge_lines(const char *text, size_t count, const json_t *keys, json_t *salts)
{
	json_t *lines = json_array();
	char *line = malloc(count + 1);
	must(line);
	while (count) {
		const char *end = memchr(text, '\n', count);
		size_t whole = end ? (size_t)(end - text) + 1 : count, n = 0;
		for (size_t i = 0; i < whole; i++)
			if (text[i])
				line[n++] = text[i];
		while (n && (line[n - 1] == '\r' || line[n - 1] == '\n'))
			n--;
		json_array_append_new(lines, line_of(line, n, keys, salts));
		text += whole;
		count -= whole;
	}
	free(line);
	return lines;
}

/* ---- a step ---- */

/* Is it what was asked for, and signed by whom it must be, if we have that key? */
static bool is_signed(const json_t *line, const char *key, const json_t *keys)
{
	return !key || !json_object_get(keys, key) || !strcmp(yaml_string(line, "key", ""), key);
}

static bool is_same(const json_t *wanted, const json_t *line, const json_t *keys)
{
	return json_equal(json_object_get(wanted, "text"), json_object_get(line, "text")) &&
		is_signed(line, yaml_string(wanted, "key", NULL), keys);
}

static bool has_all(const json_t *step, const json_t *lines, const json_t *keys)
{
	const json_t *wanted = json_object_get(step, "lines");
	size_t found = 0, count = json_array_size(wanted);
	for (size_t i = 0; i < json_array_size(lines) && found < count; i++)
		found += is_same(json_array_get(wanted, found), json_array_get(lines, i), keys);
	return found == count && (!json_is_true(json_object_get(step, "exact")) ||
		count == json_array_size(lines));
}

/* "... PARTIAL CREDIT n OF m": the first such line counts. */
static bool partial_credit(const char *id, const json_t *lines, const json_t *keys, double *share)
{
	static const char words[] = "PARTIAL CREDIT ";
	for (size_t i = 0; i < json_array_size(lines); i++) {
		const json_t *line = json_array_get(lines, i);
		const char *at = strstr(yaml_string(line, "text", ""), words);
		unsigned earned, all;
		int used = 0;
		if (!at || !is_signed(line, id, keys))
			continue;
		at += sizeof words - 1;
		if (sscanf(at, "%9u OF %9u%n", &earned, &all, &used) != 2 || at[used])
			continue;
		*share = earned && all ? (double)earned / all : 0;
		return *share > 0;
	}
	return false;
}

static struct judged by_lines(const json_t *step, const json_t *lines, const json_t *keys)
{
	s64 points = json_integer_value(json_object_get(step, "points"));
	double share;
	if (has_all(step, lines, keys))
		return (struct judged){ true, points, NULL };
	if (!partial_credit(yaml_string(step, "id", ""), lines, keys, &share))
		return (struct judged){ false, 0, "its console lacks what it must have" };
	return (struct judged){ share == 1, (s64)((double)points * share), "partial credit" };
}

struct judged judge_step(const json_t *step, const json_t *lines, const json_t *keys, bool ended,
	bool timed_out)
{
	const char *panics = yaml_string(step, "panics", "no");
	const char *times_out = yaml_string(step, "timesout", "no");
	bool may_time_out = strcmp(times_out, "no"), may_end = strcmp(panics, "no");
	if (timed_out && !may_time_out)
		return (struct judged){ false, 0, "its time is over" };
	if (ended && !may_end && !(may_time_out && timed_out))
		return (struct judged){ false, 0, "the machine ended" };
	if (!strcmp(panics, "yes") && !ended)
		return (struct judged){ false, 0, "it was to panic" };
	if (!strcmp(times_out, "yes") && !timed_out)
		return (struct judged){ false, 0, "it was to take more than its time" };
	return by_lines(step, lines, keys);
}

/* ---- memory that is lost ---- */

/* "khu: BYTES", which must be signed. */
static bool used_memory(const json_t *step, const json_t *keys, s64 *bytes)
{
	const json_t *lines = json_object_get(step, "output");
	for (size_t i = 0; i < json_array_size(lines); i++) {
		const json_t *line = json_array_get(lines, i);
		int used = 0;
		long long n;
		const char *text = yaml_string(line, "text", "");
		bool is = sscanf(text, "khu: %18lld%n", &n, &used) == 1 && !text[used] && n >= 0;
		if (!is || !is_signed(line, "khu", keys))
			continue;
		*bytes = n;
		return true;
	}
	return false;
}

enum leak judge_leak(const json_t *steps, const json_t *keys, s64 *bytes)
{
	s64 first = 0, now = 0;
	bool asked = false;
	for (size_t i = 0; i < json_array_size(steps); i++) {
		const json_t *step = json_array_get(steps, i);
		if (strcmp(yaml_string(step, "id", ""), "khu"))
			continue;
		asked = true;
		if (!used_memory(step, keys, &now))
			return LEAK_UNKNOWN;
		if (!first)
			first = now;
		*bytes = now - first;
		if (*bytes)
			return LEAK_FOUND;
	}
	return asked ? LEAK_NONE : LEAK_NOT_ASKED;
}
