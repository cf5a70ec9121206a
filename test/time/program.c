/* program.c: see program.h. */
#include "program.h"
#include "ram.h"

enum { BODY = 40, STATUS_ON = 0xff01 };

u64 draw(u64 *s)
{
	*s ^= *s << 13, *s ^= *s >> 7, *s ^= *s << 17;
	return *s * 0x2545f4914f6cdd1du >> 20;
}

u64 under(u64 *s, u64 n)
{
	return draw(s) % n;
}

u64 seeded(u64 a)
{
	a = (a + 1) * 0x9e3779b97f4a7c15u;
	a = (a ^ a >> 29) * 0xbf58476d1ce4e5b9u;
	return (a ^ a >> 32) | 1;
}

void emit(struct writer *w, u32 word)
{
	if (vr3000_big_endian(w->vm)) word = __builtin_bswap32(word);
	u8 byte[4] = { (u8)word, (u8)(word >> 8), (u8)(word >> 16), (u8)(word >> 24) };
	must(vr3000_poke(w->vm, w->at, byte, 4));
	w->at += 4;
}

void emit_li(struct writer *w, u32 reg, u32 value)
{
	emit(w, 0x34000000 | reg << 16 | (value & 0xffff)); /* ori reg,zero,value */
}

void emit_read(struct writer *w, u32 reg, u32 device, u32 offset)
{
	emit(w, 0x8c000000 | DEV << 21 | reg << 16 | (device * DEVICE_STEP + offset));
	emit(w, 0);
}

void emit_write(struct writer *w, u32 reg, u32 device, u32 offset)
{
	emit(w, 0xac000000 | DEV << 21 | reg << 16 | (device * DEVICE_STEP + offset));
}

void emit_branch(struct writer *w, u32 opcode, u32 rs, u32 rt, u32 to)
{
	emit(w, opcode << 26 | rs << 21 | rt << 16 | ((to - (w->at + 4)) >> 2 & 0xffff));
	emit(w, 0);
}

void emit_status(struct writer *w, u32 value)
{
	emit_li(w, AT, value);
	emit(w, 0x40800000 | AT << 16 | 12 << 11);
}

void emit_halt(struct writer *w)
{
	emit(w, 0x3c000200 | AT << 16);                  /* lui at,0x0200 */
	emit(w, 0x40800000 | AT << 16 | 3 << 11);        /* mtc0 at,Config */
}

void emit_base(struct writer *w)
{
	emit(w, 0x3c00bf00 | DEV << 16);                 /* lui dev,0xbf00 */
}

static u32 any_write(u64 *s)
{
	static const u8 offsets[] = { W_SEND, W_ACK, W_STOP, W_START, W_PUT, W_AFTER0, W_AFTER0,
		W_AFTER1, W_AFTER1, W_AFTER2, W_CANCEL, W_ASK, W_PUT, W_OFF };
	u64 pick = under(s, sizeof offsets), off = under(s, 4);
	return offsets[pick] == W_OFF && off ? W_PUT : offsets[pick];
}

/* One thing or another; registers V0 to A3. */
static void emit_any(struct writer *w, u64 *s)
{
	u32 a = V0 + (u32)under(s, 6), b = V0 + (u32)under(s, 6), device = (u32)under(s, DEVICES);
	u32 imm = (u32)under(s, 64), kind = (u32)under(s, 12), write = any_write(s);
	switch (kind) {
	case 0: emit(w, 0x00000021 | a << 21 | b << 16 | a << 11); break;      /* addu a,a,b */
	case 1: emit_li(w, a, imm); break;
	case 2: emit(w, 0x8c000000 | S0 << 21 | a << 16 | (imm & 0x3c)); break; /* lw a,imm(s0) */
	case 3: emit(w, 0xac000000 | S0 << 21 | a << 16 | (imm & 0x3c)); break;
	case 4: emit_read(w, a, device, imm & 1 ? R_DATA : R_STATUS); break;
	case 5: emit_read(w, a, device, imm & 1 ? R_CLOCK : R_WHO); break;
	case 6: emit(w, 0x40000000 | a << 16 | 1 << 11); emit(w, 0); break;    /* mfc0 a,Random */
	case 7: emit(w, 0x0000000c); break;                                    /* syscall */
	case 8: emit_status(w, imm & 1 ? STATUS_ON : imm & 2 ? 0xff00 : 0x8401); break;
	case 9: if (imm & 1) emit_halt(w); break;
	default: emit_li(w, a, imm); emit_write(w, a, device, write); break;
	}
}

