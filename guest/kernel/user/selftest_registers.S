/*
 * selftest_registers.S - bool registers_survive(u32 seed, u32 rounds): every register that a
 * program owns holds seed plus its number while the loop runs, HI and LO too; true if they
 * all still do.
 */
	.set	noat
	.set	reorder
	.text

#define EACH(do)	do(1) do(2) do(3) do(6) do(7) do(8) do(9) do(10) do(11) do(12) do(13)	\
	do(14) do(15) do(16) do(17) do(18) do(19) do(20) do(21) do(22) do(23) do(24) do(25)	\
	do(28) do(30) do(31)
#define CALLEE_SAVED(do) do(16) do(17) do(18) do(19) do(20) do(21) do(22) do(23)	\
	do(28) do(30) do(31)

#define PUSH(n)		sw $n, (4 * (n) - 64)($sp);
#define POP(n)		lw $n, (4 * (n) - 64)($sp);
#define FILL(n)		addiu $n, $a0, n;
#define CHECK(n)	subu $n, $n, $a0; xor $n, $n, n; or $a1, $a1, $n;

	.globl	registers_survive
	.type	registers_survive, @function
	.ent	registers_survive
registers_survive:
	addiu	$sp, $sp, -64
	CALLEE_SAVED(PUSH)
	EACH(FILL)
	mthi	$31
	mtlo	$30
1:	addiu	$a1, $a1, -1
	bnez	$a1, 1b
	EACH(CHECK)
	mfhi	$t0
	addiu	$t1, $a0, 31
	xor	$t0, $t0, $t1
	or	$a1, $a1, $t0
	mflo	$t0
	addiu	$t1, $a0, 30
	xor	$t0, $t0, $t1
	or	$a1, $a1, $t0
	sltiu	$v0, $a1, 1
	CALLEE_SAVED(POP)
	addiu	$sp, $sp, 64
	jr	$ra
	.end	registers_survive
