"""Tab-separated tables: editions, adoptions (SSSOM), lists of bodies, goods codes."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from mra.knowledge.forms import Reading, Reference, read_text
from mra.model.market import ListedBody
from mra.model.period import Period
from mra.model.sssom import DEGREES, SSSOM_COLUMNS
from mra.model.standard import Adoption, Edition, slug
from mra.model.text import Bilingual

EDITION_COLUMNS: Final = ("designation", "title_en", "title_zh", "published", "in_force", "withdrawn", "replaced_by", "source", "confidence", "note")
BODY_COLUMNS: Final = ("body", "name_en", "name_zh", "economy", "number", "scope", "from", "until", "source")
MATCHES: Final = frozenset({"skos:exactMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch", "skos:closeMatch"})
JUSTIFICATIONS: Final = frozenset({"semapv:ManualMappingCuration", "semapv:MappingReview"})


@dataclass(frozen=True, slots=True)
class Row:
    """One row by column, with its line."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


class TableReading(Reading):
    """A table being read; paths are (line, column). ``current`` is the line of the row that was read last."""

    current = 1

    def note(self, code: str, row: Row | None, column: str, value: str, **values: object) -> None:
        """Note a problem in a cell."""
        path = (column,) if row is None else (row.line - 1, column)
        self.lines[path] = row.line if row else 1
        self.problem(code, path, value, **values)

    def refer(self, kind: str, row: Row, column: str, identifier: str) -> None:
        """Note that a cell names another record."""
        self.references.append(Reference(kind, identifier, self.file, (row.line - 1, column), row.line))

    def day(self, row: Row, column: str) -> datetime.date | None:
        """A cell as a day; an empty one is ``None``."""
        text = row[column]
        if not text:
            return None
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            self.note("wrong-day", row, column, text)
            return None

    def period(self, row: Row, start: str, end: str) -> Period:
        """Two cells as a period."""
        try:
            return Period(start=self.day(row, start), end=self.day(row, end))
        except ValueError as error:
            self.note("contradiction", row, end, str(error))
            return Period()

    def bilingual(self, row: Row, english: str, chinese: str) -> Bilingual:
        """Two cells as a text in both languages."""
        if row[english].strip() and row[chinese].strip():
            return Bilingual(row[english], row[chinese])
        self.note("not-bilingual", row, english if not row[english].strip() else chinese, "")
        return Bilingual("?", "?")

    def number(self, row: Row, column: str) -> float:
        """A cell as a number from 0 to 1."""
        if re.fullmatch(r"0(\.\d+)?|1(\.0+)?", row[column]):
            return float(row[column])
        self.note("wrong-share", row, column, row[column])
        return 0.0


def read_rows(file: Path, columns: Sequence[str], key: Sequence[str], reading: TableReading) -> list[Row]:
    """The rows of a table with exactly these columns, sorted by ``key`` and unique in it."""
    text = read_text(file, reading)
    if text is None:
        return []
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line and not line.startswith("#")]
    head = tuple(lines[0][1].split("\t")) if lines else ()
    if head != tuple(columns):
        reading.lines[("head",)] = lines[0][0] if lines else 1
        reading.problem("wrong-columns", ("head",), " ".join(head), wanted=" ".join(columns))
        return []
    rows = [row for number, line in lines[1:] if (row := _row(number, line, head, reading))]
    _check_order(rows, key, reading)
    return rows


def _row(number: int, line: str, head: Sequence[str], reading: TableReading) -> Row | None:
    cells = line.split("\t")
    cells += [""] * (len(head) - len(cells))
    row = Row(number, dict(zip(head, cells, strict=False)))
    if len(cells) > len(head):
        reading.note("too-many-cells", row, head[-1], str(len(cells)), wanted=len(head))
        return None
    return row


def _check_order(rows: Sequence[Row], key: Sequence[str], reading: TableReading) -> None:
    for before, after in pairwise(rows):
        first, second = (tuple(row[column] for column in key) for row in (before, after))
        if first == second:
            reading.note("duplicate-row", after, key[0], " ".join(second), before=before.line)
        elif first > second:
            reading.note("unsorted", after, key[0], " ".join(second), before=" ".join(first))


