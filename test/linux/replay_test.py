#!/usr/bin/env python3
"""replay_test.py VR3000 KERNEL INITRD: Linux, recorded with a network and two disks, repeated
on the other engine and in small slices; prints `N passed, N failed` last."""
import os
import subprocess
import sys
import tempfile

passed = failed = 0


def check(name, good, detail=""):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    print(f"ok   {name}" if good else f"FAIL {name}: {detail}", flush=True)


def run(*command):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=600)
    return done.returncode, done.stderr.decode(errors="replace")[-600:]


SCRIPT = """wait("vr3000:/# ", 120)
send("net-up; dd if=/dev/urandom of=/dev/mtdblock0 bs=4k count=40; md5sum /dev/mtdblock1\\n")
wait("mtdblock1", 60) wait("vr3000:/# ", 60)
send("dd if=/dev/mtdblock0 bs=4k count=40 | md5sum; halt\\n")
wait("System halted", 60)
"""


def main():
    vr3000, kernel, initrd = (os.path.abspath(name) for name in sys.argv[1:])
    with tempfile.TemporaryDirectory() as place:
        os.chdir(place)
        for disk in ("one", "two"):
            with open(disk, "wb") as file:
                file.write(bytes(1 << 20))
        with open("script.lua", "w") as file:
            file.write(SCRIPT)
        recorded = run(vr3000, "run", "--quiet", "--engine", "jit", "--net", "user",
                       "--disk", "one", "--disk", "two,as=nv", "--record", "tape",
                       "--script", "script.lua", "--initrd", initrd, kernel)
        check("recorded", recorded[0] in (0, 11), recorded)
        check("disks are as before", not any(open("one", "rb").read()))
        for options in (["--engine", "interp"], ["--engine", "jit", "--slice", "33333"]):
            status, text = run(vr3000, "replay", *options, "tape")
            check(f"replay {' '.join(options)}", status == 0 and "the same" in text, text)
        print(f"     {text.strip()}; {os.path.getsize('tape')} bytes")
        os.chdir("/")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
