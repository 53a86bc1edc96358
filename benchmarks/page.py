"""The page ``docs/performance.md``: ratios, on which machine, on which day, and how to measure them again."""

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Median seconds by name, and how much was measured."""

    seconds: Mapping[str, float]
    processes: int
    cases: int
    shapes: int
    sheets: int
    release_megabytes: float
    day: date


def machine() -> str:
    """Processor, cores, system and versions."""
    models = [line.partition(":")[2].strip() for line in _lines(Path("/proc/cpuinfo")) if line.startswith("model name")]
    packages = ", ".join(f"{name} {version(name)}" for name in ("click", "rdflib", "pyshacl"))
    return f"{models[0] if models else platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, {packages}"


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines() if file.is_file() else []


def page(measured: Measured) -> str:
    """The page as Markdown."""
    seconds = measured.seconds
    start, core = seconds["bare"], seconds["core"]
    per_case = core / measured.cases * 1000
    rows = [
        ('`python -c "import click, sqlite3"`, the yardstick', f"{start * 1000:.0f} ms", "1.0"),
        ("`mra gap` answered from the release, six markets", f"{seconds['release'] * 1000:.0f} ms", f"**{seconds['release'] / start:.1f}** (goal: at most 3)"),
        ("`mra gap --live`: load everything, judge what is asked", f"{seconds['live'] * 1000:.0f} ms", f"{seconds['live'] / start:.0f}"),
        ("`mra build`: judge all generic cases, write the release", f"{seconds['build']:.1f} s", f"{seconds['build'] / start:.0f}"),
    ]
    builds = [("`mra build --full`", f"{seconds['build in full']:.2f} s", "1.0")]
    for what in ("scheme", "instrument", "body"):
        took = seconds[f"build after {what}"]
        builds.append((f"`mra build` after one {what} was edited", f"{took:.2f} s", f"1/{seconds['build in full'] / took:.0f}"))
    shapes = [
        ("Core shapes over typed facts, in pySHACL (the reference)", f"{per_case:.2f} ms", "1.0"),
        ("the same shapes compiled (what judges)", f"{seconds['compiled'] / measured.cases * 1000:.4f} ms", f"1/{core / seconds['compiled']:.0f}"),
        (
            "the same with one SPARQL constraint asked of every case",
            f"{seconds['sparql'] / measured.cases * 1000:.2f} ms",
            f"{seconds['sparql'] / core:.1f}",
        ),
        (
            "what the one query adds, against one Core shape",
            f"{(seconds['sparql'] - core) / measured.cases * 1000:.2f} ms",
            f"{(seconds['sparql'] - core) * measured.shapes / core:.0f}",
        ),
    ]
    return f"""# Performance

Written by `python -m benchmarks`; do not edit by hand. Times depend on the machine, ratios hardly do: everything below was measured
in one run, turn and turn about, and the medians are compared.

* Day: {measured.day}
* Machine: {machine()}
* Again: `make benchmark` (or `python -m benchmarks` in the environment of the project; `--output -` prints and writes nothing)

## From the command to the answer

{measured.processes} fresh processes each; the question is `mra gap --product bluetooth-headset --held cb_report,srrc --to EU,US,JP,KR,NZ,IN`.

{table(("what", "median", "ratio"), rows)}

The release holds {measured.sheets} sheets (a product group in a market) in {measured.release_megabytes:.1f} MB.

## From an edit to the release

Fresh processes, on a copy of the knowledge base; each build after an edit was first compared with one in full, byte for byte.

{table(("what", "median", "ratio"), builds)}

## Judging a case

{measured.cases} different fact sets of generic cases of the knowledge base, {measured.shapes} shapes, one validation.

{table(("how", "per case", "ratio"), shapes)}
"""


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table as Markdown; all columns but the first stand to the right."""
    lines = [head, ("---",) + ("---:",) * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
