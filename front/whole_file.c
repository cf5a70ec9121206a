/* whole_file.c: reads a file of any kind to its end. */
#include "whole_file.h"
#include "error.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Until its end, or one byte more than is allowed. */
static int read_all(struct whole_file *file, FILE *from, const char *path, size_t most,
		    struct error *error)
{
	size_t room = 0;
	while (file->size <= most && !feof(from)) {
		if (room - file->size < 2) {
			room = room ? room * 2 : 65536;
			char *more = realloc(file->bytes, room);
			if (!more)
				return error_set(error, E_HOST, "%s: no memory to read it", path);
			file->bytes = more;
		}
		file->size += fread(file->bytes + file->size, 1, room - file->size - 1, from);
		if (ferror(from))
			return error_set(error, E_IO, "%s: cannot be read: %s", path,
					 strerror(errno));
	}
	if (file->size > most)
		return error_set(error, E_IMAGE, "%s: more than %zu bytes", path, most);
	file->bytes[file->size] = 0;
	return E_NONE;
}

int whole_file_read(struct whole_file *file, const char *path, size_t most, struct error *error)
{
	*file = (struct whole_file){ NULL, 0 };
	bool standard = !strcmp(path, "-");
	FILE *from = standard ? stdin : fopen(path, "re");
	if (!from)
		return error_set(error, E_IO, "%s: cannot be opened: %s", path, strerror(errno));
	int kind = read_all(file, from, path, most, error);
	if (!standard)
		fclose(from);
	if (kind)
		whole_file_free(file);
	return kind;
}

void whole_file_free(struct whole_file *file)
{
	free(file->bytes);
	*file = (struct whole_file){ NULL, 0 };
}