/* A busy loop: start something, poll until it shows; its body decides if it may be skipped. */
static void emit_poll(struct writer *w, u64 *s)
{
	u32 device = (u32)under(s, DEVICES), what = (u32)under(s, 8), delay = 20 + (u32)under(s, 40);
	u32 start = (u32)under(s, 10), full = (u32)under(s, 2), pads = (u32)under(s, 4);
	emit_li(w, T0, delay);
	if (start) emit_write(w, T0, device, start & 1 ? W_AFTER1 : W_AFTER0);
	emit_read(w, T1, device, full ? R_FULL : R_STATUS);
	emit_li(w, T4, 0x5a);
	u32 top = w->at;
	emit_read(w, T2, device, full ? R_FULL : R_STATUS);
	while (pads--) emit_li(w, T3, pads);
	if (what == 0) emit(w, 0x40000000 | T3 << 16 | 1 << 11), emit(w, 0);
	if (what == 1) emit_read(w, T3, device, R_CLOCK);
	if (what == 2) emit(w, 0x25080001), emit(w, 0xae080024); /* addiu t0,t0,1; sw t0,36(s0) */
	if (what == 3) emit(w, 0xae0c0024);                                     /* sw t4,36(s0) */
	if (what == 4) emit_status(w, STATUS_ON);
	u32 rt = what < 3 ? T3 : T1;
	if (what < 2) { /* until a bit of it is set */
		emit(w, 0x31ad0000 | T3 << 21 | T5 << 16 | 8);                  /* andi t5,t3,8 */
		emit_branch(w, 4, T5, ZERO, top);
		return;
	}
	emit_branch(w, 4, T2, what == 2 ? T1 : rt, top);
}

static void emit_body(struct writer *w, u64 *s)
{
	for (u32 i = 0; i < BODY; i++) {
		u64 kind = under(s, 8);
		u32 back = w->at - 4 * (u32)under(s, 6), a = V0 + (u32)under(s, 6),
			delay = (u32)under(s, 40);
		if (kind == 0) emit_poll(w, s);
		else if (kind == 1) {
			emit(w, 0x30000007 | a << 21 | T6 << 16);               /* andi t6,a,7 */
			emit(w, 0x2400ffff | a << 21 | a << 16);                /* addiu a,a,-1 */
			emit_branch(w, 5, T6, ZERO, back);
		} else if (kind == 2) {
			emit_li(w, a, delay);
			emit_write(w, a, delay % DEVICES, W_AFTER0);
			emit_status(w, delay & 1 ? STATUS_ON : 0xff00);
			emit_halt(w);
		} else emit_any(w, s);
	}
}

/* The handler acknowledges, tidies sometimes, does a few things, and goes back; a system call's EPC
 * moves on. */
static void emit_handler(struct writer *w, u64 *s)
{
	u32 tidy = (u32)under(s, 5);
	emit_write(w, ZERO, 0, W_ACK);
	for (u32 d = 0; d < DEVICES && tidy; d++) emit_read(w, T7, d, R_DATA);
	emit(w, 0x40000000 | K0 << 16 | 13 << 11);       /* mfc0 k0,Cause */
	emit(w, 0x40000000 | K1 << 16 | 14 << 11);       /* mfc0 k1,EPC */
	emit(w, 0x335a0000 | K0 << 21 | K0 << 16 | 0x7c);/* andi k0,k0,0x7c */
	u32 skip = w->at + 12;
	emit_branch(w, 4, K0, ZERO, skip);
	emit(w, 0x277b0004);                             /* addiu k1,k1,4 */
	emit(w, 0x03600008);                             /* jr k1 */
	emit(w, 0x42000010);                             /* rfe */
}

void program_write(struct vr3000 *vm, u64 *s)
{
	struct writer w = { vm, 0x80 };
	emit_handler(&w, s);
	for (u32 i = 0; i < vr3000_cpus(vm); i++) {
		w.at = CODE_PA + 0x1000 * i;
		emit_base(&w);
		emit(&w, 0x3c108000);                    /* lui s0,0x8000 */
		emit(&w, 0x36100000 | 0x3020);           /* ori s0,s0,0x3020 */
		emit_status(&w, STATUS_ON);
		u32 top = w.at;
		emit_body(&w, s);
		must(w.at < CODE_PA + 0x1000 * (i + 1) - 16);
		emit_branch(&w, 4, ZERO, ZERO, top);
	}
}
