#!/usr/bin/env bats
# umps3.bats: the program umps3, its configuration file, how runs end, mkdev and elf2umps.
load common.bash

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
	cp "$B"/test/umps3/*.elf .
	"$vr3000" mkdev -d disk0.umps
	"$vr3000" mkdev -f flash0.umps halt.elf
	config core.json halt.elf.core.umps
}

# config FILE CORE [MORE]: a configuration; MORE are further members.
config() {
	cat >"$1" <<-END
		{ "boot": { "load-core-file": true, "core-file": "$2" }, "tlb-floor-address": "0x80000000",
		  "symbol-table": { "file": "halt.elf.stab.umps", "asid": 64 }, ${3:-}
		  "devices": { "disk0": { "enabled": true, "file": "disk0.umps" },
		    "flash0": { "enabled": true, "file": "flash0.umps" },
		    "printer0": { "enabled": true, "file": "printer0.umps" },
		    "terminal0": { "enabled": true, "file": "term0.umps" },
		    "terminal7": { "enabled": false, "file": "none.umps" } } }
	END
}

umps3() {
	status=0
	printf 'x\n' | timeout 30 "$vr3000" umps3 --until 1M "$@" >out 2>err || status=$?
}

refuses() {
	umps3 "$1"
	[ "$status" = "$2" ] && [ "$(wc -l <err)" = 1 ] && grep -q "$3" err
}

@test "umps3: a core file drives every device, halts with 0, and its files come out byte for byte" {
	"$vr3000" elf2umps -k halt.elf
	umps3 core.json
	[ "$status" = 0 ]
	printf 'xxSystem halted \n' | cmp - term0.umps
	cmp out term0.umps
	printf P | cmp - printer0.umps
	[ ! -e none.umps ]
	# what flash block 2 held is what block 7 holds now
	cmp <(tail -c +$((13 + 2 * 4096)) flash0.umps | head -c 4096) \
		<(tail -c +$((13 + 7 * 4096)) flash0.umps | head -c 4096)
}

@test "umps3: an ELF file needs no conversion" {
	config elf.json halt.elf
	umps3 elf.json
	[ "$status" = 0 ] && grep -q halted out
}

@test "umps3: panic is 10, power off 11, a loop without interrupts 9, a budget 7" {
	for end in panic:10 off:11 loop:9; do
		config end.json "${end%:*}.elf"
		umps3 end.json
		[ "$status" = "${end#*:}" ]
	done
	umps3 --until 100 end.json || true
	status=0
	timeout 30 "$vr3000" umps3 --until 100 end.json </dev/null || status=$?
	[ "$status" = 7 ]
}

@test "umps3: engines and slices make no difference" {
	config elf.json halt.elf
	for how in "--engine exact" "--engine interp" "--slice 37" "--engine jit"; do
		cp flash0.umps flash.keep
		umps3 --hash-every 1000 $how elf.json
		grep "^vr3000: hash\|^hash" err >"hashes.${how##* }"
		[ -s "hashes.${how##* }" ]
		"$vr3000" mkdev -d disk0.umps
		mv flash.keep flash0.umps
	done
	cmp hashes.exact hashes.interp
	cmp hashes.exact hashes.37
	cmp hashes.exact hashes.jit
}

@test "umps3: symbols of a stab have their places" {
	printf '    main%28s :FUN:0x200010B0:0x00000040:GLB\n' '' >/dev/null
	"$vr3000" elf2umps -k halt.elf
	{
		printf 'MPSA00000001 00000000\n'
		printf '%-32s :FUN:0x%08X:0x%08X:GLB\n' begins $((0x200010b0)) 64
	} >halt.elf.stab.umps
	echo 'print(string.format("%x", symbol("begins"))) quit()' >s.lua
	umps3 --script s.lua core.json
	[ "$status" = 0 ] && grep -q 200010b0 err
}

@test "umps3: what is wrong with a configuration is one sentence" {
	echo '{ "boot": 3 }' >bad.json
	refuses bad.json 3 '"boot" must be an object'
	echo '{' >bad.json
	refuses bad.json 3 'not JSON'
	echo '[]' >bad.json
	refuses bad.json 3 'must hold an object'
	echo '{ "tlb-floor-address": "high" }' >bad.json
	refuses bad.json 3 'must be an address'
	config bad.json halt.elf '"tlb-size": 7,'
	refuses bad.json 2 '4, 8, 16, 32 or 64'
	config bad.json none.core.umps
	refuses bad.json 3 'none.core.umps'
	config bad.json halt.elf
	head -c 20 disk0.umps >short && mv short disk0.umps
	refuses bad.json 2 'disk0'
	refuses none.json 3 'none.json'
}

@test "mkdev: the numbers of a disk's header, and what they may be" {
	"$vr3000" mkdev -d d.umps 5 3 7 5400 200 60
	[ "$(od -An -tx1 -N4 d.umps | tr -d ' ')" = 4d505300 ]
	[ "$(od -An -td4 -j4 -N24 d.umps | tr -s ' \n' ' ')" = " 5 3 7 11111 200 60 " ]
	[ "$(stat -c %s d.umps)" = $((28 + 105 * 4096)) ]
	run "$vr3000" mkdev -d d.umps 0
	[ "$status" = 1 ]
	run "$vr3000" mkdev -d disk
	[ "$status" = 1 ]
}
