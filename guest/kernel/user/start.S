/*
 * start.S - where a program begins (a0 argc, a1 argv, from exec), and its way into the kernel:
 * one entry a system call, made from syscall.def.
 */
	.text
	.globl	start
start:
	jal	main
	move	$a0, $v0
	jal	exit

#define SYSCALL(number, name, arguments)						\
	.globl	name; .type name, @function; .ent name;					\
name:	li	$v0, number;								\
	syscall;									\
	jr	$ra;									\
	.end	name; .size name, . - name;
#include "syscall.def"

	/* int call(number, a0, a1, a2): any number, for selftest */
	.globl	call
	.type	call, @function
call:	move	$v0, $a0
	move	$a0, $a1
	move	$a1, $a2
	move	$a2, $a3
	syscall
	jr	$ra
