/* The first instructions of a program that a kernel starts with a stack in sp. */
	.set	noreorder
	.section .text.start, "ax"
	.globl	__start, _start
__start:
_start:
	li	$8, -16
	and	$29, $29, $8
	jal	main
	addiu	$29, $29, -32
	jal	platform_exit
	move	$4, $2
