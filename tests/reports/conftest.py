"""A small invented report with every verdict, in two markets, one of which nobody has reviewed."""

from collections.abc import Callable
from datetime import date

import pytest

from mra.model.evidence import Held
from mra.model.report import GapReport, HeldEvidence
from mra.model.sheet import (
    Applicability,
    CaseVerdict,
    Closeness,
    FamilyCoverage,
    Reason,
    RecognitionPath,
    Sheet,
    SheetElement,
    SheetException,
    SheetRequirement,
    SheetRoute,
    StandardLink,
    Verdict,
)
from mra.model.source import Source
from mra.model.text import Bilingual
from mra.recognition.rollup import destination_report

CHECKED = date(2026, 11, 20)
DAY = date(2026, 11, 22)


def both(name: str) -> Bilingual:
    """A text that betrays its language."""
    return Bilingual(f"english {name}", f"{name}中文说明")


def case(verdict: Verdict, closeness: Closeness = "same_standard", how: str | None = "difference_tests", **more: object) -> CaseVerdict:
    """A case of the alpha report."""
    rest: dict[str, object] = {
        "delta": (both("delta"),) if verdict == "partial" else (),
        "open": (both("point"),) if verdict == "unknown" else (),
        "assumptions": (both("presumed"),),
        **more,
    }
    path = RecognitionPath(
        evidence=("alpha_report",),
        element="test",
        how=how,
        instrument="alpha-beta",
        standards=(StandardLink(evidence="X 1", relation="modified", element="Y 1"),),
    )
    return CaseVerdict(
        kinds=("alpha_report",),
        verdict=verdict,
        closeness=closeness,
        reasons=(Reason(code=closeness, message=both(f"reason-{verdict}"), dimension="standard", shape="rule:alpha", severity="no"),),
        failed=("same-standard",),
        passed=("same-topic",),
        sources=("s-rule", "s-law"),
        confidence="medium",
        path=path,
        **rest,  # type: ignore[arg-type]
    )


def element(name: str, *cases: CaseVerdict, nature: str = "assessment", undecided: tuple[str, ...] = ()) -> SheetElement:
    """An element of a route."""
    return SheetElement(
        id=name,
        topic="safety",
        activity="testing",
        nature=nature,  # type: ignore[arg-type]
        frequency="consignment" if nature == "consignment" else "once",
        label=both(name),
        standards=("Y 1:2020",) if nature == "assessment" else (),
        aliases=(),
        sources=("s-law",),
        confidence="high",
        undecided=undecided,
        cases=cases,
    )


def route(name: str, *elements: SheetElement) -> SheetRoute:
    """A route."""
    return SheetRoute(id=name, label=both(f"route-{name}"), elements=elements)


def requirement(name: str, *routes: SheetRoute, **more: object) -> SheetRequirement:
    """A requirement of market AA that applies unless said otherwise."""
    values: dict[str, object] = {
        "scheme": f"aa-{name}",
        "economy": "AA",
        "label": both(name),
        "aliases": (f"alias-{name}",),
        "family": "safety",
        "route_kind": "third_party_certification",
        "mandatory": True,
        "applicability": Applicability.APPLIES,
        "reasons": (Reason(code="applies", message=both("scope")),),
        "sources": ("s-law",),
        "legal_basis": ("s-law",),
        "confidence": "high",
        "authority": both("authority"),
        "applies_from": date(2020, 1, 1),
        "routes": routes,
        **more,
    }
    return SheetRequirement(**values)  # type: ignore[arg-type]


