"""A scheme with its scope, its alternative routes, their elements and what these accept."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from mra.model.condition import NO_CONDITION, When
from mra.model.nature import Nature
from mra.model.number import NumberFormat
from mra.model.period import ALWAYS, Clock, Period
from mra.model.source import Confidence
from mra.model.text import Bilingual

How = Literal["as_is", "formality", "difference_tests", "report_reused", "supporting_document", "competence_only", "refused", "discretionary"]
RouteKind = Literal[
    "supplier_declaration",
    "third_party_certification",
    "type_approval",
    "registration",
    "notification",
    "preshipment_verification",
    "labelling",
    "voluntary_certification",
    "prohibition",
]
ANY_EVIDENCE = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What must be true of the evidence for an acceptance to hold; every one that is set must be met."""

    standard: str | None = None
    standards: tuple[str, ...] = ()
    form: str | None = None
    max_age_months: int | None = None
    product_list: str | None = None
    body_on_list: str | None = None
    lab_on_list: str | None = None
    lab_not_on_list: str | None = None
    accredited_by_signatory_of: str | None = None
    endorsed: bool = False
    origin: str | None = None
    direct_shipment: bool = False
    stages: tuple[str, ...] = ()
    same_factory: bool = False
    national_differences: str | None = None
    registered_in_market: bool = False
    scheme_elements: tuple[str, ...] = ()
    max_quantity: int | None = None
    channel: tuple[str, ...] = ()
    applicant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """This element accepts that evidence: how far, through which instrument, when, and who says so. Directional, never chained."""

    evidence: tuple[str, ...]
    how: How
    sources: tuple[str, ...]
    via: str | None = None
    conditions: Conditions = field(default_factory=Conditions)
    products: tuple[str, ...] = ()
    when: When = NO_CONDITION
    period: Period = ALWAYS
    clock: Clock = "placing"
    delta: tuple[Bilingual, ...] = ()
    open: tuple[Bilingual, ...] = ()
    confidence: Confidence = "high"
    note: Bilingual | None = None

    @property
    def is_generic(self) -> bool:
        """Whether it takes any report instead of naming kinds of evidence."""
        return self.evidence == (ANY_EVIDENCE,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """Somebody looked for an acceptance and found none."""

    on: date
    by: str
    where: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One part of a route: an activity on a topic."""

    id: str
    nature: Nature
    activity: str
    topic: str
    sources: tuple[str, ...]
    label: Bilingual | None = None
    frequency: str = "once"
    standards: tuple[str, ...] = ()
    accepts: tuple[Acceptance, ...] = ()
    accepts_only_listed: bool = False
    searched: Searched | None = None
    products: tuple[str, ...] = ()
    when: When = NO_CONDITION
    period: Period = ALWAYS
    aliases: tuple[str, ...] = ()
    note: Bilingual | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One of the alternative ways to fulfil a requirement; all its elements are needed."""

    id: str
    elements: tuple[Element, ...]
    label: Bilingual | None = None
    products: tuple[str, ...] = ()
    when: When = NO_CONDITION
    period: Period = ALWAYS
    sources: tuple[str, ...] = ()
    note: Bilingual | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Products and conditions to which a scheme applies, or, as an exclusion, does not."""

    products: tuple[str, ...]
    when: When = NO_CONDITION
    period: Period = ALWAYS
    hs: tuple[str, ...] = ()
    text: Bilingual | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionClause:
    """What still opens a ban: a condition, granted by an authority."""

    condition: Bilingual
    authority: Bilingual
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """Rules and procedures for assessing one kind of object (ISO/IEC 17000:2020, 4.9), as one economy or bloc runs them.

    ``issues``: kinds of evidence that it issues besides those whose own record names it; ``issuing_bodies``: the list of those who may.
    """

    id: str
    economy: str
    label: Bilingual
    family: str
    route_kind: RouteKind
    mandatory: bool
    scopes: tuple[Scope, ...]
    sources: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    authority: Bilingual | None = None
    legal_basis: tuple[str, ...] = ()
    routes: tuple[Route, ...] = ()
    exclusions: tuple[Scope, ...] = ()
    exceptions: tuple[ExceptionClause, ...] = ()
    applies: Period = ALWAYS
    mandatory_when: Bilingual | None = None
    scheme_type: str | None = None
    subject: str = "product"
    replaces: tuple[str, ...] = ()
    where: str | None = None
    validity_months: int | None = None
    lookup: str | None = None
    certificate_number: NumberFormat | None = None
    issues: tuple[str, ...] = ()
    issuing_bodies: str | None = None
    marks: tuple[Bilingual, ...] = ()
    operator: Bilingual | None = None
    statuses: tuple[str, ...] = ()
    surveillance: Bilingual | None = None
    note: Bilingual | None = None
    confidence: Confidence = "high"
