#!/usr/bin/env python3
"""mutate.py [--build DIR] [--jobs N] [--all] [--sample N] [--only TEXT]: breaks things singly.

Every row of insn.def, op.def and cp0.def is broken once (an operator swapped, an effect dropped, a
wrong number), and every check that mutate.list names.  The tests of truth, agreement, disassembly
and arithmetic are built from the broken tree; one of them must fail.  What survives must stand in
mutate.known with the reason.  --all breaks each row in every way this program knows.

The work is done in copies of the tree, in DIR/mutate.  Results are kept there and a run that was
ended goes on where it was, unless the sources have changed.  Prints `N passed, N failed` last: a
survivor without a reason, an edit that no longer fits or a stale reason has failed."""
import argparse
import concurrent.futures
import hashlib
import os
import random
import re
import shutil
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(HERE)
FOLDERS = (
    "Makefile",
    "include",
    "isa",
    "machine",
    "jit",
    "device",
    "board",
    "vmm",
    "host",
    "front",
    "guest",
    "test",
    "tools",
    "bench",
    "doc",
    "man",
)
# What is built, and what must fail, the quickest first.
TARGETS = [f"build/test/{name}" for name in
           "truth_test agree_test words assemble_test fpu_test time_test sys161/smp.elf".split()]
TARGETS += ["build/vr3000", "guest-kernel"]
TESTS = (
    ("truth", "build/test/truth_test test/truth/*.txt"),
    ("objdump", "python3 test/isa/objdump_test.py build/test/words 100"),
    ("assembler", "build/test/assemble_test"),
    ("floating point", "build/test/fpu_test"),
    ("time", "build/test/time_test --runs 2"),
    ("agreement", "build/test/agree_test --ticks 100000 --seed 5"),
    ("agreement, big-endian", "build/test/agree_test --ticks 100000 --seed 6 --big"),
    ("agreement, IR", "build/test/agree_test --engine ir --ticks 100000 --seed 5"),
    ("agreement, traces", "build/test/agree_test --engine jit --ticks 300000 --seed 5"),
    ("lockstep", "B=build bats --tap test/front/lockstep.bats"),
)
SECONDS = 180

# A word of a meaning and what it is broken into.
SWAPS = {
    "ADD": "SUB",
    "SUB": "ADD",
    "AND": "OR",
    "OR": "XOR",
    "XOR": "OR",
    "NOR": "XOR",
    "SHL": "SHR",
    "SHR": "SAR",
    "SAR": "SHR",
    "LTS": "LTU",
    "LTU": "LTS",
    "GES": "LTS",
    "EQ": "NE",
    "NE": "EQ",
    "OVA": "OVS",
    "OVS": "OVA",
    "MUL": "MULHU",
    "MULHU": "MULHS",
    "MULHS": "MULHU",
    "RS": "RT",
    "RT": "RS",
    "RT_FWD": "RT",
    "SIMM": "UIMM",
    "UIMM": "SIMM",
    "HI": "LO",
    "LO": "HI",
    "W_RD": "W_RA",
    "W_RT": "W_RA",
    "W_HI": "W_LO",
    "W_LO": "W_HI",
    "PC8": "TARGET_J",
    "S8": "U8",
    "U8": "S8",
    "S16": "U16",
    "U16": "S16",
    "PART": "W32",
    "W32": "U16",
    "WL": "WR",
    "WR": "WL",
    "DIV_S": "DIV_U",
    "DIV_U": "DIV_S",
    "REM_S": "REM_U",
    "REM_U": "REM_S",
    "UP": "DOWN",
    "DOWN": "UP",
    "SYS": "BP",
    "BP": "SYS",
    "OV": "RI",
    "RI": "SYS",
    "FS": "FT",
    "FT": "FS",
    "FCOND": "CPCOND0",
    "CPCOND0": "FCOND",
    "add": "sub",
    "sub": "add",
    "mul": "div",
    "div": "mul",
    "abs": "neg",
    "neg": "abs",
    "tlbr": "tlbp",
    "tlbwi": "tlbwr",
    "tlbwr": "tlbwi",
    "tlbp": "tlbr",
    "rfe": "tlbp",
    "LL": "W32",
    "SC": "W32",
    "MEM": "EA",
    "CP0": "FCR",
    "FCR": "FS",
    "HOLE": "SYS",
}
DROPPED = r"(?:W_\w+|LATE_\w+|TRAP_IF|TRAP|TARGET_CHECK|JUMP|BRANCH|NEED|LOAD|STORE|SYSTEM|FP\w+)"
OP_SWAPS = (
    ("+", "-"),
    (" - ", " + "),
    ("&", "|"),
    ("|", "^"),
    ("^", "&"),
    ("<<", ">>"),
    (">>", "<<"),
    ("<", "<="),
    (">=", ">"),
    ("==", "!="),
    ("!=", "=="),
    ("*", "+"),
    (" / ", " % "),
    (" % ", " / "),
    ("b ?", "!b ?"),
    ("s32", "u32"),
    ("31", "15"),
    ("~0u", "0u"),
)


