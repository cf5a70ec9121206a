"""What is measured and on what: the benchmark programs, the machines, and how to build one for the other.

A program is compiled with the same options everywhere (for MIPS: the same object code on every machine),
so what differs between columns is the machine alone.
"""
import os
import shutil
import subprocess
from collections import namedtuple

HERE = os.path.dirname(os.path.abspath(__file__))

# A kind is a part of the table: integer and double have a mean; memory has none, for it measures the
# host's memory; system has no native counterpart.
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
COMMON_FLAGS = ["-std=c11", "-O2", "-g", "-fno-builtin", "-fno-tree-loop-distribute-patterns",
                "-Wall", "-Wextra", "-Wshadow", "-Wstrict-prototypes", "-Wmissing-prototypes"]
MIPS_FLAGS = ["-march=r3000", "-mfp32", "-mhard-float", "-mno-abicalls", "-fno-pic", "-G0", "-ffreestanding",
              "-mno-check-zero-division", "-nostdlib", "-static", "-Wl,--build-id=none"]
COMPILERS = {"el": "mipsel-linux-gnu-", "eb": "mips-linux-gnu-"}
KERNEL_SOURCES = ["kernel/kernel.c", "kernel/trap.S", "kernel/user.S"]
KERNEL_BASE = 0x80100000
USER_BASE = 0x00400000


class Failure(Exception):
    """A sentence about a program that did not run as it should."""


class BuildFailure(Exception):
    """A program that cannot be built: the end of the whole run."""


def command(argv):
    """Runs a build command; its own words are the sentence if it fails."""
    done = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode or done.stderr:
        raise BuildFailure("%s: %s" % (argv[0], (done.stderr or "status %d" % done.returncode).strip()))


class Builder:
    """Makes executables below the build directory, and keeps those whose sources are older."""

    def __init__(self, build):
        self.folder = os.path.abspath(os.path.join(build, "bench", "programs"))
        os.makedirs(self.folder, exist_ok=True)
        self.newest = max(os.path.getmtime(os.path.join(folder, name))
                          for folder, _, names in os.walk(HERE) for name in names
                          if name.endswith((".c", ".h", ".S", ".ld", "targets.py")))

    def path(self, *words):
        return os.path.join(self.folder, "-".join(str(word) for word in words))

    def is_current(self, path):
        return os.path.exists(path) and os.path.getmtime(path) > self.newest

    def native(self, program, repeat):
        out = self.path("native", program.name, repeat)
        if not self.is_current(out):
            command(["gcc"] + COMMON_FLAGS + _defines(program, repeat)
                    + _sources([program.source, "platform/main.c", "platform/native.c"]) + ["-o", out])
        return out

    def mips(self, out, order, base, sources, options):
        """Links sources at an address with the script of bare programs."""
        command([COMPILERS[order] + "gcc"] + COMMON_FLAGS + MIPS_FLAGS + options
                + ["-Wl,-T" + os.path.join(HERE, "platform/program.ld"), "-Wl,--defsym=BASE=%#x" % base]
                + _sources(sources) + ["-o", out])

    def bare(self, program, repeat, order, platform, processor):
        """A program in kseg0, in kernel mode; system programs bring their kernel."""
        out = self.path(platform, order, program.name, repeat)
        sources = ["platform/start_bare.S", program.source, "platform/main.c", "platform/memory.c",
                   "platform/%s.c" % platform]
        if program.kind == "system":
            sources += KERNEL_SOURCES
        if not self.is_current(out):
            self.mips(out, order, KERNEL_BASE, sources, _processor(processor) + _defines(program, repeat))
        return out

    def mapped(self, program, repeat, order, platform, processor):
        """The same program as a process in kuseg, inside a kernel that maps it."""
        out = self.path(platform, "mapped", order, program.name, repeat)
        user, image = out + ".user", out + ".image"
        if self.is_current(out):
            return out
        self.mips(user, order, USER_BASE,
                  ["platform/start_user.S", program.source, "platform/main.c", "platform/memory.c",
                   "platform/user_calls.c"], _defines(program, repeat))
        command([COMPILERS[order] + "objcopy", "-O", "binary", user, image])
        self.mips(out, order, KERNEL_BASE,
                  ["platform/start_bare.S", "platform/mapped.c", "platform/program_image.S",
                   "platform/memory.c", "platform/%s.c" % platform] + KERNEL_SOURCES,
                  _processor(processor) + ['-DIMAGE="%s"' % image])
        return out

    def linux(self, program, repeat, order):
        """A static Linux process; the linker's own script, for QEMU reads the notes."""
        out = self.path("linux", order, program.name, repeat)
        if not self.is_current(out):
            command([COMPILERS[order] + "gcc"] + COMMON_FLAGS + MIPS_FLAGS + _defines(program, repeat)
                    + _sources(["platform/start_user.S", program.source, "platform/main.c",
                                "platform/memory.c", "platform/linux.c"]) + ["-o", out])
        return out


