# Half of loaddelay-check: reads a disassembly (objdump -M no-aliases), prints uses that come too
# early. A register is its name; "fcc" is the floating-point condition, "hilo" the pair HI and LO.

BEGIN { FS = "\t" }

# What instruction (m, o) makes late: names with a blank on both sides.
function late(m, o,    operand) {
	split(o, operand, /[,()]/)
	if (m ~ /^(l[bh]u?|lw[lr]?|lwc1|mfc[0-3]|cfc[0-3])$/)
		return " " operand[1] " "
	if (m == "mtc1")
		return " " operand[2] " "
	if (m ~ /^c\./ || m == "ctc1")
		return " fcc "
	return m ~ /^mf(hi|lo)$/ ? " hilo " : ""
}

# What instruction (m, o) needs, in the same form.  A double names the even register of its pair.
function needs(m, o,    operand, count, i, first, list) {
	if (m ~ /^bc1/)
		return " fcc "
	count = split(o, operand, /[,()]/)
	first = 2
	if (m ~ /^(s[bhw]|sw[lr]|swc[0-3]|b[a-z]+|jr?|c\..*|mult.*|div[u]?|mt(hi|lo)|[mc]tc[0-3])$/ ||
	    (m == "jalr" && count == 1))
		first = 1
	if (m ~ /^[mc]tc/)
		count = 1
	list = " "
	for (i = first; i <= count; i++) {
		list = list operand[i] " "
		if (m ~ /\.d$/)
			list = list "$f" substr(operand[i], 3) + 1 " "
	}
	return m ~ /^(mult|div|mt(hi|lo))/ ? list "hilo " : list
}

function check(before, at, distance,    made, list, count, i) {
	if (!(at in op) || !(before in op))
		return
	made = late(op[before], args[before])
	if (made == "" || (distance == 2 && made != " hilo "))
		return
	count = split(needs(op[at], args[at]), list, " ")
	for (i = 1; i <= count; i++)
		if (index(made, " " list[i] " ") && list[i] != "zero") {
			printf "%s: %s: %s %s, too early after %s: %s %s (in %s)\n", file, address[at],
				op[at], args[at], address[before], op[before], args[before], place[at]
			bad = 1
			return
		}
}

function jumps(i) {	# never goes on to the word after its delay slot
	return op[i] ~ /^(j|jr)$/ || (op[i] == "beq" && args[i] ~ /^zero,zero/) ||
	       (op[i] == "bgez" && args[i] ~ /^zero/)
}

function follow(i,    target) {	# from the delay slot of the branch at i to its target
	if (op[i] !~ /^(b[a-z0-9]+|j|jal)$/ || op[i] == "break" || (op[i] ~ /^j/ && !linked))
		return
	target = args[i]
	sub(/ <.*/, "", target)
	sub(/.*,(0x)?/, "", target)
	if (target in at_address) {
		target = at_address[target]
		check(i + 1, target, 1)
		check(i + 1, target + 1, 2)
	}
}

function section(    i) {
	for (i = 1; i <= n; i++) {
		if (!jumps(i - 2)) {
			check(i - 1, i, 1)
			if (!jumps(i - 3))
				check(i - 2, i, 2)
		}
		follow(i)
	}
	split("", op); split("", args); split("", address); split("", at_address); split("", place)
	n = 0
}

/^Disassembly|file format/ { section() }

/^[0-9a-f]+ <.*>:$/ {
	symbol = $0
	sub(/^[^<]*</, "", symbol)
	sub(/>:$/, "", symbol)
}

NF > 1 && /^ *[0-9a-f]+:\t/ {
	n++
	address[n] = $1
	sub(/^ */, "", address[n])
	sub(/:$/, "", address[n])
	at_address[address[n]] = n
	op[n] = $2
	args[n] = $3
	place[n] = symbol
}

END {
	section()
	exit bad
}
