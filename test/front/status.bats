#!/usr/bin/env bats
# status.bats: the exit statuses (guest/fault.S and others), and what --bisect makes of them.
load common.bash

both() { # STATUS BISECT WORDS...: the same run with and without --bisect
	local status=$1 verdict=$2
	shift 2
	expect "$status" bench "$@"
	expect "$verdict" bench "$@" --bisect
}

@test "the guest's own status, in both byte orders" {
	both 42 1 exit
	expect 42 bench exit-eb
	[ ! -s out ]
}

@test "a clean end is 0" {
	printf q | expect 0 bench echo
	printf q | expect 0 bench echo --bisect
}

@test "a usage error is 2, under --bisect 255" {
	both 2 255 exit --mhz 0
	expect 255 "$vr3000" run --bisect
}

@test "a bad kernel is 3, under --bisect 125: skip this commit" {
	both 3 125 no-such-file
	one_sentence
	echo "not an ELF file" >"$guests/text"
	both 3 125 text
	one_sentence
	head -c 100 "$guests/exit" >"$guests/cut"
	both 3 125 cut
	both 3 125 ../front # a folder
	one_sentence
}

@test "another file that is missing is 3, under --bisect 255" {
	both 3 255 exit --initrd nothing
	one_sentence
	both 3 255 exit --script nothing
	one_sentence
	expect 3 timeout 20 "$vr3000" run --disk nothing "$kernel" 2>err
	one_sentence
}

@test "a fault that nobody can take is 4, and is told" {
	both 4 1 fault
	says "address error"
	says "epc 80001004"
	says "_start+0x4"
}

@test "trouble with the host is 5" {
	both 5 255 exit --log /nowhere/at/all
	one_sentence
}

@test "--until is 7" {
	both 7 1 count --until 10k
	says "at tick 10000"
	says "again"
}

@test "a script that fails is 8" {
	echo 'error("no good")' >bad.lua
	both 8 1 count --script bad.lua
	says "bad.lua:1: no good"
}

@test "stuck is 9: in virtual time, soon in ours" {
	printf w >input
	expect 9 bench echo --stuck 5 <input
	expect 1 bench echo --bisect --stuck 5 <input
	says "nothing but the clock"
}

@test "who works is not stuck" {
	expect 7 bench count --stuck 1 --until 1G --console null
}

@test "reaching panic is 10, with its last words" {
	printf p >input
	expect 10 bench echo <input
	grep -q '!' out
	says "panic"
	expect 1 bench echo --bisect <input
}

@test "signals are 128 and their number" {
	for signal in INT TERM HUP; do
		expect "$((128 + $(kill -l $signal)))" timeout -s $signal --preserve-status 0.5 \
			"$vr3000" run --board bench --pace real "$guests/count" >out 2>err
	done
}

@test "the cause is named in --stats=json" {
	cause() {
		bench "$@" --stats=json --quiet || true
		tail -1 err |
			python3 -c 'import json; d = json.loads(input()); print(d["cause"], d["exit_status"])'
	}
	[ "$(cause exit)" = "exit 42" ]
	[ "$(cause fault)" = "fault 4" ]
	[ "$(cause count --until 5k)" = "budget 7" ]
	[ "$(cause exit --log /nowhere/at/all)" = "host 5" ]
	[ "$(cause no-such-file)" = "kernel 3" ]
}

@test "why tells the last bad stop again" {
	expect 3 "$vr3000" why 2>err
	expect 4 bench fault --quiet
	[ "$(wc -l <err)" = 1 ]
	"$vr3000" why >out
	grep -q "_start" out
}

@test "a run changes no file but those it was given" {
	mkdir here && cd here
	touch before
	find . | sort >../list
	timeout 20 "$vr3000" run --board bench "$guests/fault" >/dev/null 2>&1 || true
	rm -f out err
	find . | sort | cmp - ../list
}
