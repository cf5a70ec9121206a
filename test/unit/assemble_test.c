/* assemble_test.c: isa/assemble.c against isa/disassemble.c: what is written reads back, what is
 * wrong is said in words.  (That the spelling is right is objdump's to say: test/isa.) */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "assemble.h"
#include "describe.h"
#include "disassemble.h"

enum { AT = 0x80001000, EACH = 500 };

static u32 draw(u64 *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	u32 high = (u32)(*state >> 33), turn = (u32)(*state >> 59);
	return (high >> turn | high << (-turn & 31)) ^ high << 7;
}

static u32 zero_often(u64 *state)
{
	static const u32 zeros[] = { 0, 31 << 16, 31 << 21, 31 << 11, 0xffff };
	return draw(state) & ~zeros[draw(state) % 5];
}

/* ---- there and back ---- */

static void check_plain(u32 w)
{
	char text[64];
	u32 again = ~w;
	disassemble_text(w, AT, PLAIN, text, sizeof text);
	const char *fault = assemble(text, AT, NULL, &again);
	if (fault || again != w) fail_msg("%08x %s: %s, %08x", w, text, fault ? fault : "", again);
}

/* `move` is or and addu, `b` is beq and bgez, `li` is addiu and ori: there the text must return. */
static void check_short(u32 w)
{
	char text[64], second[64];
	u32 again = ~w;
	disassemble_text(w, AT, SHORT, text, sizeof text);
	const char *fault = assemble(text, AT, NULL, &again);
	if (fault) fail_msg("%08x %s: %s", w, text, fault);
	disassemble_text(again, AT, SHORT, second, sizeof second);
	bool li = !strncmp(text, "li\t", 3);
	bool either = li || !strncmp(text, "move\t", 5) || !strncmp(text, "b\t", 2);
	if (again != w && !either) fail_msg("%08x %s: %08x", w, text, again);
	if (strcmp(text, second) && !li) fail_msg("%08x %s: %s", w, text, second);
}

static void every_row_reads_back(void **none)
{
	(void)none;
	u64 state = 1;
	for (enum insn i = 0; i < INSN_COUNT; i++)
		for (u32 n = 0; n < EACH; n++) {
			u32 free = insn_claimed(i) & ~insn_fixed(i);
			u32 w = insn_base(i) | (zero_often(&state) & free);
			check_plain(w);
			check_short(w);
		}
}

static void any_word_reads_back(void **none)
{
	(void)none;
	u64 state = 2;
	for (u32 n = 0; n < 20000; n++) check_plain(draw(&state));
}

/* ---- cases ---- */

static bool find(void *context, const char *name, size_t length, u32 *value)
{
	(void)context;
	*value = 0x80018004;
	return length == 5 && !memcmp(name, "there", 5);
}

static void texts_and_words(void **none)
{
	(void)none;
	static const struct { const char *text; u32 word; } cases[] = {
		{ "nop", 0 },                              { "  ADDU $2 , $3,$4  ", 0x00641021 },
		{ "lw v0,%lo(there)(a0)", 0x8c828004 },    { "lui v0,%hi(there)", 0x3c028002 },
		{ "lw\t$v0, (sp)", 0x8fa20000 },           { "j there", 0x08006001 },
		{ "b .", 0x1000ffff },                     { "beqz t0,.+8", 0x11000001 },
		{ "bne t0,$0,0x80001000", 0x1500ffff },    { "li v0,-1", 0x2402ffff },
		{ "li v0,0xffff", 0x3402ffff },            { "li v0,0x8000", 0x34028000 },
		{ "move v0,a0", 0x00801025 },              { "not v0,a0", 0x00801027 },
		{ "mfc0 k0,$12", 0x401a6000 },             { "mfc0 k0,Status", 0x401a6000 },
		{ "mfc0 k0,c0_sr", 0x401a6000 },           { "mtc0 k0,EntryHi", 0x409a5000 },
		{ "div v0,v1", 0x0043001a },               { "div zero,v0,v1", 0x0043001a },
		{ "add.d $f2,$f4,$f6", 0x46262080 },       { "add.d f2,f4,f6", 0x46262080 },
		{ "c.eq.s $f0,$f2", 0x46020032 },          { "break 7", 0x0007000d },
		{ "break 7,1", 0x0007004d },               { "syscall", 0x0000000c },
		{ "jr ra", 0x03e00008 },                   { "j ra", 0x03e00008 },
		{ "jalr t9", 0x0320f809 },                 { "jal t9", 0x0320f809 },
		{ "sll fp,s8,31", 0x001ef7c0 },            { "addiu sp,sp,-(32)", 0 },
		{ "addiu sp,sp,8-40", 0x27bdffe0 },        { ".word there+4-8", 0x80018000 },
		{ "cfc1 t0,$31", 0x4448f800 },             { "ll v0,4(a0)", 0xc0820004 },
		{ "ctc1 t0,c1_fcsr", 0x44c8f800 },         { "li v0,4294967295", 0x2402ffff },
	};
	static const struct symbols symbols = { NULL, find };
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		u32 word = ~cases[i].word;
		const char *fault = assemble(cases[i].text, AT, &symbols, &word);
		if (!strcmp(cases[i].text, "addiu sp,sp,-(32)")) assert_non_null(fault);
		else if (fault || word != cases[i].word)
			fail_msg("%s: %s, %08x", cases[i].text, fault ? fault : "", word);
	}
}

