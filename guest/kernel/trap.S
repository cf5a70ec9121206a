/*
 * trap.S - the instructions between user programs and C: the two refill handlers, the general
 * vector, the trap frame, the context switch, idle, and copies to and from user memory.
 *
 * The R3000 shows its pipeline. In .set noreorder code the instruction after a load or an mfc0
 * still sees the old register, and the one after a jump is executed first; each such place
 * below says what it relies on. k0 and k1 belong to the handlers: user code may not keep
 * anything in them.
 */
#include "mips.h"

#define INDEX		$0
#define ENTRYLO		$2
#define BADVADDR	$8
#define ENTRYHI		$10
#define STATUS		$12
#define CAUSE		$13
#define EPC		$14

#define CPU_DIRECTORY	cpu			/* struct cpu, kernel.h */
#define CPU_STACK_TOP	cpu + 4
#define CPU_REFILL	cpu + 8

	.cfi_sections .debug_frame
	.text

#define FUNCTION(name)	.globl name; .type name, @function; .ent name; name: .cfi_startproc
#define END(name)	.cfi_endproc; .end name; .size name, . - name
#define LABEL(name)	.globl name; name

	.set	noreorder
	.set	noat

/*
 * The refill handler, copied to 0x80000000: 18 instructions. EntryHi is set already; walk
 * directory and table for EntryLo. Where nothing is mapped the walk ends at a zero word (vm.c),
 * whose clear V bit brings the same access to the general vector as a page fault.
 */
LABEL(refill_fast):
	mfc0	$k0, BADVADDR
	lui	$k1, %hi(CPU_DIRECTORY)		/* k0 arrives */
	lw	$k1, %lo(CPU_DIRECTORY)($k1)
	srl	$k0, $k0, 22			/* k1 arrives */
	sll	$k0, $k0, 2
	addu	$k1, $k1, $k0
	mfc0	$k0, BADVADDR
	lw	$k1, 0($k1)			/* k0 arrives; k1 = the table */
	srl	$k0, $k0, 10			/* k1 arrives */
	andi	$k0, $k0, 0xffc
	addu	$k1, $k1, $k0
	lw	$k1, 0($k1)
	mfc0	$k0, EPC			/* k1 arrives */
	mtc0	$k1, ENTRYLO			/* k0 arrives */
	nop					/* EntryLo arrives */
	tlbwr
	jr	$k0
	rfe
LABEL(refill_fast_end):

/* The handler in its place while `tour` explains misses: notes the fact, then traps as all do. */
LABEL(refill_slow):
	lui	$k0, %hi(CPU_REFILL)
	sw	$k0, %lo(CPU_REFILL)($k0)	/* anything but zero */
	j	trap_vector
	nop
LABEL(refill_slow_end):

/* The general vector, copied to 0x80000080. From user mode, change to the kernel stack. */
LABEL(trap_vector):
	mfc0	$k0, STATUS
	move	$k1, $sp			/* k0 arrives */
	andi	$k0, $k0, STATUS_KUp
	beqz	$k0, 1f
	nop
	lui	$sp, %hi(CPU_STACK_TOP)
	lw	$sp, %lo(CPU_STACK_TOP)($sp)
	nop					/* sp arrives */
1:	j	trap_save
	addiu	$sp, $sp, -FRAME_BYTES
LABEL(trap_vector_end):

#define EACH_SAVED(do)	do(1) do(2) do(3) do(4) do(5) do(6) do(7) do(8) do(9) do(10) do(11)	\
	do(12) do(13) do(14) do(15) do(16) do(17) do(18) do(19) do(20) do(21) do(22) do(23)	\
	do(24) do(25) do(28) do(30) do(31)
#define SAVE(n)		sw $n, FRAME_REGISTER(n)($sp);
#define RESTORE(n)	lw $n, FRAME_REGISTER(n)($sp);
#define WHERE(n)	.cfi_offset n, FRAME_REGISTER(n) - FRAME_BYTES;

/*
 * Save everything, call trap(frame), restore everything. A debugger unwinds through here: the
 * return address is the saved EPC (DWARF column 37 is the pc).
 */
