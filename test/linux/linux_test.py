#!/usr/bin/env python3
"""linux_test.py VR3000 KERNEL INITRD [OPTION...]: Linux 6.1 by script: threads, signals, floating
point and the other programs of guest/linux/tests with 16 and 64 MB; ext2 on a phram window and on
MS02-NV, written, halted, and read after the next boot; the other processors; equal hashes
whatever the slices and the engine.

Floating point runs with --fpu ieee: this kernel does not survive an FPU interrupt (its handler
takes the interrupt stack for the registers of the program), so a chip that traps denormals ends
the program that makes one."""
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
passed = failed = 0


def check(name, good, detail=""):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    print(f"ok   {name}" if good else f"FAIL {name}: {detail}", flush=True)


def run(base, script, *options):
    """Status and standard error of a scripted run."""
    command = base[:1] + [
        "run",
        "--board",
        "dec5000",
        "--pace",
        "free",
        "--until",
        "200G",
        *options,
        "--script",
        os.path.join(HERE, script),
        "--initrd",
        base[2],
        *base[3:],
        base[1],
    ]
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        timeout=900,
    )
    return done.returncode, done.stderr


def file_system(path, kib):
    subprocess.run(
        ["dd", "if=/dev/zero", f"of={path}", "bs=1024", f"count={kib}"],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    subprocess.run(["mke2fs", "-q", "-F", "-t", "ext2", "-O", "none", path], check=True)


def disks(base, folder):
    phram, nv = os.path.join(folder, "phram.img"), os.path.join(folder, "nv.img")
    file_system(phram, 8192)
    file_system(nv, 4092)
    options = ["--disk", f"{phram},as=phram", "--disk", f"{nv},as=nv"]
    status, text = run(base, "disk_write.lua", *options)
    check("ext2 is written on phram and MS02-NV", status == 0, text[-1500:])
    for path in (phram, nv):
        sound = subprocess.run(["e2fsck", "-f", "-n", path], stdout=subprocess.PIPE, text=True)
        check(
            f"e2fsck finds {os.path.basename(path)} clean",
            sound.returncode == 0,
            sound.stdout[-500:],
        )
    status, text = run(base, "disk_read.lua", *options)
    check("the files are there after the next boot", status == 0, text[-1500:])


def hashes(base, *options):
    command = base[:1] + [
        "run",
        "--board",
        "dec5000",
        "--pace",
        "free",
        "--until",
        "100M",
        "--quiet",
        "--hash-every",
        "20M",
        *options,
        "--initrd",
        base[2],
        *base[3:],
        base[1],
    ]
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        timeout=900,
    )
    return [line for line in done.stderr.splitlines() if line.startswith("hash ")]


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    base = sys.argv[1:]
    for ram in ("16M", "64M"):
        status, text = run(base, "programs.lua", "--ram", ram, "--fpu", "ieee")
        check(f"boots, passes its programs and halts in {ram}", status == 0, text[-1500:])
    folder = tempfile.mkdtemp()
    try:
        disks(base, folder)
    finally:
        shutil.rmtree(folder)
    for cpu, script in ("R3000", "R3000.lua"), ("R3081", "R3081.lua"):
        status, text = run(base, script, "--cpu", cpu)
        check(f"boots on an {cpu} and knows it", status == 0, text[-1500:])
    whole, sliced = hashes(base), hashes(base, "--slice", "77777")
    check(
        "a boot's hashes do not depend on slices",
        whole == sliced and len(whole) >= 4,
        f"{whole} {sliced}",
    )
    for engine in ("interp", "jit"):
        other = hashes(base, "--engine", engine)
        check(f"nor on the engine: {engine}", whole == other, f"{whole} {other}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed != 0)


main()
