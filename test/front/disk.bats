#!/usr/bin/env bats
# disk.bats: files as disks: locked, written (by guest/dec-disk.S), forgotten, committed.
load common.bash

dec() { timeout 60 "$vr3000" run --pace free "$@" "$kernel" </dev/null >out 2>err; }

make_disk() { head -c 65536 /dev/zero >disk; }

@test "what cannot be a disk" {
	expect 3 dec --disk nothing
	one_sentence
	: >empty
	expect 3 dec --disk empty
	one_sentence
	says empty
	expect 3 dec --disk .
	one_sentence
	expect 3 dec --disk /dev/null
	one_sentence
	expect 3 dec --disk /dev/zero,mode=overlay
	one_sentence
	make_disk
	chmod 444 disk
	[ "$(id -u)" = 0 ] || expect 3 dec --disk disk
	expect 7 dec --disk disk,mode=overlay --until 1M
}

@test "too many disks, a disk too large" {
	make_disk
	expect 2 dec $(for i in 1 2 3 4 5 6 7 8 9; do echo --disk disk,mode=overlay; done)
	one_sentence
	truncate -s 3G sparse
	expect 2 dec --disk sparse
	one_sentence
	says --disk
	truncate -s 8G sparse
	expect 3 dec --disk sparse
	one_sentence
	truncate -s 64M sparse
	expect 2 dec --disk sparse,as=nv
	one_sentence
}

@test "a disk in use is refused; readers may share it" {
	make_disk
	timeout 20 "$vr3000" run --pace real --disk disk "$kernel" >console 2>&1 </dev/null &
	first=$!
	for i in $(seq 100); do [ -s console ] && break || sleep 0.1; done
	expect 5 dec --disk disk --until 1M
	one_sentence
	says "in use"
	expect 5 dec --disk disk,mode=overlay --until 1M
	kill $first
	wait $first || true
	expect 7 dec --disk disk,mode=overlay --disk disk,mode=overlay --until 1M
	expect 5 dec --disk disk --disk disk --until 1M
}

@test "a name with commas" {
	make_disk
	mv disk 'a,b,c'
	expect 7 dec --disk 'a,b,c,mode=overlay,as=phram' --until 1M
}

@test "states and a disk that is written directly do not go together" {
	make_disk
	echo 'wait("vr3000$ ", 30) save("here")' >save.lua
	expect 8 dec --script save.lua --disk disk
	says "mode=overlay"
	expect 0 dec --script save.lua --disk disk,mode=overlay
}

@test "direct writes, overlay forgets, commit writes at a clean stop only" {
	writer() { timeout 20 "$vr3000" run --pace free "$@" >out 2>err; }
	for mode in direct overlay commit; do
		make_disk
		expect 0 writer --disk disk,mode=$mode "$guests/dec-disk"
		first=$(od -An -tx1 -N4 disk | tr -d ' ')
		case $mode in
		overlay) [ "$first" = 00000000 ] ;;
		*) [ "$first" = 78563412 ] ;;
		esac
	done
	make_disk
	expect 7 writer --until 1M --disk disk,mode=commit "$guests/dec-disk" on and on and on
	cmp disk <(head -c 65536 /dev/zero)
	expect 7 writer --until 1M --disk disk "$guests/dec-disk" on and on and on
	[ "$(od -An -tx1 -N4 disk | tr -d ' ')" = 78563412 ]
	[ "$(ls disk*)" = disk ]
}

@test "commit keeps the file's mode and follows a link" {
	make_disk
	chmod 640 disk
	ln -s disk link
	timeout 20 "$vr3000" run --disk link,mode=commit "$guests/dec-disk" >out 2>err
	[ -L link ]
	[ "$(stat -c %a disk)" = 640 ]
	[ "$(od -An -tx1 -N4 disk | tr -d ' ')" = 78563412 ]
}
