"""A portfolio as it stands in its file: rows of texts by known column, the other columns beside them, and what cannot be read.

What a cell means is read by ``mra.ingest.cells``, once for every distinct text.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Final, NamedTuple

from mra.errors import InputError
from mra.ingest.cells import COLUMNS, EXAMPLE, BadCell
from mra.ingest.heads import Head, KnownHeads, below, find_head, known_heads
from mra.ingest.places import problem_at
from mra.ingest.rows import WHOLE_ROW, Row, Sheet, address
from mra.ingest.table import Form, Table, open_table
from mra.language import say
from mra.model.directory import Directory
from mra.model.problem import Problem

#: Sheets that hold explanations or lists, as in the template.
_ASIDE: Final = ("说明", "列表", "notes", "lists")
#: Excel keeps fifteen digits of a number; the rest of a longer code is lost.
_KEPT_DIGITS: Final = 15
_SHOWN_RANGES: Final = 5


class RawRow(NamedTuple):
    """A row of a portfolio: its cells by the known columns, the other cells, and what reading found wrong. There may be millions."""

    sheet: str
    number: int
    cells: tuple[str, ...]
    extra: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One sheet of certificates with its head."""

    sheet: Sheet
    head: Head


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPortfolio:
    """A portfolio that can be read: its known columns, the heads of the others, what is wrong with the heads and sheets."""

    file: str
    form: Form
    encoding: str
    columns: tuple[str, ...]
    extra: tuple[str, ...]
    head_problems: tuple[Problem, ...]
    parts: tuple[Part, ...]
    known: KnownHeads
    table: Table

    def rows(self) -> Iterator[RawRow]:
        """The rows of all sheets, from the file; may be called again."""
        for part in self.parts:
            yield from self._part_rows(part)

    def bad_cell(self, row: RawRow, column: str, bad: BadCell) -> Problem:
        """The problem of a cell that means nothing."""
        return self._problem(bad.code, row.sheet, row.number, column, row.cells[self.columns.index(column)], **bad.values)

    def problem(self, code: str, row: RawRow, column: str, **values: object) -> Problem:
        """A problem of a row; of the cell of ``column`` where the portfolio has that column."""
        value = row.cells[self.columns.index(column)] if column in self.columns else ""
        return self._problem(code, row.sheet, row.number, column, value, **values)

    def _part_rows(self, part: Part) -> Iterator[RawRow]:
        places = {column: position for position, column in part.head.columns.items()}
        known = _taking(tuple(places.get(column, -1) for column in self.columns))
        others = _taking(_extra_positions(part.head, self.extra))
        width = max(part.head.texts) + 1
        codes = tuple((places[column], column) for column in ("hs", "number") if column in places)
        marked = [places[column] for column in ("enterprise", "number") if column in places]
        for row in below(part.sheet.rows(), part.head):
            number, cells, faults, numeric = row
            if len(cells) < width:
                cells += ("",) * (width - len(cells))
            problems: tuple[Problem, ...] = ()
            if faults or numeric or len(cells) > width:
                problems = tuple(self._found_while_reading(part, row, codes, width))
            if any(cells[position].startswith(EXAMPLE) for position in marked):
                problems += (self._problem("example-row", part.sheet.name, number, "", ""),)
            yield RawRow(part.sheet.name, number, known(cells), others(cells), problems)

    def _found_while_reading(self, part: Part, row: Row, codes: tuple[tuple[int, str], ...], width: int) -> Iterator[Problem]:
        sheet, number = part.sheet.name, row.number
        for position, code, shown, last in row.faults:
            if position == WHOLE_ROW:
                yield self._problem(code, sheet, number, "", shown, last=last)
            elif position in part.head.columns:
                yield self._problem(code, sheet, number, part.head.columns[position], shown)
        for position, column in codes:
            if position in row.numeric:
                text = row.cells[position]
                if column == "hs":
                    yield self._problem("goods-code-number", sheet, number, column, text)
                elif len(text) > _KEPT_DIGITS:
                    yield self._problem("digits-lost", sheet, number, column, text, kept=_KEPT_DIGITS)
        if self.form == "csv" and any(row.cells[width:]):
            yield self._problem("too-many-cells", sheet, number, "", next(filter(None, reversed(row.cells))), wanted=width)

    def _problem(self, code: str, sheet: str, number: int, column: str, value: str, **values: object) -> Problem:
        part = next(part for part in self.parts if part.sheet.name == sheet)
        place = next((position for position, name in part.head.columns.items() if name == column), None)
        head = part.head.texts[place] if place is not None else ""
        named = self.known.label(column) if head == column and column else head  # a key is shown by its name
        cell = address(place, number) if place is not None and self.form != "csv" else ""
        return problem_at(code, self.file, number, column, value, sheet=sheet, cell=cell, head=named, **values)


