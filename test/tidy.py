#!/usr/bin/env python3
"""tidy.py [--build DIR]: the house's rules that a program can check.

Each rule is a function over the tree's files that yields complaints.  What a rule lets pass by name
stands in a table beside it, with the reason.  With --build, the objects there are looked at too:
nothing outside a struct may be writable.  Prints a line a complaint, last `N passed, N failed`:
rules."""
import argparse
import fnmatch
import functools
import os
import re
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COLUMNS, TAB, FUNCTION_LINES, FILE_LINES = 100, 4, 60, 500
C_ENDS = (".c", ".h", ".def")
SCRIPT_ENDS = (".py", ".sh", ".mk", ".S", ".awk", ".lua", ".bats", ".bash", ".ld")
CORE = ("isa", "machine", "jit", "device", "board", "vmm")

# The floors: what a folder's files may include.  Public headers are include/.
ARROWS = {
    "include": ("include",),
    "isa": ("isa",),
    "device": ("device", "isa"),
    "board": ("board", "device", "isa", "include"),
    "jit": ("jit", "isa", "machine", "host"),
    "machine": ("machine", "board", "device", "isa"),
    "vmm": ("vmm", "machine", "jit", "board", "device", "isa", "include", "host"),
    "host": ("host", "vmm", "isa", "include"),
    "front": ("front", "include"),
}
ARROWS_BY_NAME = {
    ("device/device.h", "machine/state.h"): "how a state list becomes a struct: names no machine",
    ("board/board.h", "machine/machine.h"): "a board's functions set up a machine",
    ("board/dec5000.c", "guest/prom.h"): "the bytes of the PROM, made by the build",
    ("front/*", "isa/base.h"): "the names of the integer types",
    ("front/*", "isa/text.h"): "asm, dis and explain speak from the tables",
    ("front/*", "isa/isa.h"): "asm, dis and explain speak from the tables",
    ("front/*", "isa/*.def"): "asm, dis and explain speak from the tables",
    ("front/*", "isa/*assemble.h"): "asm, dis and explain speak from the tables",
    ("front/explain.c", "isa/describe.h"): "asm, dis and explain speak from the tables",
}
GENERATED = {"prom.h": "guest/prom.h"}
# A device file sees device.h and headers of its own family.
DEVICE_FAMILY = {
    "lance": ("lance.h", "ethernet.h"), "lance_rom": ("dec.h", "lance.h"), "bench": ("bench.h",),
    **{f"lame_{name}": ("lame.h",) for name in ("disk", "emufs", "mainboard", "nic", "random",
                                                "screen", "serial", "timer", "trace")},
    "dz": ("dec.h",), "kn02": ("dec.h",), "ds1287": ("dec.h",), "prom": ("dec.h",),
    "ethernet": ("ethernet.h",), "lame": ("lame.h",),
}
LONG_FUNCTIONS = {"machine/core_switch.h": "the switch reading: a case a row",
                  "front/where_cfi.c": "a case an operation"}
LONG_FILES = {"test/unit/*_test.c": "a list of cases"}
# Names that code may not use: in the core, nothing of a C library but base.h's four; nowhere, what
# cannot bound its output or hides its state.
BANNED_IN_CORE = """malloc calloc realloc free alloca printf fprintf sprintf snprintf vsnprintf puts
    putchar fputs fopen fread fwrite open read write close exit abort assert getenv time clock
    clock_gettime gettimeofday rand random setjmp longjmp mmap pthread_create qsort strlen
    strcmp strcpy strncpy strtoul atoi""".split()
BANNED = """gets strcpy strcat sprintf vsprintf strtok rand srand tmpnam tempnam mktemp atoi alloca
    """.split()
# Folders whose files begin with their own name.
NAMED_HEADS = CORE + ("host", "front", "include", "test", "tools")
# Objects that live outside every struct, and why they must.
WRITABLE_BY_NAME = {
    ("front", "signals.o"): "a handler of signals reaches only such",
    ("front", "eyes_gdb.o"): "gdb looks for it by its name",
}
SYSTEM_HEADERS_BY_NAME = {
    ("isa/text.h", "stdarg.h"): "the compiler's own",
    ("machine/hash.h", "xxhash.h"): "a header that is all of its library, inlined",
}
# guest/ has no C library: such names there are its own functions, or the PROM's entries.
# test/ copies into arrays of its own.
NO_LIBRARY = ("guest", "test")
WHERE_IF_MAY_STAND = ("isa/base.h", "machine/core_switch.h", "jit/*", "host/*", "guest/*",
                      "bench/*", "test/*", "include/*")
USED_BY_THEIR_PLACE = ("*README*", "LICENSE", "Makefile", ".gitignore", ".editorconfig", ".ci/run",
                       "*.mk", "doc/*", "man/*", "Containerfile", ".devcontainer/*", "test/tidy.py",
                       "guest/linux/initramfs/etc/*")


@functools.cache
def files():
    try:
        listed = subprocess.run(["git", "ls-files"], cwd=TOP, text=True, check=True,
                                capture_output=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        listed = [os.path.relpath(os.path.join(folder, name), TOP) for folder, _, names
                  in os.walk(TOP) if "/.git" not in folder and "/build" not in folder
                  for name in names]
    return [name for name in listed if os.path.isfile(os.path.join(TOP, name))]


@functools.cache
def text_of(name):
    with open(os.path.join(TOP, name), errors="replace") as file:
        return file.read()


@functools.cache
def code_of(name):
    """Without comments and the insides of strings; lines stay where they are."""
    def blank(found):
        kept = found.group(0)
        return kept[0] + kept[-1] if kept[0] in "\"'" else re.sub(r"[^\n]", " ", kept)
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', blank,
                  text_of(name), flags=re.S)


def ours(*ends, folders=None):
    for name in files():
        if name.endswith(ends) and (not folders or name.split("/")[0] in folders):
            yield name


def matches(name, patterns):
    return any(fnmatch.fnmatch(name, pattern) for pattern in patterns)


def lines_that(pattern, names, read=text_of):
    found = re.compile(pattern)
    for name in names:
        for number, line in enumerate(read(name).splitlines(), 1):
            if hit := found.search(line):
                yield f"{name}:{number}", hit


# ---- the rules ----

def target_of(folder, quoted):
    """Which of our files an #include means, as folder/name."""
    base = os.path.basename(quoted)
    if base in GENERATED:
        return GENERATED[base]
    homes = [n for n in files() if os.path.basename(n) == base and n.split("/")[0] in ARROWS]
    homes.sort(key=lambda n: n.split("/")[0] != folder)
    return homes[0] if homes else None


def arrows():
    """includes point down the floors"""
    pattern = r'^\s*#\s*include\s+"([^"]+)"'
    for where, hit in lines_that(pattern, ours(*C_ENDS, folders=tuple(ARROWS))):
        name = where.split(":")[0]
        folder, target = name.split("/")[0], target_of(name.split("/")[0], hit[1])
        if not target:
            yield f"{where}: includes {hit[1]}, which is nowhere"
        elif target.split("/")[0] not in ARROWS[folder] and not any(
                matches(name, (a,)) and matches(target, (b,)) for a, b in ARROWS_BY_NAME):
            yield f"{where}: {folder}/ may not include {target}"


def device_files():
    """a device file includes device.h and its own"""
    names = ours(".c", folders=("device",))
    for where, hit in lines_that(r'^\s*#\s*include\s+["<]([^">]+)', names):
        stem = os.path.basename(where.split(":")[0])[:-2]
        family = DEVICE_FAMILY.get(stem, DEVICE_FAMILY.get(stem.split("_")[0], ()))
        if hit[1] not in ("device.h", stem + ".h") + family:
            yield f"{where}: a device file may not include {hit[1]}"


def system_headers():
    """the core includes no header of a C library"""
    for where, hit in lines_that(r"^\s*#\s*include\s+<([^>]+)>", ours(*C_ENDS, folders=CORE)):
        name = where.split(":")[0]
        if name != "isa/base.h" and (name, hit[1]) not in SYSTEM_HEADERS_BY_NAME:
            yield f"{where}: the core includes <{hit[1]}>"


def calls():
    """nothing calls what is banned"""
    core = r"(?<![\w.>])(?<!struct )(" + "|".join(BANNED_IN_CORE) + r")(?=\s*\(|\s+\w+\s*[;=,)])"
    for where, hit in lines_that(core, ours(*C_ENDS, folders=CORE), code_of):
        yield f"{where}: the core uses {hit[0]}"
    everywhere = r"(?<![\w.>])(" + "|".join(BANNED) + r")\s*\("
    for where, hit in lines_that(everywhere, ours(*C_ENDS), code_of):
        if where.split("/")[0] not in NO_LIBRARY:
            yield f"{where}: calls {hit[1]}"


def conditions():
    """choose by linking, not by #if"""
    for where, hit in lines_that(r"^\s*#\s*(if|ifdef)\b", ours(*C_ENDS), code_of):
        if not matches(where.split(":")[0], WHERE_IF_MAY_STAND):
            yield f"{where}: #{hit[1]}"


def typedefs():
    """no typedef for structs"""
    for where, _ in lines_that(r"\btypedef\s+(struct|enum|union)\b", ours(*C_ENDS), code_of):
        yield f"{where}: a typedef for a struct"


def columns():
    """lines of a hundred columns"""
    for name in ours(*C_ENDS, *SCRIPT_ENDS, "Makefile"):
        for number, line in enumerate(text_of(name).splitlines(), 1):
            wide = len(line.expandtabs(TAB))
            if wide > COLUMNS:
                yield f"{name}:{number}: {wide} columns"


