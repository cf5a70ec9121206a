#!/usr/bin/env python3
"""hostile_test.py BUILD TICKS SEEDS: guests that mean harm, on every engine and both boards.

poke.S programs every device register with random values and widths; wild.S loops on exceptions,
jumps into devices, runs random words.  Each must end by --until (status 7) or by an exception that
stops the run (4), with one sentence, the same way on every engine, and leave no trace in the folder
where it ran but in the disk it was given to write.  (A jump into a DECstation's PROM may come out
where it halts: status 0.)"""
import hashlib
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
COMPILERS = {"little": "mipsel-linux-gnu-gcc", "big": "mips-linux-gnu-gcc"}
FLAGS = """-march=r3000 -mfp32 -mno-abicalls -fno-pic -nostdlib -static -Wl,--build-id=none
    -Wl,-Ttext=0x80001000""".split()
DECSTATION = ["-DDEC5000", "-Wl,-Ttext=0x80040000"]
DISKS = ["--disk", "direct.img,mode=direct", "--disk", "overlay.img,as=nv,mode=overlay"]
FILES = {"direct.img": 1 << 20, "overlay.img": 1 << 20, "bystander": 5000}


class Case:
    """A guest: its source, definitions, board, byte order and options of the run."""
    def __init__(self, source, what, seed, board, order, ended, options=()):
        self.source, self.order, self.board, self.ended = source, order, board, ended
        self.definitions = [f"-DSEED={seed}"] + ([f"-DWHAT={what}"] if what else [])
        self.options = list(options)
        self.name = f"{source[:-2]} {what or ''} {board} {order} seed {seed}".replace("  ", " ")


def cases(seeds):
    dec = "dec5000", "little"
    options = ["--net", "user", *DISKS]
    for seed in range(1, seeds + 1):
        for order in COMPILERS:
            yield Case("poke.S", None, seed, "bench", order, (7,))
            for what in "DEVICES", "CODE", "STORES":
                yield Case("wild.S", what, seed, "bench", order, (7, 4), ["--ram", "128K"])
        yield Case("poke.S", None, seed, *dec, (7,), options)
        for what in "DEVICES", "CODE", "STORES":
            yield Case("wild.S", what, seed, *dec, (7, 4, 0), options)
    for order in COMPILERS:
        for what, ended in ("LOOP", 7), ("REFILL", 7), ("ABOVE", 4):
            yield Case("wild.S", what, 1, "bench", order, (ended,))


def make_folder(folder):
    for name, size in FILES.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(bytes(i * 7 & 255 for i in range(256)) * (size // 256))


def look(folder):
    """What stands there: size and hash of each file; of the disk that may change, only the size."""
    found = {}
    for where, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(where, name)
            with open(path, "rb") as file:
                content = file.read()
            mark = "" if name == "direct.img" else hashlib.sha256(content).hexdigest()
            found[os.path.relpath(path, folder)] = len(content), mark
    return found


def run(case, guest, build, engine, ticks):
    """Complaints, and what every engine must agree on."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as state:
        make_folder(folder)
        before = look(folder)
        command = [os.path.join(build, "vr3000"), "run", "--board", case.board, "--engine", engine,
                   "--pace", "free", "--until", str(ticks), "--hash-every", str(ticks // 10),
                   "--quiet", *case.options, guest]
        done = subprocess.run(command, cwd=folder, capture_output=True, stdin=subprocess.DEVNULL,
                              timeout=1200, env=dict(os.environ, XDG_STATE_HOME=state))
        said = done.stderr.decode(errors="replace")
        sentences = [line for line in said.splitlines() if line.startswith("vr3000: ")]
        if done.returncode not in case.ended:
            yield f"status {done.returncode}: {said[-1500:]}"
        elif len(sentences) != (done.returncode != 0) or "bug of ours" in said:
            yield f"status {done.returncode} with: {said[-1500:]}"
        if look(folder) != before:
            yield f"the folder changed: {sorted(set(look(folder).items()) ^ set(before.items()))}"
        yield ("agree", done.returncode, hashlib.sha256(done.stdout).hexdigest(),
               tuple(re.findall(r"\b[0-9a-f]{32}\b", said)))


def compile_guest(case, folder):
    guest = os.path.join(folder, "guest")
    place = DECSTATION if case.board == "dec5000" else []
    subprocess.run([COMPILERS[case.order], *FLAGS, *place, *case.definitions, "-o", guest,
                    os.path.join(HERE, case.source)], check=True)
    return guest


def main():
    build, ticks, failed, passed = os.path.abspath(sys.argv[1]), int(sys.argv[2]), 0, 0
    seeds = int(sys.argv[3])
    engines = subprocess.run([os.path.join(build, "test/engines")], text=True, check=True,
                             capture_output=True).stdout.split()
    for case in cases(seeds):
        complaints, answers = [], {}
        with tempfile.TemporaryDirectory() as folder:
            guest = compile_guest(case, folder)
            for engine in engines:
                for word in run(case, guest, build, engine, ticks):
                    if isinstance(word, tuple):
                        answers[engine] = word
                    else:
                        complaints.append(f"{engine}: {word}")
        if len(set(answers.values())) != 1:
            complaints.append("the engines differ: " + ", ".join(
                f"{name} status {word[1]}, {len(word[3])} hashes, last {''.join(word[3][-1:])}"
                for name, word in answers.items()))
        failed, passed = failed + bool(complaints), passed + (not complaints)
        if complaints:
            print(f"{case.name}: " + "\n  ".join(complaints), flush=True)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


main()
