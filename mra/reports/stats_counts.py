"""What the knowledge base holds, counted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from mra.knowledge.base import Knowledge
from mra.language import say
from mra.model.scheme import Acceptance, Element
from mra.model.source import Confidence, strongest, weakest
from mra.model.text import Bilingual

__all__ = ["Count", "Tally", "tallies"]

#: Days since a source was checked: the last day of each class; what is older comes after them.
_CLASSES: Final = (30, 90, 180, 365)
_LATER: Final = "later"
_RECORDS: Final = "records"
_DEGREES: Final = ("identical", "modified", "legacy", "not_equivalent", "unknown")
_CONFIDENCES: Final = ("high", "medium", "low")


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many there are of something."""

    id: str
    label: Bilingual
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Things of one sort, counted by one of their properties."""

    id: str
    counts: tuple[Count, ...]

    @property
    def label(self) -> Bilingual:
        """What was counted, and by what."""
        return say(f"stats.tally.{self.id}")

    @property
    def total(self) -> int | None:
        """All together; ``None`` for records, which are of different sorts and have no sum."""
        return None if self.id == _RECORDS else sum(count.number for count in self.counts)


def tallies(knowledge: Knowledge, as_of: date) -> tuple[Tally, ...]:
    """All counts; ``as_of`` is the day from which the freshness of sources is reckoned."""
    elements, acceptances = list(_elements(knowledge)), list(_acceptances(knowledge))
    instruments, sources = knowledge.instruments.values(), knowledge.sources.values()
    economies = {code: economy.label for code, economy in knowledge.economies.items()}
    groups = {name: group.label for name, group in knowledge.groups.items()}
    lists = {name: entry.label for name, entry in knowledge.body_lists.items()}
    confidences: Mapping[str, Bilingual] = {name: knowledge.label("confidence", name) for name in _CONFIDENCES}
    return (
        _records(knowledge, elements, acceptances),
        _tally("schemes_by_economy", economies, (scheme.economy for scheme in knowledge.schemes.values())),
        _tally("elements_by_nature", _concepts(knowledge, "nature"), (element.nature for element in elements)),
        _tally("acceptances_by_how", _concepts(knowledge, "how"), (acceptance.how for acceptance in acceptances)),
        _tally("acceptances_by_confidence", confidences, (_trust(knowledge, acceptance) for acceptance in acceptances)),
        _tally("instruments_by_status", _concepts(knowledge, "status"), (instrument.status for instrument in instruments)),
        _tally("instruments_by_mechanism", _concepts(knowledge, "mechanism"), (instrument.mechanism for instrument in instruments)),
        _tally("adoptions_by_degree", {name: say(f"stats.degree.{name}") for name in _DEGREES}, (entry.degree for entry in knowledge.adoptions)),
        _tally("yields_by_product_group", groups, _yields(knowledge)),
        _tally("bodies_by_list", lists, (name for name, entry in knowledge.body_lists.items() for _ in entry.bodies)),
        _tally("sources_by_tier", _concepts(knowledge, "tier"), (source.tier for source in sources)),
        _tally("sources_by_confidence", confidences, (source.confidence for source in sources)),
        _tally("sources_by_age", _ages(), (_age((as_of - source.checked).days) for source in sources)),
    )


def _tally(name: str, labels: Mapping[str, Bilingual], found: Iterable[str]) -> Tally:
    """Count what was ``found``, in the order of ``labels``; what is not there is left out."""
    counted = Counter(found)
    return Tally(id=name, counts=tuple(Count(id=key, label=label, number=counted[key]) for key, label in labels.items() if counted[key]))


def _concepts(knowledge: Knowledge, name: str) -> Mapping[str, Bilingual]:
    return {notation: concept.label for notation, concept in knowledge.concepts[name].items()}


def _records(knowledge: Knowledge, elements: list[Element], acceptances: list[Acceptance]) -> Tally:
    lists, kinds = knowledge.body_lists.values(), knowledge.evidence.values()
    numbers = {
        "economies": len(knowledge.economies),
        "schemes": len(knowledge.schemes),
        "elements": len(elements),
        "acceptances": len(acceptances),
        "instruments": len(knowledge.instruments),
        "editions": len(knowledge.editions),
        "adoptions": len(knowledge.adoptions),
        "evidence_kinds": len(kinds),
        "yields": sum(len(kind.yields) for kind in kinds),
        "product_groups": len(knowledge.groups),
        "body_lists": len(lists),
        "bodies": sum(len(entry.bodies) for entry in lists),
        "notices": len(knowledge.notices),
        "sources": len(knowledge.sources),
    }
    return Tally(id=_RECORDS, counts=tuple(Count(id=name, label=say(f"stats.records.{name}"), number=number) for name, number in numbers.items()))


def _elements(knowledge: Knowledge) -> Iterator[Element]:
    yield from (element for scheme in knowledge.schemes.values() for route in scheme.routes for element in route.elements)


def _acceptances(knowledge: Knowledge) -> Iterator[Acceptance]:
    yield from (acceptance for element in _elements(knowledge) for acceptance in element.accepts)


def _trust(knowledge: Knowledge, acceptance: Acceptance) -> Confidence:
    """How far an acceptance can be trusted: what it says of itself, and the best of its sources."""
    return weakest((acceptance.confidence, strongest(knowledge.sources[name].trust for name in acceptance.sources)))


def _yields(knowledge: Knowledge) -> Iterator[str]:
    """The product groups of every yield; a group has those of the groups above it."""
    for kind in knowledge.evidence.values():
        for entry in kind.yields:
            yield from (group for group in knowledge.groups if knowledge.covers(entry.products, group))


def _ages() -> Mapping[str, Bilingual]:
    starts = (0, *(last + 1 for last in _CLASSES))
    spans = {f"{first}-{last}": say("stats.age.span", first=first, last=last) for first, last in zip(starts, _CLASSES, strict=False)}
    return {_LATER: say("stats.age.later"), **spans, f"{starts[-1]}-": say("stats.age.older", first=starts[-1])}


def _age(days: int) -> str:
    """The class of a source that was checked so many days ago."""
    if days < 0:
        return _LATER
    first = 0
    for last in _CLASSES:
        if days <= last:
            return f"{first}-{last}"
        first = last + 1
    return f"{first}-"