class Mutation:
    """An edit of one file: a stretch of its text becomes another."""

    def __init__(self, key, path, at, old, new):
        self.key, self.path, self.at, self.old, self.new = key, path, at, old, new

    def apply(self, tree):
        with open(os.path.join(tree, self.path)) as file:
            text = file.read()
        assert text[self.at : self.at + len(self.old)] == self.old
        with open(os.path.join(tree, self.path), "w") as file:
            file.write(text[: self.at] + self.new + text[self.at + len(self.old) :])


def read(path):
    with open(os.path.join(TOP, path)) as file:
        return file.read()


def span(text, at):
    """The end of the parentheses that open at or after `at`."""
    depth, at = 0, text.index("(", at)
    for i in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[i], 0)
        if depth == 0:
            return i + 1
    raise ValueError("parentheses do not close")


def mutations_of_insn():
    """A list for each row: [the ways to break it]."""
    path, text = "isa/insn.def", read("isa/insn.def")
    for row in re.finditer(r"^INSN\((\w+),\s*(\w+),\s*(\w+),\s*(0x\w+),", text, re.M):
        name, end = row[1], span(text, row.start())
        body = (
            row.end() + text[row.end() :].index(",") + 1
            if text[row.end() :].lstrip()[0] != '"'
            else row.end() + text[row.end() :].index('",') + 2
        )
        ways = []

        def add(what, at, old, new):
            ways.append(Mutation(f"insn.def {name}: {what}", path, at, old, new))

        if row[3] != "PSEUDO":
            number = int(row[4], 16)
            add("number", row.start(4), row[4], f"0x{number ^ (1 if number else 0x3e):02x}")
        for word in re.finditer(r"\b\w+\b", text[body:end]):
            if new := SWAPS.get(word[0]):
                add(f"{word[0]} to {new} at {word.start()}", body + word.start(), word[0], new)
        for word in re.finditer(r"\bK\((\w+)\)|FP_COMPARE\((\d+)", text[body:end]):
            group = 1 if word[1] else 2
            add(
                f"constant {word[group]}",
                body + word.start(group),
                word[group],
                str(int(word[group]) ^ 1),
            )
        for effect in re.finditer(r"\b" + DROPPED + r"\(", text[body:end]):
            at = body + effect.start()
            old = text[at : span(text, at)]
            kept = "NOTHING" if old == text[body : end - 1].strip() else ""
            add(f"without {effect[0][:-1]}", at, old, kept)
        yield ways


def mutations_of_op():
    path, text = "isa/op.def", read("isa/op.def")
    for row in re.finditer(r'^OP\((\w+),\s*"[^"]*",\s*(.*)\)$', text, re.M):
        ways = []
        for old, new in OP_SWAPS:
            at = row[2].find(old)
            if (
                at >= 0
                and row[2][at : at + 2] not in ("<<", ">>", "<=")
                or at >= 0
                and len(old) == 2
            ):
                ways.append(
                    Mutation(
                        f"op.def {row[1]}: {old.strip()} to {new.strip()}",
                        path,
                        row.start(2) + at,
                        old,
                        new,
                    )
                )
        yield ways


def mutations_of_cp0():
    path, text = "isa/cp0.def", read("isa/cp0.def")
    for row in re.finditer(r"^CP0\((\d+),\s*(\w+)((?:,\s*\w+)+)", text, re.M):
        ways = []
        for column in re.finditer(r"0x\w{8}|ABSENT", row[3]):
            mask = 0 if column[0] == "ABSENT" else int(column[0], 16)
            low = mask & -mask
            at = row.start(3) + column.start()
            ways.append(
                Mutation(
                    f"cp0.def {row[2]}: mask {column[0]} at {column.start()}",
                    path,
                    at,
                    column[0],
                    f"0x{mask ^ (low or 0x10000):08x}",
                )
            )
        yield ways


def mutations_of_list():
    """mutate.list: `FILE: OLD => NEW   # what it breaks`; OLD stands once in FILE."""
    for line in read("test/mutate.list").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        head, _, what = line.rpartition("  # ")
        path, _, edit = head.partition(": ")
        old, _, new = edit.partition(" => ")
        count = read(path).count(old)
        if count != 1:
            yield [Mutation(f"{path}: {what}: stands there {count} times", None, 0, old, new)]
        else:
            yield [Mutation(f"{path}: {what}", path, read(path).index(old), old, new.rstrip())]


def choose(options):
    rows = [*mutations_of_insn(), *mutations_of_op(), *mutations_of_cp0(), *mutations_of_list()]
    draw = random.Random(options.seed)
    chosen = [m for ways in rows if ways for m in (ways if options.all else [draw.choice(ways)])]
    if options.only:
        chosen = [m for m in chosen if options.only in m.key]
    return draw.sample(chosen, min(options.sample, len(chosen))) if options.sample else chosen


