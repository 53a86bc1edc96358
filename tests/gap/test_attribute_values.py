"""A misspelt value of an attribute would silently fit no rule: it is named, with the words in use."""

from dataclasses import replace

import pytest

from mra.gap.live import LiveSource
from mra.gap.values import unused_values, words_in_use
from mra.model.condition import Test, Value, When
from mra.model.scheme import Scope
from tests.recognition.judging import question, with_yields, yields

RADIO = When((("radio", Test(any_of=("wifi",), none_of=("none",))),))


@pytest.fixture(scope="module")
def source(tiny: LiveSource) -> LiveSource:
    """The tiny knowledge base, where a scope asks for a radio, an exclusion for a battery, and what is yielded for a plug."""
    scheme = tiny.knowledge.schemes["zz-lamp-certificate"]
    battery, plug = When((("battery", Test(any_of=("li_ion",))),)), When((("plug", Test(none_of=("type-g",))),))
    changed = replace(scheme, scopes=(Scope(products=("lamp",), when=RADIO),), exclusions=(Scope(products=("lamp",), when=battery),))
    knowledge = with_yields(tiny.knowledge, cb_report=[yields(when=plug)])
    return replace(tiny, knowledge=replace(knowledge, schemes={**knowledge.schemes, changed.id: changed}))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"radio": "wfii"}, [("radio", "wfii", ("none", "wifi"))]),
        ({"radio": ("wifi", "wfii")}, [("radio", "wfii", ("none", "wifi"))]),
        ({"radio": "WiFi"}, []),
        ({"battery": "lithium"}, [("battery", "lithium", ("li_ion",))]),
        ({"plug": "type-x"}, [("plug", "type-x", ("type-g",))]),
        # a default of a product group is in use; codes of economies, numbers and attributes without words are left alone
        ({"consignment.routing": "direct"}, []),
        ({"made_in": "ZZ"}, []),
        ({"made_in": "QQ"}, [("made_in", "QQ", ("cn",))]),
        ({"mains_powered": True, "power_w": 40}, []),
        ({"cable_type": "whatever"}, []),
        ({}, []),
    ],
)
def test_words_that_nothing_uses(source: LiveSource, given: dict[str, Value], expected: list[tuple[str, str, tuple[str, ...]]]) -> None:
    found = unused_values(words_in_use(source.knowledge), source.knowledge.economies, question(given=given))
    assert list(found) == expected
