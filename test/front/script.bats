#!/usr/bin/env bats
# script.bats: scripts drive the guest in virtual time, and fail with their line.
load common.bash

script() { # STATUS GUEST TEXT [OPTION...]
	local status=$1 guest=$2
	printf '%s\n' "$3" >test.lua
	shift 3
	expect "$status" bench "$guest" --script test.lua "$@"
}

@test "wait, send, capture, assert, quit" {
	script 0 echo 'wait("> ")
		send("hello\n")
		local text, more = wait({"nothing", "lo\n"}, 1)
		assert(text == "hello\n" and more.index == 2)
		send("again")
		wait("ain")
		assert(capture() == "again")
		quit(0)'
	[ ! -s err ]
}

@test "what it prints goes to standard error" {
	script 0 echo 'wait("> ") print("one", 2, nil, true)'
	[ "$(cat err)" = "one	2	nil	true" ]
	[ "$(cat out)" = "> " ]
}

@test "a failure prints its line, its cause and the console's last lines" {
	script 8 echo 'wait("> ")
		send("first\nsecond\n")
		wait("second\n")
		wait("third", 0.5)'
	says 'test.lua:4: no "third" within 0.5 virtual seconds'
	says '| second'
	script 8 echo 'wait("> ")

		assert(1 == 2)'
	says 'test.lua:3: assertion failed!'
	script 8 echo 'wait("> ") error({})'
	says 'test.lua:1:'
	script 8 echo 'wait()'
	says 'test.lua:1: wait: needs text'
	script 8 echo 'local x = nil + 1'
	says 'test.lua:1: attempt to perform arithmetic'
}

@test "a script that is no Lua, or byte code, is a bad file" {
	script 3 echo 'wait('
	one_sentence
	says test.lua:2:
	printf '\033Lua' >code.lua
	expect 3 bench echo --script code.lua
	one_sentence
	expect 3 bench echo --script .
	one_sentence
}

@test "quit gives the status" {
	script 7 echo 'quit(7) error("not reached")'
	script 8 echo 'quit(256)'
	says "0 to 255"
	script 125 echo 'quit(125)' --bisect
	script 1 echo 'quit(3)' --bisect
}

@test "the end of the script is the end of the run" {
	script 0 count 'wait("...")'
	script 0 echo 'wait("> ") send("q")' # the guest ends it
	script 42 exit 'sleep(0)
		send("x")'
	script 9 echo 'wait("> ") send("w")' # it never does
}

@test "a guest that ends too soon fails the script, unless it waited for that" {
	script 8 exit 'wait("never")'
	says 'the run ended (exit) before the "never"'
	script 0 exit 'local how, more = ended() assert(how == "exit" and more.status == 42) quit(0)'
	script 42 exit 'ended()'
	script 0 fault 'local how, more = ended() assert(how == "fault" and more.status == 4, how)'
	script 4 fault 'wait("never")'
}

@test "a panic ends the run, unless it was expected" {
	script 10 echo 'wait("> ") send("p") wait("never")'
	script 0 echo 'wait("> ") send("p") assert(panicked(1) == "panic") wait("!")'
	script 8 count 'panicked(0.001)'
}

@test "time is virtual: the same ticks in every run and slice" {
	text='wait("> ") print(now(), hash()) send("hello there") wait("there") print(now(), hash())
		local t = now() sleep(0.002) assert(now() == t + 400000) expect("h[aeiou]l+o", 0.001)'
	script 8 echo "$text"
	says 'no "h[aeiou]l+o"'
	cp err first
	script 8 echo "$text" --slice 137
	cmp err first
	script 8 echo "$text" --engine exact --hash-every 100k
	grep -v ^hash err | cmp - first
}

@test "expect takes patterns" {
	script 0 echo 'wait("> ") send("the total is 42.\n")
		local text, more = expect({"no %d", "is (%d+)%."}, 1)
		assert(more.index == 2 and text:match("%d+") == "42")'
	script 8 echo 'wait("> ") send("x") expect("x[", 1)'
	says 'malformed pattern'
}

@test "states: save, load, goto" {
	script 0 echo 'wait("> ") save("start") local t, h = now(), hash()
		send("one") wait("one") assert(hash() ~= h)
		load("start") assert(now() == t and hash() == h)
		send("once more") wait("more")
		goto_(t) assert(hash() == h)
		assert(not pcall(load, "nothing")) assert(not pcall(goto_, 0))'
}

@test "looking: registers, memory, symbols, fields" {
	script 0 echo 'wait("> ") assert(symbol("_start") == 0x80001000)
		assert(mem("_start", 1) == "80001000: 3c08bf00\n")
		assert(dis("_start", 1):find("lui"))
		assert(regs():find("pc 80001")) assert(where():find("#0"))
		set("cpu0.gpr[30]", 99) assert(get("cpu0.gpr[30]") == 99)
		assert(stats().outputs == 2) assert(now() < 20)
		local t = now() reach("get") assert(get("cpu0.pc") == symbol("get") and now() >= t)'
}

@test "no files, no programs, no way out, unless it is let" {
	script 0 echo 'for _, name in ipairs{"io", "os", "dofile", "loadfile", "require", "package",
		"debug", "coroutine"} do assert(_G[name] == nil, name) end'
	script 0 echo 'local f = io.open("made", "w") f:write("yes") f:close()' --script-unsafe
	[ "$(cat made)" = yes ]
}

@test "the same random numbers in every run" {
	script 0 echo 'print(math.random(1000000))'
	cp err first
	script 0 echo 'print(math.random(1000000))'
	cmp err first
}

@test "a script that loops can be stopped" {
	echo 'while true do end' >loop.lua
	expect 130 timeout -s INT --preserve-status 1 \
		"$vr3000" run --board bench --script loop.lua "$guests/echo" 2>err
}

@test "the teaching kernel by script" {
	cat >kernel.lua <<-'END'
		wait("vr3000$ ", 30)
		send("echo from the guest\n")
		wait("vr3000$ ", 30)
		assert(capture():find("\nfrom the guest\r?\n"))
	END
	expect 0 timeout 60 "$vr3000" --script kernel.lua 2>err
}
