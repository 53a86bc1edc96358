"""The report as one HTML file: whole, safe, accessible."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mra.errors import InputError
from mra.model.evidence import Held
from mra.model.report import HeldEvidence
from mra.model.sheet import VERDICTS
from mra.reports import RENDERERS, templating
from mra.reports.html_report import render
from mra.reports.parts import MARKS
from mra.reports.templating import TEMPLATES
from tests.reports.conftest import both, report_of, sheet_of

VOID = {"meta", "rect", "br"}
CSS = (TEMPLATES / "report.css").read_text(encoding="utf-8")
TYPST = (TEMPLATES / "parts.typ").read_text(encoding="utf-8")


class Tree(HTMLParser):
    """Tags with their attributes, checked to be closed in order; texts with the languages around them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open[-1][0] == tag, f"{tag} closes {self.open[-1]}"
        self.open.pop()

    def handle_data(self, data):
        if self.open and self.open[-1][0] != "style" and data.strip():
            self.texts.append((data, next(attrs["lang"] for _, attrs in reversed(self.open) if attrs.get("lang"))))

    def all(self, *names):
        return [attrs for tag, attrs in self.tags if tag in names]


@pytest.fixture(params=["en", "zh"])
def language(request):
    return request.param


@pytest.fixture
def tree(report, language):
    return Tree(render(report, language))


def test_the_page_is_closed_in_order_and_names_its_language(tree, language):
    assert tree.all("html") == [{"lang": "zh-CN" if language == "zh" else "en"}]
    assert len(tree.all("title")) == len(tree.all("main")) == len(tree.all("h1")) == 1


def test_text_in_the_other_language_says_so(tree, language):
    for text, stated in tree.texts:
        if "english" in text:
            assert stated == "en", text
        if "中文说明" in text:
            assert stated.startswith("zh"), text


