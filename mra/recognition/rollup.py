"""From the cases of a sheet to the report: best case of the element, best route, requirement, destination (the contract)."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from mra.language import say
from mra.model.market import COVERAGE_ORDER
from mra.model.report import DestinationReport, ElementVerdict, RequirementVerdict, RouteVerdict
from mra.model.sheet import BEST_FIRST, VERDICTS, Applicability, CaseVerdict, FamilyCoverage, Reason, Sheet, SheetElement, SheetRequirement, SheetRoute, Verdict
from mra.model.source import Confidence, weakest
from mra.model.text import Bilingual

_TRUST: Final[dict[str, int]] = {"high": 0, "medium": 1, "low": 2}
_SETTLED: Final = frozenset({Applicability.DOES_NOT_APPLY, Applicability.NOT_YET, Applicability.NO_LONGER})


def element_verdict(element: SheetElement, route: str, held: Collection[str]) -> ElementVerdict:
    """The best of the cases whose evidence is all held; ``missing`` where nothing held comes near the element."""
    cases = tuple(sorted((case for case in element.cases if set(case.kinds) <= set(held)), key=_case_rank))
    if element.undecided:
        reasons = tuple(Reason(code="attribute-not-known", message=say("reason.element-undecided", attribute=name)) for name in element.undecided)
        return ElementVerdict(element=element, route=route, verdict="unknown", confidence="low", reasons=reasons, cases=cases)
    if not cases:
        reason = Reason(code="nothing-held", message=say(f"reason.nothing-held.{element.nature}"))
        return ElementVerdict(element=element, route=route, verdict="missing", confidence=element.confidence, reasons=(reason,))
    best = cases[0]
    reasons = best.reasons
    if best.verdict == "unknown" and best.closeness == "unrelated" and any(case.verdict == "duplicate" for case in cases):
        reasons = (Reason(code="at_least_duplicate", message=say("reason.at_least_same_subject")), *reasons)
    return ElementVerdict(element=element, route=route, verdict=best.verdict, confidence=best.confidence, reasons=reasons, best=best, cases=cases)


def _case_rank(case: CaseVerdict) -> tuple[int, int, int, tuple[str, ...]]:
    return BEST_FIRST.index(case.verdict), _TRUST[case.confidence], len(case.failed), case.kinds


def route_word(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict of a route out of the verdicts of its deciding elements; there is at least one."""
    found = set(verdicts)
    if found <= {"recognized", "not_required"}:
        return "recognized"
    if found & {"recognized", "partial"}:
        return "partial"
    return next(verdict for verdict in BEST_FIRST if verdict in found)


def route_verdict(route: SheetRoute, held: Collection[str]) -> RouteVerdict:
    """The verdict of a route."""
    elements = tuple(element_verdict(element, route.id, held) for element in route.elements)
    deciding = [entry for entry in elements if entry.element.nature == "assessment"] or elements
    return RouteVerdict(route=route, verdict=route_word(entry.verdict for entry in deciding), elements=elements)


def requirement_verdict(requirement: SheetRequirement, held: Collection[str]) -> RequirementVerdict:
    """The verdict of a requirement: its applicability, a ban, or its best route."""
    if requirement.applicability in _SETTLED:
        return RequirementVerdict(requirement=requirement, verdict="not_required", confidence=requirement.confidence)
    if requirement.applicability is Applicability.UNDECIDED:
        return RequirementVerdict(requirement=requirement, verdict="unknown", confidence="low")
    if requirement.route_kind == "prohibition":
        return RequirementVerdict(requirement=requirement, verdict="barred", confidence=requirement.confidence)
    routes = sorted((route_verdict(route, held) for route in requirement.routes), key=_route_rank)
    if not routes:
        return RequirementVerdict(requirement=requirement, verdict="unknown", confidence="low")
    confidence: Confidence = weakest((requirement.confidence, *(entry.confidence for entry in routes[0].deciding)))
    return RequirementVerdict(requirement=requirement, verdict=routes[0].verdict, confidence=confidence, routes=tuple(routes))


def _route_rank(route: RouteVerdict) -> tuple[int, int]:
    return BEST_FIRST.index(route.verdict), sum(entry.verdict not in ("recognized", "not_required") for entry in route.elements)


def merge_sheets(sheets: Sequence[Sheet], destination: str, label: Bilingual) -> Sheet:
    """The sheet of a destination out of its own and those of the economy or blocs whose requirements it answers with.

    Coverage is the lowest of all; a rule of another region is left out.
    """
    first = sheets[0]
    return Sheet(
        product=first.product,
        destination=destination,
        label=label,
        as_of=first.as_of,
        holds_from=max((sheet.holds_from for sheet in sheets if sheet.holds_from), default=None),
        holds_until=min((sheet.holds_until for sheet in sheets if sheet.holds_until), default=None),
        coverage=tuple(_lowest(entries) for entries in zip(*(sheet.coverage for sheet in sheets), strict=True)),
        requirements=tuple(entry for sheet in sheets for entry in sheet.requirements if entry.where is None or destination in (entry.economy, entry.where)),
    )


def _lowest(entries: Sequence[FamilyCoverage]) -> FamilyCoverage:
    worst = max(entries, key=lambda entry: COVERAGE_ORDER[entry.level])
    return FamilyCoverage(
        family=worst.family,
        label=worst.label,
        level=worst.level,
        reviewed=min((entry.reviewed for entry in entries if entry.reviewed), default=None),
        open=tuple(point for entry in entries for point in entry.open),
    )


def destination_report(sheet: Sheet, held: Collection[str]) -> DestinationReport:
    """The report of one market; voluntary and regional requirements are counted apart."""
    requirements = tuple(requirement_verdict(requirement, held) for requirement in sheet.requirements)
    levels = [family.level for family in sheet.coverage]
    days = [family.reviewed for family in sheet.coverage if family.reviewed]
    regional = [entry for entry in requirements if _is_regional(entry, sheet)]
    national = [entry for entry in requirements if not _is_regional(entry, sheet)]
    return DestinationReport(
        sheet=sheet,
        coverage=max(levels, key=COVERAGE_ORDER.__getitem__, default="unknown"),
        reviewed=_oldest(days),
        requirements=tuple(sorted(requirements, key=lambda entry: _listing(entry, sheet))),
        summary=_count(entry for entry in national if entry.requirement.mandatory),
        voluntary=_count(entry for entry in national if not entry.requirement.mandatory),
        regional=_count(regional),
    )


def _is_regional(entry: RequirementVerdict, sheet: Sheet) -> bool:
    return entry.requirement.where is not None and entry.requirement.where != sheet.destination


def _listing(entry: RequirementVerdict, sheet: Sheet) -> tuple[bool, bool, bool, bool, str]:
    """Bans first, then what is mandatory, then voluntary and regional, then what is not required."""
    return (
        entry.verdict != "barred",
        entry.verdict == "not_required",
        _is_regional(entry, sheet),
        not entry.requirement.mandatory,
        entry.requirement.scheme,
    )


def _oldest(days: Sequence[date]) -> date | None:
    return min(days, default=None)


def _count(entries: Iterable[RequirementVerdict]) -> Mapping[Verdict, int]:
    found = Counter(entry.verdict for entry in entries)
    return {verdict: found[verdict] for verdict in VERDICTS}
