"""Knowledge that notes what is read of it, so that a sheet knows on which records it rests.

Noted are sources, economies, instruments, product lists and lists of bodies, and schemes that are looked up by their id. What is
not noted is seen to by ``edits``: the schemes of a market by the products that they cover, evidence by the products of its
yields; and everything else by building in full. Each sheet gets a tracked knowledge of its own, so that nothing is noted for one
sheet and only remembered for the next.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from functools import cached_property
from typing import Any, Final, TypeVar

from mra.knowledge.base import Knowledge
from mra.model.evidence import Yield
from mra.model.instrument import ProductList
from mra.model.scheme import Scheme

T = TypeVar("T")
#: Stands for every record of a kind: something walked over all of them.
ALL: Final = "*"
#: A record that was read, by kind and id.
Note = tuple[str, str]
_NOTED: Final = ("sources", "economies", "schemes", "instruments", "body_lists")


class _Noting(Mapping[str, T]):
    def __init__(self, records: Mapping[str, T], kind: str, notes: set[Note]) -> None:
        self._records, self._kind, self._notes = records, kind, notes

    def __getitem__(self, name: str) -> T:
        self._notes.add((self._kind, name))
        return self._records[name]

    def __iter__(self) -> Iterator[str]:
        self._notes.add((self._kind, ALL))
        return iter(self._records)

    def __len__(self) -> int:
        self._notes.add((self._kind, ALL))
        return len(self._records)


class TrackedKnowledge(Knowledge):
    """Knowledge over another one; see ``track``."""

    base: Knowledge
    notes: set[Note]

    @cached_property
    def product_lists(self) -> Mapping[str, ProductList]:
        """The product lists of all instruments, by id."""
        return _Noting(self.base.product_lists, "product_lists", self.notes)

    @cached_property
    def shared_boundaries(self) -> frozenset[date]:
        """The days on which something changes that every answer may rest on."""
        return self.base.shared_boundaries

    def yields_about(self, kind: str, product: str) -> tuple[Yield, ...]:
        """What a kind of evidence brings for a product group."""
        return self.base.yields_about(kind, product)

    def schemes_of(self, economy: str) -> tuple[Scheme, ...]:
        """The schemes that ``economy`` itself runs, by id."""
        return self.base.schemes_of(economy)


def track(base: Knowledge, notes: set[Note]) -> TrackedKnowledge:
    """``base``, with every record that is read of it put into ``notes``."""
    parts: dict[str, Any] = {field.name: getattr(base, field.name) for field in fields(Knowledge)}
    parts |= {name: _Noting(parts[name], name, notes) for name in _NOTED}
    tracked = TrackedKnowledge(**parts)
    object.__setattr__(tracked, "base", base)
    object.__setattr__(tracked, "notes", notes)
    return tracked
