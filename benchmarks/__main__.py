"""``python -m benchmarks``: measure, print, and write ``docs/performance.md``."""

import argparse
import sys
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.cases import judging_seconds, some_cases
from benchmarks.clock import ROOT, fresh, gap, side_by_side
from benchmarks.incremental import build_seconds
from benchmarks.page import Measured, page
from benchmarks.portfolio import CITY, LONG, measure_portfolio
from benchmarks.portfolio_page import portfolio_section, section_of, with_section
from mra.gap.live import open_live
from mra.knowledge.locate import Location
from mra.release.write import build_release

PAGE: Final = ROOT / "docs" / "performance.md"


def measure(folder: Path, *, processes: int, cases: int) -> Measured:
    """Measure everything on a base in ``folder``, which shares its knowledge with the checkout and has a release of its own."""
    for name in ("mappings", "ontologies"):
        (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    location = Location(folder)
    build = partial(build_release, location, location.release, full=True)
    info = build()
    day = info.as_of.isoformat()
    seconds = side_by_side(
        {"bare": fresh("-c", "import click, sqlite3"), "release": gap(folder, "--as-of", day), "live": gap(folder, "--as-of", day, "--live")}, processes
    )
    seconds |= side_by_side({"build": lambda: build() and None}, 3)
    live = open_live(location)
    with TemporaryDirectory() as edited:
        seconds |= build_seconds(Path(edited), live, 5)
    facts = some_cases(live, cases)
    seconds |= judging_seconds(live, location, facts, 3)
    return Measured(
        seconds=seconds,
        processes=processes,
        cases=len(facts),
        shapes=len(live.criteria.by_id),
        sheets=info.sheets,
        release_megabytes=location.release.stat().st_size / 1e6,
        day=date.today(),
    )


def main() -> None:
    """Parse, measure, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure how long answers take, as ratios.")
    parser.add_argument("--output", default=str(PAGE), help="where to write the page; - prints it only")
    parser.add_argument("--processes", type=int, default=15, help="fresh processes of each kind")
    parser.add_argument("--cases", type=int, default=500, help="recognition cases to judge")
    parser.add_argument("--portfolio", action="store_true", help="measure portfolios instead, and put their section into the page")
    parser.add_argument("--certificates", type=int, default=CITY, help="how many certificates the portfolio has")
    parser.add_argument("--long", action="store_true", help="with --portfolio: also 1.16 and 4 million certificates")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each kind on the portfolio")
    arguments = parser.parse_args()
    written = PAGE.read_text(encoding="utf-8")
    with TemporaryDirectory() as folder:
        if arguments.portfolio:
            sizes = (arguments.certificates, *(LONG if arguments.long else ()))
            text = with_section(written, portfolio_section(measure_portfolio(Path(folder), certificates=sizes, rounds=arguments.rounds)))
        else:
            text = with_section(page(measure(Path(folder), processes=arguments.processes, cases=arguments.cases)), section_of(written))
    sys.stdout.write(text)
    if arguments.output != "-":
        Path(arguments.output).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
