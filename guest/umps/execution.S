/*
 * execution.S - the execution ROM of uMPS3's machine, our own: exceptions come here first.
 *
 *   000  TLB refill          080  every other exception, and services by BREAK
 *   100  a secondary processor begins: with the state whose address is the first word of its own
 *        saved state
 *   108  panic
 *
 * A processor has two words in its registers: where its state is saved, and where its pass-up
 * vector is: {refill PC, refill SP, other PC, other SP}. A state is EntryHi, Cause, Status, EPC, $1
 * to $25, $28 to $31, HI, LO. k0 and k1 are nobody's.
 *
 * BREAK in kernel mode, a0: 0 continue at a3 with stack a1 and Status a2; 1 continue with the state
 * at a1; 2 panic; 3 halt. Any other, and any in user mode, is an exception like the rest.
 *
 * Loads are late by an instruction, mtc0 too: .set noreorder, so each place says what it relies on.
 */
	.set	noreorder
	.set	noat

#define ENTRYHI		$10
#define STATUS		$12
#define CAUSE		$13
#define EPC		$14
#define PRID		$15

#define REGISTERS	0x1000			/* upper half of 10000000 */
#define SAVED		0x40c			/* the two words of this processor */
#define PASS_UP		0x410
#define BIOS_PAGE	0x0ffff000
#define VECTORS		0x0ffff900
#define STATE_BYTES	140
#define STATE_GPR(n)	(12 + 4 * (n))		/* $1 to $25 */
#define STATE_HIGH(n)	(4 * (n) + 4)		/* $28 to $31 */
#define TERMINAL	0x254			/* terminal 0: receiver, then transmitter */

#define EACH_LOW(do)	do(1) do(2) do(3) do(4) do(5) do(6) do(7) do(8) do(9) do(10) do(11)	\
	do(12) do(13) do(14) do(15) do(16) do(17) do(18) do(19) do(20) do(21) do(22) do(23)	\
	do(24) do(25)
#define EACH_HIGH(do)	do(28) do(29) do(30) do(31)
#define SAVE_LOW(n)	sw $n, STATE_GPR(n)($k0);
#define SAVE_HIGH(n)	sw $n, STATE_HIGH(n)($k0);
#define LOAD_LOW(n)	lw $n, STATE_GPR(n)($k0);
#define LOAD_HIGH(n)	lw $n, STATE_HIGH(n)($k0);

	.text
	.globl	start
start:
	lui	$k1, REGISTERS
	lw	$k1, PASS_UP($k1)
	b	pass_up
	nop					/* k1 arrives */

	.org	0x80
	mfc0	$k0, EPC
	lui	$k1, REGISTERS			/* k0 arrives */
	sltu	$k0, $k0, $k1
	bnez	$k0, panic			/* the BIOS itself */
	mfc0	$k0, CAUSE
	nop					/* it arrives */
	andi	$k0, $k0, 0x7c
	xori	$k0, $k0, 9 << 2
	beqz	$k0, service
	nop
pass_up_other:
	lui	$k1, REGISTERS
	lw	$k1, PASS_UP($k1)
	nop
	b	pass_up
	addiu	$k1, $k1, 8

	.org	0x100
	b	secondary
	nop

	.org	0x108
panic:
	b	tell
	li	$a0, %lo(panic_text)

/* k1: where PC and SP of the handler are. */
pass_up:
	lui	$k0, REGISTERS
	lw	$k0, SAVED($k0)
	nop
	EACH_LOW(SAVE_LOW)
	EACH_HIGH(SAVE_HIGH)
	mfhi	$t0
	mflo	$t1
	mfc0	$t2, ENTRYHI
	mfc0	$t3, CAUSE			/* each arrives when the next is fetched */
	mfc0	$t4, STATUS
	mfc0	$t5, EPC
	sw	$t0, 132($k0)			/* t5 arrives */
	sw	$t1, 136($k0)
	sw	$t2, 0($k0)
	sw	$t3, 4($k0)
	sw	$t4, 8($k0)
	sw	$t5, 12($k0)
	lw	$sp, 4($k1)
	lw	$k1, 0($k1)
	lw	$t0, STATE_GPR(8)($k0)		/* k1 arrives; and give back what was used */
	lw	$t1, STATE_GPR(9)($k0)
	lw	$t2, STATE_GPR(10)($k0)
	lw	$t3, STATE_GPR(11)($k0)
	lw	$t4, STATE_GPR(12)($k0)
	jr	$k1
	lw	$t5, STATE_GPR(13)($k0)

service:
	mfc0	$k0, STATUS
	sltiu	$k1, $a0, 4			/* k0 arrives */
	andi	$k0, $k0, 8			/* KUp */
	bnez	$k0, pass_up_other
	nop
	beqz	$k1, pass_up_other
	li	$k0, 3
	beq	$a0, $k0, halt
	li	$k0, 2
	beq	$a0, $k0, panic
	move	$k0, $a1
	bnez	$a0, load_state
	srl	$k1, $a2, 2			/* continue: neither user mode nor interrupts till rfe */
	sll	$k1, $k1, 2
	mtc0	$k1, STATUS
	move	$sp, $a1			/* Status arrives */
	move	$t9, $a3
	jr	$a3
	rfe

load_state:					/* the state at k0 */
	EACH_LOW(LOAD_LOW)
	EACH_HIGH(LOAD_HIGH)
	lw	$k1, 132($k0)
	nop
	mthi	$k1
	lw	$k1, 136($k0)
	nop
	mtlo	$k1
	lw	$k1, 0($k0)
	nop
	mtc0	$k1, ENTRYHI
	lw	$k1, 8($k0)			/* EntryHi arrives */
	nop
	srl	$k1, $k1, 2
	sll	$k1, $k1, 2
	mtc0	$k1, STATUS
	lw	$k1, 12($k0)			/* Status arrives */
	nop
	jr	$k1
	rfe

secondary:
	mfc0	$t0, PRID
	li	$t1, STATE_BYTES		/* t0 arrives */
	multu	$t0, $t1
	sll	$t3, $t0, 4
	mflo	$t1
	lui	$t4, REGISTERS
	lui	$t5, BIOS_PAGE >> 16
	ori	$t5, $t5, BIOS_PAGE & 0xffff
	addu	$t1, $t1, $t5
	sw	$t1, SAVED($t4)
	addiu	$t3, $t3, VECTORS - BIOS_PAGE
	addu	$t3, $t3, $t5
	sw	$t3, PASS_UP($t4)
	b	load_state
	lw	$k0, 0($t1)

halt:
	li	$a0, %lo(halt_text)
/* Prints the text at a0 on terminal 0, if there is one, and stands still. */
tell:
	lui	$a3, REGISTERS
1:	lw	$a2, TERMINAL + 8($a3)
	li	$t0, 3
	beq	$a2, $t0, 1b			/* a2 arrives; busy */
	nop
	beqz	$a2, 2f				/* there is none */
	lbu	$a1, 0($a0)
	addiu	$a0, $a0, 1
	beqz	$a1, 2f
	sll	$a1, $a1, 8
	addiu	$a1, $a1, 2
	b	1b
	sw	$a1, TERMINAL + 12($a3)
2:	b	2b
	nop

panic_text:
	.asciz	"kernel panic()\n"
halt_text:
	.asciz	"System halted \n"
