"""Every goods code of the chapters that a product group touches is mapped, or is said to belong to no group and why."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from tests.bases import ROOT

PRODUCTS = ROOT / "mappings" / "products"
LIST = Path(__file__).parent / "hs2022" / "harmonized-system.csv"


def _rows(file: Path, delimiter: str = "\t") -> list[dict[str, str]]:
    lines = (line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return list(csv.DictReader(lines, delimiter=delimiter))


CODES: Mapping[str, str] = {row["hscode"]: row["description"] for row in _rows(LIST, ",") if row["level"] in {"4", "6"}}
MAPPED = _rows(PRODUCTS / "hs2022.sssom.tsv")
NONE = _rows(PRODUCTS / "hs2022.none.tsv")


def _under(codes: Iterable[str]) -> set[str]:
    """The six-digit codes that stand under codes of four or six digits."""
    wanted = set(codes)
    return {code for code in CODES if len(code) == 6 and (code in wanted or code[:4] in wanted)}


def test_the_list_is_whole() -> None:
    assert Counter(map(len, CODES)) == {4: 1229, 6: 5613}


def test_every_code_of_a_chapter_that_a_group_touches_is_mapped_or_listed_with_a_reason() -> None:
    mapped = _under(row["object_id"].removeprefix("hs:") for row in MAPPED)
    none = _under(row["code"] for row in NONE)
    chapters = {code[:2] for code in mapped}
    print(f"{len(chapters)} chapters, {len(mapped)} codes mapped, {len(none)} of no group")
    assert {code[:2] for code in none} <= chapters
    assert {code for code in CODES if len(code) == 6 and code[:2] in chapters} - mapped - none == set()
    assert mapped & none == set()


def test_the_codes_exist_and_bear_the_words_of_the_list() -> None:
    assert {row["object_id"]: row["object_label"] for row in MAPPED} == {row["object_id"]: CODES[row["object_id"].removeprefix("hs:")] for row in MAPPED}
    assert {row["code"]: row["label"] for row in NONE} == {row["code"]: CODES[row["code"]] for row in NONE}


def test_the_codes_of_no_group_are_sorted_and_say_why_in_both_languages() -> None:
    codes = [row["code"] for row in NONE]
    assert codes == sorted(set(codes))
    assert [row["code"] for row in NONE if not row["reason_en"] or not row["reason_zh"] or row["reason_zh"].isascii()] == []


def test_no_group_stands_at_a_code_and_again_at_its_heading() -> None:
    pairs = {(row["subject_id"], row["object_id"].removeprefix("hs:")) for row in MAPPED}
    assert {pair for pair in pairs if len(pair[1]) == 6 and (pair[0], pair[1][:4]) in pairs} == set()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("851713", {"smartphone": "exactMatch"}),
        ("610910", {"textile": "narrowMatch"}),
        ("850760", {"li-ion-battery": "broadMatch", "power-bank": "broadMatch", "energy-storage": "broadMatch"}),
        ("850811", {"robot-vacuum": "broadMatch", "household-appliance": "broadMatch"}),
        ("030617", {"aquatic-product": "narrowMatch", "organic-aquatic": "broadMatch"}),
        ("850110", {}),
    ],
)
def test_a_match_says_which_is_wider(code: str, expected: dict[str, str]) -> None:
    found = {row["subject_id"]: row["predicate_id"] for row in MAPPED if row["object_id"] in {f"hs:{code}", f"hs:{code[:4]}"}}
    assert {group.removeprefix("group:"): predicate.removeprefix("skos:") for group, predicate in found.items()} == expected
