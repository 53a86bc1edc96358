"""The facts of a real certificate, over the tiny knowledge base with a scheme that issues CCC certificates."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mra.gap.live import LiveSource
from mra.knowledge.base import Knowledge
from mra.model.evidence import Held
from mra.model.market import BodyList, ListedBody
from mra.model.notice import Notice
from mra.model.number import NumberFormat, plain_number
from mra.model.period import ALWAYS, Period
from mra.model.scheme import Scheme
from mra.recognition.approved_bodies import is_approved
from mra.recognition.case_facts import CaseFacts
from mra.recognition.certificate_facts import certificate_facts
from tests.recognition.judging import text

DAY = date(2026, 1, 10)
FORMAT = NumberFormat(pattern="^(19|20)[0-9]{14}$", examples=("2024010907123456",), decoys=("12",), sources=("agency",))
GOOD = ListedBody(body="GOOD", name=text("Good Body"), economy="CN", source="agency", period=Period(start=date(2020, 1, 1), end=date(2025, 1, 1)))


def scheme(name: str = "cn-ccc", **changes: Any) -> Scheme:
    usual: dict[str, Any] = {"family": "energy", "route_kind": "registration", "mandatory": True, "scopes": (), "sources": ("agency",)}
    return Scheme(**{"id": name, "economy": "CN", "label": text(name), **usual, **changes})


def knowing(tiny: LiveSource, *schemes: Scheme, behind: str | None = "cn-ccc", **changes: Any) -> Knowledge:
    """The tiny knowledge base in which ``schemes`` exist, and ``behind`` stands behind the CCC certificate."""
    evidence = {**tiny.knowledge.evidence, "ccc": replace(tiny.knowledge.evidence["ccc"], scheme=behind)}
    return replace(tiny.knowledge, schemes={**tiny.knowledge.schemes, **{entry.id: entry for entry in schemes}}, evidence=evidence, **changes)


def facts(knowledge: Knowledge, kind: str = "ccc", product: str | None = "lamp", **qualifiers: str) -> CaseFacts:
    return certificate_facts(knowledge, Held(kind=kind, qualifiers=qualifiers, is_specimen=False), product, DAY)


# ── number ──


def test_a_number_that_is_not_given_is_no_number_of_a_wrong_form(tiny: LiveSource) -> None:
    found = facts(knowing(tiny, scheme(certificate_number=FORMAT)))
    assert found.values["numberGiven"] is False
    assert "numberFits" not in found.values
    assert "CertificateWithNumberFormat" not in found.classes


def test_without_a_format_nothing_is_said_of_a_number(tiny: LiveSource) -> None:
    for knowledge in (tiny.knowledge, knowing(tiny, scheme()), knowing(tiny, behind="nowhere")):
        found = facts(knowledge, number="whatever")
        assert found.values["numberGiven"] is True
        assert "numberFits" not in found.values


@pytest.mark.parametrize(
    ("number", "fits"),
    [
        ("2024010907123456", True),
        ("２０２４０１０９０７１２３４５６", True),
        ("2024 0109 0712 3456", True),
        ("202401090712345", False),
        ("CQC2007011001", False),
    ],
)
def test_a_number_against_the_format(tiny: LiveSource, number: str, fits: bool) -> None:
    found = facts(knowing(tiny, scheme(certificate_number=FORMAT)), number=number)
    assert found.values["numberFits"] is fits
    assert "CertificateWithNumberFormat" in found.classes


def test_a_number_fits_if_one_of_the_schemes_gives_it(tiny: LiveSource) -> None:
    other = replace(FORMAT, pattern="^X[0-9]$")
    knowledge = knowing(tiny, scheme(certificate_number=FORMAT), scheme("cn-other", certificate_number=other, issues=("ccc",)))
    assert [entry.id for entry in knowledge.issuing_schemes("ccc")] == ["cn-ccc", "cn-other"]
    assert [facts(knowledge, number=number).values["numberFits"] for number in ("X1", "2024010907123456", "Y1")] == [True, True, False]
    assert "CertificateWithNumberFormat" in facts(knowledge, number="Y1").classes


def test_a_format_excludes_only_where_every_issuing_scheme_has_one_from_a_source_worth_trusting(tiny: LiveSource) -> None:
    one_without = knowing(tiny, scheme(certificate_number=FORMAT), scheme("cn-other", issues=("ccc",)))
    sources = {**tiny.knowledge.sources, "press": replace(tiny.knowledge.sources["blog"], tier="press")}
    badly_sourced = knowing(tiny, scheme(certificate_number=replace(FORMAT, sources=("press",))), sources=sources)
    for knowledge in (one_without, badly_sourced):
        found = facts(knowledge, number="Y1")
        assert found.classes >= {"CertificateWithUsualFormat"}
        assert "CertificateWithNumberFormat" not in found.classes
        assert found.values["numberFits"] is False


# ── body ──


def bodies(*, complete: bool) -> BodyList:
    return BodyList(id="b", label=text("B"), complete=complete, as_of=DAY, sources=("agency",), bodies=(GOOD,))


@pytest.mark.parametrize("name", ["GOOD", "good", " Good  body ", "ＧＯＯＤ"])
def test_a_body_is_found_under_its_id_and_its_names(name: str) -> None:
    assert is_approved(bodies(complete=False), name, date(2024, 12, 31)) is True


@pytest.mark.parametrize(("complete", "expected"), [(True, False), (False, None)])
def test_only_a_complete_list_says_no(complete: bool, expected: bool | None) -> None:
    assert is_approved(bodies(complete=complete), "GOOD", date(2025, 1, 1)) is expected
    assert is_approved(bodies(complete=complete), "OTHER", date(2024, 1, 1)) is expected


@pytest.mark.parametrize(("issued", "expected"), [("2024-12-31", True), ("2025-01-01", False)])
def test_the_body_is_looked_up_on_the_day_of_issue(tiny: LiveSource, issued: str, expected: bool) -> None:
    knowledge = knowing(tiny, scheme(issuing_bodies="b"), body_lists={"b": bodies(complete=True)})
    found = facts(knowledge, issuer="GOOD", date=issued)
    assert found.values["issuerListed"] is expected
    assert "CertificateWithIssuerList" in found.classes


def test_without_a_day_of_issue_the_body_is_looked_up_on_the_day_asked_about(tiny: LiveSource) -> None:
    knowledge = knowing(tiny, scheme(issuing_bodies="b"), body_lists={"b": bodies(complete=True)})
    assert facts(knowledge, issuer="GOOD").values["issuerListed"] is False


def test_a_scheme_without_a_list_leaves_it_open_who_may_issue(tiny: LiveSource) -> None:
    knowledge = knowing(tiny, scheme(issuing_bodies="b"), scheme("cn-other", issues=("ccc",)), body_lists={"b": bodies(complete=True)})
    assert facts(knowledge, issuer="GOOD", date="2024-01-01").values["issuerListed"] is True
    assert "issuerListed" not in facts(knowledge, issuer="OTHER", date="2024-01-01").values


def test_no_issuer_is_not_compared_with_a_list(tiny: LiveSource) -> None:
    found = facts(knowing(tiny, scheme(issuing_bodies="b"), body_lists={"b": bodies(complete=True)}), issuer=" ")
    assert found.values["issuerGiven"] is False
    assert "CertificateWithIssuerList" not in found.classes


# ── holder, factory, status, notices, signature ──


def test_holder_and_factory(tiny: LiveSource) -> None:
    bare, full, named = facts(tiny.knowledge), facts(tiny.knowledge, holder="H", factory="same"), facts(tiny.knowledge, factory_name="F")
    assert [(found.values["holderGiven"], found.values["factoryGiven"]) for found in (bare, full, named)] == [(False, False), (True, True), (False, True)]
    assert "CertificateOfInspectedFactory" in bare.classes


def test_no_factory_is_asked_of_what_inspects_none(tiny: LiveSource) -> None:
    assert "factoryGiven" not in facts(tiny.knowledge, "cb_report").values
    assert "factoryGiven" not in facts(tiny.knowledge, product="gadget").values
    assert "factoryGiven" in facts(tiny.knowledge, product=None).values


@pytest.mark.parametrize(("stated", "fact"), [("valid", "valid"), ("in-force", "valid"), ("suspended", "suspended")])
def test_status(tiny: LiveSource, stated: str, fact: str) -> None:
    assert facts(tiny.knowledge, status=stated).values["certificateStatus"] == fact
    assert "certificateStatus" not in facts(tiny.knowledge).values


@pytest.mark.parametrize(
    ("kind", "number", "period", "status"),
    [
        ("ccc", "a１", ALWAYS, "forged"),
        ("ccc", "A1", Period(start=DAY), "forged"),
        ("ccc", "A1", Period(end=DAY), None),
        ("ccc", "A2", ALWAYS, None),
        ("cb_report", "A1", ALWAYS, None),
    ],
)
def test_a_notice_binds_the_certificate_it_names_while_it_holds(tiny: LiveSource, kind: str, number: str, period: Period, status: str | None) -> None:
    notice = Notice(number=number, kind=kind, status="forged", source="agency", period=period)
    assert facts(replace(tiny.knowledge, notices=(notice,)), number="A1").values.get("publishedStatus") == status


def test_numbers_are_compared_whatever_way_they_are_written() -> None:
    assert plain_number(" ２０２０－a  1 ") == "2020-A 1"


def test_signature(tiny: LiveSource) -> None:
    assert facts(tiny.knowledge, signature="invalid").values["signature"] == "invalid"
    assert "signature" not in facts(tiny.knowledge).values


# ── days ──


def test_days(tiny: LiveSource) -> None:
    found = facts(tiny.knowledge, date="2025-01-10", test_date="2025-01-11", valid_until="2030-01-11").values
    names = ("daysSinceIssue", "daysOfValidity", "daysFromTestToIssue", "daysToExpiry", "daysBeyondUsualValidity")
    assert tuple(found[name] for name in names) == (365, 1827, -1, 1462, 1)


def test_the_usual_validity_ends_a_certificate_that_states_no_end(tiny: LiveSource) -> None:
    found = facts(tiny.knowledge, date="2021-01-09").values
    assert found["daysToExpiry"] == -1
    assert not {"daysOfValidity", "daysBeyondUsualValidity", "daysFromTestToIssue"} & found.keys()


def test_the_validity_of_the_schemes_counts_where_the_kind_has_none(tiny: LiveSource) -> None:
    kinds = {**tiny.knowledge.evidence, "ccc": replace(tiny.knowledge.evidence["ccc"], validity_months=None, scheme="cn-ccc")}
    for months, expected in ((12, -1), (None, None)):
        knowledge = replace(tiny.knowledge, evidence=kinds, schemes={"cn-ccc": scheme(validity_months=months)})
        assert facts(knowledge, date="2025-01-09").values.get("daysToExpiry") == expected


def test_without_days_there_are_no_facts_about_days(tiny: LiveSource) -> None:
    assert not [name for name in facts(tiny.knowledge, test_date="2025-01-01").values if name.startswith("days")]
    assert facts(tiny.knowledge, valid_until="2026-01-10").values["daysToExpiry"] == 0


# ── standards ──


@pytest.mark.parametrize(("standard", "belongs"), [("GB 1-2022", True), ("IEC 1:2018", True), ("GB 1-2022|X 9:2000", True), ("X 9:2000", False)])
def test_a_standard_belongs_to_what_the_kind_is_issued_to(tiny: LiveSource, standard: str, belongs: bool) -> None:
    found = facts(tiny.knowledge, standard=standard)
    assert found.values["standardBelongs"] is belongs
    assert found.values["editionsKnown"] is ("X 9" not in standard)
    assert found.values["standardStated"] is True
    assert "CertificateToStandards" in found.classes


def test_a_kind_to_no_standard_for_the_product_asks_for_none(tiny: LiveSource) -> None:
    found = facts(tiny.knowledge, product="gadget", standard="GB 1-2022")
    assert "CertificateToStandards" not in found.classes
    assert "standardBelongs" not in found.values
    assert facts(tiny.knowledge).values["standardStated"] is False


@pytest.mark.parametrize("change", [{"standard_open": True}, {"destination_standard": True}])
def test_a_report_to_whatever_standard_the_holder_chose_belongs(tiny: LiveSource, change: dict[str, Any]) -> None:
    kind = tiny.knowledge.evidence["cb_report"]
    kinds = {"cb_report": replace(kind, yields=tuple(replace(entry, **change) for entry in kind.yields))}
    assert "standardBelongs" not in facts(replace(tiny.knowledge, evidence=kinds), "cb_report", standard="ZZ 1:2020").values


@pytest.mark.parametrize(
    ("changes", "since", "until"),
    [
        ({"published": date(2022, 6, 1), "withdrawn": date(2025, 1, 1)}, 579, 366),
        ({}, 730, None),
        ({"confidence": "low", "published": date(2025, 1, 1)}, None, None),
        ({"designation": "GB 1", "published": None}, None, None),
    ],
)
def test_the_period_of_an_edition_on_the_day_of_issue(tiny: LiveSource, changes: dict[str, Any], since: int | None, until: int | None) -> None:
    edition = replace(tiny.knowledge.editions["gb-1-2022"], **changes)
    knowledge = replace(tiny.knowledge, editions={edition.id: edition})
    found = facts(knowledge, standard=edition.designation, date="2024-01-01").values
    assert (found.get("daysSincePublication"), found.get("daysToWithdrawal")) == (since, until)


def test_the_youngest_edition_and_the_first_withdrawal_count(tiny: LiveSource) -> None:
    found = facts(tiny.knowledge, standard="IEC 1:2018|GB 1-2022", date="2021-12-31").values
    assert found["daysSincePublication"] == -1