def test_headings_stand_in_order(tree):
    levels = [int(tag[1]) for tag, _ in tree.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_inner_link_leads_to_one_place(tree):
    names = [attrs["id"] for _, attrs in tree.tags if "id" in attrs]
    assert len(names) == len(set(names))
    inner = [attrs["href"][1:] for attrs in tree.all("a") if attrs["href"].startswith("#")]
    assert set(inner) <= set(names)
    assert any(name.startswith("AA-aa-") for name in inner)
    labelled = {attrs["aria-labelledby"] for _, attrs in tree.tags if "aria-labelledby" in attrs}
    assert labelled <= set(names)


def test_nothing_is_fetched_and_nothing_runs(report, language, tree):
    assert not tree.all("script", "link", "img", "iframe", "object", "form", "base")
    assert not [attrs for _, attrs in tree.tags if any(name.startswith("on") or name in ("src", "style", "action") for name in attrs)]
    assert "default-src 'none'; style-src 'unsafe-inline'" in render(report, language)
    assert not re.search(r"url\(|@import", CSS)


def test_tables_have_names_and_their_heads_a_scope(tree):
    assert all(attrs.get("scope") in ("col", "row") for attrs in tree.all("th"))
    assert len(tree.all("caption")) + len([attrs for attrs in tree.all("table") if "aria-labelledby" in attrs]) == len(tree.all("table"))


def test_what_scrolls_can_be_reached_by_keyboard(tree):
    regions = [attrs for _, attrs in tree.tags if attrs.get("class") == "scroll"]
    assert regions
    assert all(attrs["tabindex"] == "0" and attrs["role"] == "region" and attrs["aria-labelledby"] for attrs in regions)


def test_drawings_are_silent_and_stand_beside_numbers(tree):
    assert tree.all("svg")
    assert all(attrs["aria-hidden"] == "true" for attrs in tree.all("svg"))
    assert len([attrs for attrs in tree.all("td") if attrs.get("class") == "number"]) == 2 * len(VERDICTS)


def test_every_verdict_is_told_in_words(report, language, tree):
    text = " ".join(" ".join(data for data, _ in tree.texts).split())
    for verdict in VERDICTS:
        assert f"{MARKS[verdict]} {report.labels['verdict'][verdict].read(language)}" in text


def test_nothing_of_the_report_is_left_out(report):
    text = " ".join(" ".join(data for data, _ in Tree(render(report, "en")).texts).split())
    for part in (
        "Left to do, duties (2)",
        "For every shipment (1)",
        "Other routes",
        "english route-b",
        "Exception: english condition (granted by english granter)",
        "english claim",
        "english caveat",
        "english still-open",
        "Presumed in these answers",
        "english presumed",
        "date of the text: 2019-05-01",
        "checked on: 2026-11-20",
        "2030-01-01",
        "0123abcd",
        "This is information, not legal advice.",
        "english problem",
    ):
        assert part in text, part


def test_hostile_text_is_only_text(report, language):
    held = Held(kind="alpha_report", qualifiers={"issuer": '"><script>alert(1)</script><b onclick=x>{{ 7*7 }}'}, is_specimen=False)
    text = render(replace(report, held=(HeldEvidence(held=held, label=both("alpha")),)), language)
    tree = Tree(text)
    assert not tree.all("script", "b")
    assert "{{ 7*7 }}" in text
    assert any('"><script>alert(1)</script>' in data for data, _ in tree.texts)


def test_a_strange_address_is_no_link(report, language):
    sources = {name: replace(source, address="javascript:alert(1)") for name, source in report.sources.items()}
    tree = Tree(render(replace(report, sources=sources), language))
    assert all(attrs["href"].startswith("#") for attrs in tree.all("a"))


def test_links_that_lead_out_do_not_say_from_where(tree):
    outer = [attrs for attrs in tree.all("a") if not attrs["href"].startswith("#")]
    assert outer
    assert all(attrs["rel"] == "noreferrer" and attrs["href"].startswith("https://") for attrs in outer)


def test_the_same_report_gives_the_same_page(report, language):
    assert RENDERERS["html"](report, language) == render(report, language)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG measures it.

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _long(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(sign * 2 for sign in colour[1:])


def test_texts_and_bars_stand_out_from_their_ground():
    for name in ("ink", "muted", "link"):
        colour = re.search(rf"--{name}: (#\w+)", CSS)
        assert colour
        assert min(contrast(_long(colour[1]), ground) for ground in ("#ffffff", "#f1f1f1", "#fff6d6")) >= 4.5, name
    for verdict in VERDICTS:
        colour = re.search(rf"\.f-{verdict} {{ fill: (#\w{{6}})", CSS)
        assert colour
        assert contrast(colour[1], "#ffffff") >= 3, verdict


def test_paper_and_screen_have_the_same_colours():
    for verdict in VERDICTS:
        assert re.search(rf"\.f-{verdict} {{ fill: (#\w{{6}})", CSS)[1] == re.search(rf'{verdict}: rgb\("(#\w{{6}})"\)', TYPST)[1]


def test_columns_do_not_shrink_to_one_sign():
    assert re.search(r"thead th {[^}]*word-break: keep-all; min-width: 4\.5em", CSS)
    assert re.search(r"td:nth-child\(1\) {[^}]*word-break: keep-all", CSS)
    assert "@page { size: A4" in CSS
    assert "display: table-header-group" in CSS


def test_each_of_several_markets_begins_on_a_page_of_its_own(report):
    assert '<body class="many">' in render(report, "en")
    assert "<body>" in render(replace(report, destinations=report.destinations[:1]), "en")


@given(text=st.text(max_size=60))
@settings(max_examples=40)
def test_whatever_is_typed_is_only_text(text):
    held = HeldEvidence(held=Held(kind="alpha_report", qualifiers={"issuer": f"<{text}>"}, is_specimen=False), label=both("alpha"))
    calm, tree = (Tree(render(report_of(sheet_of("AA"), held=(piece,)), "en")) for piece in (replace(held, held=Held(kind="alpha_report")), held))
    assert calm.tags == tree.tags


def test_without_jinja_one_line_says_what_to_install(report, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "jinja2", None)
    templating._environment.cache_clear()
    with pytest.raises(InputError, match=r'html needs an extra of this program: pip install "mra\[report\]"'):
        render(report, "en")
