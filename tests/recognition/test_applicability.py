"""Whether a scheme applies: four answers and "not decided", each with its reason and its sources; blocs and regions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from mra.gap.live import LiveSource
from mra.knowledge.base import Knowledge
from mra.model.condition import Test, Value, When
from mra.model.market import Economy, Membership
from mra.model.period import Period
from mra.model.scheme import Route, Scheme, Scope
from mra.model.sheet import Applicability
from mra.recognition.applicability import applicability, assumed_attributes, economies_of, market_label, open_elements, open_routes
from tests.recognition.judging import DAY, element, question, text

MAINS = When((("mains_powered", Test(any_of=(True,))),))
RADIO = When((("radio", Test(any_of=("wifi",))),))
CHILD = When((("child_age_months", Test(minimum=168)),))
YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)


def scheme(*scopes: Scope, **changes: Any) -> Scheme:
    """A scheme with these scopes."""
    usual: dict[str, Any] = {
        "id": "zz-scheme",
        "economy": "ZZ",
        "label": text("Scheme"),
        "family": "electrical-safety",
        "route_kind": "labelling",
        "mandatory": True,
        "sources": ("law-zz",),
        "scopes": scopes or (LAMPS,),
    }
    return Scheme(**{**usual, **changes})


LAMPS = Scope(products=("lamp",))


def excluding(*exclusions: Scope, **changes: Any) -> Scheme:
    """A scheme for lamps with exclusions."""
    return scheme(LAMPS, exclusions=exclusions, **changes)


APPLIES, NOT_YET, NO_LONGER = Applicability.APPLIES, Applicability.NOT_YET, Applicability.NO_LONGER
DOES_NOT_APPLY, UNDECIDED = Applicability.DOES_NOT_APPLY, Applicability.UNDECIDED


@pytest.mark.parametrize(
    ("line", "asked_of", "given", "expected", "codes"),
    [
        ("a scope that names the group", scheme(LAMPS), {}, APPLIES, ["applies"]),
        ("a scope that names a group above", scheme(Scope(products=("appliance",))), {}, APPLIES, ["applies"]),
        ("a condition that holds", scheme(Scope(products=("lamp",), when=MAINS)), {}, APPLIES, ["applies"]),
        ("a condition that does not", scheme(Scope(products=("lamp",), when=MAINS)), {"mains_powered": False}, DOES_NOT_APPLY, ["condition-not-met"]),
        (
            "each condition that fails is a reason",
            scheme(Scope(products=("lamp",), when=When((*MAINS.tests, *RADIO.tests)))),
            {"mains_powered": False, "radio": "none"},
            DOES_NOT_APPLY,
            ["condition-not-met", "condition-not-met"],
        ),
        ("an attribute that is not known", scheme(Scope(products=("lamp",), when=RADIO)), {}, UNDECIDED, ["attribute-not-known"]),
        ("not yet", scheme(applies=Period(start=TOMORROW)), {}, NOT_YET, ["not-yet-applicable"]),
        ("from this day", scheme(applies=Period(start=DAY)), {}, APPLIES, ["applies"]),
        ("until yesterday", scheme(applies=Period(end=DAY)), {}, NO_LONGER, ["no-longer-applicable"]),
        ("until today", scheme(applies=Period(end=TOMORROW)), {}, APPLIES, ["applies"]),
        ("the scope is not yet", scheme(Scope(products=("lamp",), period=Period(start=TOMORROW))), {}, NOT_YET, ["not-yet-applicable"]),
        ("the scope no longer", scheme(Scope(products=("lamp",), period=Period(end=DAY))), {}, NO_LONGER, ["no-longer-applicable"]),
        (
            "a failed condition is certain whatever the day",
            scheme(Scope(products=("lamp",), when=RADIO), applies=Period(start=TOMORROW)),
            {"radio": "none"},
            DOES_NOT_APPLY,
            ["condition-not-met"],
        ),
        ("not yet, whatever is not known", scheme(Scope(products=("lamp",), when=RADIO), applies=Period(start=TOMORROW)), {}, NOT_YET, ["not-yet-applicable"]),
        # any scope that matches makes the scheme apply; an open question is nearer to that than a certain no
        ("the best of several scopes", scheme(Scope(products=("lamp",), when=RADIO), LAMPS), {}, APPLIES, ["applies"]),
        (
            "undecided before not",
            scheme(Scope(products=("lamp",), when=RADIO), Scope(products=("lamp",), when=MAINS)),
            {"mains_powered": False},
            UNDECIDED,
            ["attribute-not-known"],
        ),
        (
            "not yet before no longer",
            scheme(Scope(products=("lamp",), period=Period(end=DAY)), Scope(products=("lamp",), period=Period(start=TOMORROW))),
            {},
            NOT_YET,
            ["not-yet-applicable"],
        ),
        ("an exclusion", excluding(LAMPS), {}, DOES_NOT_APPLY, ["excluded"]),
        ("an exclusion of other products", excluding(Scope(products=("gadget",))), {}, APPLIES, ["applies"]),
        ("an exclusion on a condition that holds", excluding(Scope(products=("lamp",), when=CHILD)), {"child_age_months": 168}, DOES_NOT_APPLY, ["excluded"]),
        ("on one that does not", excluding(Scope(products=("lamp",), when=CHILD)), {"child_age_months": 167}, APPLIES, ["applies"]),
        ("on one that is not known", excluding(Scope(products=("lamp",), when=CHILD)), {}, UNDECIDED, ["attribute-not-known"]),
        (
            "an open exclusion of what does not apply anyway",
            scheme(Scope(products=("lamp",), when=MAINS), exclusions=(Scope(products=("lamp",), when=CHILD),)),
            {"mains_powered": False},
            DOES_NOT_APPLY,
            ["condition-not-met"],
        ),
        ("an exclusion that is over", excluding(Scope(products=("lamp",), period=Period(end=DAY))), {}, APPLIES, ["applies"]),
        ("a scheme that is not yet excludes nothing yet", excluding(LAMPS, applies=Period(start=TOMORROW)), {}, NOT_YET, ["not-yet-applicable"]),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_an_answer(tiny: LiveSource, line: str, asked_of: Scheme, given: Mapping[str, Value], expected: Applicability, codes: Sequence[str]) -> None:
    answer = applicability(tiny.knowledge, asked_of, question(given=given))
    assert answer is not None
    assert (answer.applicability, [reason.code for reason in answer.reasons]) == (expected, list(codes)), line
    assert answer.sources == ("law-zz",)


@pytest.mark.parametrize("asked_of", [scheme(Scope(products=("gadget",))), scheme(scopes=())])
def test_a_scheme_that_does_not_speak_about_the_product_gives_no_answer(tiny: LiveSource, asked_of: Scheme) -> None:
    assert applicability(tiny.knowledge, asked_of, question()) is None


def test_the_sources_are_those_of_the_particular_answer(tiny: LiveSource) -> None:
    scoped = scheme(Scope(products=("lamp",), sources=("agency",)))
    excluded = excluding(Scope(products=("lamp",), sources=("blog",)))
    assert [applicability(tiny.knowledge, entry, question()).sources for entry in (scoped, excluded)] == [("agency",), ("blog",)]  # type: ignore[union-attr]


def test_the_reasons_are_sentences(tiny: LiveSource) -> None:
    def sentence(asked_of: Scheme, **given: Value) -> str:
        answer = applicability(tiny.knowledge, asked_of, question(given=given))
        assert answer is not None
        return answer.reasons[0].message.en

    assert sentence(scheme(Scope(products=("lamp",), text=text("Lamps for homes")))) == "Lamps for homes"
    assert sentence(excluding(Scope(products=("lamp",), text=text("Lamps for ships")))) == "Lamps for ships"
    assert sentence(excluding(LAMPS)) == "The scheme excludes this product."
    assert sentence(scheme(applies=Period(start=TOMORROW))) == "It applies from 2026-01-11, not yet on the day asked about."
    assert sentence(scheme(applies=Period(end=DAY))) == "It applied until 2026-01-10 and applies no longer."
    radio = tiny.knowledge.label("attribute", "radio").en
    failing = scheme(Scope(products=("lamp",), when=RADIO))
    assert sentence(failing, radio=("srd", "bluetooth")) == f"It does not apply: {radio} is srd+bluetooth."
    assert sentence(failing, radio=False) == f"It does not apply: {radio} is false."
    assert sentence(failing) == f"Whether it applies depends on: {radio} (give --attr radio=…)."


def test_defaults_that_decide_are_assumptions(tiny: LiveSource) -> None:
    both = scheme(Scope(products=("lamp",), when=MAINS), Scope(products=("gadget",), when=RADIO), exclusions=(Scope(products=("lamp",), when=CHILD),))
    asked = question(given={"child_age_months": 36}, radio="wifi")
    (sentence,) = assumed_attributes(tiny.knowledge, both, asked)
    assert "= true (mains_powered)" in sentence.en
    assert assumed_attributes(tiny.knowledge, both, question(given={"mains_powered": True})) == ()


# ── routes and elements ──


def _route(**changes: Any) -> Route:
    return Route(**{"id": "a", "elements": (element(),), **changes})


@pytest.mark.parametrize(
    ("changes", "is_open"),
    [
        ({}, True),
        ({"products": ("appliance",)}, True),
        ({"products": ("gadget",)}, False),
        ({"period": Period(start=TOMORROW)}, False),
        ({"period": Period(end=DAY)}, False),
        ({"when": When((("mains_powered", Test(any_of=(False,))),))}, False),
        ({"when": RADIO}, True),
    ],
)
def test_a_route_is_open_to_a_product_on_a_day(tiny: LiveSource, changes: dict[str, Any], is_open: bool) -> None:
    assert bool(list(open_routes(tiny.knowledge, scheme(routes=(_route(**changes),)), question()))) is is_open


@pytest.mark.parametrize(
    ("route", "changes", "expected"),
    [
        ({}, {}, [()]),
        ({}, {"products": ("gadget",)}, []),
        ({}, {"period": Period(end=DAY)}, []),
        ({}, {"period": Period(start=DAY)}, [()]),
        ({}, {"when": When((("mains_powered", Test(any_of=(False,))),))}, []),
        ({}, {"when": RADIO}, [("radio",)]),
        # a route of which nobody knows whether it is open leaves all its elements open
        ({"when": CHILD}, {}, [("child_age_months",)]),
        ({"when": CHILD}, {"when": RADIO}, [("child_age_months", "radio")]),
        ({"when": RADIO}, {"when": RADIO}, [("radio",)]),
    ],
)
def test_an_element_concerns_a_product_on_a_day(tiny: LiveSource, route: dict[str, Any], changes: dict[str, Any], expected: list[tuple[str, ...]]) -> None:
    made = _route(**route, elements=(element(**changes),))
    assert [undecided for _, undecided in open_elements(tiny.knowledge, made, question())] == expected


# ── blocs and regions ──


def _with_economies(knowledge: Knowledge, **memberships: Sequence[tuple[str, Period]]) -> Knowledge:
    economies = {
        code.replace("_", "-"): Economy(
            code=code.replace("_", "-"),
            label=text(code),
            sources=(),
            memberships=tuple(Membership(bloc=bloc, period=period, sources=()) for bloc, period in entries),
        )
        for code, entries in memberships.items()
    }
    direct = {code: {entry.bloc for entry in economy.memberships} for code, economy in economies.items()}
    blocs = {code: frozenset(found | {above for bloc in found for above in direct.get(bloc, ())}) for code, found in direct.items()}
    return replace(knowledge, economies=economies, derived=replace(knowledge.derived, blocs=blocs))


def test_a_member_answers_with_its_bloc_and_the_blocs_above(tiny: LiveSource) -> None:
    knowledge = _with_economies(tiny.knowledge, DE=[("EU", Period())], EU=[("EEA", Period())], EEA=[], XX=[])
    assert economies_of(knowledge, "DE", DAY) == ("DE", "EU", "EEA")
    assert economies_of(knowledge, "EU", DAY) == ("EU", "EEA")
    assert economies_of(knowledge, "XX", DAY) == ("XX",)


def test_a_bloc_that_two_paths_reach_is_named_once(tiny: LiveSource) -> None:
    knowledge = _with_economies(tiny.knowledge, DE=[("EU", Period()), ("EEA", Period())], EU=[("EEA", Period())], EEA=[])
    assert economies_of(knowledge, "DE", DAY) == ("DE", "EU", "EEA")


@pytest.mark.parametrize(("day", "expected"), [(date(2020, 1, 31), ("GB", "EU")), (date(2020, 2, 1), ("GB",))])
def test_a_member_that_left_answers_for_itself(tiny: LiveSource, day: date, expected: tuple[str, ...]) -> None:
    knowledge = _with_economies(tiny.knowledge, GB=[("EU", Period(end=date(2020, 2, 1)))], EU=[])
    assert economies_of(knowledge, "GB", day) == expected


def test_a_region_stands_under_its_economy_unless_it_has_a_record(tiny: LiveSource) -> None:
    knowledge = _with_economies(tiny.knowledge, GB=[("EU", Period())], EU=[], GB_NIR=[])
    assert economies_of(knowledge, "GB-SCT", DAY) == ("GB", "EU")
    assert economies_of(knowledge, "GB-NIR", DAY) == ("GB-NIR",)
    assert market_label(knowledge, "GB-SCT").as_dict() == {"en": "GB (GB-SCT)", "zh": "GB（GB-SCT）"}
    assert market_label(knowledge, "GB-NIR").en == "GB_NIR"
