"""The immutable knowledge base."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from mra.knowledge.derive import Derived
from mra.model.concept import Concepts
from mra.model.evidence import EvidenceKind
from mra.model.instrument import Instrument, ProductList
from mra.model.market import BodyList, Economy, ProductGroup
from mra.model.scheme import Scheme
from mra.model.source import Source
from mra.model.standard import Adoption, Edition
from mra.model.text import Bilingual


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """Everything that was read, checked and derived, by id. ``fingerprint`` names the exact input."""

    concepts: Concepts
    sources: Mapping[str, Source]
    economies: Mapping[str, Economy]
    schemes: Mapping[str, Scheme]
    instruments: Mapping[str, Instrument]
    evidence: Mapping[str, EvidenceKind]
    editions: Mapping[str, Edition]
    adoptions: tuple[Adoption, ...]
    groups: Mapping[str, ProductGroup]
    body_lists: Mapping[str, BodyList]
    derived: Derived
    fingerprint: str

    @cached_property
    def product_lists(self) -> Mapping[str, ProductList]:
        """The product lists of all instruments, by id."""
        return {entry.id: entry for instrument in self.instruments.values() for entry in instrument.lists}

    def label(self, concept_list: str, notation: str) -> Bilingual:
        """The label of a concept."""
        return self.concepts[concept_list][notation].label

    def covers(self, products: tuple[str, ...], group: str) -> bool:
        """Whether ``group`` is one of ``products`` or lies below one; no products means all."""
        return not products or not self.derived.ancestors(group).isdisjoint(products)

    def schemes_of(self, economy: str) -> tuple[Scheme, ...]:
        """The schemes that ``economy`` itself runs, by id."""
        return tuple(scheme for scheme in self.schemes.values() if scheme.economy == economy)
