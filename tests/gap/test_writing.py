"""One way of writing for names, and how alike two of them are."""

import hashlib
from pathlib import Path

import pytest

from mra.gap import writing
from mra.gap.likeness import likeness
from mra.gap.writing import normal, simplified_signs

FOLDER = Path(writing.__file__).parent / "opencc"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("充電寶", "充电宝"),
        ("藍牙耳筒", "蓝牙耳筒"),
        ("檯燈、夜燈", "台灯 夜灯"),
        ("電子菸", "电子烟"),
        ("綫纜", "线缆"),
        ("充电宝", "充电宝"),
        ("ＴＷＳ　Ｅａｒｂｕｄｓ", "tws earbud"),
        ("T-Shirts (cotton)", "t shirt cotton"),
        ("batteries", "battery"),
        ("glass", "glass"),
        ("gas", "gas"),
        ("", ""),
    ],
)
def test_names_are_written_in_one_way(written: str, expected: str) -> None:
    assert normal(written) == expected


def test_a_simplified_sign_stays_what_it_is() -> None:
    signs = simplified_signs()
    assert {form: signs[ord(form)] for form in signs.values() if signs.get(ord(form), form) != form} == {}


def test_the_table_of_signs_is_the_one_of_its_publisher() -> None:
    digest = hashlib.sha256((FOLDER / "TSCharacters.txt").read_bytes()).hexdigest()
    assert digest in (FOLDER / "SOURCE.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("wanted", "nearer", "farther"),
    [
        ("laptop charegr", "laptop charger", "laptop"),
        ("solar pannel rooftop", "solar panel", "solar inverter"),
        ("televison", "television", "telephone"),
        ("路油器", "路由器", "断路器"),
        ("篮牙耳机", "蓝牙耳机", "游戏耳机"),
        ("小夜灯", "小彩灯", "night light"),
    ],
)
def test_the_name_that_is_meant_is_nearer(wanted: str, nearer: str, farther: str) -> None:
    assert likeness(wanted, nearer) > likeness(wanted, farther)


@pytest.mark.parametrize(("wanted", "known"), [("toaster", "烤箱"), ("烤箱", "toaster"), ("oak frame", "power bank")])
def test_what_has_nothing_in_common_is_not_alike(wanted: str, known: str) -> None:
    assert likeness(wanted, known) == 0.0
