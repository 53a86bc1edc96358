"""The small values: texts, sources, standards, evidence, questions, problems, reports."""

from collections.abc import Sequence
from dataclasses import FrozenInstanceError
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mra.model.evidence import Held, Yield
from mra.model.problem import Problem
from mra.model.question import Question
from mra.model.scheme import Acceptance
from mra.model.source import AUTHORITATIVE, Confidence, Source, Tier, strongest, weakest
from mra.model.standard import Edition, series, slug
from mra.model.text import Bilingual

TOY = Bilingual("toy", "玩具")


@pytest.mark.parametrize(("en", "zh"), [("", "玩具"), ("toy", ""), ("toy", " "), ("\t", "玩具")])
def test_a_text_needs_both_languages(en: str, zh: str) -> None:
    with pytest.raises(ValueError, match="needs both languages"):
        Bilingual(en, zh)


def test_a_text_reads_in_either_language_and_as_the_contract_shows_it() -> None:
    assert (TOY.read("en"), TOY.read("zh")) == ("toy", "玩具")
    assert TOY.as_dict() == {"en": "toy", "zh": "玩具"}


def test_values_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        TOY.en = "game"  # type: ignore[misc]


def _source(tier: Tier, confidence: Confidence) -> Source:
    return Source(id="a", title=TOY, publisher="P", tier=tier, address="https://a.example", checked=date(2026, 1, 1), confidence=confidence)


@pytest.mark.parametrize(
    ("tier", "confidence", "trust"),
    [
        ("law", "high", "high"),
        ("regulator", "medium", "medium"),
        ("scheme-owner", "high", "high"),
        ("treaty", "low", "low"),
        ("accreditation-body", "high", "medium"),
        ("certification-body", "high", "medium"),
        ("laboratory", "high", "medium"),
        ("laboratory", "low", "low"),
        ("press", "high", "low"),
    ],
)
def test_what_a_source_is_trusted_with_depends_on_who_speaks(tier: Tier, confidence: Confidence, trust: Confidence) -> None:
    assert _source(tier, confidence).trust == trust


def test_the_authoritative_tiers_are_the_four_of_the_contract() -> None:
    assert {"law", "treaty", "regulator", "scheme-owner"} == AUTHORITATIVE


@pytest.mark.parametrize(
    ("confidences", "lowest", "highest"),
    [
        (["high", "low", "medium"], "low", "high"),
        (["medium"], "medium", "medium"),
        # nothing said: nothing speaks against, and nothing supports
        ([], "high", "low"),
    ],
)
def test_the_weakest_and_the_strongest_confidence(confidences: Sequence[Confidence], lowest: Confidence, highest: Confidence) -> None:
    assert (weakest(confidences), strongest(confidences)) == (lowest, highest)


@pytest.mark.parametrize(
    ("designation", "identifier", "standard"),
    [
        ("IEC 62368-1:2018", "iec-62368-1-2018", "iec-62368-1"),
        ("IEC 62368-1:2018+AMD1:2020", "iec-62368-1-2018-amd1-2020", "iec-62368-1"),
        ("GB 4943.1-2022", "gb-4943-1-2022", "gb-4943-1"),
        ("GB/T 4706.1-2024", "gbt-4706-1-2024", "gbt-4706-1"),
        ("AS/NZS 60335.1:2020", "asnzs-60335-1-2020", "asnzs-60335-1"),
        ("EN IEC 62368-1:2024+A11:2024", "en-iec-62368-1-2024-a11-2024", "en-62368-1"),
        ("EN 62368-1:2014", "en-62368-1-2014", "en-62368-1"),
        ("IEC 60335-2-15:2012", "iec-60335-2-15-2012", "iec-60335-2-15"),
        # a part number of four digits that is no year
        ("IS 10322-5-1", "is-10322-5-1", "is-10322-5-1"),
        ("GB 1002–2021", "gb-1002-2021", "gb-1002"),
        ("ETSI EN 300 328 V2.2.2", "etsi-en-300-328-v2-2-2", "etsi-en-300-328"),
        ("FCC 47 CFR 15C:2025", "fcc-47-cfr-15c-2025", "fcc-47-cfr-15c"),
    ],
)
def test_a_designation_gives_an_id_and_the_standard_without_its_edition(designation: str, identifier: str, standard: str) -> None:
    assert slug(designation) == identifier
    assert series(designation) == standard
    assert Edition(designation=designation, title=TOY, source="s", confidence="high").id == identifier


