"""What a market asks of a product and how every case of evidence was judged: the matter from which a report is made.

A sheet is made live, for what one exporter holds, or beforehand, for all generic kinds of evidence; the report is the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Final, Literal

from mra.model.cost import Figure
from mra.model.nature import Nature
from mra.model.source import Confidence
from mra.model.text import Bilingual

Verdict = Literal["recognized", "partial", "duplicate", "missing", "not_required", "barred", "unknown"]
Closeness = Literal["same_standard", "derived_standard", "same_subject", "unrelated"]
Effect = Literal["none", "delta", "unknown", "no"]
FactValue = str | int | bool

#: From best to worst; the best of several cases, and of several routes, counts (contract).
BEST_FIRST: Final[tuple[Verdict, ...]] = ("recognized", "partial", "unknown", "duplicate", "missing")
VERDICTS: Final[tuple[Verdict, ...]] = ("recognized", "partial", "duplicate", "missing", "not_required", "barred", "unknown")


class Applicability(Enum):
    """Whether a scheme applies to a product on a day."""

    APPLIES = "applies"
    DOES_NOT_APPLY = "does_not_apply"
    NOT_YET = "not_yet"
    NO_LONGER = "no_longer"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why: a code, the sentence, and for a criterion its dimension, shape and effect."""

    code: str
    message: Bilingual
    dimension: str | None = None
    shape: str | None = None
    severity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardLink:
    """One step of the chain: the evidence's edition, how it relates, the element's edition (designations)."""

    evidence: str
    relation: str
    element: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionPath:
    """Evidence → instrument → standards → element."""

    evidence: tuple[str, ...]
    element: str
    how: str | None = None
    instrument: str | None = None
    standards: tuple[StandardLink, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseVerdict:
    """The verdict of one set of evidence against one element, with all that led to it.

    ``failed`` and ``passed`` are ids of criteria; ``open`` are points that a person must judge; ``sources`` are ids.
    """

    kinds: tuple[str, ...]
    verdict: Verdict
    closeness: Closeness
    reasons: tuple[Reason, ...]
    failed: tuple[str, ...]
    passed: tuple[str, ...]
    sources: tuple[str, ...]
    confidence: Confidence
    path: RecognitionPath
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    assumptions: tuple[Bilingual, ...] = ()
    delta: tuple[Bilingual, ...] = ()
    open: tuple[Bilingual, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetElement:
    """An element of a route that concerns the product, with the cases judged against it and what is published of its fees and times."""

    id: str
    topic: str
    activity: str
    nature: Nature
    frequency: str
    label: Bilingual
    standards: tuple[str, ...]
    aliases: tuple[str, ...]
    sources: tuple[str, ...]
    confidence: Confidence
    undecided: tuple[str, ...] = ()
    cases: tuple[CaseVerdict, ...] = ()
    note: Bilingual | None = None
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRoute:
    """A route of a requirement that is open on the day."""

    id: str
    label: Bilingual
    elements: tuple[SheetElement, ...]
    note: Bilingual | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetException:
    """What still opens a ban."""

    condition: Bilingual
    authority: Bilingual
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRequirement:
    """A destination's scheme as it applies, or does not, to the product on the day."""

    scheme: str
    economy: str
    label: Bilingual
    aliases: tuple[str, ...]
    family: str
    route_kind: str
    mandatory: bool
    applicability: Applicability
    reasons: tuple[Reason, ...]
    sources: tuple[str, ...]
    legal_basis: tuple[str, ...]
    confidence: Confidence
    authority: Bilingual | None = None
    mandatory_when: Bilingual | None = None
    applies_from: date | None = None
    applies_until: date | None = None
    where: str | None = None
    routes: tuple[SheetRoute, ...] = ()
    exceptions: tuple[SheetException, ...] = ()
    assumptions: tuple[Bilingual, ...] = ()
    note: Bilingual | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyCoverage:
    """How far one requirement family was read for this product in this market."""

    family: str
    label: Bilingual
    level: str
    reviewed: date | None = None
    open: tuple[Bilingual, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One product in one market. The sheet holds on days from ``holds_from`` up to but not including ``holds_until``."""

    product: str
    destination: str
    label: Bilingual
    as_of: date
    holds_from: date | None
    holds_until: date | None
    coverage: tuple[FamilyCoverage, ...]
    requirements: tuple[SheetRequirement, ...]
