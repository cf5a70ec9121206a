/*
 * boot.S - the first instructions: a stack, cleared memory, then C.
 *
 * The loader's a0-a3 go to kernel_main as an array. Status.BEV stays set until trap_start()
 * has written the vectors.
 */
#include "mips.h"

	.cfi_sections .debug_frame
	.set	reorder

	.section .text.start, "ax", @progbits
	.globl	start
	.type	start, @function
	.ent	start
start:
	.cfi_startproc
	.cfi_undefined 31			/* nobody called us */
	la	$sp, boot_stack_top - 32
	la	$t0, bss_start
	la	$t1, kernel_end
1:	sw	$zero, 0($t0)
	addiu	$t0, $t0, 4
	bltu	$t0, $t1, 1b
	sw	$a0, 16($sp)
	sw	$a1, 20($sp)
	sw	$a2, 24($sp)
	sw	$a3, 28($sp)
	addiu	$a0, $sp, 16
	jal	kernel_main
	break					/* it does not return */
	.cfi_endproc
	.end	start
	.size	start, . - start

	.section .bss
	.align	3
	.space	4096				/* also the scheduler's stack */
boot_stack_top:
