"""Turns measurements into the tables of the report and into one JSON object."""
import math


def geometric_mean(values):
    values = [value for value in values if value and value > 0]
    return math.exp(sum(math.log(value) for value in values) / len(values)) if values else None


def number(value):
    """Three digits or so, whatever the size."""
    if value is None:
        return "-"
    if value >= 100:
        return "%.0f" % value
    return "%.1f" % value if value >= 10 else "%.2f" % value


def table(rows):
    """Aligned text: the first column to the left, the others to the right."""
    widths = [
        max(len(row[i]) for row in rows if len(row) > i)
        for i in range(max(len(row) for row in rows))
    ]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0])] + [
            cell.rjust(widths[i]) for i, cell in enumerate(row) if i
        ]
        lines.append("  ".join(cells).rstrip())
    return lines


class Results:
    """All cells of one run: a Cost or a sentence for each (program, target)."""

    def __init__(self, programs, columns, clock):
        self.programs, self.columns, self.clock = programs, columns, clock
        self.cells, self.wrong = {}, []

    def put(self, program, target, cell):
        self.cells[program.name, target.title] = cell
        if isinstance(cell, str):
            self.wrong.append("%s on %s: %s" % (program.name, target.title, cell))

    def cost(self, program, target, clock=None):
        """Seconds a round, or None."""
        cell = self.cells.get((program.name, target.title))
        if cell is None or isinstance(cell, str):
            return None
        return max(getattr(cell, clock or self.clock), 1e-12)

    def ratio(self, program, target, clock=None):
        own, native = self.cost(program, target, clock), self.cost(program, self.columns[0], clock)
        return own / native if own and native else None

    def text_of(self, program, target, value):
        if isinstance(self.cells.get((program.name, target.title)), str):
            return "WRONG"
        return number(value)

    def counted(self, program, target):
        cell = self.cells.get((program.name, target.title))
        return None if cell is None or isinstance(cell, str) else cell.instructions

    def instructions(self, program, target=None):
        """Guest instructions a round: as the target counted them, else as vr3000 did in kseg0,
        for the object code is the same."""
        own = self.counted(program, target) if target else None
        kseg0 = (self.counted(program, t) for t in self.columns if t.counts and t.place == "kseg0")
        return own or next((count for count in kseg0 if count), None)

    def mean(self, kind, target, clock=None):
        return geometric_mean(
            [
                self.ratio(program, target, clock)
                for program in self.programs
                if program.kind == kind
            ]
        )


def kinds_of(results):
    """The kinds that are compared with native code, as far as they were asked for."""
    return [
        kind
        for kind in ("integer", "memory", "double")
        if any(p.kind == kind for p in results.programs)
    ]


def heading(results, first, columns):
    return [
        [first] + [column.name for column in columns],
        [""] + [column.place for column in columns],
    ]


def ratios(results):
    kinds = kinds_of(results)
    if not kinds:
        return []
    native, others = results.columns[0], results.columns[1:]
    rows = heading(results, "program", results.columns)
    rows[1][1] = "us a round"
    for kind in kinds:
        for program in (p for p in results.programs if p.kind == kind):
            cost = results.cost(program, native)
            rows.append(
                [program.name, results.text_of(program, native, cost and cost * 1e6)]
                + [results.text_of(program, t, results.ratio(program, t)) for t in others]
            )
        if kind == "memory":
            continue
        rows.append(
            ["geometric mean, " + kind, ""]
            + [number(results.mean(kind, target)) for target in others]
        )
        other_clock = "cpu" if results.clock == "wall" else "wall"
        rows.append(
            ["  the same by %s time" % other_clock, ""]
            + [number(results.mean(kind, target, other_clock)) for target in others]
        )
    return ["Ratio to native gcc -O2 by %s time (lower is better)" % results.clock] + table(rows)


def speeds(results):
    """Million guest instructions a second, where vr3000 counted what a round takes."""
    others = results.columns[1:]
    rows = heading(results, "program", others)
    for kind in kinds_of(results):
        rows += [
            _speed_row(results, program, others)
            for program in results.programs
            if program.kind == kind and results.instructions(program)
        ]
        if kind != "memory":
            rows.append(
                ["geometric mean, " + kind]
                + [number(_speed_mean(results, kind, t)) for t in others]
            )
    return (
        ["Million guest instructions a second"] + table(rows)
        if any(t.counts for t in others)
        else []
    )


def _speed_row(results, program, others):
    return [program.name] + [
        results.text_of(program, t, _speed(results, program, t)) for t in others
    ]


def _speed(results, program, target):
    count, cost = results.instructions(program, target), results.cost(program, target)
    return count / cost / 1e6 if count and cost else None


def _speed_mean(results, kind, target):
    return geometric_mean(
        [_speed(results, program, target) for program in results.programs if program.kind == kind]
    )


def system_work(results):
    columns = [target for target in results.columns if "system" in target.kinds]
    programs = [program for program in results.programs if program.kind == "system"]
    rows = heading(results, "operation", columns)
    for program in programs:
        row = [program.name]
        for target in columns:
            cost = results.cost(program, target)
            row.append(results.text_of(program, target, cost and cost / program.operations * 1e9))
        rows.append(row)
    return ["Nanoseconds of %s time an operation" % results.clock] + table(rows) if programs else []


def linux_script(linux, rows):
    """Seconds a row and machine, and how many times faster than the last machine each is."""
    names = [machine.name for machine in linux.columns]
    if not names:
        return []
    lines, gains = [
        ["the script"] + names + ["%s / %s" % (names[-1], name) for name in names[:-1]]
    ], {}
    for row in rows:
        seconds = [linux.seconds(row, name) for name in names]
        gain = [seconds[-1] / own if own and seconds[-1] else None for own in seconds[:-1]]
        for name, value in zip(names, gain):
            gains.setdefault(name, []).append(value)
        lines.append([row] + [number(value) for value in seconds + gain])
    lines.append(
        ["geometric mean"]
        + [""] * len(names)
        + [number(geometric_mean(gains[name])) for name in names[:-1]]
    )
    return ["Linux on a DECstation 5000/200: seconds of %s time" % linux.clock] + table(lines)


def linux_json(linux):
    return [
        {"row": row, "target": target, "runs": [span._asdict() for span in spans]}
        for (row, target), spans in linux.spans.items()
    ]


def as_json(results):
    cells = []
    for (program, target), cell in results.cells.items():
        entry = {"program": program, "target": target}
        if isinstance(cell, str):
            entry["wrong"] = cell
        else:
            entry.update(cell._asdict())
        cells.append(entry)
    return cells
