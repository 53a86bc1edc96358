"""What the edit of one record can change: which sheets, or more than can be told.

Each rule is about the one kind of record; a change that could reach further is a ``Doubt``, and a doubt means a full build.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from mra.knowledge.base import boundaries_of
from mra.model.evidence import EvidenceKind
from mra.model.instrument import Instrument
from mra.model.market import Economy
from mra.model.scheme import Scheme
from mra.model.source import Source
from mra.release.cache import Cache
from mra.release.codec import encode
from mra.release.generic import Place
from mra.release.knowledge import StoredKnowledge
from mra.release.tracked import ALL


class Doubt(Exception):
    """Only a full build can tell what changed."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One record, as it was and as it is."""

    part: str
    id: str
    old: Any
    new: Any

    @property
    def moves_boundaries(self) -> bool:
        """Whether a day on which something changes for every answer came or went."""
        return self.part in ("instruments", "evidence", "body_lists") and boundaries_of([self.old]) != boundaries_of([self.new])


def places_of(edit: Edit, knowledge: StoredKnowledge, cache: Cache) -> set[Place]:
    """The sheets that the edit can change. Raises ``Doubt`` where it can reach further."""
    return _RULES[edit.part](edit, knowledge, cache)


def _resting(cache: Cache, part: str, *names: str) -> set[Place]:
    return set().union(*(cache.sheets_on((part, name)) for name in (*names, ALL)))


def _source(edit: Edit, knowledge: StoredKnowledge, cache: Cache) -> set[Place]:
    """Sheets rest on the trust in it; the day of the last check is the usual day of a release."""
    old: Source = edit.old
    new: Source = edit.new
    if old.checked != new.checked and (old.checked == cache.usual_day or new.checked > cache.usual_day):
        raise Doubt(edit.id)
    return _resting(cache, "sources", edit.id)


def _economy(edit: Edit, knowledge: StoredKnowledge, cache: Cache) -> set[Place]:
    """Memberships decide over chains and derived blocs; the rest is of its own sheets."""
    old: Economy = edit.old
    new: Economy = edit.new
    if old.memberships != new.memberships:
        raise Doubt(edit.id)
    return _resting(cache, "economies", edit.id)


def _scheme(edit: Edit, knowledge: StoredKnowledge, cache: Cache) -> set[Place]:
    """A scheme is read for the sheets of its economy alone, and has no word there of a product that none of its scopes and exclusions covers."""
    scopes = [scope for scheme in (edit.old, edit.new) for scope in (*scheme.scopes, *scheme.exclusions)]
    new: Scheme = edit.new
    return {
        (market, product) for market, product in _places(cache) if market == new.economy and any(knowledge.covers(scope.products, product) for scope in scopes)
    }


def _instrument(edit: Edit, knowledge: StoredKnowledge, cache: Cache) -> set[Place]:
    """A successor changes what is derived."""
    old: Instrument = edit.old
    new: Instrument = edit.new
    if old.succeeded_by != new.succeeded_by:
        raise Doubt(edit.id)
    lists = _resting(cache, "product_lists", *(entry.id for entry in (*old.lists, *new.lists))) if old.lists != new.lists else set()
    return _resting(cache, "instruments", edit.id) | lists


def _evidence(edit: Edit, knowledge: StoredKnowledge, cache: Cache) -> set[Place]:
    """Every sheet is judged for every kind; what a kind yields is only asked for the products that the yield covers."""
    old: EvidenceKind = edit.old
    new: EvidenceKind = edit.new
    if replace(old, yields=()) != replace(new, yields=()):
        raise Doubt(edit.id)
    before, after = ({encode(entry): entry for entry in kind.yields} for kind in (old, new))
    changed = [entry for text, entry in (*before.items(), *after.items()) if (text in before) != (text in after)]
    if not changed:  # only their order
        raise Doubt(edit.id)
    return {(market, product) for market, product in _places(cache) if any(knowledge.covers(entry.products, product) for entry in changed)}


def _bodies(edit: Edit, knowledge: StoredKnowledge, cache: Cache) -> set[Place]:
    return _resting(cache, "body_lists", edit.id)


def _places(cache: Cache) -> Iterator[Place]:
    for place in cache.places:
        market, _, product = place.partition(" ")
        yield market, product


_RULES: Final[Mapping[str, Callable[[Edit, StoredKnowledge, Cache], set[Place]]]] = {
    "sources": _source,
    "economies": _economy,
    "schemes": _scheme,
    "instruments": _instrument,
    "evidence": _evidence,
    "body_lists": _bodies,
}


def nearest(days: frozenset[date], day: date) -> tuple[date | None, date | None]:
    """The last boundary up to ``day`` and the first one after it: all that a sheet takes from the days that answers share."""
    return max((found for found in days if found <= day), default=None), min((found for found in days if found > day), default=None)
