"""What a form makes of a raw value: the model's value, or a problem at the right place."""

import datetime

import pytest

from mra.knowledge.forms import DAY, FLAG, NUMBER, TEXT, WORD, Choice, Conditional, Form, Many, Open, Reading, Ref, Table, Word, dotted
from mra.model.condition import Test
from mra.model.text import Bilingual


def read(form: Form, value: object) -> tuple[object, Reading]:
    reading = Reading("file.toml", {("key",): 7})
    return form.read(value, ("key",), reading), reading


def codes(reading: Reading) -> list[tuple[str, str]]:
    return [(problem.code, problem.field) for problem in reading.problems]


@pytest.mark.parametrize(
    ("form", "value", "expected"),
    [
        (WORD, "text", "text"),
        (Word("a+"), "aaa", "aaa"),
        (FLAG, True, True),
        (NUMBER, 3, 3),
        (DAY, datetime.date(2026, 1, 2), datetime.date(2026, 1, 2)),
        (TEXT, {"zh": "甲", "en": "A"}, Bilingual("A", "甲")),
        (Many(WORD), ["a", "b"], ("a", "b")),
        (Many(WORD), [], ()),
        (Table({"a!": WORD, "b": FLAG}), {"a": "x"}, {"a": "x"}),
        (Table({"a": NUMBER}, lambda given: sum(given.values())), {"a": 2}, 2),
    ],
)
def test_a_good_value_is_read_without_a_word(form: Form, value: object, expected: object) -> None:
    result, reading = read(form, value)
    assert result == expected
    assert reading.problems == []


@pytest.mark.parametrize(
    ("form", "value", "expected"),
    [
        (WORD, 1, [("wrong-type", "key")]),
        (WORD, "", [("wrong-pattern", "key")]),
        (Word("a+"), "b", [("wrong-pattern", "key")]),
        (FLAG, 1, [("wrong-type", "key")]),
        (NUMBER, True, [("wrong-type", "key")]),
        (NUMBER, 1.5, [("wrong-type", "key")]),
        (DAY, datetime.datetime(2026, 1, 2, 3, 4), [("wrong-type", "key")]),
        (TEXT, "A", [("not-bilingual", "key")]),
        (TEXT, {"en": "A", "zh": "甲", "fr": "A"}, [("not-bilingual", "key")]),
        (TEXT, {"en": "A", "zh": 1}, [("not-bilingual", "key")]),
        (Choice("topic"), 1, [("wrong-type", "key")]),
        (Ref("source"), 1, [("wrong-type", "key")]),
        (Many(WORD), "a", [("wrong-type", "key")]),
        (Many(NUMBER), [1, "2", 3, "4"], [("wrong-type", "key[2]"), ("wrong-type", "key[4]")]),
        (Conditional(), "radio", [("wrong-type", "key")]),
        (Conditional(), {"power_w": {"min": True}}, [("wrong-type", "key.power_w")]),
        (Conditional(), {"power_w": {"max": "9"}}, [("wrong-type", "key.power_w")]),
        (Conditional(), {"radio": {"not": []}}, [("wrong-type", "key.radio")]),
        (Conditional(), {"radio": {}}, [("wrong-type", "key.radio")]),
        (Open(), ["radio"], [("wrong-type", "key")]),
        (Open(), {"model_year": datetime.date(2026, 1, 1)}, [("wrong-type", "key.model_year")]),
        (Open(), {"radio": []}, [("wrong-type", "key.radio")]),
        (Table({"a": WORD}), ["a"], [("wrong-type", "key")]),
        (Table({"a!": WORD, "b": WORD}), {"b": 1, "c": 2}, [("wrong-type", "key.b"), ("unknown-key", "key.c"), ("missing-key", "key.a")]),
    ],
)
def test_a_bad_value_is_a_problem_at_its_place(form: Form, value: object, expected: list[tuple[str, str]]) -> None:
    result, reading = read(form, value)
    assert codes(reading) == expected
    assert {problem.line for problem in reading.problems} == {7}
    assert result is None or isinstance(form, (Many, Open, Conditional))


def test_good_values_beside_a_bad_one_are_kept() -> None:
    assert read(Many(NUMBER), [1, "2", 3])[0] == (1, 3)


def test_a_builder_that_refuses_is_a_contradiction() -> None:
    def refuse(given: dict) -> object:
        raise ValueError("both at once")

    result, reading = read(Table({"a": WORD}, refuse), {"a": "x"})
    assert result is None
    assert [(problem.code, problem.value) for problem in reading.problems] == [("contradiction", "both at once")]


def test_a_table_with_a_problem_is_not_built() -> None:
    built = []
    read(Table({"a": WORD}, built.append), {"a": 1})
    assert built == []


def test_references_are_noted_to_be_looked_up_later() -> None:
    form = Table({"topic": Choice("topic", keywords=frozenset({"any"})), "standard": Ref("edition", through=str.lower, keywords=frozenset({"element"}))})
    result, reading = read(form, {"topic": "radio", "standard": "IEC 1"})
    assert result == {"topic": "radio", "standard": "iec 1"}
    assert [(entry.kind, entry.id, entry.path, entry.line) for entry in reading.references] == [
        ("concept:topic", "radio", ("key", "topic"), 7),
        ("edition", "iec 1", ("key", "standard"), 7),
    ]
    result, reading = read(form, {"topic": "any", "standard": "element"})
    assert result == {"topic": "any", "standard": "element"}
    assert reading.references == []


@pytest.mark.parametrize(
    ("written", "name", "test"),
    [
        ({"radio": True}, "radio", Test(any_of=(True,))),
        ({"battery": ["li_ion", "other"]}, "battery", Test(any_of=("li_ion", "other"))),
        ({"power_w": {"min": 50, "max": 1000.5}}, "power_w", Test(minimum=50, maximum=1000.5)),
        ({"power_w": {"min": 50}}, "power_w", Test(minimum=50)),
        ({"battery": {"not": "none"}}, "battery", Test(none_of=("none",))),
        ({"battery": {"not": ["none", "other"]}}, "battery", Test(none_of=("none", "other"))),
        ({"lab": {"country": "CN"}}, "lab.country", Test(any_of=("CN",))),
        ({"lab.country": "CN"}, "lab.country", Test(any_of=("CN",))),
    ],
)
def test_conditions_on_attributes(written: dict, name: str, test: Test) -> None:
    result, reading = read(Conditional(), written)
    assert result.tests == ((name, test),)
    assert [(entry.kind, entry.id) for entry in reading.references] == [("concept:attribute", name)]
    assert reading.problems == []


def test_defaults_of_attributes_are_flattened() -> None:
    result, reading = read(Open(), {"consignment": {"routing": "direct"}, "radio": ["wifi", "bluetooth"], "worn": False})
    assert result == {"consignment.routing": "direct", "radio": ("wifi", "bluetooth"), "worn": False}
    assert [entry.id for entry in reading.references] == ["consignment.routing", "radio", "worn"]


def test_a_path_is_read_as_people_count() -> None:
    assert dotted(("route", 1, "element", 0, "topic")) == "route[2].element[1].topic"
    assert dotted((2, "source")) == "[3].source"
    assert dotted(()) == ""


def test_a_form_must_say_how_it_reads() -> None:
    with pytest.raises(NotImplementedError):
        Form().read("x", (), Reading("file.toml", {}))
