/*
 * The user mode halves of the system benchmarks: they run in a page of kuseg, so they are in one
 * page and know no address of their own.  Calls are numbered in v0 (kernel.h).
 */
	.set	noreorder
	.section .user, "ax"
	.balign	4096
	.globl	user_page, user_calls, user_touch, user_yield
user_page:

/* a0 null calls; v1 counts those that were answered. */
user_calls:
	move	$2, $0
1:	syscall
	addiu	$4, $4, -1
	bne	$4, $0, 1b
	nop
	b	leave
	nop

/* a0 times one word in each page from a1 to a2, a3 apart; v1 is the sum of the words. */
user_touch:
	move	$8, $5
1:	lw	$9, 0($8)
	addu	$8, $8, $7
	bne	$8, $6, 1b
	addu	$3, $3, $9
	addiu	$4, $4, -1
	bne	$4, $0, user_touch
	nop
	b	leave
	nop

/* a0 times: add one to the word at a1 of the own address space, and let the other process run. */
user_yield:
	li	$2, 3
1:	lw	$9, 0($5)
	addiu	$4, $4, -1
	addiu	$9, $9, 1
	sw	$9, 0($5)
	syscall
	bne	$4, $0, 1b
	nop
leave:
	li	$2, 1
	syscall
	.balign	4096
