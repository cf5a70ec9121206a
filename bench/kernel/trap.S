/*
 * The kernel's assembly: the handlers that kernel_start copies to the vectors, the way into user
 * mode and the way back.  k0 and k1 belong to the kernel.  Offsets are those of struct context
 * (kernel.h).
 */
#include "cop0.h"

#define HI 128
#define LO 132
#define PC 136
#define STATUS 140
#define CAUSE 144
#define SPACE 148

#define COUNT_IN_S7 addiu $23, $23, 1

#define CAUSE_MASK    0x7c
#define CAUSE_SYSCALL 0x20

	.set	noreorder
	.set	noat
	.text

/* What the MIPS manuals call the UTLB miss handler; counting keeps the number of misses in s7. */
	.globl	refill_plain, refill_counting, general_vector
refill_plain:
	REFILL_TLB(nop)
	.balign	128
refill_counting:
	REFILL_TLB(COUNT_IN_S7)
	.balign	128

/*
 * A system call with v0 = 0 is answered at once: it adds one to v1.  The rest takes the long way.
 */
general_vector:
	mfc0	$26, C0_CAUSE
	mfc0	$27, C0_EPC
	andi	$26, $26, CAUSE_MASK
	xori	$26, $26, CAUSE_SYSCALL
	or	$26, $26, $2
	bne	$26, $0, 1f
	addiu	$27, $27, 4
	addiu	$3, $3, 1
	RETURN_TO($27)
1:	lui	$26, %hi(trap_slow)
	addiu	$26, $26, %lo(trap_slow)
	jr	$26
	nop
	.balign	128

trap_slow:
	lui	$26, %hi(current)
	lw	$26, %lo(current)($26)
	mfc0	$27, C0_EPC
	.irp	n, 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,28,29,30,31
	sw	$\n, 4*\n($26)
	.endr
	mfhi	$8
	mflo	$9
	mfc0	$10, C0_STATUS
	mfc0	$11, C0_CAUSE
	sw	$27, PC($26)
	sw	$8, HI($26)
	sw	$9, LO($26)
	sw	$10, STATUS($26)
	sw	$11, CAUSE($26)
	lui	$29, %hi(kernel_sp)
	lw	$29, %lo(kernel_sp)($29)
	move	$4, $26
	jal	kernel_trap
	addiu	$29, $29, -32

/* Goes to user mode with the context in v0. */
context_resume:
	lui	$26, %hi(current)
	sw	$2, %lo(current)($26)
	move	$26, $2
	lw	$8, HI($26)
	lw	$9, LO($26)
	mthi	$8
	mtlo	$9
	lw	$10, STATUS($26)
	lw	$11, SPACE($26)
	mtc0	$10, C0_STATUS
	mtc0	$11, C0_ENTRYHI
	lw	$27, PC($26)
	.irp	n, 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,28,29,30,31
	lw	$\n, 4*\n($26)
	.endr
	RETURN_TO($27)

/* u32 user_enter(struct context *): returns when the program makes the exit call. */
	.globl	user_enter
user_enter:
	addiu	$29, $29, -48
	.irp	n, 16,17,18,19,20,21,22,23
	sw	$\n, 4*(\n-16)($29)
	.endr
	sw	$30, 32($29)
	sw	$31, 36($29)
	lui	$8, %hi(kernel_sp)
	sw	$29, %lo(kernel_sp)($8)
	j	context_resume
	move	$2, $4

/* void user_leave(u32 status): the end of the user_enter that is under way. */
	.globl	user_leave
user_leave:
	lui	$8, %hi(kernel_sp)
	lw	$29, %lo(kernel_sp)($8)
	move	$2, $4
	.irp	n, 16,17,18,19,20,21,22,23
	lw	$\n, 4*(\n-16)($29)
	.endr
	lw	$30, 32($29)
	lw	$31, 36($29)
	nop
	jr	$31
	addiu	$29, $29, 48

/* void status_kernel(void): vectors in RAM, both coprocessors, interrupts off. */
	.globl	status_kernel, status_user, status_user_clock
status_kernel:
	li	$8, STATUS_KERNEL
	mtc0	$8, C0_STATUS
	jr	$31
	nop

	.section .rodata
	.balign	4
status_user:
	.word	STATUS_USER
status_user_clock:
	.word	STATUS_USER_CLOCK

	.section .bss
	.balign	4
current:
	.space	4
kernel_sp:
	.space	4
