"""The record that the design works to its verdicts: Hong Kong's certificate of safety compliance for a kettle."""

from dataclasses import replace
from datetime import date

import pytest

from mra.gap.evidence import parse_held
from mra.gap.live import LiveSource
from mra.gap.request import understand
from mra.model.market import ListedBody
from mra.model.period import Period
from mra.model.report import RequirementVerdict
from mra.model.text import Bilingual

DAY = date(2026, 11, 22)
LIST = "hk-recognized-certification-bodies"


def certificate(live: LiveSource, held: str) -> RequirementVerdict:
    pieces = parse_held(live.directory, [held])
    request = understand(live.directory, product="electric-kettle", destinations=["HK"], held=pieces, attributes=[], as_of=DAY)
    (found,) = [entry for entry in live.report(request).destinations[0].requirements if entry.requirement.scheme == "hk-epsr-certificate"]
    return found


def with_listed_body(live: LiveSource, period: Period) -> LiveSource:
    """The knowledge base as it would be with CQC on the list: no source that says so was found, so the real list does not hold it."""
    body = ListedBody(body="CQC", name=Bilingual("CQC", "中国质量认证中心"), economy="CN", source="hk-cap406g-s8", period=period)
    lists = {**live.knowledge.body_lists, LIST: replace(live.knowledge.body_lists[LIST], bodies=(body,))}
    return replace(live, knowledge=replace(live.knowledge, body_lists=lists))


def test_a_generic_cb_report_stops_at_partial_because_the_body_is_presumed(live: LiveSource) -> None:
    found = certificate(live, "cb_report")
    assert found.verdict == "partial"
    assert found.best is not None
    best = found.best.elements[0].best
    assert best is not None
    assert best.failed == ("body-listed-stated",)
    assert any("on the list" in assumption.en for assumption in best.assumptions)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (Period(start=date(2020, 1, 1)), "recognized"),
        (Period(start=date(2020, 1, 1), end=date(2026, 11, 23)), "recognized"),
        (Period(start=date(2020, 1, 1), end=date(2026, 11, 22)), "duplicate"),
    ],
    ids=["on the list", "on its last day", "the day after"],
)
def test_a_named_body_is_looked_up_on_the_day(live: LiveSource, period: Period, expected: str) -> None:
    assert certificate(with_listed_body(live, period), "cb_report:issuer=CQC").verdict == expected


def test_ccc_alone_is_a_duplicate_with_the_directors_discretion_as_an_open_point(live: LiveSource) -> None:
    found = certificate(live, "ccc")
    assert found.verdict == "duplicate"
    elements = [entry for route in found.routes for entry in route.elements]
    assert {reason.code for entry in elements for reason in entry.reasons} & {"same_standard", "derived_standard"}
    assert any(case.open for entry in elements for case in entry.cases if case.path.how == "discretionary")
