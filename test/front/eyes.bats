#!/usr/bin/env bats
# eyes.bats: looking at translated code and at where a guest's ticks go; none of it changes a run.
load common.bash

@test "a dump shows guest, intermediate and host code of each block" {
	expect 7 bench count --engine jit --dump ir,x86 --until 20k
	says "block 8000100c again+0x4"
	grep -q "^8000100c  bnez t2,0x8000100c" err
	grep -q "^    begin 80001010, then 8000100c if v[0-9]*  *[0-9a-f]\{4\}  " err
	grep -q "^    r10 = v[0-9]*" err
	grep -q "  0000  sub r[0-9a-z]*, " err
	! grep -q "  ?$" err
	[ "$(grep -c '^block' err)" = "$(expect 7 bench count --engine jit --until 20k --stats=json &&
		sed -n 's/.*"blocks_translated":\([0-9]*\).*/\1/p' err)" ]
	expect 7 bench count --engine jit --dump ir --until 20k
	! grep -q "  0000  sub" err
	expect 2 bench count --dump arm
	one_sentence
	says --dump
}

@test "names for perf: a map, and a dump whose records are whole" {
	expect 7 bench count --engine jit --perf-map --jitdump --stats=json --until 20k
	blocks=$(sed -n 's/.*"blocks_translated":\([0-9]*\).*/\1/p' err)
	dump=$(echo jit-*.dump)
	map=/tmp/perf-$(echo "$dump" | tr -dc 0-9).map
	grep -q "^[0-9a-f]* [0-9a-f]* vr3000:again+0x4$" "$map"
	[ "$(wc -l <"$map")" = "$blocks" ]
	rm "$map"
	python3 - "$dump" "$blocks" <<-'end'
		import struct, sys
		data = open(sys.argv[1], "rb").read()
		assert struct.unpack_from("<IIII", data) == (0x4A695444, 1, 40, 62)
		at, loads, last = 40, 0, None
		while at < len(data):
		    last, size, _ = struct.unpack_from("<IIQ", data, at)
		    if last == 0:
		        loads += 1
		        code = struct.unpack_from("<Q", data, at + 40)[0]
		        name = data[at + 56 : data.index(b"\0", at + 56)]
		        assert name.startswith(b"vr3000:") and size == 16 + 40 + len(name) + 1 + code
		    at += size
		assert at == len(data) and last == 3 and loads == int(sys.argv[2])
	end
}

@test "gdb knows the blocks by name" {
	timeout 100 gdb-multiarch -nx -batch -ex 'break session_close' \
		-ex 'run' -ex 'info functions vr3000:' --args \
		"$vr3000" run --board bench --quiet --engine jit --gdb-jit --until 20k "$guests/count" \
		</dev/null >gdb.out 2>&1
	grep -q '^0x[0-9a-f]*  vr3000:again+0x4$' gdb.out
}

@test "the translator's counters, and its time" {
	expect 7 bench count --engine jit --stats --until 1M
	for text in "blocks of code translated" "instructions in them" "bytes of host code made" \
		"exits of blocks joined to the next one" "because too few ticks were left" \
		"host time in the translator, seconds"; do
		says "$text"
	done
}

@test "a profile is the same whatever the slices and the engine, and callgrind_annotate reads it" {
	kernel_runs() { # PROFILE OPTIONS...
		local to=$1
		shift
		expect 7 timeout 60 "$vr3000" run --quiet --profile "$to" --until 30M "$@" "$kernel" \
			'run=selftest' <&- >out 2>err
	}
	kernel_runs one --engine jit
	kernel_runs two --engine interp --slice 12345
	cmp one two
	callgrind_annotate one >table
	grep -q "(100.0%)  PROGRAM TOTALS" table
	grep -q "guest/kernel/string.c:memset" table
	[ "$(sed -n 's/^totals: //p' one)" -ge 29990979 ] # all but the last piece of 10007
	# self ticks, those behind no calls= line, are all there is
	awk '/^calls=/ { getline; next } /^[0-9]+ [0-9]+$/ { sum += $2 } END { print sum }' one >sum
	sed -n 's/^totals: //p' one | cmp sum
	grep -q "^cfn=memset$" one
	expect 5 bench exit --profile /nowhere/profile
	says "/nowhere/profile: No such file"
}

@test "top, as a command and as a program" {
	cat >top.lua <<-end
		top()
		sleep(0.001)
		local text = top(1)
		assert(text:find("100.00%%"), text)
		assert(text:find("again"), text)
		assert(text:find("ticks since the last top"), text)
		quit(0)
	end
	expect 0 bench count --script top.lua
	expect 2 "$vr3000" top /no/socket 2>err
	one_sentence
	expect 3 "$vr3000" top unix:/no/socket 2>err
	one_sentence
	expect 2 "$vr3000" top 2>err
	one_sentence
	timeout 60 "$vr3000" run --board bench --control unix:here --console null \
		"$guests/count" 2>err &
	for _ in $(seq 100); do
		[ -S here ] && break
		sleep 0.1
	done
	expect 0 timeout 20 "$vr3000" top --count 2 --interval 50 unix:here >table
	kill %1
	[ "$(grep -c 'ticks since the last top' table)" = 2 ]
	grep -q "^100.00% .*  again$" table
}
