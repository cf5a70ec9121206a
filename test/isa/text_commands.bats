#!/usr/bin/env bats
# vr3000 dis, asm and explain, as a user meets them.  VR3000 is the program.

setup() {
	VR3000=$(realpath "$VR3000")
	export VR3000
	cd "$BATS_TEST_TMPDIR"
}
vr() { "$VR3000" "$@"; }

@test "asm prints a listing" {
	cat > loop.s <<-'END'
		count = 3
		start:	li	t0,count
		loop:	addiu	t0,t0,-1	# down
			bnez	t0,loop
			nop
			.align 5
		table:	.word	start, loop+4, -1
	END
	run vr asm --base 0x80001000 loop.s
	[ "$status" = 0 ]
	[ "${lines[0]}" = "80001000 <start>:" ]
	[ "${lines[1]}" = "80001000:	24080003 	li	t0,3" ]
	[ "${lines[4]}" = "80001008:	1500fffe 	bnez	t0,80001004 <loop>" ]
	[[ "$output" == *"80001020 <table>:"*"80001020:	80001000"*"80001024:	80001008"*"ffffffff"* ]]
}

@test "asm writes words in either order, and dis reads them" {
	echo "lw v0,4(a0)" > one.s
	vr asm --output little one.s
	vr asm --order big --output big one.s
	[ "$(od -An -tx1 little)" = " 04 00 82 8c" ]
	[ "$(od -An -tx1 big)" = " 8c 82 00 04" ]
	[ "$(vr dis --order little little)" = "   0:	8c820004 	lw	v0,4(a0)" ]
	[ "$(vr dis --order big big)" = "$(vr dis --order little little)" ]
}

@test "what dis prints, asm takes" {
	head -c 40000 /dev/urandom > random
	vr dis --order little --base 0x80000000 --no-aliases random | cut -f 3- > random.s
	vr asm --base 0x80000000 --output again random.s
	cmp random again
}

@test "what the R3000 lacks is a word, unless dis is told whose code it is" {
	printf 'wait\nll t0,0(a0)\n' > extra.s
	vr asm --order big --output extra extra.s
	[ "$(vr dis --order big extra | cut -f 3)" = "$(printf '.word\n.word')" ]
	[ "$(vr dis --order big --cpu mips161 extra | cut -f 3)" = "$(printf 'wait\nll')" ]
	run vr dis --cpu R9000 --order big extra
	[ "$status" = 2 ]
}

@test "standard input is -" {
	[ "$(echo nop | vr asm -)" = "   0:	00000000 	nop" ]
}

@test "a fault in a source names file, line and fault" {
	check() {	# check LINE FAULT < source
		cat > bad.s
		run vr asm bad.s
		[ "$status" = 3 ]
		[ "$output" = "vr3000: bad.s:$1: $2" ]
	}
	printf 'nop\nfrob v0\n' | check 2 "no such instruction"
	printf 'a:\na: nop\n' | check 2 "this symbol is defined already"
	printf 'b nowhere\n' | check 1 "an unknown symbol"
	printf '.space later\nlater = 4\n' | check 1 "a symbol that is defined later"
	printf 'nop\n.org 0\n' | check 2 "this address lies behind us"
	printf '.space 3\n' | check 1 "not a multiple of four bytes"
	printf '.space 0x7ffffffc\n' | check 1 "more than 4 MiB"
	printf '.float 1\n' | check 1 "no such directive"
	printf '.word 1 2\n' | check 1 "a comma is missing"
	printf '.align 31\n' | check 1 "the power of two is more than 16"
}

@test "asm survives any bytes" {
	for seed in 1 2 3 4 5 6 7 8; do
		head -c 5000 /dev/urandom > noise
		run vr asm noise
		[ "$status" = 3 ] || [ "$status" = 0 ]
	done
	tr '\0' 'x' < /dev/zero | head -c 100000 > long
	run vr asm long
	[ "$output" = "vr3000: long:1: the line has more than 512 letters" ]
}

@test "a missing or wrong file is one sentence" {
	run vr dis none
	[ "$status" = 3 ]
	[ "$output" = "vr3000: none: cannot be opened: No such file or directory" ]
	run vr asm none
	[ "$status" = 3 ]
	[ "$output" = "vr3000: none: cannot be opened: No such file or directory" ]
	echo text > text
	run vr dis text
	[ "$status" = 3 ]
	[ "$output" = "vr3000: text: not an ELF file" ]
	run vr dis --order little --base 2 text
	[ "$status" = 2 ]
	[ "$output" = "vr3000: --base 2: not an address of a word" ]
	run vr dis
	[ "$status" = 2 ]
	[ "${#lines[@]}" = 1 ]
}

@test "output that cannot be written is noticed" {
	[ -e /dev/full ]
	echo nop > one.s
	run sh -c '"$VR3000" asm one.s > /dev/full'
	[ "$status" = 5 ]
	run vr asm --output /dev/full one.s
	[ "$status" = 5 ]
	[ "$output" = "vr3000: /dev/full: cannot be written: No space left on device" ]
	run vr asm --output nowhere/file one.s
	[ "$status" = 3 ]
}

@test "the bytes behind the last word are listed" {
	printf '\0\0\0\0\252\273' > six
	run vr dis --order little six
	[ "${lines[1]}" = "   4:	aa       	.byte	0xaa" ]
	[ "${lines[2]}" = "   5:	bb       	.byte	0xbb" ]
}

@test "explain takes words and instructions" {
	run vr explain 8c820004 'addi v0,a0,1' beqz t0, .+8 0x0
	[ "$status" = 0 ]
	[ "${lines[0]}" = "8c820004  lw v0,4(a0)" ]
	[[ "$output" == *"late v0 := mem"* ]]
	[[ "$output" == *"load delay slot"* ]]
	[[ "$output" == *"20820001  addi v0,a0,1"*"Ov: arithmetic overflow"* ]]
	[[ "$output" == *"11000001  beqz t0,0x80001008"*"short for beq t0,zero"*"branch delay slot"* ]]
	[[ "$output" == *"00000000  nop"* ]]
}

@test "explain says how the chip runs what is no instruction" {
	run vr explain 00641061 04020003 70000000
	[ "$status" = 0 ]
	[[ "$output" == *"the bits 00000040 should be zero; an R3000 does not look"* ]]
	[[ "$output" == *"runs it as addu"* ]]
	[[ "$output" == *"runs it as bltz"* ]]
	[[ "$output" == *"70000000  .word 0x70000000"*"RI: reserved instruction"* ]]
}

@test "explain refuses in one sentence" {
	run vr explain frob
	[ "$status" = 2 ]
	[ "$output" = "vr3000: frob: neither a word in hexadecimal nor an instruction:"\
" no such instruction" ]
	run vr explain
	[ "$status" = 2 ]
	[ "${#lines[@]}" = 1 ]
}