@given(st.text())
def test_the_id_of_an_id_is_itself(text: str) -> None:
    assert slug(slug(text)) == slug(text)


def _held(**qualifiers: str) -> Held:
    return Held(kind="cb_report", qualifiers=qualifiers)


def test_a_qualifier_is_read_as_a_day() -> None:
    assert _held(date="2025-03-01").day("date") == date(2025, 3, 1)
    assert _held().day("date") is None
    with pytest.raises(ValueError, match="Invalid isoformat"):
        _held(date="March").day("date")


@pytest.mark.parametrize(("text", "expected"), [("yes", True), ("True", True), ("1", True), ("是", True), ("no", False), ("否", False)])
def test_a_qualifier_is_read_as_yes_or_no(text: str, expected: bool) -> None:
    assert _held(report=text).flag("report") is expected
    assert _held().flag("report") is None


def test_a_qualifier_is_read_as_a_list() -> None:
    assert _held(standard="IEC 62368-1:2018+AMD1:2020 | EN 1:2019 |").items("standard") == ("IEC 62368-1:2018+AMD1:2020", "EN 1:2019")
    assert _held().items("standard") == ()


@pytest.mark.parametrize(
    ("topic", "activity", "expected"),
    [("emc", "testing", True), ("radio", "testing", False), ("emc", "audit", False)],
)
def test_a_yield_covers_its_topic_by_its_activity(topic: str, activity: str, expected: bool) -> None:
    assert Yield(products=("toy",), topic="emc", activity="testing", form="report", sources=("s",)).covers(topic, activity) is expected


def test_a_yield_on_any_topic_covers_every_topic_by_its_activity_only() -> None:
    entry = Yield(products=("toy",), topic="any", activity="testing", form="report", sources=("s",))
    assert entry.covers("radio", "testing")
    assert not entry.covers("radio", "audit")


@pytest.mark.parametrize(("evidence", "expected"), [(("any",), True), (("ccc",), False), (("any", "ccc"), False)])
def test_an_acceptance_of_any_report_is_generic(evidence: tuple[str, ...], expected: bool) -> None:
    assert Acceptance(evidence=evidence, how="as_is", sources=("s",)).is_generic is expected


def test_given_attributes_replace_defaults_and_only_defaults_are_assumed() -> None:
    question = Question(product="toy", as_of=date(2026, 1, 1), given={"radio": "wifi", "worn": True}, defaults={"radio": "none", "made_in": "CN"})
    assert question.attributes == {"radio": "wifi", "made_in": "CN", "worn": True}
    assert {name: question.is_assumed(name) for name in ("radio", "made_in", "worn", "battery")} == {
        "radio": False,
        "made_in": True,
        "worn": False,
        "battery": False,
    }


def test_problems_are_sorted_by_file_sheet_line_field_and_rule() -> None:
    places = [("b", "", 1, "a", "x"), ("a", "s", 1, "a", "x"), ("a", "", 10, "a", "x"), ("a", "", 2, "b", "x"), ("a", "", 2, "a", "y"), ("a", "", 2, "a", "x")]
    made = [Problem(code=code, file=file, sheet=sheet, line=line, field=field, value="", message=TOY, remedy=TOY) for file, sheet, line, field, code in places]
    assert [problem.sort_key for problem in sorted(made, key=lambda problem: problem.sort_key)] == [
        ("a", "", 2, "a", "x"),
        ("a", "", 2, "a", "y"),
        ("a", "", 2, "b", "x"),
        ("a", "", 10, "a", "x"),
        ("a", "s", 1, "a", "x"),
        ("b", "", 1, "a", "x"),
    ]
