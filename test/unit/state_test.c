/* state_test.c: the state lists are complete, and saved state comes back or is refused whole.
 *
 * Complete: the fields of a list leave no gap in its struct larger than padding.  Round trip: every
 * field of a machine is filled with noise, saved, loaded into another machine full of other noise,
 * and nothing differs.  Refused: truncated at every length of a sample and with single bits
 * flipped, it names a fault and changes nothing. */
#include "vm.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static u32 passed, failed;

static void check(bool good, const char *what)
{
	if (good) passed++;
	else failed++;
	if (!good) printf("FAIL %s\n", what);
}

/* In the byte order that the board comes in. */
static bool comes(struct vr3000_config *config)
{
	struct vr3000_needs needs;
	struct vr3000_error error;
	if (vr3000_needs(config, &needs, &error)) return true;
	config->big_endian = true;
	return vr3000_needs(config, &needs, &error);
}

static struct vr3000 *open_board(const char *board)
{
	struct vr3000_config config = { .board = board, .ram_bytes = 1 << 20, .data_cache_bytes = 512,
		.instruction_cache_bytes = 512 };
	comes(&config);
	struct vr3000_error error;
	struct vr3000 *vm = vr3000_open(&config, NULL, &error);
	if (!vm) {
		printf("%s\n", error.text);
		exit(2);
	}
	return vm;
}

/* The fields, in the order of the struct, from `first` to `end`, with gaps of at most seven bytes.
 * */
static bool covers(const struct section *s, u32 first, u32 end)
{
	u32 at = first;
	for (u32 i = 0; i < s->fields; i++) {
		const struct field *f = &s->field[i];
		if (f->offset < at || f->offset - at > 7) return false;
		at = f->offset + f->size * f->count;
	}
	return end >= at && end - at <= 7;
}

static void lists_are_complete(const struct vr3000 *vm)
{
	struct section s;
	const struct machine *m = &vm->machine;
	for (u32 i = 0; machine_section(m, i, &s); i++) {
		bool good = i == 0 ? covers(&s, 0, offsetof(struct machine, board))
			: i <= m->cpus ? covers(&s, 0, offsetof(struct cpu, index))
			: covers(&s, sizeof(struct device), m->device[i - 1 - m->cpus]->type->size);
		char text[80];
		snprintf(text, sizeof text, "%s: the list of %s is complete", m->board->name, s.name);
		check(good, text);
	}
}

static u64 noise(u64 *s)
{
	*s ^= *s << 13, *s ^= *s >> 7, *s ^= *s << 17;
	return *s;
}

/* As bytes, past what is legal: saving must not care. */
static void fill(struct vr3000 *vm, u64 seed)
{
	struct section s;
	struct machine *m = &vm->machine;
	for (u32 i = 0; machine_section(m, i, &s); i++)
		for (u32 k = 0; k < s.fields; k++)
			for (u32 e = 0; e < s.field[k].count; e++)
				field_put(s.base, &s.field[k], e, noise(&seed));
	for (u32 i = 0; i < m->cpus * 2; i++)
		for (u32 k = 0; k < m->cache_bytes[i & 1] / 2; k++)
			m->cpu[i / 2].cache[i & 1][k] = (u32)noise(&seed);
	for (u32 page = 0; page < m->pages; page += 1 + (u32)(noise(&seed) >> 60))
		memset(code_bytes(m, page), (int)noise(&seed), 4096);
}

static void comes_back(const char *board)
{
	struct vr3000 *a = open_board(board), *b = open_board(board);
	struct vr3000_error error;
	char name[80] = "", text[120];
	lists_are_complete(a);
	fill(a, 1);
	fill(b, 2);
	size_t size = vr3000_save(a, NULL, 0);
	u8 *bytes = malloc(size);
	check(bytes && vr3000_save(a, bytes, size) == size, "saving says how much it needs");
	check(!vr3000_equal(a, b, name, sizeof name), "noise differs from other noise");
	bool loaded = vr3000_load(b, bytes, size, &error);
	check(loaded, "what was saved loads");
	bool equal = vr3000_equal(a, b, name, sizeof name);
	snprintf(text, sizeof text, "%s: all of it came back: %s", board, equal ? "yes" : name);
	check(equal, text);
	free(bytes);
	vr3000_close(a);
	vr3000_close(b);
}

static bool same_hash(const struct vr3000 *vm, const u8 *before)
{
	u8 now[16];
	vr3000_hash(vm, now);
	return !memcmp(now, before, 16);
}

static void damage_is_refused(const char *board)
{
	struct vr3000 *vm = open_board(board);
	struct vr3000_error error;
	u8 before[16];
	u64 s = 5;
	u32 bad = 0;
	size_t size = vr3000_save(vm, NULL, 0);
	u8 *bytes = malloc(size);
	vr3000_save(vm, bytes, size);
	fill(vm, 3);
	vr3000_hash(vm, before);
	for (u32 i = 0; i < 400; i++) {
		size_t at = noise(&s) % size, n = i & 1 ? size : at;
		u8 old = bytes[at];
		if (i & 1) bytes[at] ^= (u8)(1 << (noise(&s) & 7));
		error.text[0] = 0;
		bad += vr3000_load(vm, bytes, n, &error) || !error.text[0] || !same_hash(vm, before);
		bytes[at] = old;
	}
	check(bad == 0, "damaged state is refused with a sentence and changes nothing");
	struct vr3000 *other = open_board(strcmp(board, "bench") ? "bench" : "dec5000");
	check(!vr3000_load(other, bytes, size, &error), "state of another board is refused");
	free(bytes);
	vr3000_close(vm);
	vr3000_close(other);
}

int main(void)
{
	const char *text, *board;
	for (u32 i = 0; (board = vr3000_board_name(i, &text)) != NULL; i++) {
		comes_back(board);
		damage_is_refused(board);
	}
	printf("%u passed, %u failed\n", passed, failed);
	return failed || !passed;
}