def every_verdict() -> tuple[SheetRequirement, ...]:
    """One requirement a verdict, and a voluntary and a regional one."""
    duty = element("label-duty", nature="duty")
    shipment = element("shipment-duty", nature="consignment")
    doubtful = element("doubtful-duty", nature="duty", undecided=("radio",))
    return (
        requirement("recognized", route("a", element("recognized-test", case("recognized", how="as_is")))),
        requirement(
            "partial",
            route("b", element("missing-test"), duty),
            route("a", element("partial-test", case("partial")), duty, shipment, doubtful),
            assumptions=(both("attribute"),),
            note=both("caveat"),
            applies_until=date(2030, 1, 1),
        ),
        requirement("duplicate", route("a", element("duplicate-test", case("duplicate", "same_subject", None)))),
        requirement("missing", route("a", duty)),
        requirement("unknown", route("a", element("unknown-test", case("unknown", "derived_standard", None)))),
        requirement("unread"),
        requirement("undecided", applicability=Applicability.UNDECIDED, reasons=(Reason(code="attribute-not-known", message=both("depends")),)),
        requirement(
            "ban",
            route_kind="prohibition",
            exceptions=(SheetException(condition=both("condition"), authority=both("granter"), sources=("s-rule",)),),
        ),
        requirement("exempt", applicability=Applicability.DOES_NOT_APPLY, reasons=(Reason(code="excluded", message=both("excluded")),)),
        requirement("wish", route("a", element("missing-test")), mandatory=False, mandatory_when=both("claim")),
        requirement("local", route("a", duty), where="AA-XX"),
    )


def source(name: str) -> Source:
    """A source of the invented law."""
    return Source(
        id=name,
        title=both(f"title-{name}"),
        publisher="Publisher",
        tier="law",
        address=f"https://example.org/{name}/{'long/' * 24}",
        checked=CHECKED,
        confidence="high",
        published=date(2019, 5, 1) if name == "s-law" else None,
        read_at="https://example.org/copy",
    )


def labels() -> dict[str, dict[str, Bilingual]]:
    """Concept labels, invented but for the verdicts."""
    words = {
        "verdict": "recognized partial duplicate missing not_required barred unknown",
        "coverage-level": "reviewed partial unknown",
        "confidence": "high medium low",
        "nature": "assessment duty consignment",
        "tier": "law",
        "how": "as_is difference_tests",
        "kind": "alpha_report",
        "instrument": "alpha-beta",
        "attribute": "radio consignment.routing",
    }
    return {name: {word: both(word.replace("_", "-")) for word in text.split()} for name, text in words.items()}


def report_of(*sheets: Sheet, **more: object) -> GapReport:
    """A report on what holds the alpha report."""
    held = Held(kind="alpha_report", qualifiers={"issuer": "CQC"})
    values: dict[str, object] = {
        "as_of": DAY,
        "kb_version": "0123abcd",
        "product": "kettle",
        "product_label": both("kettle"),
        "hs": ("851610",),
        "attributes": {"consignment.routing": "direct", "radio": ("wifi", "bluetooth"), "worn": False},
        "assumed": ("consignment.routing",),
        "held": (HeldEvidence(held=held, label=both("alpha"), problems=(Reason(code="expired", message=both("problem")),)),),
        "destinations": tuple(destination_report(sheet, ["alpha_report"]) for sheet in sheets),
        "sources": {name: source(name) for name in ("s-law", "s-rule")},
        "labels": labels(),
        **more,
    }
    return GapReport(**values)  # type: ignore[arg-type]


def sheet_of(code: str, *requirements: SheetRequirement, levels: tuple[str, ...] = ("partial", "reviewed")) -> Sheet:
    """A sheet with one requirement family a level."""
    coverage = tuple(
        FamilyCoverage(
            family=f"family-{number}",
            label=both(f"family-{number}"),
            level=level,
            reviewed=None if level == "unknown" else CHECKED,
            open=(both("still-open"),) if level == "partial" else (),
        )
        for number, level in enumerate(levels)
    )
    return Sheet(
        product="kettle",
        destination=code,
        label=both(f"market-{code}"),
        as_of=DAY,
        holds_from=None,
        holds_until=date(2027, 1, 1),
        coverage=coverage,
        requirements=requirements,
    )


@pytest.fixture
def report() -> GapReport:
    """All verdicts in AA, nothing reviewed in BB."""
    return report_of(sheet_of("AA", *every_verdict()), sheet_of("BB", levels=("unknown", "unknown")))


@pytest.fixture
def make_report() -> Callable[..., GapReport]:
    """A report on one market AA with given requirements and family levels."""
    return lambda *requirements, levels=("reviewed",), **more: report_of(sheet_of("AA", *requirements, levels=levels), **more)


@pytest.fixture
def make_requirement() -> Callable[..., SheetRequirement]:
    """A requirement whose only element is a missing test."""
    return lambda name="test", **more: requirement(name, route("a", element("missing-test")), **more)
