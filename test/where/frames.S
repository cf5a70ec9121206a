/* frames.S: a guest for where_test.c: functions whose stack frames the test knows by heart.  Those
 * called bare_ have no rows in .debug_frame.  Labels in_X are where a call in X returns to. */
	.cfi_sections .debug_frame
	.text
	.set	noreorder
	.set	noat

#define BARE(name) .globl name; .type name, @function; name:
#define BARE_END(name) .size name, . - name
#define FUNCTION(name) BARE(name) .cfi_startproc
#define END(name) .cfi_endproc; BARE_END(name)

	.globl	start
start:
	jal	cfi_leaf
	nop
in_start:
	b	in_start
	nop

FUNCTION(cfi_leaf)
	nop
	jr	$ra
	nop
END(cfi_leaf)

/* 32 bytes: ra at 28, s0 at 24 */
FUNCTION(cfi_frame)
	addiu	$sp, $sp, -32
	.cfi_def_cfa_offset 32
	sw	$ra, 28($sp)
	.cfi_offset 31, -4
	sw	$s0, 24($sp)
	.cfi_offset 16, -8
	jal	cfi_leaf
	move	$s0, $a0
in_cfi_frame:
	lw	$ra, 28($sp)
	lw	$s0, 24($sp)
	.cfi_remember_state
	jr	$ra
	.cfi_def_cfa_offset 0
	.cfi_restore 16
	.cfi_restore 31
	addiu	$sp, $sp, 32
	.cfi_restore_state
behind_return:
	b	behind_return
	nop
END(cfi_frame)

/* 40 bytes: ra at 36, fp at 32; then sp moves by a0 */
FUNCTION(cfi_fp)
	addiu	$sp, $sp, -40
	.cfi_def_cfa_offset 40
	sw	$ra, 36($sp)
	.cfi_offset 31, -4
	sw	$fp, 32($sp)
	.cfi_offset 30, -8
	move	$fp, $sp
	.cfi_def_cfa_register 30
	jal	cfi_frame
	subu	$sp, $sp, $a0
in_cfi_fp:
	b	in_cfi_fp
	nop
END(cfi_fp)

/* 24 bytes: ra at 20, s0 at 16; a return in the middle */
BARE(bare_frame)
	addiu	$sp, $sp, -24
bare_taken:
	beqz	$a0, 1f
	sw	$ra, 20($sp)
	lw	$ra, 20($sp)
	addiu	$sp, $sp, 24
bare_given_back:
	jr	$ra
	nop
1:	sw	$s0, 16($sp)
	jal	cfi_fp
	nop
in_bare_frame:
	b	in_bare_frame
	nop
BARE_END(bare_frame)

/* 16 bytes: ra at 12, fp at 8; then 64 more */
BARE(bare_fp)
	addiu	$sp, $sp, -16
	sw	$ra, 12($sp)
	sw	$fp, 8($sp)
	move	$fp, $sp
	addiu	$sp, $sp, -64
	jal	bare_frame
	nop
in_bare_fp:
	b	in_bare_fp
	nop
BARE_END(bare_fp)

/* 160 bytes: sp at 116, fp at 120, ra at 124, EPC at 152 */
FUNCTION(trap_entry)
	.cfi_signal_frame
	.cfi_return_column 37
	.cfi_def_cfa 29, 160
	.cfi_offset 29, 116 - 160
	.cfi_offset 30, 120 - 160
	.cfi_offset 31, 124 - 160
	.cfi_offset 37, 152 - 160
	jal	bare_fp
	move	$a0, $sp
in_trap_entry:
	b	in_trap_entry
	nop
END(trap_entry)

/* Rows that say nothing, as most of Linux's entry code has. */
FUNCTION(handle_int)
	jal	cfi_leaf
	nop
in_handle_int:
	b	in_handle_int
	nop
END(handle_int)

/* Only its name looks like entry code.  32 bytes: ra at 28 */
FUNCTION(handle_int_later)
	addiu	$sp, $sp, -32
	.cfi_def_cfa_offset 32
	sw	$ra, 28($sp)
	.cfi_offset 31, -4
	jal	cfi_leaf
	nop
