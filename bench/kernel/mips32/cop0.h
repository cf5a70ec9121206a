/*
 * Coprocessor 0 of a MIPS32 processor (QEMU's Malta) in the words of r3000/cop0.h (MIPS32
 * Architecture, volume III).
 */
#ifndef COP0_H
#define COP0_H

#define C0_ENTRYLO  $2
#define C0_ENTRYLO1 $3
#define C0_CONTEXT  $4
#define C0_ENTRYHI  $10
#define C0_STATUS   $12
#define C0_CAUSE    $13
#define C0_EPC      $14

	.set	mips32r2

#define STATUS_KERNEL 0x30000000
/* User mode behind EXL: eret enters it. */
#define STATUS_USER 0x20000012
/* No clock is set up on Malta. */
#define STATUS_USER_CLOCK STATUS_USER

#define RETURN_TO(register)                                                                     \
	mtc0	register, C0_EPC;                                                               \
	ehb;                                                                                    \
	eret
/* The page table has 16 bytes a pair of pages; Context is the address of the missing pair's. */
#define REFILL_TLB(also)                                                                        \
	mfc0	$27, C0_CONTEXT;                                                                \
	lw	$26, 0($27);                                                                    \
	lw	$27, 8($27);                                                                    \
	also;                                                                                   \
	mtc0	$26, C0_ENTRYLO;                                                                \
	mtc0	$27, C0_ENTRYLO1;                                                               \
	ehb;                                                                                    \
	tlbwr;                                                                                  \
	eret

#endif
