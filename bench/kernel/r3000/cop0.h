/*
 * Coprocessor 0 of the R3000 in the words that the kernel's assembly needs (R3000 manual,
 * chapters 4 and 6).  mips32/cop0.h says the same for a MIPS32 processor; the folder on the
 * include path chooses.
 */
#ifndef COP0_H
#define COP0_H

#define C0_ENTRYLO  $2
#define C0_CONTEXT  $4
#define C0_ENTRYHI  $10
#define C0_STATUS   $12
#define C0_CAUSE    $13
#define C0_EPC      $14

/* Coprocessors 1 and 0 usable, interrupts off, kernel mode, vectors in RAM. */
#define STATUS_KERNEL 0x30000000
/* After rfe: user mode; the same with interrupts on and the clocks' lines IP2 and IP4 open. */
#define STATUS_USER       0x20000008
#define STATUS_USER_CLOCK 0x2000140c

/* Goes to the address in register, in the mode that Status has saved.  Takes two instructions. */
#define RETURN_TO(register)                                                                     \
	jr	register;                                                                       \
	rfe
/* The page table has one word a page: Context is the address of the missing page's.  The word
   arrives one instruction late; "also" is what to do meanwhile. */
#define REFILL_TLB(also)                                                                        \
	mfc0	$27, C0_CONTEXT;                                                                \
	mfc0	$26, C0_EPC;                                                                    \
	lw	$27, 0($27);                                                                    \
	also;                                                                                   \
	mtc0	$27, C0_ENTRYLO;                                                                \
	nop;                                                                                    \
	tlbwr;                                                                                  \
	jr	$26;                                                                            \
	rfe

#endif
