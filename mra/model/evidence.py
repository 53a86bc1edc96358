"""What an exporter may hold, and what it brings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from mra.model.condition import NO_CONDITION, When
from mra.model.period import ALWAYS, Period
from mra.model.source import Confidence
from mra.model.text import Bilingual

Form = Literal["report", "certificate", "inspection", "audit", "registration", "declaration"]
ANY_TOPIC = "any"
#: What may be said of one piece of evidence, in the order in which a table of certificates shows it.
QUALIFIERS: Final = (
    "number",
    "holder",
    "issuer",
    "lab",
    "standard",
    "date",
    "test_date",
    "valid_until",
    "status",
    "stage",
    "report",
    "endorsed",
    "scope",
    "factory",
    "differences",
    "registered",
    "economy",
)
#: What stands between several values of one qualifier; a designation may hold a ``+``.
JOINT: Final = "|"


@dataclass(frozen=True, slots=True, kw_only=True)
class Yield:
    """What a kind of evidence brings for some product groups: a topic, an activity, standards (edition ids), a form of result.

    ``destination_standard``: the work was done to whatever standard the destination asks for. ``standard_open``: the holder
    can have it made to another standard; the one named is presumed where nothing else is said.
    """

    products: tuple[str, ...]
    topic: str
    activity: str
    form: Form
    sources: tuple[str, ...]
    standards: tuple[str, ...] = ()
    destination_standard: bool = False
    standard_open: bool = False
    period: Period = ALWAYS
    when: When = NO_CONDITION
    confidence: Confidence = "high"
    note: Bilingual | None = None

    def covers(self, topic: str, activity: str) -> bool:
        """Whether this is work on ``topic`` by ``activity``."""
        return self.activity == activity and self.topic in (topic, ANY_TOPIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceKind:
    """One id of ``--held``."""

    id: str
    label: Bilingual
    issuer_economy: str
    sources: tuple[str, ...]
    scheme: str | None = None
    validity_months: int | None = None
    yields: tuple[Yield, ...] = ()
    note: Bilingual | None = None

    def periods(self) -> Iterator[Period]:
        """Everything dated in it."""
        yield from (entry.period for entry in self.yields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One piece of evidence that somebody holds.

    ``qualifiers`` are what is known of it; whatever is not known of a generic piece is presumed and printed as an assumption.
    A piece read from a real certificate (``is_specimen`` false) is presumed nothing; ``doubts`` are what was found to speak against relying on it.
    """

    kind: str
    qualifiers: Mapping[str, str] = field(default_factory=dict)
    is_specimen: bool = True
    doubts: tuple[Bilingual, ...] = ()

    def day(self, name: str) -> date | None:
        """The qualifier ``name`` as a day. Raises ``ValueError`` if it is not yyyy-mm-dd."""
        text = self.qualifiers.get(name)
        return date.fromisoformat(text) if text else None

    def flag(self, name: str) -> bool | None:
        """The qualifier ``name`` as yes or no; ``None`` if not given."""
        text = self.qualifiers.get(name)
        return None if text is None else text.lower() in {"yes", "true", "1", "是"}

    def items(self, name: str) -> tuple[str, ...]:
        """The qualifier ``name`` as a list."""
        return tuple(part.strip() for part in self.qualifiers.get(name, "").split(JOINT) if part.strip())
