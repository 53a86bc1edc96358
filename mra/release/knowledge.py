"""The knowledge base inside a release: the same values as read from the files, each taken out when it is asked for.

Which parts there are is read off ``Knowledge`` itself, so a new one is kept without a word here.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from functools import cache, cached_property
from typing import Any, Final, get_args, get_origin, get_type_hints

from mra.gap.values import words_in_use
from mra.knowledge.base import Knowledge, boundaries_of
from mra.knowledge.derived import Derived
from mra.model.instrument import ProductList
from mra.model.scheme import Scheme
from mra.release.codec import encode
from mra.release.stored import Stored, StoredList, StoredRelations, StoredSchemes, StoredSets

_CLOSURES: Final = ("groups_above", "blocs", "successors")
_LISTS: Final = "product_lists"
#: What every answer may rest on, whatever the market and the product.
SHARED: Final = ("instruments", "evidence", "body_lists")


class StoredKnowledge(Knowledge):
    """Knowledge out of a release: what would walk over everything is looked up instead."""

    @cached_property
    def product_lists(self) -> Mapping[str, ProductList]:
        """The product lists of all instruments, by id."""
        if isinstance(self.instruments, Stored):
            return Stored(self.instruments.database, _LISTS, ProductList)
        return super().product_lists

    def schemes_of(self, economy: str) -> tuple[Scheme, ...]:
        """The schemes that ``economy`` itself runs, by id."""
        return self.schemes.of(economy) if isinstance(self.schemes, StoredSchemes) else super().schemes_of(economy)

    @cached_property
    def shared_boundaries(self) -> frozenset[date]:
        """The days on which something changes that every answer may rest on."""
        shared = [getattr(self, name) for name in SHARED]
        return frozenset[date]().union(*(records.boundaries() if isinstance(records, Stored) else boundaries_of(records.values()) for records in shared))


def kept_records(knowledge: Knowledge) -> dict[tuple[str, str], tuple[int, str]]:
    """Every record by kind and id: its place among its kind, and its text."""
    return {
        (name, identifier): (place, encode(record))
        for name, value in _parts(knowledge)
        if isinstance(value, Mapping)
        for place, (identifier, record) in enumerate(value.items())
    }


def kept_lists(knowledge: Knowledge) -> dict[str, str]:
    """What is kept whole: lists, and the days on which records of a kind change something."""
    lists = {name: encode(value) for name, value in _parts(knowledge) if not isinstance(value, Mapping)}
    return lists | {f"boundaries of {name}": kept_boundaries(getattr(knowledge, name)) for name in SHARED}


def kept_boundaries(records: Mapping[str, Any]) -> str:
    """The days on which one of ``records`` changes something."""
    return encode(sorted(boundaries_of(records.values())))


def kept_words(knowledge: Knowledge) -> str:
    """The words in use for each attribute."""
    return encode({name: sorted(words) for name, words in words_in_use(knowledge).items()})


def _parts(knowledge: Knowledge) -> Iterator[tuple[str, Any]]:
    yield from ((name, getattr(knowledge, name)) for name, kind in _hints().items() if get_origin(kind) is not None)
    yield _LISTS, dict(sorted(knowledge.product_lists.items()))
    for name in _CLOSURES:
        yield name, {identifier: tuple(sorted(found)) for identifier, found in sorted(getattr(knowledge.derived, name).items())}


def take(database: sqlite3.Connection, fingerprint: str) -> StoredKnowledge:
    """The knowledge base that was kept in a release."""
    parts: dict[str, Any] = {name: _taken(database, name, kind) for name, kind in _hints().items() if get_origin(kind) is not None}
    return StoredKnowledge(
        **parts,
        derived=Derived(StoredRelations(database), *(StoredSets(database, name) for name in _CLOSURES)),
        fingerprint=fingerprint,
    )


def _taken(database: sqlite3.Connection, name: str, kind: Any) -> Mapping[str, Any] | Sequence[Any]:
    if get_origin(kind) is Sequence:
        return StoredList(database, name, get_args(kind)[0])
    of = get_args(kind)[1]
    return StoredSchemes(database, name, Scheme) if of is Scheme else Stored(database, name, of)


@cache
def _hints() -> dict[str, Any]:
    hints = get_type_hints(Knowledge)
    return {field.name: hints[field.name] for field in fields(Knowledge)}
