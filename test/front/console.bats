#!/usr/bin/env bats
# console.bats: standard input in all its forms; standard output is the guest's alone.
load common.bash

text() { # the guest's answer to standard input, which ends in q
	[ "$(cat out)" = "> $1" ] || { od -c out; return 1; }
}

@test "a file, a pipe, a here-document" {
	printf 'hello q' >input
	expect 0 bench echo <input
	text "hello "
	printf 'hello q' | expect 0 bench echo
	text "hello "
	expect 0 bench echo <<<"hello q"
	text "hello "
}

@test "a pipe whose writer is slow loses nothing" {
	(for word in a b c q; do printf '%s ' $word; sleep 0.1; done) | expect 0 bench echo
	text "a b c "
}

@test "a long file comes through whole" {
	head -c 20000 /dev/zero | tr '\0' x >input
	printf q >>input
	expect 0 bench echo <input
	text "$(head -c 20000 input)"
}

@test "no input: closed, /dev/null, a folder" {
	expect 7 bench echo --until 100k <&-
	text ""
	expect 7 bench echo --until 100k </dev/null
	text ""
	expect 7 bench echo --until 100k </
	text ""
}

@test "no output, no error: closed" {
	printf q >input
	expect 0 timeout 20 "$vr3000" run --board bench "$guests/echo" <input >&- 2>err
	expect 42 timeout 20 "$vr3000" run --board bench "$guests/exit" 2>&-
	printf q >input
	expect 0 timeout 20 "$vr3000" run --board bench "$guests/echo" <input >out 2>&-
	text ""
}

@test "our messages are not in the output" {
	expect 7 bench count --until 100k --stats --trace exceptions,irq,tlb --hash-every 10k
	[ "$(tr -d . <out)" = "" ]
	[ -s out ] && [ -s err ]
}

@test "a reader that goes away is told once, and ends it" {
	set +o pipefail
	timeout 20 "$vr3000" run --board bench "$guests/count" 2>err </dev/null | head -c 10 >out
	[ "${PIPESTATUS[0]}" = 5 ]
	one_sentence
	says "standard output"
}

@test "a full disk is told" {
	[ -e /dev/full ] || skip
	expect 5 timeout 20 "$vr3000" run --board bench --until 10M "$guests/count" >/dev/full 2>err
	one_sentence
}

@test "runs with the same file are equal at every instant" {
	printf 'some text, then q' >input
	expect 0 bench echo --hash-every 10 <input
	cp err first
	expect 0 bench echo --hash-every 10 --slice 7 <input
	cmp err first
	expect 0 bench echo --hash-every 10 --engine exact <input
	cmp err first
	[ "$(wc -l <first)" -gt 2 ]
}

@test "--log has what the console printed" {
	printf 'log me q' | expect 0 bench echo --log log
	cmp log out
	expect 7 bench count --console null --until 50k --log log
	[ ! -s out ] && [ -s log ]
}

@test "--console null prints nothing and reads nothing" {
	printf q | expect 7 bench echo --console null --until 100k
	[ ! -s out ]
}

@test "terminal: keys, monitor, signals, and it is given back" {
	python3 "$BATS_TEST_DIRNAME/terminal_test.py" "$vr3000" "$guests/echo"
}

@test "pty and unix: another program drives the console" {
	python3 "$BATS_TEST_DIRNAME/console_test.py" "$vr3000" "$guests/echo"
}

@test "a socket's path: what is there stays, a stale socket does not" {
	echo precious >file
	expect 5 bench echo --console unix:file
	one_sentence
	[ "$(cat file)" = precious ]
	python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("stale")'
	expect 7 bench echo --console unix:stale --until 10k
	[ ! -e stale ]
	expect 2 bench echo --console "unix:$(head -c 200 /dev/zero | tr '\0' x)"
	one_sentence
}
