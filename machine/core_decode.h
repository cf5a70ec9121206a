/* core_decode.h: a word's row.  Rows of other levels vanish: two levels may share an encoding. */
static const u16 by_slot[CLASSES * 64] = {
#define INSN(name, level, class, number, ...) level(class, number, INSN_##name)
#define ALL(class, number, i) [class * 64 + number] = i,
#include "insn.def"
#undef INSN
#undef ALL
};

static enum insn decode(u32 w)
{
	if (w == 0) return INSN_nop;
	enum insn i = by_slot[insn_slot(BCOND(w))];
	return i == 0 || (STRICT && w & ~insn_claimed(i)) ? HOLE(w) : i;
}

/* A register of coprocessor 0 behind a select is numbered from 32 on. */
static inline struct decoded fields_of(enum insn i, u32 w)
{
	struct decoded d = insn_fields(i, w);
	if (SELECTS && (i == INSN_mfc0 || i == INSN_mtc0)) d.imm |= SELECT(w & 7);
	return d;
}

/* What a row reads and writes, as constants for the switch and as a table for the calls. */
static const u32 masks[] = {
#define INSN(name, ...) MASK_##name,
#include "insn.def"
#undef INSN
};
static const u8 next[] = {
#define INSN(name, ...) NEXT(MASK_##name),
#include "insn.def"
#undef INSN
};