in_handle_int_later:
	b	in_handle_int_later
	nop
END(handle_int_later)

FUNCTION(signal_entry)
	.cfi_signal_frame
	nop
	nop
END(signal_entry)

FUNCTION(silent_entry)
	jal	cfi_leaf
	nop
in_silent_entry:
	b	in_silent_entry
	nop
END(silent_entry)

/* ra moved to t0, sp is the frame's address less 8, and the call is the last instruction. */
FUNCTION(odd_frame)
	.cfi_register 31, 8
	.cfi_def_cfa 30, 24
	.cfi_escape 0x14, 29, 2
	jal	cfi_leaf
	nop
END(odd_frame)
in_odd_frame:
	.globl	a_function_whose_name_is_longer_than_its_column
a_function_whose_name_is_longer_than_its_column:
	nop
	nop

/* One operation of .debug_frame after each instruction (DWARF 4, 7.23); data align is -4. */
FUNCTION(every_rule)
	nop
	.cfi_escape 0x0c, 29, 8			/* +4   def_cfa sp + 8 */
	nop
	.cfi_escape 0x05, 40, 2			/* +8   offset_extended -8 */
	nop
	.cfi_escape 0x11, 41, 0x7f		/* +12  offset_extended_sf +4 */
	nop
	.cfi_escape 0x2f, 42, 3			/* +16  GNU_negative_offset_extended +12 */
	nop
	.cfi_escape 0x14, 43, 1			/* +20  val_offset -4 */
	nop
	.cfi_escape 0x15, 44, 0x7e		/* +24  val_offset_sf +8 */
	nop
	.cfi_escape 0x09, 45, 8			/* +28  register t0 */
	nop
	.cfi_escape 0x07, 46			/* +32  undefined */
	nop
	.cfi_escape 0x10, 47, 2, 0x9c, 0x06	/* +36  expression */
	nop
	.cfi_escape 0x16, 48, 1, 0x9c		/* +40  val_expression */
	nop
	.cfi_escape 0x06, 40			/* +44  restore_extended */
	nop
	.cfi_escape 0x08, 41			/* +48  same_value */
	nop
	.cfi_escape 0x2e, 0x90, 1		/* +52  GNU_args_size */
	nop
	.cfi_escape 0x12, 30, 0x76		/* +56  def_cfa_sf fp + 40 */
	nop
	.cfi_escape 0x13, 0x75			/* +60  def_cfa_offset_sf + 44 */
	nop
	.cfi_escape 0x0e, 0xc8, 1		/* +64  def_cfa_offset + 200 */
	nop
	.cfi_escape 0x0d, 29			/* +68  def_cfa_register sp */
	.space	100
	.cfi_def_cfa_offset 300			/* +168, by advance_loc1 */
	.space	1000
	.cfi_def_cfa_offset 400			/* +1168, by advance_loc2 */
	nop
	.cfi_escape 0x0f, 1, 0x9c		/* +1172  def_cfa_expression: not for us */
	nop
END(every_rule)

/* Rows in version 4, which gas does not write: 16 bytes, ra at 12. */
BARE(version_4)
	jal	cfi_leaf
	nop
in_version_4:
	b	in_version_4
	nop
BARE_END(version_4)

	.section .debug_frame, "", @0x7000001e
1:	.4byte	3f - 2f
2:	.4byte	0xffffffff
	.byte	4, 0				/* version, augmentation */
	.byte	4, 0				/* bytes of an address, of a segment selector */
	.uleb128 1
	.sleb128 -4
	.uleb128 31
	.byte	0x0c, 29, 16, 0x80 + 31, 1	/* def_cfa sp + 16; offset ra -4 */
	.balign	4, 0
3:	.4byte	5f - 4f
4:	.4byte	1b
	.4byte	version_4, 16
5:	.text

	.globl	ret_from_exception
ret_from_exception:
	b	ret_from_exception
	nop

	.data
	.globl	table
	.type	table, @object
	.size	table, 16
table:	.word	cfi_leaf, 0, 0, 0
