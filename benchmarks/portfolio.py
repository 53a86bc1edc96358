"""A city's certificates in sixty markets: ``mra portfolio run`` beside a bare join, and beside SHACL asked verdict by verdict."""

import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from benchmarks.clock import ROOT
from benchmarks.naive import failed_one_by_one, sparql_shapes
from benchmarks.world import world
from mra.gap.live import open_live
from mra.gap.source import LiveSource
from mra.knowledge.locate import Location
from mra.portfolio.rows import Certificate, RowReader
from mra.recognition.applicability import economies_of
from mra.recognition.case_facts import CaseFacts
from mra.recognition.cases import Case
from mra.recognition.compiled import facts_key
from mra.recognition.compiled import failed_criteria as compiled_failed
from mra.recognition.facts import facts_of
from mra.recognition.shacl import failed_criteria
from mra.recognition.shapes import read_shapes
from mra.recognition.sheets import drafts_of
from mra.release.write import build_release

CITY: Final = 116_000
#: Ten times the city, and about as many certificates as China has.
LONG: Final = (1_160_000, 4_000_000)
WORKERS: Final = 2
_SAMPLED: Final = 40
_ONE_BY_ONE: Final = 12
_BATCHED: Final = 400
#: Runs the program and tells what the system measured of it: seconds, peak memory of the process and of its largest worker (KiB).
_WATCHED: Final = """
import resource, sys, time
begun = time.perf_counter()
try:
    {call}
except SystemExit as end:
    status = end.code or 0
else:
    status = 0
own, workers = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(f"\\nWATCHED {{own}} {{workers}}", file=sys.stderr)
sys.exit(status)
"""
_JOIN: Final = """
import duckdb
base = duckdb.connect()
base.execute("SET threads = {workers}; SET preserve_insertion_order = false; SET temp_directory = '{folder}/spill'")
base.execute(\"\"\"COPY (
    SELECT '' AS sheet, CAST(c.file_row_number + 1 AS INTEGER) AS row, c.enterprise, c.number, m.* EXCLUDE (kind_text, product_text)
    FROM read_parquet('{certificates}', file_row_number = true) c
    JOIN read_parquet('{folder}/matrix.parquet') m ON c.kind = m.kind_text AND c.product = m.product_text
) TO '{folder}/joined.parquet' (FORMAT parquet, COMPRESSION zstd)\"\"\")
"""
#: Verdicts of a kind for a product, as they are of the first certificate that a run met; the texts are those that the portfolio writes.
_MATRIX: Final = """
COPY (
    WITH first AS (SELECT kind, product, min(row) AS row FROM read_parquet('{run}/certificates/*.parquet') GROUP BY ALL),
    written AS (
        SELECT DISTINCT c.kind AS kind_text, c.product AS product_text, j.kind, j.product
        FROM read_parquet('{run}/certificates/*.parquet') j JOIN read_parquet('{certificates}', file_row_number = true) c ON j.row = c.file_row_number + 1
    )
    SELECT w.kind_text, w.product_text, v.* EXCLUDE (sheet, row, enterprise, number)
    FROM written w JOIN first f USING (kind, product)
    JOIN read_parquet('{run}/verdicts/*.parquet') v ON v.row = f.row AND v.kind = w.kind AND v.product = w.product
) TO '{folder}/matrix.parquet' (FORMAT parquet)
"""


@dataclass(frozen=True, kw_only=True)
class Watched:
    """One process that ended well: its seconds, and at most how much memory it and its workers held together."""

    seconds: float
    mebibytes: float


@dataclass(frozen=True, kw_only=True)
class Size:
    """What was measured at one number of certificates: medians of the runs, and the most memory of any; the join only where it took turns."""

    certificates: int
    verdicts: int
    run: Watched
    join: Watched | None
    rounds: int


@dataclass(frozen=True, kw_only=True)
class Sampled:
    """Judging in pySHACL: seconds a case, and how many cases a verdict has."""

    one_by_one: float
    batched: float
    cases_a_verdict: float
    verdicts: int


@dataclass(frozen=True, kw_only=True)
class PortfolioMeasured:
    """Everything about portfolios."""

    sizes: tuple[Size, ...]
    sampled: Sampled
    markets: int
    made_up: int
    day: date


def measure_portfolio(folder: Path, *, certificates: Sequence[int], rounds: int) -> PortfolioMeasured:
    """Measure in ``folder``: the run and the join take turns, ``rounds`` times each; of sizes beyond the first one run only."""
    location, markets, made_up = world(folder)
    build_release(location, location.release)
    sizes = [_size(folder, location, markets, number, rounds if number == certificates[0] else 0) for number in certificates]
    return PortfolioMeasured(
        sizes=tuple(sizes),
        sampled=_sampled(open_live(location), location, markets, folder / f"synthetic-{certificates[0]}.parquet"),
        markets=len(markets),
        made_up=made_up,
        day=date.today(),
    )


