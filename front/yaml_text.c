/* yaml_text.c: see yaml_text.h.  Reading is libyaml's; an alias may not make a document larger than
 * NODES_MOST. */
#include "yaml_text.h"
#include "error.h"
#include "json_text.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum { DEPTH_MOST = 32, NODES_MOST = 200000 };

struct reading {
	yaml_document_t *document;
	const char *name;
	u32 nodes;
	struct error *error;
};

static json_t *refuse(struct reading *r, const yaml_node_t *n, const char *why)
{
	error_set(r->error, E_IMAGE, "%s: line %zu: %s", r->name, n->start_mark.line + 1, why);
	return NULL;
}

static json_t *node_json(struct reading *, int number, u32 depth);

static json_t *scalar_json(const yaml_node_t *n)
{
	const char *text = (const char *)n->data.scalar.value;
	bool plain = n->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	bool null = plain && (!strcmp(text, "~") || !strcmp(text, "null"));
	return json_bytes(text, null ? 0 : n->data.scalar.length);
}

static json_t *sequence_json(struct reading *r, const yaml_node_t *n, u32 depth)
{
	json_t *all = json_array();
	for (const yaml_node_item_t *i = n->data.sequence.items.start; i < n->data.sequence.items.top;
			i++) {
		json_t *one = node_json(r, *i, depth);
		if (!one) {
			json_decref(all);
			return NULL;
		}
		json_array_append_new(all, one);
	}
	return all;
}

static bool add_pair(struct reading *r, json_t *all, const yaml_node_pair_t *pair, u32 depth)
{
	const yaml_node_t *key = yaml_document_get_node(r->document, pair->key);
	if (key->type != YAML_SCALAR_NODE)
		return refuse(r, key, "a key must be a word");
	const char *name = (const char *)key->data.scalar.value;
	if (strlen(name) != key->data.scalar.length)
		return refuse(r, key, "a key must be a word");
	if (json_object_get(all, name))
		return refuse(r, key, "a key that is there already");
	json_t *value = node_json(r, pair->value, depth);
	return value && !json_object_set_new_nocheck(all, name, value);
}

static json_t *mapping_json(struct reading *r, const yaml_node_t *n, u32 depth)
{
	json_t *all = json_object();
	for (const yaml_node_pair_t *i = n->data.mapping.pairs.start; i < n->data.mapping.pairs.top;
			i++)
		if (!add_pair(r, all, i, depth)) {
			json_decref(all);
			return NULL;
		}
	return all;
}

static json_t *node_json(struct reading *r, int number, u32 depth)
{
	const yaml_node_t *n = yaml_document_get_node(r->document, number);
	if (depth > DEPTH_MOST || ++r->nodes > NODES_MOST)
		return refuse(r, n, "nested too deeply, or too large");
	switch (n->type) {
	case YAML_SCALAR_NODE:   return scalar_json(n);
	case YAML_SEQUENCE_NODE: return sequence_json(r, n, depth + 1);
	case YAML_MAPPING_NODE:  return mapping_json(r, n, depth + 1);
	default:                 return json_object();
	}
}

json_t *yaml_read(const char *name, const char *text, size_t size, struct error *error)
{
	yaml_parser_t parser;
	yaml_document_t document;
	json_t *all = NULL;
	must(yaml_parser_initialize(&parser));
	yaml_parser_set_input_string(&parser, (const u8 *)text, size);
	if (yaml_parser_load(&parser, &document)) {
		struct reading r = { &document, name, 0, error };
		all = yaml_document_get_root_node(&document) ? node_json(&r, 1, 0) : json_object();
		yaml_document_delete(&document);
	} else {
		error_set(error, E_IMAGE, "%s: line %zu: %s", name, parser.problem_mark.line + 1,
			parser.problem ? parser.problem : "it is no YAML");
	}
	yaml_parser_delete(&parser);
	return all;
}

/* ---- members ---- */

const char *yaml_string(const json_t *of, const char *key, const char *otherwise)
{
	const char *text = json_string_value(json_object_get(of, key));
	return text && *text ? text : otherwise;
}

double yaml_number(const json_t *of, const char *key, double otherwise)
{
	const json_t *value = json_object_get(of, key);
	if (json_is_number(value))
		return json_number_value(value);
	const char *text = json_string_value(value);
	char *end;
	errno = 0;
	double n = text ? strtod(text, &end) : 0;
	return text && *text && !*end && !errno && n >= 0 && n < 1e15 ? n : otherwise;
}

bool yaml_true(const json_t *of, const char *key)
{
	return json_is_true(json_object_get(of, key)) || !strcmp(yaml_string(of, key, ""), "true");
}
