#!/usr/bin/env bats
# usage.bats: what the command line refuses, and how it says so; help from the tables.
load common.bash

refused() { # OPTION WORDS...: status 2, one sentence that names the option, no output
	local option=$1
	shift
	expect 2 bench exit "$@"
	one_sentence
	says "$option"
	[ ! -s out ]
}

@test "every option with a bad value is named in one sentence" {
	refused --board --board toaster
	refused --cpu --cpu R9000
	refused --fpu --fpu maybe
	refused --engine --engine steam
	refused --pace --pace fast
	refused --ram --ram 3x
	refused --ram --ram 99999999999999999999999
	refused --ram --ram 4097
	refused --ram --ram 2G
	refused --mhz --mhz 0
	refused --mhz --mhz 0x
	refused --until --until -1
	refused --until --until 18446744073709551615
	refused --until --until 20000000000G
	refused --slice --slice 0
	refused --stuck --stuck none
	refused --trace --trace exceptions,nonsense
	refused --hash-every --hash-every 0
	refused --date --date yesterday
	refused --stats --stats=xml
	refused --bisect --bisect=yes
	refused --console --console telnet
	refused --console --console unix:
	refused --control --control /tmp/x
	refused --disk --disk x,mode=sideways
	refused --disk --disk x,as=tape
	refused --disk --disk x,colour=red
	refused --net --net bridge
	refused --nonsense --nonsense
	refused -z -z
	refused --baud --baud perhaps
	refused --cpus --cpus 9
	refused cache --icache 5000
}

@test "an option without its argument" {
	expect 2 "$vr3000" run --ram 2>err
	one_sentence
	says "--ram: needs an argument"
}

@test "no kernel, no such command, a file that is no command" {
	expect 2 "$vr3000" run 2>err
	one_sentence
	expect 2 "$vr3000" fly 2>err
	one_sentence
	expect 2 "$vr3000" "$guests/exit" 2>err
	says "vr3000 run $guests/exit"
}

@test "what follows the kernel is the guest's" {
	expect 7 timeout 20 "$vr3000" run --board bench --until 1k "$guests/count" --ram x 2>err >out
}

@test "a list has its limit" {
	words=
	for i in $(seq 33); do words="$words --append x"; done
	refused --append $words
}

@test "a little-endian program where no DECstation has its kernel must name a board" {
	expect 2 "$vr3000" run "$guests/exit" 2>err
	one_sentence
	says --board
}

@test "help, for all and for each command; version" {
	"$vr3000" help >out
	"$vr3000" --help | cmp - out
	for command in run dis asm explain why doctor help version; do
		grep -q "^  $command " out
		"$vr3000" help $command | grep -q "^vr3000 $command"
		"$vr3000" $command --help | grep -q "^vr3000 $command"
	done
	"$vr3000" version | grep -qx 'vr3000 [0-9.]*'
	[ "$("$vr3000" --version)" = "$("$vr3000" version)" ]
}

@test "the completion is bash, and knows every option of run" {
	"$vr3000" help bash >completion
	bash -n completion
	. ./completion
	COMP_WORDS=(vr3000 run --qua) COMP_CWORD=2
	_vr3000
	[ "${COMPREPLY[*]}" = --quantum ]
	COMP_WORDS=(vr3000 run --pace r) COMP_CWORD=3
	_vr3000
	[ "${COMPREPLY[*]}" = real ]
	for option in $("$vr3000" help run | grep -o '^  --[a-z-]*'); do
		grep -q -e "$option " completion
	done
}

@test "the manual is well-formed and has every option" {
	[ -s "$B/vr3000.1" ]
	for option in $("$vr3000" help run | grep -o '^  --[a-z-]*'); do
		grep -qF -e "$option" "$B/vr3000.1" || { echo "$option"; false; }
	done
}

@test "doctor tells each feature in a line" {
	"$vr3000" doctor >out
	[ "$(grep -c '^\(ok    \|absent\)  ' out)" = "$(wc -l <out)" ]
}
