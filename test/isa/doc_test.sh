#!/bin/sh
# doc_test.sh ISA_DOC: is doc/ISA.md what the tables print, and does it name every word of every row?
set -eu
cd "$(dirname "$0")/../.."
"$1" | diff - doc/ISA.md || { echo "doc/ISA.md is old: make doc"; exit 1; }

used=$(sed -n '/^INSN(/,$p' isa/insn.def | grep -o '[A-Z][A-Z0-9_]*' | sort -u)
operators=$(sed -n 's/^OP(\([A-Z]*\),.*/\1/p' isa/op.def)
vocabulary=$(sed -n 's/^#undef //p' isa/no_words.h | grep -v '^OP2$')
for word in $used; do
	echo "$vocabulary" | grep -qx "$word" || continue
	echo "$operators" | grep -qx "$word" && continue
	grep -q "^$word[( ]" doc/ISA.md || { echo "doc/ISA.md: the word $word is not explained"; exit 1; }
done
for row in $(sed -n 's/^INSN(\([a-z0-9_]*\),.*/\1/p' isa/insn.def); do
	grep -q "^$row\b" doc/ISA.md || { echo "doc/ISA.md: no row $row"; exit 1; }
done