def read_editions(file: Path, reading: TableReading) -> Iterator[Edition]:
    """The editions of a table."""
    for row in read_rows(file, EDITION_COLUMNS, ("designation",), reading):
        reading.current = row.line
        reading.refer("source", row, "source", row["source"])
        reading.refer("concept:confidence", row, "confidence", row["confidence"])
        if row["replaced_by"]:
            reading.refer("edition", row, "replaced_by", slug(row["replaced_by"]))
        yield Edition(
            designation=row["designation"],
            title=reading.bilingual(row, "title_en", "title_zh"),
            source=row["source"],
            confidence=row["confidence"],  # type: ignore[arg-type]  # looked up with the references
            published=reading.day(row, "published"),
            in_force=reading.day(row, "in_force"),
            withdrawn=reading.day(row, "withdrawn"),
            replaced_by=slug(row["replaced_by"]) or None,
        )


def read_adoptions(file: Path, reading: TableReading) -> Iterator[Adoption]:
    """The adoptions of an SSSOM table."""
    for row in read_rows(file, SSSOM_COLUMNS, ("subject_id", "object_id"), reading):
        confidence = _check_mapping(row, DEGREES, reading)
        for end in ("subject", "object"):
            identifier = slug(row[f"{end}_label"])
            reading.refer("edition", row, f"{end}_id", identifier)
            if row[f"{end}_id"] != f"std:{identifier}":
                reading.note("id-not-label", row, f"{end}_id", row[f"{end}_id"], wanted=f"std:{identifier}")
        yield Adoption(
            subject=row["subject_id"].removeprefix("std:"),
            object=row["object_id"].removeprefix("std:"),
            degree=DEGREES.get(row["predicate_id"], "unknown"),
            confidence=confidence,
            source=row["ext_source"],
            comment=row["comment"],
        )


def read_goods_codes(file: Path, reading: TableReading) -> Iterator[tuple[str, str]]:
    """Pairs of a product group and a goods code, out of an SSSOM table."""
    for row in read_rows(file, SSSOM_COLUMNS, ("subject_id", "object_id"), reading):
        _check_mapping(row, MATCHES, reading)
        group, code = row["subject_id"].removeprefix("group:"), row["object_id"].removeprefix("hs:")
        reading.refer("product", row, "subject_id", group)
        if not row["subject_id"].startswith("group:"):
            reading.note("id-not-label", row, "subject_id", row["subject_id"], wanted=f"group:{group}")
        if not re.fullmatch(r"hs:(\d{4}|\d{6})", row["object_id"]):
            reading.note("wrong-goods-code", row, "object_id", row["object_id"])
        yield group, code


def _check_mapping(row: Row, predicates: Mapping[str, object] | frozenset[str], reading: TableReading) -> float:
    """Check what all mappings have; their confidence."""
    if row["predicate_id"] not in predicates:
        reading.note("not-allowed", row, "predicate_id", row["predicate_id"], allowed=", ".join(sorted(predicates)))
    if row["mapping_justification"] not in JUSTIFICATIONS:
        reading.note("not-allowed", row, "mapping_justification", row["mapping_justification"], allowed=", ".join(sorted(JUSTIFICATIONS)))
    reading.day(row, "mapping_date")
    reading.refer("source", row, "ext_source", row["ext_source"])
    return reading.number(row, "confidence")


def read_bodies(file: Path, reading: TableReading) -> Iterator[ListedBody]:
    """The bodies on one list."""
    for row in read_rows(file, BODY_COLUMNS, ("body", "scope", "from"), reading):
        reading.refer("source", row, "source", row["source"])
        if row["economy"]:
            reading.refer("economy", row, "economy", row["economy"])
        yield ListedBody(
            body=row["body"],
            name=reading.bilingual(row, "name_en", "name_zh"),
            economy=row["economy"],
            source=row["source"],
            number=row["number"],
            scope=row["scope"],
            period=reading.period(row, "from", "until"),
        )
