"""What a question can be about: the products, markets, kinds of evidence and words of one knowledge base."""

from collections.abc import Mapping
from dataclasses import dataclass

from mra.model.concept import Concept
from mra.model.market import ProductGroup
from mra.model.text import Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Enough to understand a question without opening the knowledge base. ``editions`` maps ids to designations."""

    kb_version: str
    groups: Mapping[str, ProductGroup]
    kinds: Mapping[str, Bilingual]
    markets: Mapping[str, Bilingual]
    concepts: Mapping[str, Mapping[str, Concept]]
    editions: Mapping[str, str]
    schemes: Mapping[str, Bilingual]
    instruments: Mapping[str, Bilingual]
