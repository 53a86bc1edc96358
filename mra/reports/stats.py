"""What the knowledge base holds, how far it was read, and what Chinese evidence gets where: gathered for printing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Final

from mra.model.concept import Concepts
from mra.model.text import Language
from mra.reports.stats_counts import Tally, tallies
from mra.reports.stats_coverage import MarketShare, coverage

if TYPE_CHECKING:
    from mra.gap.source import LiveSource
    from mra.reports.stats_matrix import Matrix

__all__ = ["RENDERERS", "Statistics", "statistics"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """What was asked for: counts, coverage (``in_detail``: family by family), the matrix; what was not is empty."""

    as_of: date
    kb_version: str
    concepts: Concepts
    tallies: tuple[Tally, ...] = ()
    coverage: tuple[MarketShare, ...] = ()
    in_detail: bool = False
    matrix: "Matrix | None" = None


def statistics(source: "LiveSource", as_of: date, *, with_coverage: bool = False, with_matrix: bool = False) -> Statistics:
    """Coverage in detail, the matrix, or both; where neither is wanted, the counts and the coverage of each market."""
    knowledge, is_plain = source.knowledge, not (with_coverage or with_matrix)
    return Statistics(
        as_of=as_of,
        kb_version=knowledge.fingerprint,
        concepts=knowledge.concepts,
        tallies=tallies(knowledge, as_of) if is_plain else (),
        coverage=coverage(knowledge, as_of) if is_plain or with_coverage else (),
        in_detail=with_coverage,
        matrix=_matrix(source, as_of) if with_matrix else None,
    )


def _matrix(source: "LiveSource", as_of: date) -> "Matrix":
    from mra.reports.stats_matrix import recognition_matrix

    return recognition_matrix(source, as_of)


Renderer = Callable[[Statistics, Language, int], str]


def _by_module(module: str, name: str) -> Renderer:
    def render(found: Statistics, language: Language, width: int) -> str:
        text: str = getattr(import_module(f"mra.reports.{module}"), name)(found, language, width)
        return text

    return render


#: Statistics as text in a language, in a width where that matters.
RENDERERS: Final[Mapping[str, Renderer]] = {
    "table": _by_module("stats_text", "table"),
    "json": _by_module("stats_data", "as_json"),
    "csv": _by_module("stats_data", "as_csv"),
    "md": _by_module("stats_text", "md"),
}
