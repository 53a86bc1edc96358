"""Conditions on attributes: one of several values, a range, none of several values, and what is not known."""

import pytest

from mra.model.condition import NO_CONDITION, Match, Test, Value, When

POWER = Test(minimum=50, maximum=1000)


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        (Test(any_of=("wifi", "cellular")), "WiFi", True),
        (Test(any_of=("wifi",)), "bluetooth", False),
        (Test(any_of=("wifi",)), ("bluetooth", "wifi"), True),
        (Test(any_of=("1000",)), 1000, True),
        # true asks for presence, false for absence; "none" counts as absent
        (Test(any_of=(True,)), "bluetooth", True),
        (Test(any_of=(True,)), True, True),
        (Test(any_of=(True,)), "none", False),
        (Test(any_of=(True,)), "false", False),
        (Test(any_of=(True,)), False, False),
        (Test(any_of=(False,)), "none", True),
        (Test(any_of=(False,)), "bluetooth", False),
        (Test(none_of=("none",)), "li_ion", True),
        (Test(none_of=("none",)), "none", False),
        (Test(none_of=("none",)), ("li_ion", "none"), True),
        (Test(none_of=("bluetooth", "wifi")), ("bluetooth", "wifi"), False),
        (Test(none_of=("bluetooth", "wifi")), ("bluetooth", "nfc"), True),
        (Test(none_of=(True,)), "bluetooth", False),
        # both ends of a range are included
        (POWER, 49, False),
        (POWER, 49.999, False),
        (POWER, 50, True),
        (POWER, 1000, True),
        (POWER, 1000.5, False),
        (Test(minimum=50), 10_000, True),
        (Test(maximum=50), -1, True),
        # a text or a yes is no number
        (POWER, "230", False),
        (POWER, True, False),
        # of several values one is enough
        (POWER, (12, 230), True),
        (POWER, (12, 24), False),
        (Test(), "anything", True),
    ],
)
def test_a_value_passes_or_not(test: Test, value: Value, expected: bool) -> None:
    assert test.holds(value) is expected


MAINS = ("mains_powered", Test(any_of=(True,)))
RADIO = ("radio", Test(any_of=("wifi",)))


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"mains_powered": True, "radio": "wifi"}, Match.YES),
        ({"mains_powered": True, "radio": "none"}, Match.NO),
        ({"mains_powered": True}, Match.UNDECIDED),
        # a known failure beats an attribute that is not known, whatever the order
        ({"mains_powered": False}, Match.NO),
        ({"radio": "none"}, Match.NO),
        ({}, Match.UNDECIDED),
    ],
)
def test_several_tests_must_all_hold(attributes: dict[str, Value], expected: Match) -> None:
    assert When((MAINS, RADIO)).match(attributes) is expected


def test_no_condition_always_holds() -> None:
    assert NO_CONDITION.match({}) is Match.YES


def test_a_condition_names_what_it_asks_and_what_is_not_given() -> None:
    condition = When((MAINS, RADIO))
    assert condition.names == ("mains_powered", "radio")
    assert condition.unknown({"radio": "wifi"}) == ("mains_powered",)
