/* json_text.c: see json_text.h. */
#include "json_text.h"
#include "bytes.h"

json_t *json_bytes(const char *text, size_t count)
{
	return json_stringn_nocheck(text, count);
}

/* The length of the UTF-8 sequence at text, at most `count`; 0: it is none. */
static size_t sequence(const u8 *text, size_t count)
{
	u8 first = text[0];
	size_t length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 :
		first < 0xf5 ? 4 : 0;
	if (length > count)
		return 0;
	for (size_t i = 1; i < length; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	bool overlong = (first == 0xe0 && text[1] < 0xa0) || (first == 0xf0 && text[1] < 0x90);
	bool beyond = (first == 0xed && text[1] > 0x9f) || (first == 0xf4 && text[1] > 0x8f);
	return length > 1 && (overlong || beyond) ? 0 : length;
}

static json_t *clean_string(const json_t *value)
{
	const u8 *text = (const u8 *)json_string_value(value);
	size_t count = json_string_length(value);
	struct bytes clean = { 0 };
	for (size_t i = 0; i < count;) {
		size_t length = sequence(text + i, count - i);
		bytes_add(&clean, length ? text + i : (const u8 *)"\xef\xbf\xbd", length ? length : 3);
		i += length ? length : 1;
	}
	json_t *string = json_stringn(clean.data ? (const char *)bytes_front(&clean) : "", clean.count);
	bytes_free(&clean);
	return string;
}

json_t *json_clean(const json_t *value)
{
	const char *key;
	json_t *item, *copy;
	if (json_is_string(value))
		return clean_string(value);
	if (json_is_object(value)) {
		copy = json_object();
		json_object_foreach((json_t *)value, key, item)
			json_object_set_new(copy, key, json_clean(item));
		return copy;
	}
	if (json_is_array(value)) {
		copy = json_array();
		for (size_t i = 0; i < json_array_size(value); i++)
			json_array_append_new(copy, json_clean(json_array_get(value, i)));
		return copy;
	}
	return json_copy((json_t *)value);
}
