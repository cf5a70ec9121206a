#!/usr/bin/env python3
"""objdump_test.py WORDS [N [SEED]]: our disassembler against GNU objdump.

N random words of every row of insn.def, and as many that are no instruction, are spelled by both,
with and without aliases.  Byte for byte the same, but for DIFFERENCES: words that objdump takes
for an instruction although an R3000 has none there."""
import collections
import re
import struct
import subprocess
import sys
import tempfile

OBJDUMP = "mipsel-linux-gnu-objdump"
AT = 0x00401000  # as in words.c
# What objdump must believe the processor is, for the rows of a level.
MACHINE = {"ALL": "mips:3000", "M161": "mips:isa32", "WAITS": "mips:isa32",
           "U3": "mips:isa32"}
# What it calls a row of ours.
NAMES = {"cas": "movn"}

# mnemonic: why it is no instruction here
DIFFERENCES = {
    "c0": "any operation of coprocessor 0; the R3000 has tlbr, tlbwi, tlbwr, tlbp and rfe",
    "c1": "any operation of coprocessor 1; the R3010 has those of insn.def",
    "cfc0": "coprocessor 0 has no control registers",
    "ctc0": "the same",
    "wait": "with a code; System/161's processor knows it without one",
    "jalx": "the jump to MIPS16 code, which came with later processors",
}


def spell(words, machine, options):
    """What objdump makes of the words: a list of "name<tab>operands"."""
    with tempfile.NamedTemporaryFile(suffix=".bin") as file:
        file.write(struct.pack(f"<{len(words)}I", *words))
        file.flush()
        listing = subprocess.run(
            [OBJDUMP, "-D", "-z", "-EL", "-b", "binary", "-m", machine, f"--adjust-vma={AT:#x}",
             *options, file.name], check=True, capture_output=True, text=True).stdout
    texts = re.findall(r"(?m)^ *[0-9a-f]+:\t[0-9a-f]{8} \t(.*)$", listing)
    if len(texts) != len(words):
        sys.exit(f"objdump spelled {len(texts)} of {len(words)} words")
    return texts


def read_words(arguments):
    output = subprocess.run(arguments, check=True, capture_output=True, text=True).stdout
    return [line.split("|") for line in output.splitlines()]


def compare(words, counts):
    unknown = {word[0] for word in words} - set(MACHINE)
    if unknown:
        sys.exit(f"MACHINE has no row for the level {unknown.pop()}")
    numbers = [int(word[2], 16) for word in words]
    for column, options in ((3, ["-M", "gpr-names=32"]), (4, ["-M", "gpr-names=32,no-aliases"])):
        theirs = {level: spell(numbers, machine, options) for level, machine in MACHINE.items()}
        for i, word in enumerate(words):
            their = theirs[word[0]][i]
            name = their.split("\t")[0]
            if name == NAMES.get(word[1]):
                their = their.replace(name, word[1], 1)
            if word[column] == their:
                counts["same"] += 1
            elif word[column] == f".word\t{numbers[i]:#x}" and name in DIFFERENCES:
                counts[name] += 1
            else:
                counts["bad"] += 1
                if counts["bad"] <= 20:
                    print(f"{word[1]} {word[2]}: ours {word[column]!r}, objdump's {their!r}")


def main():
    program = sys.argv[1]
    n = sys.argv[2] if len(sys.argv) > 2 else "200"
    seed = sys.argv[3] if len(sys.argv) > 3 else "1"
    counts = collections.Counter()
    rows = read_words([program, n, seed])
    compare(rows, counts)
    compare(read_words([program, "--undefined", str(len(rows)), seed]), counts)
    unseen = [name for name in DIFFERENCES if not counts[name]]
    if unseen:
        print("differences that were not seen:", *unseen)
    print(f"{counts['same']} passed, {counts['bad'] + len(unseen)} failed")
    sys.exit(1 if counts["bad"] or unseen else 0)


if __name__ == "__main__":
    main()
