/* options.h: the command line as a struct, made by options.def.  Values are checked against the
 * table here, against the machine (which boards are there?) by those who use them. */
#ifndef OPTIONS_H
#define OPTIONS_H
#include "base.h"

struct error;

enum { OPTION_LIST_MAX = 32 };
struct option_list { const char *item[OPTION_LIST_MAX]; u32 count; };

struct options_door {
	void (*put)(void *context, u64 number, u64 when, u32 device, const u8 *bytes, u32 count);
	void *context;
};

struct options {
#define FLAG(field, ...)   bool field;
#define TEXT(field, ...)   const char *field;
#define LIST(field, ...)   struct option_list field;
#define NUMBER(field, ...) u64 field;
#define SIZE(field, ...)   u64 field;
#define TICKS(field, ...)  u64 field;
#define CHOICE(field, ...) u32 field; /* counted from 1 */
#define MAYBE(field, ...)  u32 field;
#include "options.def"
#undef FLAG
#undef TEXT
#undef LIST
#undef NUMBER
#undef SIZE
#undef TICKS
#undef CHOICE
#undef MAYBE
	struct sys161 *sys161;  /* the program of that name, or NULL */
	struct umps3 *umps3;    /* likewise */
	const struct options_door *door; /* a replay: nothing goes out but here; or NULL */
	bool help;
	const char *const *argument; /* what follows the options */
	u32 arguments;
	const char *const *word; /* the whole command line */
	u32 words;
};

enum { FPU_NONE = 1, FPU_R3010, FPU_IEEE };
enum { PACE_FREE = 1, PACE_IDLE, PACE_REAL };
enum { CHOICE_FALSE = 1, CHOICE_TRUE };
enum { TIMING_EXACT = 1, TIMING_CLASSIC };
enum { STATS_TEXT = 1, STATS_JSON };
enum { ORDER_LITTLE = 1, ORDER_BIG };

enum option_kind { KIND_FLAG, KIND_TEXT, KIND_LIST, KIND_NUMBER, KIND_SIZE, KIND_TICKS, KIND_CHOICE,
	KIND_MAYBE };
struct option_row {
	enum option_kind kind;
	u32 offset;             /* of the field in struct options */
	const char *name, *argument, *commands, *help;
	u64 low, high;
};
extern const struct option_row option_rows[];
extern const u32 option_count;

/* argv[0] is the command itself, `letter` its column of the table.  Returns E_NONE or E_USAGE. */
int options_parse(struct options *, char letter, int argc, char **argv, struct error *);
/* Is it there, before a `--`?  For those who must know when parsing fails. */
bool options_has(int argc, char **argv, const char *name);

/* A number with a suffix: unit 1000 or 1024 for k M G, 1 for none.  False: none, or too large. */
bool number_parse(const char *text, u32 unit, u64 *value);
#endif
