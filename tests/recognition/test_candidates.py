"""Which cases are worth judging: what a rule names, and what is the same work."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from mra.gap.live import LiveSource
from mra.model.condition import Test, When
from mra.model.evidence import Held
from mra.model.period import Period
from mra.model.scheme import Acceptance
from mra.recognition.cases import candidate_cases, yields_of
from tests.recognition.judging import acceptance, element, held, question, with_yields, yields

CB, CCC, NONE = held(), held("ccc"), held("none")
ANY = acceptance(evidence=("any",))
NAMED = acceptance(evidence=("cb_report",))
BOTH = acceptance(evidence=("cb_report", "ccc"))


@pytest.mark.parametrize(
    ("accepts", "pieces", "expected"),
    [
        # nothing found: what is the same work is judged under no acceptance, what is not is not judged
        ([], [CB, CCC, NONE], [("cb_report",), ("ccc",)]),
        ([NAMED], [CB], [("cb_report",)]),
        # a kind that is named is judged by that rule only, the others by the general one
        ([NAMED, ANY], [CB, CCC], [("cb_report",), ("ccc",)]),
        ([NAMED], [CCC], [("ccc",)]),
        ([NAMED], [NONE], []),
        # a kind without yields counts where a rule names it
        ([acceptance(evidence=("none",))], [NONE], [("none",)]),
        # two rules that name a kind are two cases
        ([NAMED, acceptance("refused", evidence=("cb_report",))], [CB], [("cb_report",), ("cb_report",)]),
        # several together are one case and, being the same work, are judged each for itself too
        ([BOTH], [CB, CCC], [("cb_report", "ccc"), ("cb_report",), ("ccc",)]),
        ([BOTH], [CB], [("cb_report",)]),
        # two pieces of one kind
        ([NAMED], [CB, held(issuer="GOOD")], [("cb_report",), ("cb_report",)]),
        # an acceptance for other products
        ([acceptance(products=("gadget",))], [CB], [("cb_report",)]),
    ],
)
def test_candidates(tiny: LiveSource, accepts: Sequence[Acceptance], pieces: Sequence[Held], expected: Sequence[tuple[str, ...]]) -> None:
    cases = list(candidate_cases(tiny.knowledge, "ZZ", element(accepts=tuple(accepts)), pieces, question()))
    assert [tuple(piece.kind for piece in entry.held) for entry in cases] == list(expected)


def test_a_case_knows_the_rule_under_which_it_is_judged(tiny: LiveSource) -> None:
    named, general = candidate_cases(tiny.knowledge, "ZZ", element(accepts=(NAMED, ANY)), [CB, CCC], question())
    assert (named.acceptance, named.names_kind) == (NAMED, True)
    assert (general.acceptance, general.names_kind) == (ANY, False)
    (alone,) = candidate_cases(tiny.knowledge, "ZZ", element(), [CB], question())
    assert (alone.acceptance, alone.names_kind) == (None, False)


def test_another_topic_or_activity_is_no_candidate(tiny: LiveSource) -> None:
    for other in (element(topic="emc"), element(activity="surveillance")):
        assert list(candidate_cases(tiny.knowledge, "ZZ", other, [CB, CCC], question())) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"products": ("gadget",)}, False),
        ({"period": Period(start=date(2026, 1, 11))}, False),
        ({"period": Period(start=date(2026, 1, 10))}, True),
        ({"when": When((("mains_powered", Test(any_of=(False,))),))}, False),
        ({"when": When((("battery", Test(any_of=("li_ion",))),))}, True),
    ],
)
def test_yields_concern_a_product_on_a_day(tiny: LiveSource, changes: dict[str, object], expected: bool) -> None:
    knowledge = with_yields(tiny.knowledge, cb_report=[yields(**changes)])
    assert bool(yields_of(knowledge, CB, question())) is expected


def test_a_kind_that_yields_nothing_for_the_product_is_not_judged_even_where_it_is_named(tiny: LiveSource) -> None:
    knowledge = with_yields(tiny.knowledge, cb_report=[yields(products=("gadget",))])
    assert list(candidate_cases(knowledge, "ZZ", element(accepts=(NAMED,)), [CB], question())) == []
    without = replace(knowledge, evidence={**knowledge.evidence, "cb_report": replace(knowledge.evidence["cb_report"], yields=())})
    assert len(list(candidate_cases(without, "ZZ", element(accepts=(NAMED,)), [CB], question()))) == 1
