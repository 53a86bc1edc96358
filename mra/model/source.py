"""Who says so: bibliographic records and how far a statement can be trusted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from mra.model.text import Bilingual

Confidence = Literal["high", "medium", "low"]
Tier = Literal["law", "treaty", "regulator", "scheme-owner", "accreditation-body", "certification-body", "laboratory", "press"]

#: Tiers on which an acceptance may rest without being flagged.
AUTHORITATIVE: Final[frozenset[str]] = frozenset({"law", "treaty", "regulator", "scheme-owner"})
_ORDER: Final[dict[str, int]] = {"high": 0, "medium": 1, "low": 2}
_CEILING: Final[dict[str, Confidence]] = {"accreditation-body": "medium", "certification-body": "medium", "laboratory": "medium", "press": "low"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text that was really opened.

    ``address`` is the official address, ``read_at`` where it was read; ``published`` the date of the text if it states one,
    ``checked`` the day on which somebody opened it.
    """

    id: str
    title: Bilingual
    publisher: str
    tier: Tier
    address: str
    checked: date
    confidence: Confidence
    read_at: str | None = None
    published: date | None = None
    note: Bilingual | None = None

    @property
    def trust(self) -> Confidence:
        """The confidence of a statement that rests on this source alone.

        A laboratory's or a body's word reaches ``medium`` at most, the press ``low``.
        """
        return weakest((self.confidence, _CEILING.get(self.tier, "high")))


def weakest(confidences: Iterable[Confidence]) -> Confidence:
    """The lowest of ``confidences``; ``high`` if there are none."""
    return max(confidences, key=_ORDER.__getitem__, default="high")


def strongest(confidences: Iterable[Confidence]) -> Confidence:
    """The highest of ``confidences``; ``low`` if there are none."""
    return min(confidences, key=_ORDER.__getitem__, default="low")
