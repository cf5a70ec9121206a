"""The benchmark programs, and how to build one for a machine.

A program is compiled with the same options everywhere (for MIPS: the same object code on every
machine), so what differs between columns is the machine alone.
"""
import os
import subprocess
from collections import namedtuple

HERE = os.path.dirname(os.path.abspath(__file__))

# A kind is a part of the table: integer and double have a mean; memory has none, for it measures
# the host's memory; system has no native counterpart.
# operations: what one round of a system program does, so that a time an operation can be given.
Program = namedtuple("Program", "name source defines kind operations")


def _program(name, kind="integer", source=None, defines=(), operations=1):
    return Program(name, "programs/%s.c" % (source or name), tuple(defines), kind, operations)


PROGRAMS = [
    _program("mix"),
    _program("sieve"),
    _program("sha256"),
    _program("quicksort"),
    _program("copy"),
    _program("chase64k", source="chase", defines=["CHASE_BYTES=65536"]),
    _program("bytecode"),
    _program("fib"),
    _program("chase16m", "memory", source="chase", defines=["CHASE_BYTES=16777216"]),
    _program("matmul", "double"),
    _program("mandelbrot", "double"),
    _program("syscall", "system", operations=10000),
    _program("refill", "system", operations=10240),
    _program("switch", "system", operations=10000),
]

# No library calls: a loop of the source is a loop of the program, natively too.
COMMON_FLAGS = (
    "-std=c11 -O2 -g -fno-builtin -fno-tree-loop-distribute-patterns"
    " -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes"
).split()
MIPS_FLAGS = (
    "-march=r3000 -mfp32 -mhard-float -mno-abicalls -fno-pic -G0 -ffreestanding"
    " -mno-check-zero-division -nostdlib -static -Wl,--build-id=none"
).split()
COMPILERS = {"el": "mipsel-linux-gnu-", "eb": "mips-linux-gnu-"}
KERNEL_SOURCES = ["kernel/kernel.c", "kernel/trap.S", "kernel/user.S"]
KERNEL_BASE = 0x80100000
USER_BASE = 0x00400000


class BuildFailure(Exception):
    """A program that cannot be built: the end of the whole run."""


def command(argv):
    """Runs a build command; its own words are the sentence if it fails."""
    done = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode or done.stderr:
        raise BuildFailure(
            "%s: %s" % (argv[0], (done.stderr or "status %d" % done.returncode).strip())
        )


class Builder:
    """Makes executables below the build directory, and keeps those whose sources are older."""

    def __init__(self, build):
        self.folder = os.path.abspath(os.path.join(build, "bench", "programs"))
        os.makedirs(self.folder, exist_ok=True)
        self.newest = max(
            os.path.getmtime(os.path.join(folder, name))
            for folder, _, names in os.walk(HERE)
            for name in names
            if name.endswith((".c", ".h", ".S", ".ld", "targets.py"))
        )

    def path(self, *words):
        return os.path.join(self.folder, "-".join(str(word) for word in words))

    def is_current(self, path):
        return os.path.exists(path) and os.path.getmtime(path) > self.newest

    def native(self, program, repeat):
        out = self.path("native", program.name, repeat)
        if not self.is_current(out):
            command(
                ["gcc"]
                + COMMON_FLAGS
                + _defines(program, repeat)
                + _sources([program.source, "platform/main.c", "platform/native.c"])
                + ["-o", out]
            )
        return out

    def mips(self, out, order, base, sources, options):
        """Links sources at an address with the script of bare programs."""
        command(
            [COMPILERS[order] + "gcc"]
            + COMMON_FLAGS
            + MIPS_FLAGS
            + options
            + ["-Wl,-T" + os.path.join(HERE, "platform/program.ld"), "-Wl,--defsym=BASE=%#x" % base]
            + _sources(sources)
            + ["-o", out]
        )

    def bare(self, program, repeat, order, platform, processor):
        """A program in kseg0, in kernel mode; system programs bring their kernel."""
        out = self.path(platform, order, program.name, repeat)
        sources = [
            "platform/start_bare.S",
            program.source,
            "platform/main.c",
            "platform/memory.c",
            "platform/%s.c" % platform,
        ]
        if program.kind == "system":
            sources += KERNEL_SOURCES
        if not self.is_current(out):
            self.mips(
                out, order, KERNEL_BASE, sources, _processor(processor) + _defines(program, repeat)
            )
        return out

    def mapped(self, program, repeat, order, platform, processor):
        """The same program as a process in kuseg, inside a kernel that maps it."""
        out = self.path(platform, "mapped", order, program.name, repeat)
        user, image = out + ".user", out + ".image"
        if self.is_current(out):
            return out
        self.mips(
            user,
            order,
            USER_BASE,
            [
                "platform/start_user.S",
                program.source,
                "platform/main.c",
                "platform/memory.c",
                "platform/user_calls.c",
            ],
            _defines(program, repeat),
        )
        command([COMPILERS[order] + "objcopy", "-O", "binary", user, image])
        self.mips(
            out,
            order,
            KERNEL_BASE,
            [
                "platform/start_bare.S",
                "platform/mapped.c",
                "platform/program_image.S",
                "platform/memory.c",
                "platform/%s.c" % platform,
            ]
            + KERNEL_SOURCES,
            _processor(processor) + ['-DIMAGE="%s"' % image],
        )
        return out

    def linux(self, program, repeat, order):
        """A static Linux process; the linker's own script, for QEMU reads the notes."""
        out = self.path("linux", order, program.name, repeat)
        if not self.is_current(out):
            command(
                [COMPILERS[order] + "gcc"]
                + COMMON_FLAGS
                + MIPS_FLAGS
                + _defines(program, repeat)
                + _sources(
                    [
                        "platform/start_user.S",
                        program.source,
                        "platform/main.c",
                        "platform/memory.c",
                        "platform/linux.c",
                    ]
                )
                + ["-o", out]
            )
        return out


def _defines(program, repeat):
    return ["-DREPEAT=%d" % repeat] + ["-D" + define for define in program.defines]


def _processor(name):
    return ["-I" + os.path.join(HERE, "kernel", name)]


def _sources(names):
    return [os.path.join(HERE, name) for name in names]
