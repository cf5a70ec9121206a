/* error.h: the world's faults, one sentence each.  Whoever finds one fills a struct error and
 * gives up; the command line prints the text once and ends with the status of its kind. */
#ifndef ERROR_H
#define ERROR_H

/* kind, exit status, what it is about */
#define ERROR_KINDS(ROW)                                                    \
	ROW(E_NONE,  0, "nothing is wrong")                                 \
	ROW(E_USAGE, 2, "the command line asks for what there is not")      \
	ROW(E_IMAGE, 3, "a file was read, and its contents are wrong")      \
	ROW(E_IO,    3, "a file that was named cannot be opened or read")   \
	ROW(E_HOST,  5, "the host refuses: memory, terminal, network, disk")

#define ERROR_KIND(kind, status, about) kind,
enum error_kind { ERROR_KINDS(ERROR_KIND) ERROR_KIND_COUNT };
#undef ERROR_KIND

struct error {
	int kind;       /* enum error_kind */
	char text[256]; /* one sentence without full stop or newline: "FILE: the fault" */
};

/* Fills *error and returns kind, so that a caller can write `return error_set(...)`.  A text that
 * is too long loses its middle (a path's), never the fault at its end; control characters become
 * '?'.  error may be NULL: nobody wants the sentence. */
int error_set(struct error *error, int kind, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
int error_status(int kind);
#endif
