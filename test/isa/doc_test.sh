#!/bin/sh
# doc_test.sh ISA_DOC: is doc/ISA.md what the tables print, and does it name every row and every
# word that rows use?
set -eu
cd "$(dirname "$0")/../.."
"$1" | diff - doc/ISA.md || { echo "doc/ISA.md is old: make doc"; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
grep -o '^[A-Za-z][A-Za-z0-9_]*' doc/ISA.md | sort -u > "$work/told"
sed -n 's/^INSN(\([a-z0-9_]*\),.*/\1/p' isa/insn.def > "$work/names"
sed -n 's/^#undef //p' isa/no_words.h | sort -u > "$work/vocabulary"
sed -n '/^INSN(/,$p' isa/insn.def | grep -o '[A-Z][A-Z0-9_]*' | sort -u |
	comm -12 - "$work/vocabulary" >> "$work/names"
if grep -vxFf "$work/told" "$work/names"; then
	echo "doc/ISA.md does not tell of these rows or words"
	exit 1
fi
