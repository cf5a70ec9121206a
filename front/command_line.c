/* command_line.c: see command_line.h. */
#include "command_line.h"
#include "json_text.h"
#include "options.h"
#include <stdlib.h>
#include <string.h>

enum { LINE_BYTES = 1024 };

/* Digits are a number, all else is text; quotes hold a text together. */
static json_t *value_of(const char *word, bool quoted)
{
	u64 number;
	char *end;
	if (!quoted && number_parse(word, 1, &number))
		return json_integer((json_int_t)number);
	double real = strtod(word, &end);
	if (!quoted && end != word && !*end && *word >= '0' && *word <= '9')
		return json_real(real);
	return json_bytes(word, strlen(word));
}

/* The next word of a line, \n and its like resolved; false: no more. */
static bool next_word(const char **at, char *word, bool *quoted)
{
	const char *from = *at + strspn(*at, " \t");
	if (!*from)
		return false;
	*quoted = *from == '"';
	from += *quoted;
	while (*from && (*quoted ? *from != '"' : *from != ' ' && *from != '\t')) {
		static const char letters[] = "nrt\\\"", bytes[] = "\n\r\t\\\"";
		const char *letter = *from == '\\' && from[1] ? strchr(letters, from[1]) : NULL;
		*word++ = letter ? bytes[letter - letters] : *from;
		from += letter ? 2 : 1;
	}
	*word = 0;
	*at = from + (*quoted && *from);
	return true;
}

bool command_line(struct call *call, const char *line, char who)
{
	char word[LINE_BYTES];
	bool quoted;
	if (strlen(line) >= sizeof word)
		return call_refuse(call, "a line has at most %d bytes", LINE_BYTES - 1);
	if (!next_word(&line, word, &quoted))
		return true;
	const struct command *command = command_find(word, who);
	if (!command)
		return call_refuse(call, "there is no command \"%s\"; try help", word);
	json_t *arguments = json_array();
	while (next_word(&line, word, &quoted))
		json_array_append_new(arguments, value_of(word, quoted));
	bool done = command_run(command, call, arguments);
	json_decref(arguments);
	return done;
}

char *command_text(json_t *result)
{
	char *text = NULL;
	if (json_is_string(result)) {
		const char *bytes = json_string_value(result);
		size_t length = strlen(bytes);
		bool ends = length && bytes[length - 1] == '\n';
		must((text = malloc(length + 2)));
		memcpy(text, bytes, length);
		memcpy(text + length, ends ? "" : "\n", ends ? 1 : 2);
	} else if (result && !json_object_get(result, "text")) {
		char *dump = json_dumps(result, JSON_INDENT(2) | JSON_ENCODE_ANY | JSON_REAL_PRECISION(9));
		size_t length = dump ? strlen(dump) : 0;
		must((text = realloc(dump, length + 2)));
		memcpy(text + length, "\n", 2);
	}
	json_decref(result);
	return text;
}
