"""Columns, wrapping, and the width of Chinese signs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mra.reports.layout import beside, clean, display_width, hanging, pad, wrap


@pytest.mark.parametrize(("text", "width"), [("CCC", 3), ("认证", 4), ("CCC 认证，", 10), ("ｆｕｌｌ", 8), ("e\u0301", 1), ("", 0), ("●", 1)])
def test_display_width(text, width):
    assert display_width(text) == width


def test_pad_counts_columns():
    assert [display_width(pad(text, 10)) for text in ("认证", "abc", "")] == [10, 10, 10]
    assert pad("认证认证", 4) == "认证认证"


def test_words_wrap_between_words():
    assert wrap("the quick brown fox", 10) == ["the quick", "brown fox"]


def test_chinese_wraps_anywhere_but_at_its_punctuation():
    assert wrap("已依据相同标准评定，仍须重做。", 18) == ["已依据相同标准评", "定，仍须重做。"]
    assert wrap("国家标准《电水壶》", 10) == ["国家标准", "《电水壶》"]
    assert wrap("符合EN 300 328标准", 9) == ["符合EN", "300 328标", "准"]


def test_a_word_that_fits_no_line_is_cut():
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert wrap("认证", 1) == ["认", "证"]


def test_there_is_always_a_line():
    assert wrap("", 10) == [""]
    assert hanging("", 10, "- ") == ["- "]


def test_hanging_lines():
    assert hanging("one two three", 9, "[1] ") == ["[1] one", "    two", "    three"]
    assert hanging("one two three", 9, "", "  ") == ["one two", "  three"]


def test_columns_stand_side_by_side():
    assert beside((["认证", "二"], ["a"], ["x", "y", "z"]), (6, 3, 2), 1) == [" 认证    a    x", " 二           y", "              z"]


def test_nothing_steers_the_terminal():
    assert clean("a\x1b[31mb\r\nc\u202ed") == "a[31mb  cd"
    assert wrap("a\x1b[2Jb\nc", 10) == ["a[2Jb c"]


@given(st.text(st.sampled_from("ab ，。《》认证标(),.1\n“”")), st.integers(4, 30))
def test_no_line_is_too_wide_and_nothing_is_lost(text, width):
    lines = wrap(text, width)
    assert all(display_width(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(line == line.strip() for line in lines)


def test_an_address_is_never_cut_and_no_line_begins_with_a_stop():
    address = "https://example.org/" + "long/" * 20
    assert address in wrap(f"来源 {address}", 40)
    assert not [line for line in wrap("cb_report:issuer=CQC,date=2025-03-01。可重复", 36) if line.startswith("。")]
