"""Finding a product group: exact before parts and similar names, and what people type, kept in ``product_queries.tsv``."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mra.gap.live import LiveSource
from mra.gap.products import EXACT, find_products
from mra.gap.writing import normal
from mra.model.market import ProductGroup
from tests.recognition.judging import text


def _group(name: str, *, hs: tuple[str, ...] = (), en: tuple[str, ...] = (), zh: tuple[str, ...] = ()) -> ProductGroup:
    return ProductGroup(id=name, label=text(name), families=(), hs=hs, synonyms={"en": en, "zh": zh})


GROUPS: Mapping[str, ProductGroup] = {
    group.id: group
    for group in [
        _group("fan", en=("table fan",), zh=("电风扇",), hs=("8414",)),
        _group("kettle", en=("tea kettle", "water boiler"), zh=("电水壶", "壶"), hs=("851679", "8516")),
        _group("iron", en=("steam iron",), zh=("电熨斗",), hs=("851640",)),
        _group("tv", en=("TV", "television"), zh=("电视",)),
    ]
}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # exact, by id, name or synonym, in either language and width
        ("kettle", ["kettle"]),
        ("Water  BOILER", ["kettle"]),
        ("ｋｅｔｔｌｅ", ["kettle"]),
        ("电视", ["tv"]),
        # the query is a part of a name, or a name a part of the query; whole words of Latin script only
        ("boiler", ["kettle"]),
        ("cordless kettle 1.7 l", ["kettle"]),
        ("infant", []),
        ("电", ["tv", "fan", "iron", "kettle"]),
        ("玻璃电水壶", ["kettle"]),
        # similar names, only where nothing else is found
        ("kettel", ["kettle"]),
        ("televison", ["tv"]),
        ("电水胡", ["kettle"]),
        ("submarine", []),
        ("", []),
        ("  ", []),
        # goods codes: a wider and a narrower one
        ("8516", ["kettle", "iron"]),
        ("851679", ["kettle"]),
        ("85167900", ["kettle"]),
        ("HS: 8414.51", ["fan"]),
        ("9999", []),
    ],
)
def test_found_in_this_order(query: str, expected: list[str]) -> None:
    assert [hit.group for hit in find_products(GROUPS, query)] == expected


def test_an_exact_name_scores_a_hundred_and_comes_first() -> None:
    (first, *others) = find_products(GROUPS, "TV")
    assert (first.group, first.score) == ("tv", 100.0)
    assert all(hit.score < 100 for hit in others)


def test_no_more_than_the_limit() -> None:
    assert len(find_products(GROUPS, "电", limit=2)) == 2


@given(st.text(max_size=20))
def test_any_text_gives_a_list_without_repetition_best_first(query: str) -> None:
    hits = find_products(GROUPS, query)
    assert len({hit.group for hit in hits}) == len(hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 < hit.score <= 100 for hit in hits)


@given(st.text(max_size=20))
def test_the_normal_form_is_stable(query: str) -> None:
    assert normal(normal(query)) == normal(query)


NAMES = list(csv.DictReader((Path(__file__).parent / "product_queries.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t"))


def _misses(groups: Mapping[str, ProductGroup], rows: Sequence[Mapping[str, str]]) -> list[str]:
    found = ((row, next(iter(find_products(groups, row["query"])), None)) for row in rows)
    return [f"{row['query']}: {hit.group if hit else 'nothing'} instead of {row['group']}" for row, hit in found if not hit or hit.group != row["group"]]


def test_the_names_that_people_type_are_of_every_group_and_kind(live: LiveSource) -> None:
    products = {row["group"] for row in NAMES}
    assert products == set(live.directory.groups)
    assert len({row["query"] for row in NAMES}) == len(NAMES) >= 500
    assert {row["kind"] for row in NAMES} == {"name", "trade", "typo", "traditional", "cantonese", "taiwan", "seed", "code"}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("written", ["0", "1", "2", "3"])
def test_the_right_group_comes_first_for_95_of_100_names_that_people_type(live: LiveSource, language: str, written: str) -> None:
    """Round 0 was written with the first synonyms in sight, the others before anybody looked at what they find."""
    rows = [row for row in NAMES if (row["language"], row["round"]) == (language, written)]
    misses = _misses(live.directory.groups, rows)
    print(f"{len(rows) - len(misses)} of {len(rows)} right", *misses, sep="\n")
    assert len(rows) >= 30
    assert len(misses) <= 0.05 * len(rows), misses


@pytest.mark.parametrize("query", ["行李箱", "数码相机", "電競滑鼠", "家用制氧机", "swimming goggles", "wooden ladder", "手机壳"])
def test_what_no_group_is_for_has_no_exact_name(live: LiveSource, query: str) -> None:
    assert [hit for hit in find_products(live.directory.groups, query) if hit.score == EXACT] == []


def test_every_group_has_five_synonyms_in_each_language_that_differ_by_more_than_signs(live: LiveSource) -> None:
    few = {
        (group.id, language): names
        for group in live.directory.groups.values()
        for language in ("en", "zh")
        if len(names := {normal(name) for name in group.synonyms[language]} - {normal(group.label.read(language))}) < 5
    }
    assert few == {}


def test_no_name_belongs_to_two_groups(live: LiveSource) -> None:
    owners: dict[str, set[str]] = {}
    for group in live.directory.groups.values():
        for name in (group.id, group.label.en, group.label.zh, *(name for names in group.synonyms.values() for name in names)):
            owners.setdefault(normal(name).replace(" ", ""), set()).add(group.id)
    assert {name: groups for name, groups in owners.items() if len(groups) > 1} == {}


def test_a_name_is_worked_through_once_and_not_for_every_question() -> None:
    find_products(GROUPS, "submarine")
    known = normal.cache_info().misses
    find_products(GROUPS, "submarines")
    assert normal.cache_info().misses == known + 1