def read_portfolio(path: Path, directory: Directory) -> RawPortfolio:
    """The portfolio in a file: CSV, XLSX, XLS or ODS.

    Raises ``InputError`` if the file is no table that can be read, or no sheet has a column for the kind of evidence.
    """
    known = known_heads(directory)
    table = open_table(path, lambda head: known.column(head) is not None)
    problems: list[Problem] = []
    parts = tuple(_parts(table, known, problems))
    if not parts:
        if hidden := [problem.sheet for problem in problems if problem.code == "sheet-hidden"]:
            raise InputError(say("table.only-hidden", file=path, sheet=hidden[0]))
        raise InputError(say("error.certificate-columns", file=path, known=", ".join(COLUMNS)))
    for part in parts:
        problems += _head_problems(table, part, known)
    columns = dict.fromkeys(column for part in parts for _, column in sorted(part.head.columns.items()))
    extra = list(parts[0].head.extra.values())
    extra += dict.fromkeys(text for part in parts[1:] for text in part.head.extra.values() if text not in extra)
    return RawPortfolio(
        file=path.name,
        form=table.form,
        encoding=table.encoding,
        columns=tuple(columns),
        extra=tuple(extra),
        head_problems=tuple(problems),
        parts=parts,
        known=known,
        table=table,
    )


def _parts(table: Table, known: KnownHeads, problems: list[Problem]) -> Iterator[Part]:
    """The sheets that hold certificates; what other sheets with known heads there are is noted."""
    name = table.path.name
    if table.has_macros:
        problems.append(problem_at("sheet-macros", name, 0, "", ""))
    for sheet in table.sheets:
        if sheet.name.strip().casefold().startswith(_ASIDE):
            continue
        head = find_head(sheet.rows(), known)
        if head is None:
            continue
        is_certificates = "kind" in head.columns.values()
        if is_certificates and not sheet.is_hidden:
            yield Part(sheet=sheet, head=head)
        elif is_certificates:
            problems.append(problem_at("sheet-hidden", name, 0, "", sheet.name, sheet=sheet.name))
        elif len(head.columns) > 1 and sheet.name:
            problems.append(problem_at("sheet-aside", name, 0, "", sheet.name, sheet=sheet.name))


def _head_problems(table: Table, part: Part, known: KnownHeads) -> Iterator[Problem]:
    name, sheet, head = table.path.name, part.sheet.name, part.head
    line = head.rows[0]

    def cell(position: int) -> str:
        return address(position, line) if table.form != "csv" else ""

    for position in head.twice:
        yield problem_at("column-twice", name, line, head.texts[position], head.texts[position], sheet=sheet, cell=cell(position))
    every = ", ".join(COLUMNS)
    for position, text in head.extra.items():
        near = known.near(text) or every
        yield problem_at("column-unknown", name, line, text, text, sheet=sheet, cell=cell(position), near=near)
    if head.above:
        yield problem_at("column-above", name, head.above[0], "", "", sheet=sheet, first=head.above[0], last=head.above[-1])
    if ranges := [found for found in part.sheet.merged() if _last_row(found) > head.rows[-1]]:
        shown = ", ".join(ranges[:_SHOWN_RANGES]) + (" …" if len(ranges) > _SHOWN_RANGES else "")
        yield problem_at("sheet-merged", name, 0, "", shown, sheet=sheet, count=len(ranges))


def _last_row(merged: str) -> int:
    return int("".join(sign for sign in merged.partition(":")[2] if sign.isdigit()) or 0)


def _taking(positions: tuple[int, ...]) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
    """How the cells at ``positions`` are taken out of a row; a position below 0 gives an empty cell."""
    if len(positions) > 1 and min(positions) >= 0:
        return itemgetter(*positions)
    return lambda cells: tuple([cells[position] if position >= 0 else "" for position in positions])


def _extra_positions(head: Head, extra: tuple[str, ...]) -> tuple[int, ...]:
    """Where the columns named ``extra`` stand in a sheet; the same name twice is two columns."""
    places: dict[str, list[int]] = {}
    for position, text in head.extra.items():
        places.setdefault(text, []).append(position)
    return tuple(places[text].pop(0) if places.get(text) else -1 for text in extra)
