"""The gap report: verdicts of elements, routes, requirements and destinations for what somebody holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mra.model.condition import Value
from mra.model.cost import Figure, Outlay, Rates, cost_of, time_of
from mra.model.evidence import Held
from mra.model.sheet import CaseVerdict, Reason, Sheet, SheetElement, SheetRequirement, SheetRoute, Verdict
from mra.model.source import Confidence, Source
from mra.model.text import Bilingual
from mra.model.usability import Usable


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementVerdict:
    """The best case of an element, and all that was judged."""

    element: SheetElement
    route: str
    verdict: Verdict
    confidence: Confidence
    reasons: tuple[Reason, ...]
    best: CaseVerdict | None = None
    cases: tuple[CaseVerdict, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether something of it is left to do, or may be."""
        return self.verdict not in ("recognized", "not_required")

    @property
    def is_due_in_full(self) -> bool:
        """Whether all of it is to be done: only then are its published fee and time a lower bound."""
        return self.verdict in ("missing", "duplicate")


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteVerdict:
    """A route with its elements; only assessment elements decide where there are any."""

    route: SheetRoute
    verdict: Verdict
    elements: tuple[ElementVerdict, ...]

    @property
    def deciding(self) -> tuple[ElementVerdict, ...]:
        """The elements whose verdicts make the route's."""
        return tuple(entry for entry in self.elements if entry.element.nature == "assessment") or self.elements

    @property
    def cost(self) -> Outlay:
        """What is left costs at least. What counts in part, or may count, adds nothing: nobody says what the rest of it costs."""
        return cost_of(self._figures, self._open)

    @property
    def lead_time(self) -> Outlay:
        """How long what is left takes at least, under the same reserve."""
        return time_of(self._figures, self._open)

    @property
    def _figures(self) -> tuple[tuple[Figure, ...], ...]:
        return tuple(entry.element.figures for entry in self.elements if entry.is_due_in_full)

    @property
    def _open(self) -> int:
        return sum(entry.is_open for entry in self.elements)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementVerdict:
    """A requirement with its best route first."""

    requirement: SheetRequirement
    verdict: Verdict
    confidence: Confidence
    routes: tuple[RouteVerdict, ...] = ()

    @property
    def best(self) -> RouteVerdict | None:
        """The route that the requirement takes."""
        return self.routes[0] if self.routes else None

    @property
    def contains_duplicate(self) -> bool:
        """Whether work is done again on the best route."""
        return self._contains("duplicate")

    @property
    def contains_unknown(self) -> bool:
        """Whether something on the best route is not known."""
        return self.verdict == "unknown" or self._contains("unknown")

    def _contains(self, verdict: Verdict) -> bool:
        return self.best is not None and any(entry.verdict == verdict for entry in self.best.elements)

    @property
    def to_do(self) -> int:
        """Open duties and consignment elements of the best route."""
        if self.best is None:
            return 0
        return sum(entry.element.nature != "assessment" and entry.is_open for entry in self.best.elements)


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationReport:
    """One market: its requirements, how many of each verdict, and how far the market was read."""

    sheet: Sheet
    coverage: str
    reviewed: date | None
    requirements: tuple[RequirementVerdict, ...]
    summary: Mapping[Verdict, int]
    voluntary: Mapping[Verdict, int]
    regional: Mapping[Verdict, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldEvidence:
    """A piece of evidence as the report names it, with what was wrong with it; ``usable`` is none of a specimen."""

    held: Held
    label: Bilingual
    problems: tuple[Reason, ...] = ()
    usable: Usable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GapReport:
    """The answer to the exporter's question; ``rates`` are those that the user states for converting fees."""

    as_of: date
    kb_version: str
    product: str
    product_label: Bilingual
    hs: tuple[str, ...]
    attributes: Mapping[str, Value]
    assumed: tuple[str, ...]
    held: tuple[HeldEvidence, ...]
    destinations: tuple[DestinationReport, ...]
    sources: Mapping[str, Source]
    labels: Mapping[str, Mapping[str, Bilingual]] = field(default_factory=dict)
    scenario: str | None = None
    rates: Rates | None = None
