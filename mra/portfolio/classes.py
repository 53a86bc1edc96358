"""What the rules can tell apart in each column: the class of a cell, by which certificates are told apart.

A class never says more than the rules read: of a number whether it fits the pattern, of an unlisted laboratory that it is none of the listed.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Final

from mra.errors import InputError
from mra.gap.request import find_product, parse_attribute
from mra.ingest.cells import ATTRIBUTE, BadCell, Reader, cell_readers
from mra.model.directory import Directory
from mra.model.standard import slug
from mra.portfolio.critical_days import CriticalDays

#: Days run on their own clocks and are told apart by the critical days of the row.
DAY_COLUMNS: Final = ("date", "test_date", "valid_until")
#: Nearly every certificate has its own, and nothing but their presence is read here; the number is read against its kind's pattern.
OWN_COLUMNS: Final = ("number", "holder", "enterprise", "model")
#: Bodies matter by the lists on which they stand.
BODY_COLUMNS: Final = ("issuer", "lab")
_NAMED: Final = "named"


def class_readers(directory: Directory, days: CriticalDays) -> Mapping[str, Callable[[str], Hashable]]:
    """How each column's texts fall into classes; a reader raises ``BadCell`` for what cannot be read."""
    readers: dict[str, Callable[[str], Hashable]] = {}
    for column, read in cell_readers(directory).items():
        if column == "product":
            readers[column] = _product(directory)
        elif column == "hs":
            readers[column] = _goods_code(directory, read)
        elif column in BODY_COLUMNS:
            readers[column] = _body(column, read, days)
        elif column == "standard":
            readers[column] = _standards(read)
        elif column == "kind":
            readers[column] = _one(column, read)
        elif column == "factory":
            readers[column] = _factory(read)
        elif column not in (*DAY_COLUMNS, *OWN_COLUMNS):
            readers[column] = _values(read)
    return readers


def attribute_reader(directory: Directory, column: str) -> Callable[[str], Hashable]:
    """How the cells of an attribute's column fall into classes: by the attribute's value."""
    name = column.removeprefix(ATTRIBUTE)

    def read(text: str) -> Hashable:
        try:
            return parse_attribute(directory, f"{name}={text}")
        except InputError as error:
            raise BadCell("attribute", reason=error.text) from None

    return read


def _one(column: str, read: Reader) -> Callable[[str], Hashable]:
    return lambda text: read(text)[column]


def _values(read: Reader) -> Callable[[str], Hashable]:
    return lambda text: tuple(sorted(read(text).items()))


def _factory(read: Reader) -> Callable[[str], Hashable]:
    """The same factory or another; which one a mere name means is not known."""
    return lambda text: read(text).get("factory", _NAMED)


def _standards(read: Reader) -> Callable[[str], Hashable]:
    return lambda text: tuple(slug(part) for part in read(text)["standard"].split("|"))


def _body(column: str, read: Reader, days: CriticalDays) -> Callable[[str], Hashable]:
    def classify(text: str) -> Hashable:
        name = read(text)[column]
        return name.lower() if days.knows_body(name) else None

    return classify


def _product(directory: Directory) -> Callable[[str], Hashable]:
    def classify(text: str) -> Hashable:
        try:
            return find_product(directory, text)
        except InputError as error:
            raise BadCell("product", reason=error.text) from None

    return classify


def _goods_code(directory: Directory, read: Reader) -> Callable[[str], Hashable]:
    """The one group that a goods code means; a code that fits none or several is no fault of the cell, it only decides nothing."""

    def classify(text: str) -> Hashable:
        read(text)
        try:
            return find_product(directory, text)
        except InputError:
            return None

    return classify
