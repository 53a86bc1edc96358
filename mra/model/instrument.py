"""Why one side accepts the other's results: treaties, arrangements, schemes, unilateral rules."""

from collections.abc import Iterator
from dataclasses import dataclass

from mra.model.period import ALWAYS, Period
from mra.model.source import Confidence
from mra.model.text import Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A party or member economy, with the days of its membership."""

    economy: str
    body: str | None = None
    period: Period = ALWAYS
    activities: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductList:
    """A list of product groups attached to an instrument; ``complete`` if what is missing is known not to be on it."""

    id: str
    label: Bilingual
    products: tuple[str, ...]
    complete: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A recognition arrangement (ISO/IEC 17000:2020, chapter 9) or any act that has its effect."""

    id: str
    label: Bilingual
    mechanism: str
    activities: tuple[str, ...]
    recognizes: tuple[str, ...]
    status: str
    sources: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    direction: str = "both"
    period: Period = ALWAYS
    succeeded_by: str | None = None
    restrictions: tuple[Bilingual, ...] = ()
    members: tuple[Member, ...] = ()
    lists: tuple[ProductList, ...] = ()
    confidence: Confidence = "high"
    note: Bilingual | None = None

    def periods(self) -> Iterator[Period]:
        """Everything dated in it."""
        yield self.period
        yield from (member.period for member in self.members)
