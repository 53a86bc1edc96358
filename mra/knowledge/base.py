"""The immutable knowledge base."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from mra.knowledge.derived import Derived
from mra.model.concept import Concepts
from mra.model.cost import Published
from mra.model.evidence import EvidenceKind, Yield
from mra.model.instrument import Instrument, ProductList
from mra.model.market import BodyList, Economy, ProductGroup
from mra.model.notice import Notice
from mra.model.number import plain_number
from mra.model.scheme import Scheme
from mra.model.source import Source
from mra.model.standard import Adoption, Edition
from mra.model.text import Bilingual


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """Everything that was read, checked and derived, by id; ``costs`` by the id of their scheme. ``fingerprint`` names the exact input."""

    concepts: Concepts
    sources: Mapping[str, Source]
    economies: Mapping[str, Economy]
    schemes: Mapping[str, Scheme]
    instruments: Mapping[str, Instrument]
    evidence: Mapping[str, EvidenceKind]
    editions: Mapping[str, Edition]
    adoptions: Sequence[Adoption]
    groups: Mapping[str, ProductGroup]
    body_lists: Mapping[str, BodyList]
    notices: Sequence[Notice]
    costs: Mapping[str, tuple[Published, ...]]
    derived: Derived
    fingerprint: str

    @cached_property
    def product_lists(self) -> Mapping[str, ProductList]:
        """The product lists of all instruments, by id."""
        return {entry.id: entry for instrument in self.instruments.values() for entry in instrument.lists}

    def issuing_schemes(self, kind: str) -> tuple[Scheme, ...]:
        """The schemes that issue a kind of evidence: the one behind it, and others of the same economy that say so."""
        if kind not in self._issuing:
            of = self.evidence[kind]
            behind = [self.schemes[of.scheme]] if of.scheme and of.scheme in self.schemes else []
            others = [scheme for scheme in self.schemes_of(of.issuer_economy) if kind in scheme.issues and scheme not in behind]
            self._issuing[kind] = (*behind, *others)
        return self._issuing[kind]

    @cached_property
    def _issuing(self) -> dict[str, tuple[Scheme, ...]]:
        return {}

    def yields_about(self, kind: str, product: str) -> tuple[Yield, ...]:
        """What a kind of evidence brings for a product group, whatever the day and the product's attributes."""
        key = (kind, product)
        if key not in self._yields:
            self._yields[key] = tuple(entry for entry in self.evidence[kind].yields if self.covers(entry.products, product))
        return self._yields[key]

    @cached_property
    def _yields(self) -> dict[tuple[str, str], tuple[Yield, ...]]:
        return {}

    def notices_about(self, number: str) -> tuple[Notice, ...]:
        """The notices about a number, as ``plain_number`` writes it."""
        return self._noticed.get(number, ())

    @cached_property
    def _noticed(self) -> Mapping[str, tuple[Notice, ...]]:
        found: dict[str, tuple[Notice, ...]] = {}
        for notice in self.notices:
            number = plain_number(notice.number)
            found[number] = (*found.get(number, ()), notice)
        return found

    @cached_property
    def shared_boundaries(self) -> frozenset[date]:
        """The days on which something changes that every answer may rest on: an instrument, what evidence yields, a listed body."""
        return boundaries_of((*self.instruments.values(), *self.evidence.values(), *self.body_lists.values()))

    def label(self, concept_list: str, notation: str) -> Bilingual:
        """The label of a concept."""
        return self.concepts[concept_list][notation].label

    def covers(self, products: tuple[str, ...], group: str) -> bool:
        """Whether ``group`` is one of ``products`` or lies below one; no products means all."""
        return not products or not self.derived.ancestors(group).isdisjoint(products)

    def schemes_of(self, economy: str) -> tuple[Scheme, ...]:
        """The schemes that ``economy`` itself runs, by id."""
        return tuple(scheme for scheme in self.schemes.values() if scheme.economy == economy)


def boundaries_of(records: Iterable[Instrument | EvidenceKind | BodyList]) -> frozenset[date]:
    """The days on which one of ``records`` begins, ends, or has a member, a yield or a body that does."""
    return frozenset(day for record in records for period in record.periods() for day in period.boundaries())