# ---- the work ----


def state_of_sources():
    digest = hashlib.sha256()
    for folder in "isa", "machine", "jit", "vmm", "board", "device", "test":
        for where, _, names in sorted(os.walk(os.path.join(TOP, folder))):
            for name in sorted(names):
                if name.endswith((".c", ".h", ".def", ".txt", "objdump_test.py", ".mk")):
                    with open(os.path.join(where, name), "rb") as file:
                        digest.update(file.read())
    return digest.hexdigest()


def run(tree, command, seconds):
    """None when it succeeds, else its last words."""
    try:
        done = subprocess.run(
            command,
            shell=True,
            cwd=tree,
            capture_output=True,
            timeout=seconds,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        return "took too long"
    last = (done.stdout + done.stderr).decode(errors="replace").strip().splitlines()
    return None if done.returncode == 0 else (last or ["no words"])[-1]


def make(tree):
    return run(tree, f"make B=build OPTIMISE=-O0 {' '.join(TARGETS)}", 900)


def make_tree(folder, number):
    tree = os.path.join(folder, f"tree{number}")
    os.makedirs(tree, exist_ok=True)
    for name in FOLDERS:
        source, target = os.path.join(TOP, name), os.path.join(tree, name)
        if os.path.isdir(source):
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target, symlinks=True)
        elif os.path.exists(source):
            shutil.copy2(source, target)
    if wrong := make(tree):
        sys.exit(f"mutate: the tree does not build: {wrong}")
    for name, command in TESTS:
        if wrong := run(tree, command, SECONDS):
            sys.exit(f"mutate: unbroken, {name} fails: {wrong}")
    return tree


def judge(mutation, tree):
    """Who noticed: the name of a test, "compiler", or "" for nobody."""
    path = os.path.join(tree, mutation.path)
    with open(path) as file:
        kept = file.read()
    try:
        mutation.apply(tree)
        if make(tree):
            return "compiler"
        return next((name for name, command in TESTS if run(tree, command, SECONDS)), "")
    finally:
        with open(path, "w") as file:
            file.write(kept)


def read_results(path, state):
    try:
        with open(path) as file:
            first, *rest = file.read().splitlines()
    except (OSError, ValueError):
        first, rest = "", []
    if first != state:
        with open(path, "w") as file:
            file.write(state + "\n")
        return {}
    return dict(line.split("\t", 1) for line in rest if "\t" in line)


def read_known():
    known = {}
    for line in read("test/mutate.known").splitlines():
        if line.strip() and not line.startswith("#"):
            key, _, reason = line.partition(" -- ")
            known[key.strip()] = reason.strip()
    return known


def work(mutations, options):
    folder = os.path.join(os.path.abspath(options.build), "mutate")
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "results")
    results, lock, began = (
        read_results(path, state_of_sources()),
        threading.Lock(),
        time.monotonic(),
    )
    waiting = [m for m in mutations if m.path and m.key not in results]
    print(f"{len(mutations)} mutations, {len(waiting)} to try", flush=True)
    tried = 0

    def worker(number):
        nonlocal tried
        tree = make_tree(folder, number)
        while True:
            with lock:
                if not waiting:
                    return
                mutation = waiting.pop(0)
            who = judge(mutation, tree)
            with lock:
                tried += 1
                results[mutation.key] = who
                with open(path, "a") as file:
                    file.write(f"{mutation.key}\t{who}\n")
                print(
                    f"{tried} in {time.monotonic() - began:.0f} s, {len(waiting)} left: "
                    f"{mutation.key}: {who or 'SURVIVED'}",
                    flush=True,
                )

    if waiting:
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            for future in [pool.submit(worker, i) for i in range(options.jobs)]:
                future.result()
    return results


def tell_fits():
    """Does every edit of mutate.list stand once in its file?  The status."""
    edits = [ways[0] for ways in mutations_of_list()]
    bad = [edit.key for edit in edits if not edit.path]
    print(*bad, f"{len(edits) - len(bad)} passed, {len(bad)} failed", sep="\n")
    return 1 if bad or not edits else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--only")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fits", action="store_true", help="only: does each edit still fit?")
    options = parser.parse_args()
    if options.fits:
        sys.exit(tell_fits())
    mutations, known = choose(options), read_known()
    results = work(mutations, options)
    passed = failed = 0
    for mutation in mutations:
        who = results.get(mutation.key, "") if mutation.path else ""
        if who or mutation.key in known and mutation.path:
            passed += 1
            if who and mutation.key in known:
                print(f"{mutation.key}: stands in mutate.known, but {who} notices it")
        else:
            failed += 1
            print(f"{mutation.key}: nobody notices ({mutation.old!r} to {mutation.new!r})")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


main()