def line_ends():
    """no blanks at the ends of lines, a newline at the end of a file"""
    for name in ours(*C_ENDS, *SCRIPT_ENDS, "Makefile", ".md", ".list"):
        for where, _ in lines_that(r"[ \t\r]$", [name]):
            yield f"{where}: ends with a blank"
        if not text_of(name).endswith("\n"):
            yield f"{name}: the last line does not end"


def function_lines():
    """functions of sixty lines"""
    for name in ours(".c", ".h"):
        began, title = 0, ""
        for number, line in enumerate(code_of(name).splitlines(), 1):
            if re.match(r"[A-Za-z_].*\(", line) and not line.rstrip().endswith(";"):
                began, title = number, re.sub(r"\(.*", "", line).split()[-1].lstrip("*")
            elif line.startswith("}") and began:
                if number - began >= FUNCTION_LINES and name not in LONG_FUNCTIONS:
                    yield f"{name}:{began}: {title} has {number - began + 1} lines"
                began = 0


def file_lines():
    """files of five hundred lines"""
    for name in ours(".c", ".h", ".py", ".sh"):
        count = text_of(name).count("\n")
        if count > FILE_LINES and not matches(name, LONG_FILES):
            yield f"{name}: {count} lines"


def words():
    """no words of unfinished work, no paths of one machine"""
    for where, hit in lines_that(r"\b(TODO|FIXME|XXX|HACK)\b", files()):
        if not where.startswith("test/tidy.py:"):
            yield f"{where}: {hit[1]}"
    for where, hit in lines_that(r"(?<![\w.$}])/(work|root|home/\w+)(?![\w-])", files()):
        if not where.startswith(("test/tidy.py:", "guest/linux/initramfs/")):
            yield f"{where}: /{hit[1]}"


def heads():
    """a file's first line says what it is, by its name"""
    for name in ours(".c", ".h"):
        first = text_of(name)[:200]
        if not first.startswith("/*"):
            yield f"{name}: does not begin with its contract"
        elif name.split("/")[0] in NAMED_HEADS and not first.startswith(
                "/* " + os.path.basename(name) + ":"):
            yield f"{name}: its first line does not name it"


def mentions(name):
    """What another file would write to use this one."""
    base, folder = os.path.basename(name), os.path.dirname(name)
    stem, end = os.path.splitext(base)
    yield re.compile(r"(?<![\w-])" + re.escape(base) + r"(?![\w-])")
    if end in (".c", ".S", ".py", ".bash"):
        yield re.compile(r"(?<![\w-])" + re.escape(stem) + r"(\.o|\.elf|_test)?(?![\w.-])")
    if end == ".bats":
        yield re.compile(r"bats .*" + re.escape(folder) + r"(?=\s)")
    if end:
        yield re.compile(re.escape(folder) + r"/\*\w*" + re.escape(end))
        yield re.compile(r"\*\w*" + re.escape(end))


def unused():
    """every file is used by another"""
    users = [n for n in files() if not n.startswith("doc/") and not n.endswith(".txt")]
    makers = [n for n in users if n.endswith((".mk", ".sh", ".py", ".list", "Makefile"))]
    for name in files():
        if matches(name, USED_BY_THEIR_PLACE):
            continue
        byname, *globs = mentions(name)
        if any(byname.search(text_of(user)) for user in users if user != name):
            continue
        if not any(glob.search(text_of(user)) for glob in globs for user in makers if user != name):
            yield f"{name}: nobody uses it"


def writable(build):
    """no object outside a struct is writable"""
    for folder in CORE + ("host", "front"):
        for where, _, names in os.walk(os.path.join(build, folder)):
            for obj in sorted(n for n in names if n.endswith(".o")):
                if (folder, obj) in WRITABLE_BY_NAME:
                    continue
                table = subprocess.run(["objdump", "-t", os.path.join(where, obj)], text=True,
                                       capture_output=True, check=True).stdout
                # Tables of constant pointers are writable only to the loader.
                kept = r"^\w+ .* O (?:\.data|\.bss|\*COM\*)(?!\.rel\.ro)\S*\s+\w+ (?:\.\w+ )?(.+)$"
                for hit in re.finditer(kept, table, re.M):
                    yield f"{folder}/{obj}: {hit[1]} is writable"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", help="a build directory whose objects are looked at")
    options = parser.parse_args()
    rules = [arrows, device_files, system_headers, calls, conditions, typedefs, columns, line_ends,
             function_lines, file_lines, words, heads, unused]
    if options.build:
        objects = functools.partial(writable, options.build)
        objects.__doc__ = writable.__doc__
        rules.append(objects)
    failed = 0
    for rule in rules:
        complaints = list(rule())
        failed += bool(complaints)
        if complaints:
            print(f"{rule.__doc__}:\n  " + "\n  ".join(complaints))
    print(f"{len(rules) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
