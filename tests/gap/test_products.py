"""Finding a product group: exact before parts before similar names, and the real questions of ``queries.tsv``."""

import csv
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mra.gap.live import LiveSource
from mra.gap.products import find_products, normal
from mra.model.market import ProductGroup
from tests.bases import ROOT
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


def test_the_right_group_comes_first_for_95_of_100_real_questions(live: LiveSource) -> None:
    with (ROOT / "mappings" / "products" / "queries.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert len(rows) >= 100
    misses = []
    for row in rows:
        assert row["group"] in live.directory.groups, row
        hits = find_products(live.directory.groups, row["query"])
        if not hits or hits[0].group != row["group"]:
            misses.append(f"{row['query']}: {hits[0].group if hits else 'nothing'} instead of {row['group']}")
    print(f"{len(rows) - len(misses)} of {len(rows)} right", *misses, sep="\n")
    assert len(misses) <= 0.05 * len(rows), misses
