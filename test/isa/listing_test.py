#!/usr/bin/env python3
"""listing_test.py VR3000 FILE...: `vr3000 dis` against GNU objdump on whole programs.

Every line of code must be the same byte for byte: address, word, instruction, operands, target.
What stands behind a target in <> is not compared: objdump takes the nearest symbol, we
the function.  (-D: else objdump dumps as data what a symbol calls an object.)"""
import re
import subprocess
import sys

from objdump_test import DIFFERENCES, OBJDUMP


def output(*arguments):
    return subprocess.run(arguments, check=True, capture_output=True, text=True,
                          errors="replace").stdout


def code_lines(listing):
    lines = re.findall(r"(?m)^ *[0-9a-f]+:\t[0-9a-f]{8} \t.*$", listing)
    return [re.sub(r" <.*>$", "", line) for line in lines]


def code_sections(file):
    names = re.findall(r"(?m)^ *\d+ (\S+) .*\n.*\bCODE\b", output(OBJDUMP, "-h", file))
    return [option for name in names for option in ("-j", name)]


def known(ours, theirs):
    """Where objdump sees an instruction that the R3000 lacks, we have the word."""
    place, word, name = theirs.split("\t")[:3]
    return name in DIFFERENCES and ours == f"{place}\t{word}\t.word\t{int(word, 16):#x}"


def compare(program, file):
    ours = code_lines(output(program, "dis", file))
    theirs = code_lines(output(OBJDUMP, "-D", "-z", "-m", "mips:3000", *code_sections(file), file))
    bad = [pair for pair in zip(ours, theirs) if pair[0] != pair[1] and not known(*pair)]
    for pair in bad[:10]:
        print(f"{file}: ours {pair[0]!r}, objdump's {pair[1]!r}")
    if len(ours) != len(theirs) or not ours:
        print(f"{file}: {len(ours)} lines, objdump has {len(theirs)}")
        return 0, 1 + len(bad)
    return len(ours) - len(bad), len(bad)


def main():
    if len(sys.argv) < 3:
        sys.exit("usage: listing_test.py VR3000 FILE...")
    results = [compare(sys.argv[1], file) for file in sys.argv[2:]]
    passed, failed = (sum(column) for column in zip(*results))
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