def _defines(program, repeat):
    return ["-DREPEAT=%d" % repeat] + ["-D" + define for define in program.defines]


def _processor(name):
    return ["-I" + os.path.join(HERE, "kernel", name)]


def _sources(names):
    return [os.path.join(HERE, name) for name in names]


class Target:
    """One column: a machine, a way to place programs on it, and the kinds of program that it can run."""

    name = place = ""
    kinds = ("integer", "memory", "double", "system")
    counts = False          # says how many instructions it ran
    open_input = False      # wants a standard input that never ends
    exact_status = True     # its exit status is the program's

    def missing(self):
        """None, or the sentence that says why this column is empty."""
        return None

    def build(self, builder, program, repeat):
        raise NotImplementedError

    def argv(self, path):
        return [path]

    @property
    def title(self):
        return self.name + (" " + self.place if self.place else "")


class Native(Target):
    name = "native"
    kinds = ("integer", "memory", "double")

    def build(self, builder, program, repeat):
        return builder.native(program, repeat)


class Peer(Target):
    """A program of somebody else's, by name."""

    program = package = ""

    def missing(self):
        if shutil.which(self.program):
            return None
        return "%s: not installed (%s)" % (self.name, self.package)


class Vr3000(Target):
    """The bench board under one engine; place is kseg0 or kuseg."""

    counts = True

    def __init__(self, binary, engine, place="kseg0", order="el"):
        self.binary, self.engine, self.order, self.segment = os.path.abspath(binary), engine, order, place
        self.name = "vr3000 " + engine
        self.place = place + ("" if order == "el" else " " + order)
        if place == "kuseg":
            self.kinds = ("integer", "memory", "double")

    def missing(self):
        if os.access(self.binary, os.X_OK):
            return None
        return "%s: no program at %s" % (self.name, self.binary)

    def build(self, builder, program, repeat):
        make = builder.mapped if self.segment == "kuseg" else builder.bare
        return make(program, repeat, self.order, "board_bench", "r3000")

    def argv(self, path):
        return [self.binary, "run", "--board", "bench", "--engine", self.engine, "--pace", "free",
                "--stats=json", path]


class QemuUser(Peer):
    name = program = "qemu-mipsel"
    package = "Debian package qemu-user"
    kinds = ("integer", "memory", "double")

    def build(self, builder, program, repeat):
        return builder.linux(program, repeat, "el")

    def argv(self, path):
        return [self.program, path]


class QemuSystem(Peer):
    name = program = "qemu-system-mipsel"
    package = "Debian package qemu-system-mips"
    place = "malta"
    exact_status = False

    def build(self, builder, program, repeat):
        return builder.bare(program, repeat, "el", "malta", "mips32")

    def argv(self, path):
        return [self.program, "-M", "malta", "-m", "64", "-display", "none", "-serial", "stdio", "-monitor",
                "none", "-vga", "none", "-nic", "none", "-no-reboot", "-kernel", path]


class Gxemul(Peer):
    name = program = "gxemul"
    package = "Debian package gxemul"
    open_input = True
    exact_status = False

    def __init__(self, place="kseg0"):
        self.place = place
        if place == "kuseg":
            self.kinds = ("integer", "memory", "double")

    def build(self, builder, program, repeat):
        make = builder.mapped if self.place == "kuseg" else builder.bare
        return make(program, repeat, "el", "testmips", "r3000")

    def argv(self, path):
        return [self.program, "-q", "-E", "testmips", "-C", "R3000", "-M", "64", path]


class Sys161(Peer):
    """System/161: big-endian, no floating point, 16 MB; its configuration is a file beside the programs."""

    name = program = "sys161"
    package = "no Debian package"
    kinds = ("integer", "system")
    exact_status = False

    def build(self, builder, program, repeat):
        self.configuration = builder.path("sys161.conf")
        with open(self.configuration, "w") as out:
            out.write("0 serial\n31 mainboard ramsize=16M cpus=1\n")
        return builder.bare(program, repeat, "eb", "sys161", "r3000")

    def argv(self, path):
        return [self.program, "-X", "-c", self.configuration, path]


def targets(binary, engines, orders):
    """All columns in the order of the table; the first is what the others are compared with."""
    columns = [Native()]
    for engine in engines:
        for order in orders:
            columns += [Vr3000(binary, engine, place, order) for place in ("kseg0", "kuseg")]
    return columns + [QemuUser(), QemuSystem(), Gxemul("kseg0"), Gxemul("kuseg"), Sys161()]
