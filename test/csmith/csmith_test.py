#!/usr/bin/env python3
"""csmith_test.py BUILD COUNT [--first SEED] [--jobs N] [--keep FOLDER]: programs of csmith.

One a seed.  Each is compiled for this computer and for MIPS I in both byte orders, and run on
board bench by every engine: it must print the checksum that the native build prints.  A seed whose
native run takes more than 0.2 s is passed over for the next.  The exact engine, far slower than
the others, is let off after 20 million ticks.  --keep leaves the files of what failed there; to
see one seed again: --first SEED, COUNT 1."""
import argparse
import concurrent.futures
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
LOCKSTEP = "interp,jit"  # these two side by side; the others alone
SLOW, EXACT_TICKS, MOST_TICKS = 0.2, 20_000_000, 4_000_000_000
# What a program may hold: nothing whose meaning depends on the order of bytes or bits in memory
# (unions, bit fields behind pointers), and no misaligned fields.
OPTIONS = ["--no-unions", "--no-packed-struct", "--no-argc"]
ORDERS = {"little-endian": "mipsel-linux-gnu-gcc", "big-endian": "mips-linux-gnu-gcc"}
LEVELS = ("-O0", "-O1", "-O2", "-Os")
FLAGS = """-w -march=r3000 -mfp32 -mno-abicalls -fno-pic -G0 -ffreestanding -nostdinc -nostdlib
    -static -Wl,--build-id=none -Wl,-Ttext=0x80001000""".split()
SOURCES = [os.path.join(HERE, "start.S"), os.path.join(HERE, "runtime.c"),
           os.path.join(TOP, "guest/linux/musl/libgcc.c")]
CSMITH_HEADERS = "/usr/include/csmith"


def engines(build):
    """Names; the exact one last, once the others say how long a run is."""
    names = subprocess.run([os.path.join(build, "test/engines")], text=True, check=True,
                           capture_output=True).stdout.split()
    names = [name for name in names if name not in LOCKSTEP.split(",")] + ["lockstep"]
    return sorted(names, key=lambda name: name == "exact")


def limit_seconds(seconds):
    return lambda: resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def compile_native(folder):
    subprocess.run(["gcc", "-w", "-O1", "-I", CSMITH_HEADERS, "p.c", "-o", "native"], cwd=folder,
                   check=True, capture_output=True)


def run_native(folder):
    """What it prints, and the seconds of processor it took."""
    with open(os.path.join(folder, "native.out"), "w+") as out:
        child = subprocess.Popen(["./native"], cwd=folder, stdout=out, preexec_fn=limit_seconds(1))
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = status
        out.seek(0)
        return out.read() if status == 0 else None, used.ru_utime


def compile_guest(folder, seed, order):
    compiler = ORDERS[order]
    own = subprocess.run([compiler, "-print-file-name=include"], text=True, check=True,
                         capture_output=True).stdout.strip()
    includes = ["-I", os.path.join(HERE, "include"), "-isystem", own, "-isystem", CSMITH_HEADERS]
    subprocess.run([compiler, *FLAGS, *includes, LEVELS[seed % len(LEVELS)], *SOURCES, "p.c",
                    "-o", order], cwd=folder, check=True, capture_output=True)


def run_guest(folder, vr3000, engine, order, ticks):
    """What it prints, or how it ended; None: not within `ticks`."""
    command = [vr3000, "run", "--board", "bench", "--engine", engine, "--pace", "free", "--quiet",
               "--until", str(ticks), order]
    if engine == "lockstep":
        command[2:2] = ["--lockstep", LOCKSTEP + ",every=1M"]
    done = subprocess.run(command, cwd=folder, text=True, capture_output=True, timeout=300)
    if done.returncode == 7:
        return None
    if done.returncode:
        return f"{done.stdout}status {done.returncode}: {done.stderr}"
    return done.stdout


def write_program(seed, folder):
    """A long has 64 bits here and 32 there, so no constant may be one."""
    program = subprocess.run(["csmith", "--seed", str(seed), *OPTIONS], check=True, timeout=60,
                             text=True, capture_output=True).stdout
    with open(os.path.join(folder, "p.c"), "w") as out:
        out.write(re.sub(r"\b(0x[0-9A-Fa-f]+|\d+)(U?)L\b", r"\1\2", program))


def check_seed(seed, folder, build, names):
    """None: passed over.  Else a list of complaints."""
    write_program(seed, folder)
    compile_native(folder)
    wanted, seconds = run_native(folder)
    if wanted is None or seconds > SLOW:
        return None
    complaints = []
    for order in ORDERS:
        compile_guest(folder, seed, order)
        for engine in names:
            ticks = EXACT_TICKS if engine == "exact" else MOST_TICKS
            got = run_guest(folder, os.path.join(build, "vr3000"), engine, order, ticks)
            if got is None and engine == "exact":
                continue
            if got != wanted:
                complaints.append(f"seed {seed}, {order}, {engine}: {got!r}, natively {wanted!r}")
    return complaints


def try_seed(seed, options, names):
    folder = tempfile.mkdtemp(prefix="csmith")
    complaints = [f"seed {seed}: not tried"]
    try:
        complaints = check_seed(seed, folder, os.path.abspath(options.build), names)
    except subprocess.SubprocessError as fault:
        complaints = [f"seed {seed}: {fault} {(getattr(fault, 'stderr', None) or b'')[-300:]}"]
    if complaints and options.keep:
        shutil.copytree(folder, os.path.join(options.keep, str(seed)), dirs_exist_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    return complaints


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("count", type=int)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--keep")
    options = parser.parse_args()
    names, began, seed = engines(options.build), time.monotonic(), options.first
    passed = failed = slow = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        waiting = {}
        while passed + failed < options.count:
            while len(waiting) < options.jobs and passed + failed + len(waiting) < options.count:
                waiting[pool.submit(try_seed, seed, options, names)] = seed
                seed += 1
            done, _ = concurrent.futures.wait(waiting, None, concurrent.futures.FIRST_COMPLETED)
            for future in done:
                complaints = future.result()
                slow += complaints is None
                passed += complaints == []
                failed += bool(complaints)
                del waiting[future]
                print("\n".join(complaints or []), end="\n" if complaints else "", flush=True)
            if sys.stderr.isatty():
                print(f"{passed + failed} of {options.count}, {time.monotonic() - began:.0f} s",
                      end="\r", file=sys.stderr, flush=True)
    print(f"seeds {options.first} to {seed - 1}, {slow} too slow natively, {', '.join(names)}; "
          f"{time.monotonic() - began:.0f} s")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


main()
