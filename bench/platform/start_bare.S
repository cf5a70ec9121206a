/*
 * The first instructions of a bare program: a stack of its own, a cleared bss, coprocessor 1
 * usable, exceptions still at the boot vectors.  On MIPS32 the same word leaves the error level.
 */
#define STATUS_CU1_CU0_BEV 0x30400000

	.set	noreorder
	.section .text.start, "ax"
	.globl	_start
_start:
	li	$8, STATUS_CU1_CU0_BEV
	mtc0	$8, $12
	la	$29, stack_top
	la	$8, bss_start
	la	$9, bss_end
	beq	$8, $9, 2f
	nop
1:	sw	$0, 0($8)
	addiu	$8, $8, 4
	bne	$8, $9, 1b
	nop
2:	jal	main
	addiu	$29, $29, -32
	jal	platform_exit
	move	$4, $2

	.section .stack, "aw", @nobits
	.balign	16
	.space	65536
stack_top:
