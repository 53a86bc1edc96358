"""Small sheets made by hand, for the roll-up."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from mra.model.sheet import (
    Applicability,
    CaseVerdict,
    FamilyCoverage,
    RecognitionPath,
    Sheet,
    SheetElement,
    SheetRequirement,
    SheetRoute,
    Verdict,
)
from tests.recognition.judging import DAY, text


def made_case(verdict: Verdict, *kinds: str, **changes: Any) -> CaseVerdict:
    """A case with this verdict."""
    named = kinds or ("cb_report",)
    usual: dict[str, Any] = {
        "kinds": named,
        "verdict": verdict,
        "closeness": "same_subject",
        "reasons": (),
        "failed": (),
        "passed": (),
        "sources": ("law-zz",),
        "confidence": "high",
        "path": RecognitionPath(evidence=named, element="e"),
    }
    return CaseVerdict(**{**usual, **changes})


def made_element(*cases: CaseVerdict, nature: str = "assessment", **changes: Any) -> SheetElement:
    """An element with these cases."""
    usual: dict[str, Any] = {
        "id": "e",
        "topic": "emc",
        "activity": "testing",
        "nature": nature,
        "frequency": "once",
        "label": text("Test"),
        "standards": (),
        "aliases": (),
        "sources": ("law-zz",),
        "confidence": "high",
    }
    return SheetElement(**{**usual, **changes}, cases=cases)


def made_route(*elements: SheetElement, name: str = "r") -> SheetRoute:
    """A route of these elements."""
    return SheetRoute(id=name, label=text(name), elements=elements)


def judged_as(*verdicts: Verdict, nature: str = "assessment") -> list[SheetElement]:
    """One element a verdict; ``missing`` is an element that nothing held comes near."""
    return [
        made_element(*([] if verdict == "missing" else [made_case(verdict)]), nature=nature, id=f"{nature}-{position}")
        for position, verdict in enumerate(verdicts)
    ]


def made_requirement(*routes: SheetRoute, **changes: Any) -> SheetRequirement:
    """A requirement that applies."""
    usual: dict[str, Any] = {
        "scheme": "zz-scheme",
        "economy": "ZZ",
        "label": text("Scheme"),
        "aliases": (),
        "family": "electrical-safety",
        "route_kind": "third_party_certification",
        "mandatory": True,
        "applicability": Applicability.APPLIES,
        "reasons": (),
        "sources": ("law-zz",),
        "legal_basis": (),
        "confidence": "high",
    }
    return SheetRequirement(**{**usual, **changes}, routes=routes)


def made_sheet(*requirements: SheetRequirement, coverage: Sequence[FamilyCoverage] = (), **changes: Any) -> Sheet:
    """A sheet of the market ZZ."""
    usual: dict[str, Any] = {"product": "lamp", "destination": "ZZ", "label": text("ZZ"), "as_of": DAY, "holds_from": None, "holds_until": None}
    return Sheet(**{**usual, **changes}, coverage=tuple(coverage), requirements=requirements)


def covered(level: str, reviewed: date | None = None, *open_points: str) -> FamilyCoverage:
    """How far the family ``emc`` was read."""
    return FamilyCoverage(family="emc", label=text("EMC"), level=level, reviewed=reviewed, open=tuple(text(point) for point in open_points))
