"""One row of a portfolio as a question and what is held, or what keeps it from being one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Final

from mra.errors import InputError
from mra.gap.request import ask, find_product, parse_attribute
from mra.ingest.cells import ATTRIBUTE, BadCell, cell_readers
from mra.language import say
from mra.model.condition import Value
from mra.model.directory import Directory
from mra.model.evidence import Held
from mra.model.question import Question
from mra.model.text import Bilingual

_REMEMBERED: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A row that can be judged."""

    question: Question
    held: Held


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why a row cannot be judged: the column, the cell, the rule, and in both languages what is wrong and what to do."""

    column: str
    value: str
    rule: str
    message: Bilingual
    remedy: Bilingual


class RowReader:
    """Reads the cells of rows, by column."""

    def __init__(self, directory: Directory, as_of: date) -> None:
        self._directory = directory
        self._as_of = as_of
        self._readers = cell_readers(directory)
        #: Searching for a product takes long, and the same texts come again and again; there may be millions of different ones.
        self._product = lru_cache(_REMEMBERED)(partial(find_product, directory))

    def read(self, cells: Mapping[str, str]) -> Certificate | tuple[Fault, ...]:
        """The certificate of a row, or everything that is wrong with the row."""
        qualifiers: dict[str, str] = {}
        faults = list(self._read_into(qualifiers, cells))
        given: dict[str, Value] = {}
        faults += self._attributes_into(given, cells)
        if "kind" not in qualifiers and not cells.get("kind"):
            faults.append(_fault("no-kind", "kind", ""))
        question = None if faults else self._question(cells, given)
        if isinstance(question, Question):
            return Certificate(question=question, held=Held(kind=qualifiers.pop("kind"), qualifiers=qualifiers, is_specimen=False))
        return tuple(faults) if question is None else (question,)

    def _read_into(self, qualifiers: dict[str, str], cells: Mapping[str, str]) -> Iterator[Fault]:
        for column, cell in cells.items():
            if cell and column in self._readers:
                try:
                    qualifiers |= self._readers[column](cell)
                except BadCell as bad:
                    yield _fault(bad.code, column, cell, **bad.values)

    def _attributes_into(self, given: dict[str, Value], cells: Mapping[str, str]) -> Iterator[Fault]:
        for column, cell in cells.items():
            if cell and column.startswith(ATTRIBUTE):
                try:
                    name, given[name] = parse_attribute(self._directory, f"{column.removeprefix(ATTRIBUTE)}={cell}")
                except InputError as error:
                    yield _refusal("attribute", column, cell, error)

    def _question(self, cells: Mapping[str, str], given: Mapping[str, Value]) -> Question | Fault:
        """The product by its name, else by its goods code."""
        column = "product" if cells.get("product") else "hs"
        text = cells.get(column, "")
        if not text:
            return _fault("no-product", "product", "")
        try:
            return ask(self._directory, self._product(text), given, self._as_of)
        except InputError as error:
            return _refusal("product", column, text, error)


def _fault(rule: str, column: str, value: str, **values: object) -> Fault:
    head = say(f"certificates.head.{column}") if not column.startswith(ATTRIBUTE) else Bilingual(column, column)
    named = {"column": Bilingual(head.en.partition("|")[0], head.zh.partition("|")[0]), "value": value, **values}
    return Fault(column=column, value=value, rule=rule, message=say(f"certificates.{rule}", **named), remedy=say(f"certificates.{rule}.remedy", **named))


def _refusal(rule: str, column: str, value: str, error: InputError) -> Fault:
    """A fault in the words of the error that the same text would give on the command line."""
    return Fault(column=column, value=value, rule=rule, message=error.text, remedy=say(f"portfolio.{rule}.remedy"))
