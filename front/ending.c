/* ending.c: causes.def as constants; see ending.h. */
#include "ending.h"
#include <stdarg.h>
#include <stdio.h>

struct cause_row { u32 status, bisect; bool bad; const char *word, *text; };

static const struct cause_row rows[CAUSE_COUNT] = {
	[NO_CAUSE] = { 0, 0, false, "none", "it runs" },
#define CAUSE(name, status, bisect, bad, word, text) \
	[CAUSE_##name] = { status, bisect, bad, word, text },
#include "causes.def"
#undef CAUSE
};

void ending_set(struct ending *ending, enum cause cause, u32 status, const char *format, ...)
{
	if (ending->cause != NO_CAUSE)
		return;
	ending->cause = cause;
	ending->status = rows[cause].status + status;
	ending->text[0] = 0;
	if (!format)
		return;
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(ending->text, sizeof ending->text, format, arguments);
	va_end(arguments);
}

/* A status that the guest or a script chose is good when it is 0; a script may say 125 itself. */
static int bisect_status(const struct ending *ending)
{
	bool chosen = ending->cause == CAUSE_EXIT || ending->cause == CAUSE_QUIT;
	if (!chosen)
		return (int)rows[ending->cause].bisect;
	if (ending->cause == CAUSE_QUIT && ending->status == 125)
		return 125;
	return ending->status != 0;
}

int ending_status(const struct ending *ending, bool bisect)
{
	return bisect ? bisect_status(ending) : (int)(ending->status & 0xff);
}

bool ending_is_bad(const struct ending *ending)
{
	return rows[ending->cause].bad;
}

const char *ending_word(const struct ending *ending)
{
	return rows[ending->cause].word;
}

bool cause_row(u32 i, u32 *status, const char **text)
{
	if (i + 1 >= CAUSE_COUNT)
		return false;
	*status = rows[i + 1].status;
	*text = rows[i + 1].text;
	return true;
}
