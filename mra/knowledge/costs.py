"""Tables of fees and times that a law, an authority or a scheme owner publishes."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from mra.knowledge.tables import Row, TableReading, read_rows
from mra.model.cost import Figure, Published

COST_COLUMNS: Final = ("scheme", "route", "element", "what", "low", "high", "unit", "products", "basis_en", "basis_zh", "from", "until", "source")
COST_KEY: Final = ("scheme", "route", "element", "what", "products", "basis_en", "from")
#: By what is published, the concept list in which its unit stands, and how its numbers are written.
UNITS: Final[Mapping[str, str]] = {"fee": "currency", "days": "time-unit"}
_NUMBERS: Final[Mapping[str, re.Pattern[str]]] = {"fee": re.compile(r"\d+(\.\d\d?)?"), "days": re.compile(r"\d+")}


def read_costs(file: Path, reading: TableReading) -> Iterator[tuple[str, Published]]:
    """The figures of a table, each with its scheme; a row without a usable figure is left out and reported."""
    for row in read_rows(file, COST_COLUMNS, COST_KEY, reading):
        reading.current = row.line
        reading.refer("scheme", row, "scheme", row["scheme"])
        reading.refer("source", row, "source", row["source"])
        products = products_of(row)
        for product in products:
            reading.refer("product", row, "products", product)
        figure, period = _figure(row, reading), reading.period(row, "from", "until")
        if figure is not None:
            yield row["scheme"], Published(element=row["element"], figure=figure, route=row["route"] or None, products=products, period=period)


def products_of(row: Row) -> tuple[str, ...]:
    """The product groups of a row, which are separated by blanks."""
    return tuple(row["products"].split())


def _figure(row: Row, reading: TableReading) -> Figure | None:
    if row["what"] not in UNITS:
        reading.note("not-allowed", row, "what", row["what"], allowed=", ".join(UNITS))
        return None
    reading.refer(f"concept:{UNITS[row['what']]}", row, "unit", row["unit"])
    basis = reading.bilingual(row, "basis_en", "basis_zh")
    if not row["low"] and not row["high"]:
        reading.note("figure-empty", row, "low", row["element"])
        return None
    before = len(reading.problems)
    low, high = (_number(row, column, reading) for column in ("low", "high"))
    if len(reading.problems) > before:
        return None
    try:
        return Figure(what=row["what"], unit=row["unit"], basis=basis, source=row["source"], low=low, high=high)  # type: ignore[arg-type]  # looked up above
    except ValueError as error:
        reading.note("figure-order", row, "high", str(error))
        return None


def _number(row: Row, column: str, reading: TableReading) -> float | None:
    if not row[column]:
        return None
    if not _NUMBERS[row["what"]].fullmatch(row[column]):
        reading.note("wrong-number", row, column, row[column])
        return None
    return float(row[column])