FUNCTION(trap_save)
	.cfi_signal_frame
	.cfi_return_column 37
	.cfi_def_cfa 29, FRAME_BYTES
	EACH_SAVED(WHERE)
	WHERE(29)
	.cfi_offset 37, FRAME_EPC - FRAME_BYTES
	EACH_SAVED(SAVE)
	sw	$k1, FRAME_REGISTER(29)($sp)
	mfhi	$t0
	mflo	$t1
	mfc0	$t2, STATUS
	mfc0	$t3, CAUSE
	mfc0	$t4, EPC
	mfc0	$t5, BADVADDR
	mfc0	$t6, ENTRYHI
	sw	$t0, FRAME_HI($sp)		/* t6 arrives */
	sw	$t1, FRAME_LO($sp)
	sw	$t2, FRAME_STATUS($sp)
	sw	$t3, FRAME_CAUSE($sp)
	sw	$t4, FRAME_EPC($sp)
	sw	$t5, FRAME_BADVADDR($sp)
	sw	$t6, FRAME_ENTRYHI($sp)
	jal	trap
	move	$a0, $sp
LABEL(trap_return):
	lw	$t0, FRAME_HI($sp)
	lw	$t1, FRAME_LO($sp)
	lw	$t2, FRAME_STATUS($sp)
	mthi	$t0				/* t2 arrives */
	mtlo	$t1
	mtc0	$t2, STATUS			/* kernel mode, interrupts off, until the rfe */
	EACH_SAVED(RESTORE)
	lw	$k0, FRAME_EPC($sp)
	lw	$sp, FRAME_REGISTER(29)($sp)	/* k0 arrives */
	jr	$k0
	rfe
END(trap_save)

/*
 * void context_switch(struct context **from, struct context *to)
 * A process off the CPU is its stack pointer; what C expects to survive a call lies there.
 */
	.set	reorder
FUNCTION(context_switch)
	addiu	$sp, $sp, -40
	.cfi_def_cfa_offset 40
	sw	$s0, 0($sp)
	sw	$s1, 4($sp)
	sw	$s2, 8($sp)
	sw	$s3, 12($sp)
	sw	$s4, 16($sp)
	sw	$s5, 20($sp)
	sw	$s6, 24($sp)
	sw	$s7, 28($sp)
	sw	$fp, 32($sp)
	sw	$ra, 36($sp)
	.cfi_offset 31, -4
	sw	$sp, 0($a0)
	move	$sp, $a1
	lw	$s0, 0($sp)
	lw	$s1, 4($sp)
	lw	$s2, 8($sp)
	lw	$s3, 12($sp)
	lw	$s4, 16($sp)
	lw	$s5, 20($sp)
	lw	$s6, 24($sp)
	lw	$s7, 28($sp)
	lw	$fp, 32($sp)
	lw	$ra, 36($sp)
	addiu	$sp, $sp, 40
	.cfi_def_cfa_offset 0
	.cfi_same_value 31
	jr	$ra
END(context_switch)

/*
 * void idle(volatile u32 *until, u32 status_open)
 * An R3000 has no wait instruction: spin until an interrupt sets the word. Nothing else changes
 * from one pass to the next.
 */
	.set	noreorder
FUNCTION(idle)
	mtc0	$a1, STATUS
1:	lw	$t0, 0($a0)
	nop					/* t0 arrives */
	beqz	$t0, 1b
	nop
	mtc0	$zero, STATUS
	nop
	jr	$ra
	nop
END(idle)

/*
 * bool user_copy(void *to, const void *from, u32 bytes)
 * One of the two is a user address. A fault that cannot be mended continues at
 * user_copy_failed (trap.c); so no load or store here may sit in a delay slot.
 */
FUNCTION(user_copy)
LABEL(user_copy_begin):
	beqz	$a2, 2f
	addu	$a2, $a2, $a1			/* where reading ends */
1:	lbu	$t0, 0($a1)
	addiu	$a1, $a1, 1			/* t0 arrives */
	sb	$t0, 0($a0)
	bne	$a1, $a2, 1b
	addiu	$a0, $a0, 1
2:	jr	$ra
	li	$v0, 1
LABEL(user_copy_end):
LABEL(user_copy_failed):
	jr	$ra
	li	$v0, 0
END(user_copy)
