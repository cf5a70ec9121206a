/* umps3_elf2umps.c: makes uMPS3's files from ELF files.
 *
 *	elf2umps [-v] [-m] {-k | -a} FILE
 *
 * -k makes FILE.core.umps and FILE.stab.umps, -a makes FILE.aout.umps, -m the stab too.  One
 * segment must be readable and executable: its first 176 bytes are left free for the header; one
 * may be readable and writable.  (uMPS3 3.0.5, src/umps/elf2umps.cc, whose files come out the same.
 *  ROMs, its -b, are made from object files, which are no programs: they are not read here.) */
#include "bytes.h"
#include "elf_file.h"
#include "error.h"
#include "umps3_files.h"
#include "umps3_tools.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { PAGE = 4096, SEGMENT_MOST = 64 << 20 };
struct job { const struct elf *elf; const char *path; bool core, stab; struct bytes out; };

static int usage(void)
{
	fputs("usage: elf2umps [-v] [-m] {-k | -a} FILE\n", stderr);
	return 1;
}

static int fail(const char *path, const char *why)
{
	fprintf(stderr, "elf2umps: %s: %s\n", path, why);
	return 1;
}

static u32 whole_pages(u32 bytes)
{
	return (bytes + PAGE - 1) & ~(u32)(PAGE - 1);
}

static void add_zeros(struct bytes *to, u32 count)
{
	static const u8 zeros[PAGE];
	for (; count > PAGE; count -= PAGE)
		bytes_add(to, zeros, PAGE);
	bytes_add(to, zeros, count);
}

/* In the file a segment has whole pages; data that are zero are left out of an a.out's. */
static u32 in_file(const struct job *j, const struct elf_segment *s)
{
	return whole_pages(s->executable || j->core ? s->memsz : s->filesz);
}

static void add_segment(struct job *j, const struct elf_segment *s)
{
	bytes_add(&j->out, s->bytes, s->filesz);
	add_zeros(&j->out, in_file(j, s) - s->filesz);
}

static const char *find_segments(const struct job *j, const struct elf_segment **text,
	const struct elf_segment **data)
{
	*text = *data = NULL;
	for (u32 i = 0; i < j->elf->segment_count; i++) {
		const struct elf_segment *s = &j->elf->segments[i];
		const struct elf_segment **which = s->executable ? text : data;
		if (*which)
			return s->executable ? "more than one segment is executable" :
				"more than one segment is writable";
		if (s->memsz > SEGMENT_MOST)
			return "a segment is larger than 64 MiB";
		*which = s;
	}
	return *text ? NULL : "no segment is executable";
}

static const char *add_header(struct job *j, const struct elf_segment *text,
	const struct elf_segment *data)
{
	u8 header[4 * AOUT_WORDS] = { 0 };
	const u32 end = text->vaddr + in_file(j, text);
	const u32 words[] = { MARK_AOUT, j->elf->entry, text->vaddr, text->memsz, 0,
		in_file(j, text), data ? data->vaddr : end, data ? data->memsz : 0, in_file(j, text),
		data ? in_file(j, data) : 0 };
	size_t at = j->out.count - in_file(j, text);
	u8 *place = j->out.data + j->out.start + at;
	if (in_file(j, text) < sizeof header || memcmp(place, header, sizeof header))
		return "the first 176 bytes of its text are not left free";
	for (u32 i = 0; i < COUNT_OF(words); i++)
		umps3_put_word(header + 4 * i, words[i], j->elf->order);
	umps3_put_word(header + 4 * AOUT_GP, j->elf->gp, j->elf->order);
	memcpy(place, header, sizeof header);
	return NULL;
}

static const char *make_program(struct job *j)
{
	u8 mark[4];
	const struct elf_segment *text, *data;
	const char *why = find_segments(j, &text, &data);
	if (why)
		return why;
	umps3_put_word(mark, MARK_CORE, j->elf->order);
	if (j->core) {
		bytes_add(&j->out, mark, 4);
		add_zeros(&j->out, PAGE);
	}
	add_segment(j, text);
	why = add_header(j, text, data);
	if (!why && data)
		add_segment(j, data);
	return why;
}

/* Functions and objects whose names do not begin with _, but for __start. */
static void make_stab(struct job *j)
{
	char text[128];
	u8 mark[4];
	u32 counts[2] = { 0, 0 };
	struct bytes lines = { 0 };
	for (size_t i = 0; i < j->elf->symbol_count; i++) {
		const struct elf_symbol *s = &j->elf->symbols[i];
		if (!(s->function || s->object) || !*s->name || (*s->name == '_' &&
			strcmp(s->name, "__start")))
			continue;
		counts[s->object]++;
		int n = snprintf(text, sizeof text, "%-32.32s :%s:0x%.8X:0x%.8X:%s\n", s->name,
			s->function ? "FUN" : "OBJ", s->value, s->size, s->global ? "GLB" : "LOC");
		bytes_add(&lines, text, (size_t)n);
	}
	umps3_put_word(mark, MARK_STAB, j->elf->order);
	bytes_add(&j->out, mark, 4);
	int n = snprintf(text, sizeof text, "%.8X %.8X\n", counts[0], counts[1]);
	bytes_add(&j->out, text, (size_t)n);
	bytes_add(&j->out, bytes_front(&lines), lines.count);
	bytes_free(&lines);
}

static int write_out(struct job *j, const char *end)
{
	char path[4096];
	snprintf(path, sizeof path, "%s.%s.umps", j->path, end);
	FILE *file = fopen(path, "we");
	bool done = file && fwrite(bytes_front(&j->out), 1, j->out.count, file) == j->out.count;
	if ((file && fclose(file)) || !done)
		return fail(path, strerror(errno));
	bytes_free(&j->out);
	j->out = (struct bytes){ 0 };
	return 0;
}

static int make(struct job *j)
{
	const char *why = make_program(j);
	if (why)
		return fail(j->path, why);
	if (write_out(j, j->core ? "core" : "aout"))
		return 1;
	if (!j->core && !j->stab)
		return 0;
	make_stab(j);
	return write_out(j, "stab");
}

int umps3_elf2umps(int argc, char **argv)
{
	struct job j = { .elf = NULL };
	struct error error;
	bool kind = false;
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "-k") || !strcmp(argv[i], "-a"))
			kind = true, j.core = argv[i][1] == 'k';
		else if (!strcmp(argv[i], "-m"))
			j.stab = true;
		else if (argv[i][0] != '-' && !j.path)
			j.path = argv[i];
		else if (strcmp(argv[i], "-v"))
			return usage();
	}
	if (!kind || !j.path)
		return usage();
	struct elf *elf = elf_open(j.path, &error);
	if (!elf) {
		fprintf(stderr, "elf2umps: %s\n", error.text);
		return 1;
	}
	j.elf = elf;
	int status = make(&j);
	bytes_free(&j.out);
	elf_close(elf);
	return status;
}
