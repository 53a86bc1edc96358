"""Statistics for people: plain columns or Markdown. Markets about which the same is to be said stand in one line or column."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

from mra.language import say
from mra.model.text import Bilingual, Language
from mra.reports.outline import Section, columns, markdown, markdown_columns, plain
from mra.reports.parts import MARKS
from mra.reports.stats import Statistics
from mra.reports.stats_counts import Tally
from mra.reports.stats_coverage import LEVELS, FamilyShare, MarketShare
from mra.reports.stats_matrix import Cell, Line, Matrix

__all__ = ["md", "table"]

T = TypeVar("T")
#: Columns of the matrix: the scheme, and a market each.
_SCHEME, _MARKET = 34, 9
_TALLY_WIDTHS: Final = (64, 10, 10)
_COVERAGE_WIDTHS: Final = (30, 26, 12, 12, 12)
#: Heads, rows, and how wide the columns stand to each other.
_Grid = tuple[Sequence[str], Sequence[Sequence[str]], Sequence[int]]


def table(found: Statistics, language: Language, width: int) -> str:
    """For the terminal."""
    return "\n".join(plain([part], width) if isinstance(part, Section) else columns(*part, width) for part in _parts(found, language, width))


def md(found: Statistics, language: Language, width: int) -> str:
    """As Markdown."""
    return "\n".join(markdown([part]) if isinstance(part, Section) else markdown_columns(part[0], part[1]) for part in _parts(found, language, width))


def _parts(found: Statistics, language: Language, width: int) -> Iterator[Section | _Grid]:
    title = say("stats.title", day=found.as_of).read(language)
    yield Section(title, (("", say("report.made-from", release=found.kb_version).read(language)),), level=1)
    for tally in found.tallies:
        yield from _counted(tally, language)
    if found.coverage:
        yield from _covered(found, language)
    if found.matrix:
        yield from _matrix(found, found.matrix, language, width)
    yield Section("", (("", say("report.disclaimer").read(language)),), level=1)


def _counted(tally: Tally, language: Language) -> Iterator[Section | _Grid]:
    heads = [say(f"stats.head.{head}").read(language) for head in ("what", "number", "share")]
    rows = [[count.label.read(language), str(count.number), f"{count.number / tally.total:.0%}" if tally.total else ""] for count in tally.counts]
    shown = len(heads) if tally.total else len(heads) - 1
    yield Section(tally.label.read(language))
    yield heads[:shown], [row[:shown] for row in rows], _TALLY_WIDTHS[:shown]


def _share(number: int, of_all: int) -> str:
    return f"{number} ({number / of_all:.0%})" if of_all else str(number)


# -- coverage


def _covered(found: Statistics, language: Language) -> Iterator[Section | _Grid]:
    levels = [found.concepts["coverage-level"][level].label.read(language) for level in LEVELS]
    heads = [say("stats.head.market").read(language), say("stats.head.family").read(language), *levels]
    yield Section(say("stats.coverage").read(language), (("", say("stats.coverage.meaning").read(language)),))
    alike = _alike(found.coverage, lambda share: (share.is_unread, tuple(tuple(entry.groups.values()) for entry in share.families)))
    rows = [row for shares in alike if not shares[0].is_unread for row in _coverage_rows(shares, language, in_detail=found.in_detail)]
    yield heads, rows, _COVERAGE_WIDTHS
    if unread := [share.market for share in found.coverage if share.is_unread]:
        yield Section("", (("", say("stats.coverage.unread", markets=", ".join(unread)).read(language)),), level=1)


def _coverage_rows(shares: Sequence[MarketShare], language: Language, *, in_detail: bool) -> Iterator[list[str]]:
    name = _named([(share.market, share.label) for share in shares], language)
    yield [name, say("stats.coverage.all").read(language), *_levels(shares[0].total)]
    families: Iterable[FamilyShare] = shares[0].families if in_detail else ()
    yield from (["", entry.label.read(language), *_levels(entry.groups)] for entry in families if any(entry.groups.values()))


def _levels(groups: Mapping[str, int]) -> list[str]:
    return [_share(groups[level], sum(groups.values())) for level in LEVELS]


def _named(markets: Sequence[tuple[str, Bilingual]], language: Language) -> str:
    """One market by its name, several by their codes."""
    code, label = markets[0]
    return say("report.named", label=label, id=code).read(language) if len(markets) == 1 else ", ".join(code for code, _ in markets)


def _alike(entries: Iterable[T], of: Callable[[T], Hashable]) -> list[list[T]]:
    """Entries of which the same is to be said, together, where the first of them stands."""
    found: dict[Hashable, list[T]] = {}
    for entry in entries:
        found.setdefault(of(entry), []).append(entry)
    return list(found.values())


# -- the matrix


def _matrix(found: Statistics, matrix: Matrix, language: Language, width: int) -> Iterator[Section | _Grid]:
    legend = tuple((mark, found.concepts["verdict"][word].label.read(language)) for word, mark in MARKS.items())
    yield Section(say("stats.matrix").read(language), (("", say("stats.matrix.meaning").read(language)),))
    yield Section("", legend, level=1)
    alike = _alike(matrix.markets, lambda market: tuple(_shown(matrix.cells[line.id, market], line) for line in matrix.lines))
    size = max((width - _SCHEME) // _MARKET, 1)
    for first in range(0, len(alike), size):
        block = alike[first : first + size]
        yield _block(matrix, block, language)
        if joined := [codes for codes in block if len(codes) > 1]:
            yield Section("", tuple((_head(codes), ", ".join(codes)) for codes in joined), level=1)


def _block(matrix: Matrix, block: Sequence[Sequence[str]], language: Language) -> _Grid:
    heads = [say("stats.head.scheme").read(language), *map(_head, block)]
    rows = [[line.label.read(language), *(_shown(matrix.cells[line.id, codes[0]], line) for codes in block)] for line in matrix.lines]
    return heads, rows, (_SCHEME - 2, *([_MARKET - 2] * len(block)))


def _head(codes: Sequence[str]) -> str:
    return codes[0] if len(codes) == 1 else f"{codes[0]}+{len(codes) - 1}"


def _shown(cell: Cell, line: Line) -> str:
    """The mark of a verdict, and for how many of the product groups it was reached."""
    return f"{MARKS[cell.verdict]} {cell.groups.get(cell.verdict, 0)}/{len(line.groups)}"
