"""The part of ``docs/performance.md`` about portfolios, and how it finds its place in the page."""

import re
from typing import Final

from benchmarks.page import machine, table
from benchmarks.portfolio import PortfolioMeasured, Size

HEADING: Final = "## A city's portfolio"
_GOAL_ONE_BY_ONE: Final = 10_000
_GOAL_BATCHED: Final = 500
_GOAL_MEBIBYTES: Final = 1024


def portfolio_section(measured: PortfolioMeasured) -> str:
    """The section as Markdown."""
    city, sampled = measured.sizes[0], measured.sampled
    assert city.join is not None
    per_verdict = city.run.seconds / city.verdicts
    ways = [
        ("`mra portfolio run`", f"{city.run.seconds:.1f} s", f"{per_verdict * 1e6:.2f} µs", "1.0"),
        (
            "a bare DuckDB join with a table of verdicts that gives as many rows",
            f"{city.join.seconds:.1f} s",
            f"{city.join.seconds / city.verdicts * 1e6:.2f} µs",
            f"**{city.join.seconds / city.run.seconds:.1f}** (goal: at least 1)",
        ),
        _shacl("pySHACL over prepared facts, many cases at once", sampled.batched * sampled.cases_a_verdict, per_verdict, _GOAL_BATCHED),
        _shacl("pySHACL, one SPARQL constraint a criterion, case by case", sampled.one_by_one * sampled.cases_a_verdict, per_verdict, _GOAL_ONE_BY_ONE),
    ]
    made_up = f"; {measured.made_up} of them are stand-ins with the requirements of a market that is worked out" if measured.made_up else ""
    return f"""{HEADING}

* Day: {measured.day}
* Machine: {machine()}
* Again: `python -m benchmarks --portfolio` (`--long` for more certificates than a city has)

{city.certificates:,} synthetic certificates (`mra synthesize`) in {measured.markets} markets{made_up}: {city.verdicts:,} verdicts.
The run has two worker processes, the join two threads; both read the same Parquet file and write the same columns to Parquet. Whole processes in turn,
medians of {city.rounds}. pySHACL was timed on cases of a sample of {sampled.verdicts:,} verdicts, which have {sampled.cases_a_verdict:.2f} cases each
(most need nothing that the certificate could show), and must find what the run finds.

{table(("how", "whole run", "per verdict", "ratio"), ways)}

Memory is the peak of the process and of its two workers together, at most (goal: below {_GOAL_MEBIBYTES} MiB); beyond the first size one run each.

{table(("certificates", "verdicts", "seconds", "per 1,000 certificates", "memory", "the join"), [_size(size) for size in measured.sizes])}
"""


def _shacl(how: str, seconds: float, per_verdict: float, goal: int) -> tuple[str, ...]:
    return how, "—", f"{seconds * 1e3:.2f} ms", f"**{seconds / per_verdict:,.0f}** (goal: at least {goal:,})"


def _size(size: Size) -> tuple[str, ...]:
    per_thousand = size.run.seconds / size.certificates * 1e6
    memory = f"{size.run.mebibytes:,.0f} MiB"
    join = f"{size.join.seconds:.1f} s, {size.join.mebibytes:,.0f} MiB" if size.join else "—"
    return f"{size.certificates:,}", f"{size.verdicts:,}", f"{size.run.seconds:.1f} s", f"{per_thousand:.0f} ms", memory, join


def section_of(page: str) -> str:
    """The section as it stands in a page; nothing where it does not."""
    found = re.search(rf"^{re.escape(HEADING)}\n.*?(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    return found[0].rstrip() + "\n" if found else ""


def with_section(page: str, section: str) -> str:
    """The page with this section in place of the one that it has, at its end."""
    rest = page.replace(section_of(page).rstrip(), "").rstrip() if section_of(page) else page.rstrip()
    return f"{rest}\n\n{section}" if section else f"{rest}\n"
