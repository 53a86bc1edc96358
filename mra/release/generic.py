"""What a release judges beforehand: every kind of evidence, as a specimen, for every product group in every market."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from mra.gap.request import SPECIMEN
from mra.gap.source import LiveSource
from mra.model.evidence import Held
from mra.model.question import Question
from mra.model.sheet import Sheet
from mra.recognition.sheets import Judge, make_sheets
from mra.release.tracked import Note, track

Progress = Callable[[str, int, int], None]
#: A market and a product group.
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """A sheet, and the records that it rests on."""

    sheet: Sheet
    rests_on: frozenset[Note]

    @property
    def place(self) -> Place:
        """The market and the product group."""
        return self.sheet.destination, self.sheet.product

    @property
    def cases(self) -> int:
        """How many cases were judged."""
        return sum(len(element.cases) for entry in self.sheet.requirements for route in entry.routes for element in route.elements)


def generic_sheets(source: LiveSource, day: date, progress: Progress, judge: Judge, places: Iterable[Place] | None = None) -> Iterator[Judged]:
    """One sheet a product group and market, judged for every kind of evidence, market by market; all of them, or those of ``places``."""
    wanted = sorted(all_places(source) if places is None else places)
    held = [Held(kind=kind) for kind in sorted(source.directory.kinds)]
    markets = sorted({market for market, _ in wanted})
    for position, market in enumerate(markets):
        progress(market, position, len(markets))
        for product in (product for at, product in wanted if at == market):
            notes: set[Note] = set()
            question = Question(product=product, as_of=day, defaults={**SPECIMEN, **source.directory.groups[product].attributes})
            (sheet,) = make_sheets(track(source.knowledge, notes), source.criteria, [(question, market)], held, judge=judge)
            yield Judged(sheet, frozenset(notes))
    progress("", len(markets), len(markets))


def all_places(source: LiveSource) -> list[Place]:
    """Every market with every product group for which a default is honest in all attributes."""
    groups = [group.id for group in source.directory.groups.values() if not group.ask]
    return [(market, group) for market in source.directory.markets for group in groups]


def usual_day(source: LiveSource) -> date:
    """The last day on which a source was checked: the same for the same knowledge base."""
    return max(found.checked for found in source.knowledge.sources.values())
