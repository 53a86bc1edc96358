"""The page model: the words of all documents."""

import dataclasses
import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mra.model.evidence import Held
from mra.model.report import HeldEvidence
from mra.model.sheet import VERDICTS, SheetException
from mra.model.text import Bilingual
from mra.reports.bars import bars
from mra.reports.compose import page_of
from mra.reports.page import MarketPart, RequirementPart
from mra.reports.templating import TEMPLATES
from tests.reports.conftest import both, case, element, report_of, requirement, route, sheet_of


def texts(value: object) -> Iterator[str]:
    """Every text of a page."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from texts(part)


def requirements(market: MarketPart) -> dict[str, RequirementPart]:
    return {entry.scheme: entry for section in market.sections for entry in section.requirements}


def glance(market: MarketPart, key: str) -> list[str]:
    return [item.anchor for group in market.glances if group.key == key for item in group.items]


def test_the_answer_is_one_sentence_with_its_counts(report):
    market = page_of(report, "en").markets[0]
    assert market.answer == (
        "No certificate opens the way: english ban. What is held meets 1 of 8 mandatory requirements in full and 1 in part; "
        "assessments to be done again: 1; points not known: 3; duties and shipment tasks open: 4."
    )
    assert page_of(report, "zh").markets[0].answer == (
        "下列规定禁止进入，任何证书均不能放行：ban中文说明。强制要求共 8 项，所持证据完全满足 1 项、部分满足 1 项；"
        "须重做的评定 1 项；尚不明确的事项 3 项；待办义务与逐批手续 4 项。"
    )


def test_a_market_that_nobody_reviewed_answers_with_that(report):
    page = page_of(report, "en")
    assert page.markets[1].answer == "Nothing was reviewed here for this product; silence does not mean that nothing is required."
    assert page.markets[1].answer == page.markets[1].warning


def test_a_reviewed_market_without_requirements_does_not_say_that_nothing_is_required(make_report):
    (market,) = page_of(make_report(levels=("reviewed",)), "en").markets
    assert market.answer.startswith("No mandatory requirement is recorded here")


def test_every_requirement_stands_at_a_glance_where_it_belongs(report):
    market = page_of(report, "en").markets[0]
    assert glance(market, "counts") == ["AA-aa-partial", "AA-aa-recognized"]
    assert glance(market, "again") == ["AA-aa-duplicate"]
    assert glance(market, "missing") == []
    assert glance(market, "unknown") == ["AA-aa-unknown", "AA-aa-undecided", "AA-aa-unread"]
    assert glance(market, "barred") == ["AA-aa-ban"]
    assert glance(market, "to-do") == ["AA-aa-missing", "AA-aa-partial"]
    (partial,) = [item.text for group in market.glances if group.key == "counts" for item in group.items if item.anchor == "AA-aa-partial"]
    assert partial == "english partial-test (english partial)"


def test_a_missing_assessment_is_missing_at_a_glance(make_report, make_requirement):
    (market,) = page_of(make_report(make_requirement()), "en").markets
    assert glance(market, "missing") == ["AA-aa-test"]


def test_an_element_says_what_counts_what_is_left_and_who_says_so(report):
    (first, *_) = requirements(page_of(report, "en").markets[0])["aa-partial"].routes[0].elements
    assert (first.place, first.ruling.mark, first.ruling.word, first.ruling.other) == ("row", "▲", "english partial", "partial中文说明")
    assert (first.evidence, first.left, first.standards) == ("english alpha-report", ("english delta",), ("Y 1:2020",))
    assert first.other == "partial-test中文说明"
    assert len(first.why.sources) == 2
    assert first.why.assumptions


def test_duties_and_shipments_are_tasks(report):
    elements = requirements(page_of(report, "en").markets[0])["aa-partial"].routes[0].elements
    assert [entry.place for entry in elements] == ["row", "duty", "consignment", "duty"]


def test_the_routes_not_taken_bring_their_elements_when_asked(report):
    for every, count in ((False, 0), (True, 2)):
        routes = requirements(page_of(report, "en", every_route=every).markets[0])["aa-partial"].routes
        assert [entry.name for entry in routes] == ["english route-a", "english route-b"]
        assert len(routes[1].elements) == count


def test_facts_exceptions_and_notes_of_a_requirement(report):
    found = requirements(page_of(report, "en").markets[0])
    assert {fact.name: fact.text for fact in found["aa-partial"].facts} == {
        "Scheme id": "aa-partial",
        "Authority": "english authority",
        "Applies from": "2020-01-01",
        "Applies until (excluded)": "2030-01-01",
        "Route taken": "english route-a",
    }
    assert found["aa-partial"].facts[1].other == "authority中文说明"
    assert [clause.text for clause in found["aa-ban"].exceptions] == ["Exception: english condition (granted by english granter)"]
    assert found["aa-ban"].exceptions[0].sources
    assert [note.text for note in found["aa-wish"].notes] == ["english claim"]
    assert (found["aa-local"].name, found["aa-local"].region) == ("english local (AA-XX)", "AA-XX")


def test_a_requirement_without_authority_and_dates_names_none():
    bare = requirement("bare", authority=None, applies_from=None)
    (market,) = page_of(report_of(sheet_of("AA", bare)), "en").markets
    assert [fact.name for fact in requirements(market)["aa-bare"].facts] == ["Scheme id"]
    assert requirements(market)["aa-bare"].authority == ""


@pytest.mark.parametrize("every_route", [False, True])
def test_every_number_leads_to_a_source_or_an_assumption(report, every_route):
    page = page_of(report, "zh", every_route=every_route)
    sources, assumptions = {line.number for line in page.sources}, {line.number for line in page.assumptions}
    found: list[dict[str, object]] = []

    def collect(value: object) -> None:
        if isinstance(value, dict):
            found.extend([value] if {"sources", "assumptions", "text"} <= set(value) else [])
            for part in value.values():
                collect(part)
        elif isinstance(value, (list, tuple)):
            for part in value:
                collect(part)

    collect(dataclasses.asdict(page))
    assert found
    assert {number for cited in found for number in cited["sources"]} == sources == set(range(1, len(sources) + 1))  # type: ignore[attr-defined]
    assert {number for cited in found for number in cited["assumptions"]} == assumptions  # type: ignore[attr-defined]


def test_a_source_is_told_in_full(report):
    (line,) = [line for line in page_of(report, "en").sources if line.title == "english title-s-law"]
    assert (line.other, line.publisher, line.tier) == ("title-s-law中文说明", "Publisher", "english law")
    assert (line.published, line.checked, line.confidence) == ("2019-05-01", "2026-11-20", "english high")
    assert line.is_link
    assert line.read_at == "https://example.org/copy"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "urn:x", "https://a b", 'https://a"b', "data:text/html,x"])
def test_only_an_address_of_the_web_is_a_link(report, address):
    sources = {name: replace(source, address=address, read_at=address) for name, source in report.sources.items()}
    for line in page_of(replace(report, sources=sources), "en").sources:
        assert not line.is_link
        assert line.read_at == ""


def test_product_and_evidence_have_names_in_both_languages(report):
    facts = {fact.name: fact for fact in page_of(report, "en").question}
    assert facts["Product"].other == "kettle中文说明（kettle）"
    assert facts["Held"].other == "alpha中文说明（alpha_report:issuer=CQC）"
    assert facts["Market"].text == "english market-AA (AA); english market-BB (BB)"
    assert facts["Day"].other == ""


def test_the_page_speaks_one_language_and_names_things_in_the_other(report):
    english, chinese = page_of(report, "en"), page_of(report, "zh")
    assert [len(list(texts(dataclasses.asdict(page)))) for page in (english, chinese)].count(0) == 0
    assert english.words.keys() == chinese.words.keys()
    assert not any("\u4e00" <= sign <= "\u9fff" for word in english.words.values() for sign in word)


def test_every_word_is_used_by_a_document_and_every_document_finds_its_words(report):
    words = page_of(report, "en").words
    texts = {file.name: file.read_text(encoding="utf-8") for file in TEMPLATES.iterdir()}
    workbook = (TEMPLATES.parent / "xlsx_report.py").read_text(encoding="utf-8")
    asked = {name for text in (*texts.values(), workbook) for name in re.findall(r"""words(?:\[["']|\.at\("|\.(?!at\())([a-z-]+)""", text)}
    assert asked <= set(words)
    everything = "".join([*texts.values(), workbook])
    assert [name for name in words if not re.search(rf"""["'.]{name}\b""", everything)] == []


def test_a_name_that_is_the_same_in_both_languages_stands_once():
    (market,) = page_of(report_of(sheet_of("AA", requirement("x", label=Bilingual("RoHS", "RoHS")))), "zh").markets
    assert requirements(market)["aa-x"].other == ""


@given(st.text(min_size=1))
@example("A\udcff")
def test_nothing_in_a_page_steers(text):
    held = HeldEvidence(held=Held(kind="alpha_report", qualifiers={"issuer": text}), label=both("alpha"))
    page = page_of(report_of(sheet_of("AA"), held=(held,)), "zh")
    for found in texts(json.loads(json.dumps(dataclasses.asdict(page), default=str))):
        assert not any(sign in found for sign in "\r\n\t\x1b\x00\u202e\u2028\u200b")
        assert found.encode("utf-8") or not found


def test_the_rulings_are_those_that_occur(report, make_report, make_requirement):
    assert [ruling.key for ruling in page_of(report, "en").rulings] == list(VERDICTS)
    assert [ruling.key for ruling in page_of(make_report(make_requirement()), "en").rulings] == ["missing"]


def test_bars_are_measured_by_the_longest():
    first, second, third = bars([{"a": 3, "b": 1}, {"b": 1}, {}], ("a", "b"))
    assert [(part.key, part.count, part.start, part.width) for part in first] == [("a", 3, 0.0, 75.0), ("b", 1, 75.0, 25.0)]
    assert [(part.key, part.start, part.width) for part in second] == [("b", 0.0, 25.0)]
    assert third == ()


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.integers(0, 10_000)), max_size=6))
def test_no_bar_leaves_its_place(rows):
    for row, bar in zip(rows, bars(rows, "abc"), strict=True):
        assert sum(part.count for part in bar) == sum(row.values())
        assert all(0 <= part.start <= part.start + part.width <= 100.01 for part in bar)


def test_an_exception_of_a_requirement_with_routes_is_told_too():
    clause = SheetException(condition=both("condition"), authority=both("granter"), sources=("s-rule",))
    entry = requirement("x", route("a", element("test", case("recognized", how="as_is"))), exceptions=(clause,))
    (market,) = page_of(report_of(sheet_of("AA", entry)), "en").markets
    assert requirements(market)["aa-x"].exceptions[0].text.startswith("Exception:")
