"""The head of a table: which column is which, by key, Chinese or English name, in any order, on one line or on several."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from mra.ingest.cells import ATTRIBUTE, PORTFOLIO_COLUMNS, normal
from mra.ingest.rows import Row
from mra.language import say
from mra.model.directory import Directory
from mra.model.text import Bilingual

#: How the heads of answers begin that an earlier run has added.
RESULT: Final = "【结果】"
#: A head stands within the first filled rows; a title may stand above it.
_FIRST_ROWS: Final = 20
_MOST_HEAD_ROWS: Final = 4
_NEAR: Final = 0.6
_PARTS: Final = re.compile(r"[\n/|()（）*]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownHeads:
    """Every head that is understood, with its column; what the columns are called."""

    names: Mapping[str, str]
    labels: Mapping[str, Bilingual]

    def column(self, head: str) -> str | None:
        """The column that ``head`` names, whole or in each of its known parts (``证书编号（必填）``, two languages in one cell)."""
        if found := self.names.get(normal(head)):
            return found
        name, dot, market = normal(head).removeprefix(ATTRIBUTE).partition(".")
        if dot and market.isalpha() and self.names.get(name, "").startswith(ATTRIBUTE):  # a class that differs by market
            return f"{self.names[name]}.{market}"
        parts = {self.names.get(normal(part)) for part in _PARTS.split(head)} - {None}
        return parts.pop() if len(parts) == 1 else None

    def near(self, head: str) -> Bilingual | None:
        """The column that ``head`` may have meant."""
        names = difflib.get_close_matches(normal(head), self.names, 1, _NEAR)
        return self.named(self.names[names[0]]) if names else None

    def named(self, column: str) -> Bilingual:
        """A column with its key, its name first in Chinese."""
        label = self.labels[column]
        return Bilingual(f"{column} ({label.en})", f"{label.zh}（{column}）")

    def label(self, column: str) -> Bilingual:
        """What a column is called; an attribute of one market by its own name."""
        return self.labels.get(column) or self.labels.get(column.partition(".")[0]) or Bilingual(column, column)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of a sheet: the numbers of its rows, its known columns by position, the other heads, and heads that stand twice.

    ``results`` are the positions of answers of an earlier run, ``above`` the numbers of filled rows above the head.
    """

    rows: tuple[int, ...]
    columns: Mapping[int, str]
    texts: Mapping[int, str]
    extra: Mapping[int, str]
    twice: tuple[int, ...]
    results: tuple[int, ...]
    above: tuple[int, ...]


def known_heads(directory: Directory) -> KnownHeads:
    """The heads of all columns and of all attributes of the knowledge base."""
    names: dict[str, str] = {}
    labels: dict[str, Bilingual] = {}
    for column in PORTFOLIO_COLUMNS:
        head = say(f"certificates.head.{column}")
        english, chinese = head.en.split("|"), head.zh.split("|")
        labels[column] = Bilingual(english[0], chinese[0])
        names |= {normal(name): column for name in (column, *english, *chinese)}
    short: dict[str, str] = {}
    for notation, concept in directory.concepts["attribute"].items():
        column = f"{ATTRIBUTE}{notation}"
        labels[column] = concept.label
        for name in (notation, column, concept.label.en, concept.label.zh):
            names.setdefault(normal(name), column)
        for name in (concept.label.en, concept.label.zh):
            bare = normal(re.sub(r"[(（].*?[)）]", "", name))
            short[bare] = "" if bare in short else column  # two attributes that differ only by what stands in brackets
    for name, column in short.items():
        if column:
            names.setdefault(name, column)
    return KnownHeads(names=names, labels=labels)


def find_head(rows: Iterable[Row], known: KnownHeads) -> Head | None:
    """The head among the first rows: the one with most known heads, and the rows below it that say the same again."""
    first = list(islice(rows, _FIRST_ROWS))
    found = [_columns(row, known) for row in first]
    best = max(range(len(first)), key=lambda index: len(set(found[index].values())), default=0)
    if not first or not found[best]:
        return None
    last = best + 1
    while last < min(len(first), best + _MOST_HEAD_ROWS) and _says_again(found[last], found[best], first[last]):
        last += 1
    return _joined(first[best:last], found[best:last], above=tuple(row.number for row in first[:best] if sum(map(bool, row.cells)) > 1))


def _columns(row: Row, known: KnownHeads) -> dict[int, str]:
    cells = ((position, cell) for position, cell in enumerate(row.cells) if cell and not cell.startswith(RESULT))
    return {position: column for position, cell in cells if (column := known.column(cell))}


def _says_again(below: Mapping[int, str], head: Mapping[int, str], row: Row) -> bool:
    """Whether a row under a head repeats it, in another language or as keys: most of its cells name the same columns."""
    agree = sum(head.get(position) == column for position, column in below.items())
    return agree > 1 and agree * 2 > sum(cell != "" and not cell.startswith(RESULT) for cell in row.cells)


def _joined(rows: list[Row], found: list[dict[int, str]], above: tuple[int, ...]) -> Head:
    """One head of the rows that say the same."""
    texts: dict[int, str] = {}
    columns: dict[int, str] = {}
    for row, known in zip(rows, found, strict=True):
        for position, cell in enumerate(row.cells):
            if cell:
                texts.setdefault(position, cell)
        for position, column in known.items():
            columns.setdefault(position, column)
    seen: dict[str, int] = {}
    for position in sorted(columns):
        seen.setdefault(columns[position], position)
    twice = tuple(position for position in sorted(columns) if seen[columns[position]] != position)
    kept = {position: column for column, position in seen.items()}
    results = tuple(position for position, text in sorted(texts.items()) if text.startswith(RESULT))
    extra = {position: text for position, text in sorted(texts.items()) if position not in columns and position not in results}
    numbers = tuple(row.number for row in rows)
    return Head(rows=numbers, columns=kept, texts=texts, extra=extra, twice=twice, results=results, above=above)


def below(rows: Iterator[Row], head: Head) -> Iterator[Row]:
    """The rows of data under a head."""
    last = head.rows[-1]
    for row in rows:
        if row.number > last:
            yield row
            break
    yield from rows
