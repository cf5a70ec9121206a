"""The machines: how each is given a program, and what it can run.  A class is a kind of column."""
import os
import shutil


class Failure(Exception):
    """A sentence about a program that did not run as it should."""


class Target:
    """One column: a machine, a way to place programs on it, and what kinds it can run."""

    name = place = ""
    kinds = ("integer", "memory", "double", "system")
    counts = False  # says how many instructions it ran
    open_input = False  # wants a standard input that never ends
    exact_status = True  # its exit status is the program's
    absent = None  # how a failure begins that means: not to be had here

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
    absent = ""

    def missing(self):
        if shutil.which(self.program):
            return None
        return "%s: not installed (%s)" % (self.name, self.package)


class Vr3000(Target):
    """The bench board under one engine; place is kseg0 or kuseg."""

    counts = True
    absent = "status 2:"  # an engine it does not know

    def __init__(self, binary, engine, place="kseg0", order="el"):
        self.binary, self.engine, self.order, self.segment = binary, engine, order, place
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
        words = "run --board bench --engine %s --pace free --stats=json" % self.engine
        return [self.binary] + words.split() + [path]


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
        nothing = "-monitor none -display none -vga none -nic none"
        words = "-M malta -m 64 -no-reboot -serial stdio " + nothing
        return [self.program] + words.split() + ["-kernel", path]


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
    """System/161: big-endian, no floating point, 16 MB; its configuration is written here."""

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
