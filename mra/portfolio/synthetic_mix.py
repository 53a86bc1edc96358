"""What a synthetic portfolio can hold: product groups, the kinds that yield something for each, standards, bodies, words."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from mra.knowledge.base import Knowledge
from mra.model.evidence import ANY_TOPIC, EvidenceKind, Yield
from mra.model.market import ProductGroup
from mra.model.scheme import Element
from mra.model.standard import series

_FILE: Final = Path(__file__).with_name("mix.toml")
_TEMPLATE: Final = re.compile(r"(?P<head>[^{]*(?:\{year\}[^{]*)?)\{serial:(?P<digits>\d+)\}(?P<tail>[^{]*)")
#: More standards of markets than these are not drawn for one kind and group.
_MOST_STANDARDS: Final = 24
_USUAL: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberTemplate:
    """How certificates of a kind are numbered: ``head`` may hold ``{year}``, then the row's number in so many digits, then ``tail``."""

    head: str
    digits: int
    tail: str

    def number(self, year: int, serial: int) -> str:
        """One number."""
        return f"{self.head.replace('{year}', str(year))}{serial % 10**self.digits:0{self.digits}}{self.tail}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Certificates of one kind for one product group.

    ``standards``: from which day of issue on which cells are written; the first entry has no beginning.
    """

    group: ProductGroup
    kind: EvidenceKind
    weight: int
    months: int | None
    number: NumberTemplate
    issuers: tuple[str, ...]
    labs: tuple[str, ...]
    standards: tuple[tuple[date, tuple[str, ...]], ...]

    @property
    def is_report(self) -> bool:
        """Whether a test report comes with it."""
        return any(entry.form == "report" for entry in self.kind.yields)


@cache
def _mix() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def city_totals() -> tuple[int, int]:
    """The enterprises and certificates that the city publishes."""
    return _mix()["enterprises"], _mix()["certificates"]


def number_template(text: str) -> NumberTemplate:
    """Read ``{year}00{serial:10}``. Raises ``ValueError`` if it is none."""
    found = _TEMPLATE.fullmatch(text)
    if found is None:
        raise ValueError(f"no template of numbers: {text}")
    return NumberTemplate(head=found["head"], digits=int(found["digits"]), tail=found["tail"])


def lines_by_group(knowledge: Knowledge) -> list[tuple[int, tuple[Line, ...]]]:
    """Per product group for which some kind yields something: its weight, and a line a kind; in the order of ids."""
    reader = _Reader(knowledge)
    drawn = [(_mix()["products"].get(group.id, 1), tuple(reader.lines(group))) for _, group in sorted(knowledge.groups.items())]
    return [(weight, lines) for weight, lines in drawn if lines]


class _Reader:
    """Reads the lines of one knowledge base."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        schemes = knowledge.schemes.values()
        self._elements: list[Element] = [element for scheme in schemes for route in scheme.routes for element in route.elements]
        self._kinds = [kind for _, kind in sorted(knowledge.evidence.items()) if kind.yields]
        self._issuers = {kind.id: self._listed(kind, ("body_on_list",)) for kind in self._kinds}
        self._labs = {kind.id: self._listed(kind, ("lab_on_list", "lab_not_on_list")) for kind in self._kinds}
        self._series: dict[str, list[str]] = defaultdict(list)
        for _, edition in sorted(knowledge.editions.items()):
            self._series[series(edition.designation)].append(edition.designation)

    def lines(self, group: ProductGroup) -> Iterator[Line]:
        """A line a kind that yields something for ``group``."""
        for kind in self._kinds:
            yields = [entry for entry in kind.yields if self._knowledge.covers(entry.products, group.id)]
            if yields:
                mixed = _mix()["kinds"].get(kind.id, {})
                yield Line(
                    group=group,
                    kind=kind,
                    weight=mixed.get("weight", _USUAL),
                    months=kind.validity_months or mixed.get("months"),
                    number=number_template(mixed.get("number", f"SYN-{kind.id.upper()}-{{year}}-{{serial:8}}")),
                    issuers=tuple(dict.fromkeys((*mixed.get("issuers", ()), *self._issuers[kind.id]))),
                    labs=self._labs[kind.id],
                    standards=tuple(self._standards(group, yields)),
                )

    def _listed(self, kind: EvidenceKind, conditions: Sequence[str]) -> tuple[str, ...]:
        """Bodies of the kind's economy on the lists that rules name for the kind, by id and by both names, as people write them."""
        accepted = [entry.conditions for element in self._elements for entry in element.accepts if entry.is_generic or kind.id in entry.evidence]
        lists = sorted({named for entry in accepted for condition in conditions if (named := getattr(entry, condition))})
        bodies = [body for name in lists for body in self._knowledge.body_lists[name].bodies if body.economy == kind.issuer_economy]
        return tuple(dict.fromkeys(text for body in bodies for text in (body.body, body.name.zh, body.name.en)))

    def _standards(self, group: ProductGroup, yields: Sequence[Yield]) -> Iterator[tuple[date, tuple[str, ...]]]:
        abroad = tuple(dict.fromkeys(self._market_standards(group, yields)))[:_MOST_STANDARDS]
        is_report = all(entry.form == "report" for entry in yields)
        for day in (date.min, *sorted({day for entry in yields for day in entry.period.boundaries()})):
            current = [entry.standards for entry in yields if entry.standards and entry.period.contains(day)]
            named = [[self._knowledge.editions[edition].designation for edition in entry] for entry in current]
            cells = (_report_cells if is_report else _certificate_cells)(named)
            yield day, (*cells, *self._older(named), *abroad, "")

    def _older(self, named: Sequence[Sequence[str]]) -> Iterator[str]:
        """The same standards in another edition that is on record."""
        for designation in dict.fromkeys(text for one in named for text in one):
            yield from [other for other in self._series[series(designation)] if other != designation][:1]

    def _market_standards(self, group: ProductGroup, yields: Sequence[Yield]) -> Iterator[str]:
        """The standards of markets to which work of these yields may have been done."""
        topics = {entry.topic for entry in yields if entry.destination_standard or entry.standard_open}
        for element in self._elements if topics else ():
            is_meant = element.activity == "testing" and bool(element.standards) and (element.topic in topics or ANY_TOPIC in topics)
            if is_meant and self._knowledge.covers(element.products, group.id):
                yield "; ".join(self._knowledge.editions[edition].designation for edition in element.standards)


def _report_cells(named: Sequence[Sequence[str]]) -> list[str]:
    """A report is about one thing."""
    return [separator.join(one) for one in named for separator in ("; ", "; ", "、")]


def _certificate_cells(named: Sequence[Sequence[str]]) -> list[str]:
    """A certificate names all its standards; some people copy the first ones only."""
    every = list(dict.fromkeys(text for one in named for text in one))
    return ["; ".join(every)] * 6 + ["、".join(every)] * 2 + ["; ".join(one) for one in named]
