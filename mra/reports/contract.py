"""A report in the form of the contract ``mra-gap-report/1``: fields may be added to it, none is missing, none changes meaning."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from mra.language import say
from mra.model.cost import HOME, Amount, Figure, Outlay, Rates
from mra.model.report import DestinationReport, ElementVerdict, GapReport, HeldEvidence, RequirementVerdict, RouteVerdict
from mra.model.sheet import CaseVerdict, FamilyCoverage, Reason, SheetException, SheetRequirement
from mra.model.source import Source
from mra.model.text import Bilingual
from mra.reports.parts import assumptions_of, reasons_of, sources_of

__all__ = ["SCHEMA", "as_contract"]

SCHEMA: Final = "mra-gap-report/1"


def as_contract(report: GapReport) -> dict[str, Any]:
    """The whole report; keys stand in the order of the contract, lists in the order of the report."""
    return {
        "schema": SCHEMA,
        "as_of": report.as_of.isoformat(),
        "kb_version": report.kb_version,
        "scenario": report.scenario,
        "rates": _rates(report.rates),
        "disclaimer": say("report.disclaimer").as_dict(),
        "product": {
            "id": report.product,
            "label": report.product_label.as_dict(),
            "hs": list(report.hs),
            "attributes": {name: list(value) if isinstance(value, tuple) else value for name, value in report.attributes.items()},
            "assumed": list(report.assumed),
        },
        "held": [_held(piece) for piece in report.held],
        "destinations": [_destination(report, destination) for destination in report.destinations],
    }


def _held(piece: HeldEvidence) -> dict[str, Any]:
    known = dict(piece.held.qualifiers)
    return {
        "kind": piece.held.kind,
        "label": piece.label.as_dict(),
        "certificate": None if piece.held.is_specimen else known,
        "qualifiers": known,
        "usable": piece.usable,
        "problems": _reasons(piece.problems),
    }


def _destination(report: GapReport, destination: DestinationReport) -> dict[str, Any]:
    sheet = destination.sheet
    return {
        "code": sheet.destination,
        "label": sheet.label.as_dict(),
        "coverage": destination.coverage,
        "reviewed": _day(destination.reviewed),
        "coverage_by_family": [_family(family) for family in sheet.coverage],
        "holds_from": _day(sheet.holds_from),
        "holds_until": _day(sheet.holds_until),
        "summary": dict(destination.summary),
        "voluntary": dict(destination.voluntary),
        "regional": dict(destination.regional),
        "requirements": [_requirement(report, entry) for entry in destination.requirements],
    }


def _family(family: FamilyCoverage) -> dict[str, Any]:
    found: dict[str, Any] = {"family": family.family, "label": family.label.as_dict(), "level": family.level}
    return {**found, "reviewed": _day(family.reviewed), "open": _texts(family.open)}


def _requirement(report: GapReport, entry: RequirementVerdict) -> dict[str, Any]:
    requirement = entry.requirement
    return {
        "scheme": _scheme(report, requirement),
        "verdict": entry.verdict,
        "confidence": entry.confidence,
        "applicability": requirement.applicability.value,
        "reasons": _reasons(reasons_of(entry)),
        "applies_from": _day(requirement.applies_from),
        "applies_until": _day(requirement.applies_until),
        "where": requirement.where,
        "contains_duplicate": entry.contains_duplicate,
        "contains_unknown": entry.contains_unknown,
        "to_do": entry.to_do,
        "cost": _cost(entry.best.cost, report.rates) if entry.best else None,
        "lead_time_days": _lead_time(entry.best.lead_time) if entry.best else None,
        "routes": [_route(report, route) for route in entry.routes],
        "elements": [_element(report, element) for route in entry.routes for element in route.elements],
        "exceptions": [_exception(report, exception) for exception in requirement.exceptions],
        "assumptions": _texts(assumptions_of(entry)),
        "note": _maybe(requirement.note),
        "sources": _sources(report, requirement.sources),
    }


def _scheme(report: GapReport, requirement: SheetRequirement) -> dict[str, Any]:
    authority = requirement.authority
    return {
        "id": requirement.scheme,
        "label": requirement.label.as_dict(),
        "aliases": list(requirement.aliases),
        "economy": requirement.economy,
        "family": requirement.family,
        "mandatory": requirement.mandatory,
        "mandatory_when": _maybe(requirement.mandatory_when),
        "route": requirement.route_kind,
        "authority": authority.en if authority else None,
        "authority_zh": authority.zh if authority else None,
        "legal_basis": [_source(report.sources[source]) for source in requirement.legal_basis],
    }


def _route(report: GapReport, route: RouteVerdict) -> dict[str, Any]:
    found: dict[str, Any] = {"id": route.route.id, "label": route.route.label.as_dict(), "verdict": route.verdict, "note": _maybe(route.route.note)}
    return {**found, "cost": _cost(route.cost, report.rates), "lead_time_days": _lead_time(route.lead_time)}


def _cost(outlay: Outlay, rates: Rates | None) -> dict[str, Any] | None:
    """What is left costs at least; ``None`` where no fee is published."""
    if not outlay.amounts:
        return None
    home = rates.converted(outlay.amounts) if rates else None
    converted = {**_amount(home, "currency"), "without": list(rates.without(outlay.amounts))} if rates and home else None
    return {**_outlay(outlay, "currency"), "converted": converted}


def _lead_time(outlay: Outlay) -> dict[str, Any] | None:
    """How long what is left takes at least, side by side; ``None`` where no time is published."""
    return _outlay(outlay, "unit") if outlay.amounts else None


def _outlay(outlay: Outlay, unit: str) -> dict[str, Any]:
    return {"at_least": [_amount(amount, unit) for amount in outlay.amounts], "published_for": outlay.known, "open_elements": outlay.open}


def _amount(amount: Amount, unit: str) -> dict[str, Any]:
    return {unit: amount.unit, "low": amount.low, "high": amount.high}


def _figure(report: GapReport, figure: Figure) -> dict[str, Any]:
    found: dict[str, Any] = {"what": figure.what, "low": figure.low, "high": figure.high, "unit": figure.unit, "basis": figure.basis.as_dict()}
    return {**found, "source": _source(report.sources[figure.source])}


def _rates(rates: Rates | None) -> dict[str, Any] | None:
    return {"day": rates.day.isoformat(), "currency": HOME, "worth": dict(rates.worth)} if rates else None


def _element(report: GapReport, entry: ElementVerdict) -> dict[str, Any]:
    element, best = entry.element, entry.best
    return {
        "id": element.id,
        "route": entry.route,
        "label": element.label.as_dict(),
        "topic": element.topic,
        "activity": element.activity,
        "nature": element.nature,
        "frequency": element.frequency,
        "aliases": list(element.aliases),
        "standards": list(element.standards),
        "verdict": entry.verdict,
        "confidence": entry.confidence,
        "evidence": list(best.kinds) if best else [],
        "path": _path(report, best) if best else None,
        "delta": _texts(best.delta if best else ()),
        "open": _texts(best.open if best else ()),
        "reasons": _reasons(entry.reasons),
        "assumptions": _texts(best.assumptions if best else ()),
        "note": _maybe(element.note),
        "figures": [_figure(report, figure) for figure in element.figures],
        "sources": _sources(report, sources_of(entry)),
    }


def _path(report: GapReport, case: CaseVerdict) -> dict[str, Any]:
    path = case.path
    label = report.labels.get("instrument", {}).get(path.instrument or "")
    return {
        "evidence": list(path.evidence),
        "instrument": path.instrument,
        "instrument_label": _maybe(label),
        "how": path.how,
        "standards": [{"evidence": link.evidence, "relation": link.relation, "element": link.element} for link in path.standards],
        "element": path.element,
        "closeness": case.closeness,
        "passed": list(case.passed),
        "failed": list(case.failed),
    }


def _exception(report: GapReport, exception: SheetException) -> dict[str, Any]:
    found: dict[str, Any] = {"condition": exception.condition.as_dict(), "authority": exception.authority.as_dict()}
    return {**found, "sources": _sources(report, exception.sources)}


def _reasons(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    names = ("code", "dimension", "shape", "severity")
    return [{**{name: getattr(reason, name) for name in names}, "message": reason.message.as_dict()} for reason in reasons]


def _sources(report: GapReport, identifiers: Sequence[str]) -> list[dict[str, Any]]:
    return [_source(report.sources[identifier]) for identifier in dict.fromkeys(identifiers)]


def _source(source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "title": source.title.en,
        "title_zh": source.title.zh,
        "publisher": source.publisher,
        "tier": source.tier,
        "address": source.address,
        "read_at": source.read_at,
        "published": _day(source.published),
        "reviewed": source.checked.isoformat(),
        "confidence": source.confidence,
    }


def _texts(texts: Iterable[Bilingual]) -> list[dict[str, str]]:
    return [text.as_dict() for text in texts]


def _maybe(text: Bilingual | None) -> dict[str, str] | None:
    return text.as_dict() if text else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
