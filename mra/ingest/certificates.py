"""A portfolio of real certificates, one a row; a real certificate is presumed nothing (contract)."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mra.errors import InputError
from mra.ingest.cells import COLUMNS, BadCell, Reader, cell_readers, normal
from mra.ingest.delimited import Line, read_lines, read_text
from mra.language import say
from mra.model.directory import Directory
from mra.model.evidence import Held
from mra.model.problem import Problem


@dataclass(slots=True)
class _File:
    name: str
    problems: list[Problem] = field(default_factory=list)

    def note(self, code: str, line: int, column: str, value: str, *, head: str = "", **values: object) -> None:
        """Note a problem; its sentences stand in the catalogue under ``certificates.`` and the code, and name the column as its ``head`` does."""
        values = {"column": head or column, "value": value, **values}
        message, remedy = say(f"certificates.{code}", **values), say(f"certificates.{code}.remedy", **values)
        self.problems.append(Problem(code=code, file=self.name, line=line, field=column, value=value, message=message, remedy=remedy))


def read_certificates(path: Path, directory: Directory) -> tuple[list[Held], list[Problem]]:
    """The certificates of a CSV file, and what is wrong with the rows that could not be used, by line.

    Heads are matched by key, Chinese or English, in any order; columns of other names are left aside and reported.
    Raises ``InputError`` if the file cannot be read or has no column for the kind.
    """
    known = _heads()
    lines = read_lines(read_text(path), lambda head: normal(head) in known)
    file = _File(path.name)
    head = next(lines, Line(1, ()))
    columns = _columns(head, known, file)
    if "kind" not in columns.values():
        raise InputError(say("error.certificate-columns", file=path, known=", ".join(COLUMNS)))
    readers = cell_readers(directory)
    held = [piece for line in lines if (piece := _row(line, head.cells, columns, readers, file))]
    return held, sorted(file.problems, key=lambda problem: problem.sort_key)


def _heads() -> dict[str, str]:
    """Every head that is understood, normalised, with its column."""
    heads: dict[str, str] = {}
    for column in COLUMNS:
        names = say(f"certificates.head.{column}")
        for name in (column, *names.en.split("|"), *names.zh.split("|")):
            heads[normal(name)] = column
    return heads


def _columns(head: Line, known: Mapping[str, str], file: _File) -> dict[int, str]:
    columns: dict[int, str] = {}
    for position, cell in enumerate(head.cells):
        column = known.get(normal(cell))
        if column in columns.values():
            file.note("column-twice", head.number, cell, cell)
        elif column:
            columns[position] = column
        elif cell:
            near = difflib.get_close_matches(normal(cell), known, 1, 0.6)
            file.note("column-unknown", head.number, cell, cell, near=known[near[0]] if near else ", ".join(COLUMNS))
    return columns


def _row(line: Line, heads: Sequence[str], columns: Mapping[int, str], readers: Mapping[str, Reader], file: _File) -> Held | None:
    read: dict[str, str] = {}
    before = len(file.problems)
    if any(line.cells[len(heads) :]):
        file.note("too-many-cells", line.number, "", line.cells[-1], wanted=len(heads))
    for position, column in columns.items():
        cell = line.cells[position] if position < len(line.cells) else ""
        if cell:
            try:
                read |= readers[column](cell)
            except BadCell as bad:
                file.note(bad.code, line.number, column, cell, head=heads[position], **bad.values)
    if len(file.problems) == before and "kind" not in read:
        file.note("no-kind", line.number, "kind", "")
    if len(file.problems) > before:
        return None
    return Held(kind=read.pop("kind"), qualifiers=read, is_specimen=False)