static void faults_are_named(void **none)
{
	(void)none;
	static const struct { const char *text, *fault; } cases[] = {
		{ "", "no such instruction" },
		{ "frob v0", "no such instruction" },
		{ "reserved", "no such instruction" },
		{ "addu v0,v1", "an operand is missing" },
		{ "addu v0,v1,", "a register should stand here" },
		{ "addu v0,v1,a0,a1", "there is more than the operands" },
		{ "addu v0,v1,$32", "a register should stand here" },
		{ "addu v0,v1,4", "a register should stand here" },
		{ "addiu v0,v1,32768", "the number is not from -32768 to 32767" },
		{ "andi v0,v1,-1", "the number is too large or negative" },
		{ "sll v0,v1,32", "the number is too large or negative" },
		{ "lw v0,4", "the base register is missing" },
		{ "lw v0,4(a0", "a parenthesis is missing" },
		{ "lw v0,%lo(5(a0)", "a parenthesis is missing" },
		{ "lw v0,%mid(5)(a0)", "only %hi and %lo are known" },
		{ "lw v0,x(a0)", "an unknown symbol" },
		{ "b 2", "the target is no word's address" },
		{ "b .+0x20004", "the target is more than 128 KiB away" },
		{ "j 0x90000000", "the target is in another 256 MiB" },
		{ "j 0x80000002", "the target is no word's address" },
		{ "addiu v0,v1,0x1ffffffff", "the number has more than 32 bits" },
		{ "addiu v0,v1,12a", "this is no number" },
		{ "addiu v0,v1,", "a number or a symbol should stand here" },
		{ "cop2 1", "this instruction has no text; write .word" },
		{ "div t0,t1,t2", "there is more than the operands" },
		{ ".word", "a number or a symbol should stand here" },
		{ ".word 1 2", "there is more than the operands" },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		u32 word;
		const char *fault = assemble(cases[i].text, AT, NULL, &word);
		if (!fault || strcmp(fault, cases[i].fault))
			fail_msg("'%s': %s", cases[i].text, fault ? fault : "taken");
	}
}

/* Text made of pieces of sense: whatever is taken must read back. */
static void nonsense_is_refused_or_reads_back(void **none)
{
	(void)none;
	static const char *const pieces[] = { "add", "lw", "li", "b", " ", "\t", ",", "(", ")", "v0",
		"$4", "$", "-", "+", "1", "0x", "ffff", ".", "%lo(", "%hi", "c.eq.d", "$f2", "_",
		"\xff", "#", "mfc0", "c0_sr" };
	u64 state = 3;
	for (u32 n = 0; n < 100000; n++) {
		char text[128] = "";
		for (u32 k = draw(&state) % 10; k; k--)
			strcat(text, pieces[draw(&state) % COUNT_OF(pieces)]);
		u32 word;
		if (!assemble(text, AT, NULL, &word)) check_plain(word);
	}
}

static void a_short_buffer_is_kept(void **none)
{
	(void)none;
	for (size_t size = 1; size < 30; size++) {
		char text[32];
		memset(text, '#', sizeof text);
		assert_in_range(disassemble_text(0x8fbf0010, AT, SHORT, text, size), 0, size - 1);
		assert_int_equal(text[size], '#');
		assert_int_equal(strlen(text), strlen("lw\tra,16(sp)") < size ? 12 : size - 1);
	}
}

/* ---- in words ---- */

static void meanings_name_operands(void **none)
{
	(void)none;
	static const struct { u32 word; const char *meaning; } cases[] = {
		{ 0x8c820004, "mem := W32[(a0 + 4)]; late v0 := mem; " },
		{ 0x1000ffff, "after the slot, if (zero == zero) pc := 0x80001000; " },
		{ 0x08000400, "after the slot, pc := 0x80001000; " },
		{ 0x401a6000, "need cp0; need cp0[c0_sr]; late k0 := cp0[c0_sr]; " },
		{ 0x46262080, "need cp1; $f2 := add.D($f4, $f6); " },
		{ 0x3402ffff, "v0 := (zero | 0xffff); " },
		{ 0x20840001, "if (a0 ova 1) trap OV; a0 := (a0 + 1); " },
		{ 0, "nothing; " },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char text[256];
		describe(insn_decode(cases[i].word), cases[i].word, AT, text, sizeof text);
		assert_string_equal(text, cases[i].meaning);
	}
}

static void every_row_has_words(void **none)
{
	(void)none;
	for (enum insn i = 0; i < INSN_COUNT; i++) {
		assert_true(strlen(insn_meaning[i]) > 2);
		assert_string_equal(insn_meaning[i] + strlen(insn_meaning[i]) - 2, "; ");
	}
	assert_non_null(strstr(insn_raises[INSN_lw], "TLBL"));
	assert_non_null(strstr(insn_raises[INSN_addi], "overflow"));
	assert_string_equal(insn_raises[INSN_addu], "");
	assert_non_null(strstr(describe_note(INSN_lw, 0), "load delay"));
	assert_non_null(strstr(describe_note(INSN_beq, 0), "branch delay"));
	assert_null(describe_note(INSN_addu, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_reads_back),
		cmocka_unit_test(any_word_reads_back),
		cmocka_unit_test(texts_and_words),
		cmocka_unit_test(faults_are_named),
		cmocka_unit_test(nonsense_is_refused_or_reads_back),
		cmocka_unit_test(a_short_buffer_is_kept),
		cmocka_unit_test(meanings_name_operands),
		cmocka_unit_test(every_row_has_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
