"""Economies and blocs, what was read about them, product groups, and lists of bodies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from mra.model.condition import Value
from mra.model.period import ALWAYS, Period
from mra.model.text import Bilingual

CoverageLevel = Literal["reviewed", "partial", "unknown"]
COVERAGE_ORDER: Final[dict[str, int]] = {"reviewed": 0, "partial": 1, "unknown": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Membership of a bloc whose requirements the member answers with."""

    bloc: str
    period: Period
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How far the requirements of one family were read for some product groups."""

    family: str
    level: CoverageLevel
    products: tuple[str, ...]
    reviewed: date | None
    sources: tuple[str, ...]
    open: tuple[Bilingual, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Economy:
    """A destination: an economy, a region of one, or a bloc."""

    code: str
    label: Bilingual
    sources: tuple[str, ...]
    memberships: tuple[Membership, ...] = ()
    coverage: tuple[Coverage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductGroup:
    """A product group with honest default attributes; ``ask`` names those for which no default is honest."""

    id: str
    label: Bilingual
    families: tuple[str, ...]
    hs: tuple[str, ...] = ()
    broader: str | None = None
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    attributes: Mapping[str, Value] = field(default_factory=dict)
    ask: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedBody:
    """A body or laboratory on a list."""

    body: str
    name: Bilingual
    economy: str
    source: str
    number: str = ""
    scope: str = ""
    period: Period = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyList:
    """A list of designated or recognised bodies; ``complete`` if a body that is missing is known not to be on it."""

    id: str
    label: Bilingual
    complete: bool
    as_of: date
    sources: tuple[str, ...]
    bodies: tuple[ListedBody, ...] = ()

    def periods(self) -> Iterator[Period]:
        """Everything dated in it."""
        yield from (body.period for body in self.bodies)