def _size(folder: Path, location: Location, markets: Sequence[str], certificates: int, rounds: int) -> Size:
    file, output = folder / f"synthetic-{certificates}.parquet", folder / "run"
    _mra(location, "synthesize", "--certificates", str(certificates), "--output", str(file))

    def run() -> Watched:
        shutil.rmtree(output, ignore_errors=True)
        options = ("--to", ",".join(markets), "--output", str(output), "--workers", str(WORKERS), "--no-workbook")
        return _mra(location, "portfolio", "run", str(file), *options)

    runs, joins = [run()], []
    if rounds:
        _make_matrix(folder, output, file)
    for _ in range(rounds):
        joins.append(_watched(_JOIN.format(workers=WORKERS, certificates=file, folder=folder)))
        runs.append(run())
    verdicts = json.loads((output / "run.json").read_text(encoding="utf-8"))["verdicts"]
    shutil.rmtree(output)
    join = _middle(joins) if joins else None
    return Size(certificates=certificates, verdicts=verdicts, run=_middle(runs[1:] or runs), join=join, rounds=rounds)


def _middle(found: Sequence[Watched]) -> Watched:
    return Watched(seconds=statistics.median(entry.seconds for entry in found), mebibytes=max(entry.mebibytes for entry in found))


def _mra(location: Location, *arguments: str) -> Watched:
    return _watched("from mra.commands import main; main()", "--data", str(location.root), "--quiet", *arguments)


def _watched(code: str, *arguments: str) -> Watched:
    """Run Python code as a whole process."""
    call = "\n    ".join(code.strip().splitlines())
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", _WATCHED.format(call=call), *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - begun
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments) or code} ended with {done.returncode}: {done.stderr[-500:]}")
    own, workers = (int(word) for word in done.stderr.rpartition("WATCHED ")[2].split())
    return Watched(seconds=seconds, mebibytes=(own + WORKERS * workers) / 1024)


def _make_matrix(folder: Path, output: Path, certificates: Path) -> None:
    import duckdb

    with duckdb.connect() as base:
        base.execute(_MATRIX.format(folder=folder, run=output, certificates=certificates))


# -- verdict by verdict


def _sampled(live: LiveSource, location: Location, markets: Sequence[str], certificates: Path) -> Sampled:
    """The cases of some certificates in all markets, judged by pySHACL: one by one with queries, and together with Core shapes."""
    facts, verdicts = _some_facts(live, markets, certificates)
    distinct = list({facts_key(case): case for case in facts}.values())
    compiled, shapes = live.criteria.compiled, read_shapes(location.ontologies)
    queries = sparql_shapes(compiled)
    few = distinct[:: max(len(distinct) // _ONE_BY_ONE, 1)][:_ONE_BY_ONE]
    many = distinct[:_BATCHED]
    return Sampled(
        one_by_one=_seconds(lambda: failed_one_by_one(few, compiled, queries), compiled_failed(few, compiled)) / len(few),
        batched=_seconds(lambda: failed_criteria(many, shapes), compiled_failed(many, compiled)) / len(many),
        cases_a_verdict=len(facts) / verdicts,
        verdicts=verdicts,
    )


def _seconds(judge: Callable[[], list[frozenset[str]]], expected: list[frozenset[str]], rounds: int = 3) -> float:
    """Median seconds of a judge who must find what is expected."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        found = judge()
        times.append(time.perf_counter() - begun)
        if found != expected:
            raise RuntimeError("the judges do not find the same")
    return statistics.median(times)


def _some_facts(live: LiveSource, markets: Sequence[str], certificates: Path) -> tuple[list[CaseFacts], int]:
    """The facts of every case of some certificates in every market, and how many verdicts these cases decide."""
    day = max(source.checked for source in live.knowledge.sources.values())
    reader = RowReader(live.directory, day)
    facts: list[CaseFacts] = []
    verdicts = 0
    for cells in _some_rows(certificates):
        read = reader.read(cells)
        if isinstance(read, Certificate):
            for market in markets:
                for code in economies_of(live.knowledge, market, day):
                    for draft in drafts_of(live.knowledge, read.question, code, [read.held]):
                        verdicts += 1
                        found: list[Case] = [case for _, elements in draft.routes for _, _, cases in elements for case in cases]
                        facts += [facts_of(live.knowledge, case) for case in found]
    return facts, verdicts


def _some_rows(certificates: Path) -> list[Mapping[str, str]]:
    from pyarrow import parquet

    table = parquet.read_table(certificates).drop_columns(["synthetic"])
    step = max(table.num_rows // _SAMPLED, 1)
    rows: list[Mapping[str, str]] = table.take(list(range(0, table.num_rows, step))).to_pylist()
    return rows
