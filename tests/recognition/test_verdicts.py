"""The ladder of the contract, line by line, and the fold from failed criteria to a verdict."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from mra.gap.live import LiveSource
from mra.language import say
from mra.model.evidence import Held
from mra.model.scheme import Searched
from mra.model.sheet import CaseVerdict, Closeness, Effect, Verdict
from mra.model.source import Confidence
from mra.model.standard import Edition
from mra.recognition.criteria import Criterion
from mra.recognition.verdicts import closeness, word, worst_effect
from tests.recognition.judging import DAY, acceptance, case, element, held, text, verdict, with_yields, yields

SEARCHED = Searched(on=DAY, by="reader", where=text("the Act"))
OTHER_WORK = {"topic": "emc"}
AS_ELEMENT = {"standard": "element", "form": "report"}


# ── the fold (design: none < delta < unknown < no) ──


def _criterion(effect: Effect) -> Criterion:
    return Criterion(id=effect, shape="", target="", path="", decides="recognition", effect=effect, clause="", message=text("x"))


@pytest.mark.parametrize(
    ("effects", "worst"),
    [
        ([], "none"),
        (["none"], "none"),
        (["delta", "none"], "delta"),
        (["delta", "unknown"], "unknown"),
        (["unknown", "no", "delta"], "no"),
        (["no", "unknown"], "no"),
    ],
)
def test_a_certain_no_beats_an_unknown_beats_a_delta(effects: Sequence[Effect], worst: Effect) -> None:
    assert worst_effect([_criterion(effect) for effect in effects]) == worst


@pytest.mark.parametrize(
    ("effect", "near", "expected"),
    [
        ("none", "same_standard", "recognized"),
        ("none", "unrelated", "recognized"),
        ("delta", "derived_standard", "partial"),
        ("unknown", "unrelated", "unknown"),
        ("unknown", "same_standard", "unknown"),
        ("no", "same_standard", "duplicate"),
        ("no", "derived_standard", "duplicate"),
        ("no", "same_subject", "duplicate"),
        ("no", "unrelated", "missing"),
    ],
)
def test_the_word_of_an_effect(effect: Effect, near: Closeness, expected: Verdict) -> None:
    assert word(effect, near) == expected


@pytest.mark.parametrize(
    ("failed", "expected"),
    [
        (set(), "same_standard"),
        ({"same-standard"}, "derived_standard"),
        ({"same-standard", "derived-standard"}, "same_subject"),
        ({"same-topic"}, "unrelated"),
        ({"same-activity", "same-standard"}, "unrelated"),
    ],
)
def test_the_reason_code_tells_how_close(failed: set[str], expected: Closeness) -> None:
    """Contract, "Verdicts of an element": same edition or identical adoption; modified adoption of a common source; another standard."""
    assert closeness(failed) == expected


# ── the ladder (contract, "From the acceptance ladder to the verdict") ──

CNAS = yields(standards=("gb-1-2022",), standard_open=True)


@pytest.mark.parametrize(
    ("line", "accepted", "pieces", "of", "expected", "rules"),
    [
        ("as_is → recognized", acceptance("as_is"), (held(),), {}, "recognized", []),
        ("formality → recognized", acceptance("formality"), (held(),), {}, "recognized", []),
        ("difference_tests → partial", acceptance("difference_tests"), (held(),), {}, "partial", ["acceptance-complete"]),
        ("report_reused → partial", acceptance("report_reused"), (held(),), {}, "partial", ["acceptance-complete"]),
        ("supporting_document, the kind is named → partial", acceptance("supporting_document"), (held(),), {}, "partial", ["acceptance-complete"]),
        (
            "supporting_document, not named → as refused, same work: duplicate",
            acceptance("supporting_document", evidence=("any",)),
            (held(),),
            {},
            "duplicate",
            ["acceptance-complete", "acceptance-names-evidence"],
        ),
        (
            "supporting_document, not named → as refused, other work: missing",
            acceptance("supporting_document", evidence=("any",)),
            (held(),),
            OTHER_WORK,
            "missing",
            ["acceptance-complete", "acceptance-names-evidence", "testing-topic"],
        ),
        ("competence_only → duplicate if same work", acceptance("competence_only"), (held(),), {}, "duplicate", ["acceptance-beyond-competence"]),
        ("competence_only → else missing", acceptance("competence_only"), (held(),), OTHER_WORK, "missing", ["acceptance-beyond-competence", "testing-topic"]),
        ("refused → duplicate if same work", acceptance("refused"), (held(),), {}, "duplicate", ["acceptance-not-refused"]),
        ("refused → else missing", acceptance("refused"), (held(),), OTHER_WORK, "missing", ["acceptance-not-refused", "testing-topic"]),
        ("discretionary → as if nothing were found", acceptance("discretionary"), (held(),), {}, "duplicate", ["acceptance-settled"]),
        ("discretionary, other work", acceptance("discretionary"), (held(),), OTHER_WORK, "missing", ["acceptance-settled", "testing-topic"]),
        ("nothing found, exhaustive list → duplicate", None, (held(),), {"accepts_only_listed": True}, "duplicate", ["acceptance-inside-list"]),
        (
            "nothing found, exhaustive list → missing",
            None,
            (held(),),
            {"accepts_only_listed": True, **OTHER_WORK},
            "missing",
            ["acceptance-inside-list"],
        ),
        ("nothing found, dated search → duplicate", None, (held(),), {"searched": SEARCHED}, "duplicate", ["acceptance-not-searched-in-vain"]),
        (
            "nothing found, dated search → missing",
            None,
            (held(),),
            {"searched": SEARCHED, **OTHER_WORK},
            "missing",
            ["acceptance-not-searched-in-vain"],
        ),
        ("nothing found, nobody searched → unknown", None, (held(),), {}, "unknown", ["acceptance-known"]),
        ("nothing found, nobody searched, other work → unknown", None, (held(),), OTHER_WORK, "unknown", ["acceptance-known"]),
        # the paragraph "Supplier's declaration"
        ("declaration: a report to the international standard adopted → recognized", "self", (held(),), {"standards": ("en-1-2019",)}, "recognized", []),
        (
            "declaration: a report to the destination's standard → recognized",
            "self",
            (held(standard="EN 1:2019"),),
            {"standards": ("en-1-2019",)},
            "recognized",
            [],
        ),
        ("declaration: differences remain → partial", "self", (held(),), {"standards": ("zz-1-2020",)}, "partial", ["standard-unmodified"]),
        ("declaration: a certificate without report → duplicate", "self", (held("ccc", standard="IEC 1:2018"),), {}, "duplicate", ["report-shown"]),
        (
            "declaration: a third country's modified adoption → duplicate",
            "self",
            (held(standard="GB 1-2022"),),
            {"standards": ("zz-1-2020",)},
            "duplicate",
            ["standard-equivalent"],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and "→" in value else None,
)
def test_a_line_of_the_contract(
    tiny: LiveSource, line: str, accepted: Any, pieces: tuple[Held, ...], of: dict[str, Any], expected: Verdict, rules: list[str]
) -> None:
    rule = acceptance(evidence=("any",), **AS_ELEMENT) if accepted == "self" else accepted
    found = verdict(tiny, case(rule, *pieces, of=element(**of)))
    broken = [name for name in found.failed if tiny.criteria.by_id[name].decides == "recognition"]
    assert (found.verdict, broken) == (expected, rules), line


def test_a_discretionary_acceptance_prints_its_possibility(tiny: LiveSource) -> None:
    assert verdict(tiny, case(acceptance("discretionary"))).open == (say("open.discretionary"),)
    stated = text("The Director may accept it")
    assert verdict(tiny, case(acceptance("discretionary", open=(stated,)))).open == (stated,)
    assert verdict(tiny, case(acceptance("as_is", open=(stated,)))).open == (stated,)
    assert verdict(tiny, case(None)).open == ()


@pytest.mark.parametrize(
    ("accepted", "kind", "conditions"),
    [
        (acceptance(body_on_list="zz-bodies"), "a particular body", ["body-listed-stated"]),
        (acceptance(lab_on_list="zz-bodies"), "a particular laboratory", ["lab-listed-stated"]),
        (acceptance(accredited_by_signatory_of="lamp-treaty"), "a particular scope", ["lab-accredited-stated"]),
        (acceptance(endorsed=True), "a particular report", ["report-endorsed-stated"]),
        (acceptance(lab_not_on_list="zz-bodies"), "a particular laboratory", ["lab-not-barred-stated"]),
    ],
)
def test_a_presumption_about_a_particular_body_goes_no_further_than_partial(tiny: LiveSource, accepted: Any, kind: str, conditions: list[str]) -> None:
    """Contract, "Evidence kinds": to recognized only if no condition on a particular body, laboratory or scope is presumed."""
    found = verdict(tiny, case(accepted))
    assert (found.verdict, list(found.failed)) == ("partial", conditions), kind


def test_presumptions_about_the_specimen_alone_may_carry_it_to_recognized(tiny: LiveSource) -> None:
    found = verdict(tiny, case(acceptance(max_age_months=36, stages=("TL",), same_factory=True)))
    assert found.verdict == "recognized"
    assert {sentence.en for sentence in found.assumptions} == {
        "The evidence is in force and for this product.",
        "The report is not older than 36 months.",
        "The testing was done in the testing laboratory.",
        "The evidence is for the factory that makes the goods.",
    }


@pytest.mark.parametrize("accepted", [acceptance(max_age_months=36), acceptance(stages=("TL",)), acceptance(same_factory=True), acceptance(endorsed=True)])
def test_the_same_real_certificate_is_unknown(tiny: LiveSource, accepted: Any) -> None:
    """Contract: a real certificate is judged by the same rules with no presumption."""
    found = verdict(tiny, case(accepted, held(specimen=False, status="valid", standard="IEC 1:2018")))
    assert found.verdict == "unknown"
    assert found.assumptions == ()


def test_a_presumption_never_overrides_a_known_no(tiny: LiveSource) -> None:
    found = verdict(tiny, case(acceptance(max_age_months=36, endorsed=True), held(endorsed="no")))
    assert (found.verdict, "report-endorsed" in found.failed) == ("duplicate", True)


# ── reasons, sources, confidence, delta ──


def _codes(found: CaseVerdict) -> list[str]:
    return [reason.code for reason in found.reasons]


@pytest.mark.parametrize(
    ("accepted", "pieces", "of", "codes"),
    [
        (acceptance(), (held(),), {}, ["accepted_as_is"]),
        (acceptance("formality"), (held(),), {}, ["accepted_formality"]),
        (acceptance("difference_tests"), (held(),), {}, ["acceptance-complete"]),
        (acceptance("refused"), (held(),), {}, ["same_standard", "acceptance-not-refused"]),
        (acceptance("refused", evidence=("ccc",)), (held("ccc"),), {}, ["derived_standard", "acceptance-not-refused"]),
        (acceptance("refused"), (held(),), {"standards": ()}, ["same_subject", "acceptance-not-refused"]),
        (acceptance("refused"), (held(),), OTHER_WORK, ["acceptance-not-refused", "testing-topic"]),
        (None, (held(),), {}, ["at_least_duplicate", "acceptance-known"]),
        (None, (held(),), OTHER_WORK, ["acceptance-known"]),
    ],
)
def test_the_reasons_begin_with_how_close_the_evidence_is(
    tiny: LiveSource, accepted: Any, pieces: tuple[Held, ...], of: dict[str, Any], codes: list[str]
) -> None:
    assert _codes(verdict(tiny, case(accepted, *pieces, of=element(**of)))) == codes


@pytest.mark.parametrize(
    ("accepted", "standards", "sentence"),
    [
        (acceptance("refused"), ("iec-1-2018",), "Assessed already to the same standard, and yet done again."),
        (acceptance("refused"), ("zz-1-2020",), "Assessed already to a standard of the same origin, and yet done again."),
        (acceptance("refused"), (), "The same subject was assessed already to another standard, and it is done again."),
        (None, ("iec-1-2018",), "At least a duplicate: it was assessed already to the same standard."),
        (None, ("zz-1-2020",), "At least a duplicate: it was assessed already to a standard of the same origin."),
        (None, (), "At least a duplicate: the same subject was assessed already."),
    ],
)
def test_the_first_reason_says_in_words_how_close(tiny: LiveSource, accepted: Any, standards: tuple[str, ...], sentence: str) -> None:
    assert verdict(tiny, case(accepted, of=element(standards=standards))).reasons[0].message.en == sentence


def test_a_reason_carries_shape_dimension_and_effect(tiny: LiveSource) -> None:
    (_, reason) = verdict(tiny, case(acceptance("refused"))).reasons
    criterion = tiny.criteria.by_id["acceptance-not-refused"]
    assert (reason.shape, reason.dimension, reason.severity, reason.message) == (criterion.shape, "mechanism", "no", criterion.message)


@pytest.mark.parametrize(("via", "named"), [("lamp-treaty", "Lamp Treaty"), (None, "the destination's own rule")])
def test_an_acceptance_names_its_instrument(tiny: LiveSource, via: str | None, named: str) -> None:
    found = verdict(tiny, case(acceptance(via=via)))
    assert named in found.reasons[0].message.en
    assert found.path.instrument == via
    assert (found.path.how, found.path.evidence, found.path.element) == ("as_is", ("cb_report",), "safety-test")


def test_the_path_shows_the_chain_of_standards(tiny: LiveSource) -> None:
    found = verdict(tiny, case(acceptance(standard="element"), held("ccc"), of=element(standards=("en-1-2019",))))
    assert [(link.evidence, link.relation, link.element) for link in found.path.standards] == [("GB 1-2022", "modified", "EN 1:2019")]


def test_sources_are_those_of_the_rule_and_then_of_the_element(tiny: LiveSource) -> None:
    assert verdict(tiny, case(acceptance(sources=("agency", "law-zz")))).sources == ("agency", "law-zz")
    assert verdict(tiny, case(None)).sources == ("law-zz",)


@pytest.mark.parametrize(
    ("accepted", "of", "expected"),
    [
        (acceptance(), {}, "high"),
        (acceptance(confidence="medium"), {}, "medium"),
        (acceptance(sources=("agency",)), {}, "medium"),
        # the best source of the rule counts
        (acceptance(sources=("blog", "law-zz")), {}, "high"),
        # nobody with authority says so
        (acceptance(sources=("blog",)), {}, "low"),
        (acceptance("report_reused", sources=("blog",)), {}, "low"),
        (acceptance("refused", sources=("blog",)), {}, "medium"),
        (None, {"accepts_only_listed": True}, "high"),
        # a search that found nothing reaches medium at most
        (None, {"searched": SEARCHED}, "medium"),
        (None, {"searched": SEARCHED, "accepts_only_listed": True}, "high"),
        (None, {"searched": SEARCHED, "sources": ("agency",)}, "medium"),
    ],
)
def test_confidence_is_the_trust_in_what_decides(tiny: LiveSource, accepted: Any, of: dict[str, Any], expected: Confidence) -> None:
    assert verdict(tiny, case(accepted, of=element(**of))).confidence == expected


NAMED = text("Test the plug")


@pytest.mark.parametrize(
    ("accepted", "pieces", "of", "expected"),
    [
        (acceptance(), (held(),), {}, []),
        (acceptance("refused"), (held(),), {}, []),
        (acceptance("difference_tests", delta=(NAMED,)), (held(),), {}, ["Test the plug"]),
        (acceptance("difference_tests"), (held(),), {}, ["The evidence is accepted as a basis; something remains to be done."]),
        (acceptance(body_on_list="zz-bodies"), (held(),), {}, ["That the issuing body is on the list is presumed and must be shown."]),
        (
            acceptance("difference_tests", delta=(NAMED,), national_differences="ZZ"),
            (held(),),
            {},
            ["Test the plug", "The report does not cover the national differences of the destination."],
        ),
        (acceptance(standard="element"), (held(standard="GB 1-2022"),), {}, ["What IEC 1:2018 asks beyond GB 1-2022."]),
        # of two standards the one that is met leaves nothing to do
        (
            acceptance(standard="element"),
            (held(standard="GB 1-2022"),),
            {"standards": ("gb-1-2022", "iec-1-2018")},
            ["What IEC 1:2018 asks beyond GB 1-2022."],
        ),
        # the one that is not reached at all
        (acceptance(standard="element"), (held(),), {"standards": ("iec-1-2018", "x-1-2020")}, ["Not every standard of the element is covered."]),
    ],
)
def test_what_remains_to_be_done_is_named(tiny: LiveSource, accepted: Any, pieces: tuple[Held, ...], of: dict[str, Any], expected: list[str]) -> None:
    stranger = Edition(designation="X 1:2020", title=text("X"), source="agency", confidence="high")
    source = replace(tiny, knowledge=replace(tiny.knowledge, editions={**tiny.knowledge.editions, stranger.id: stranger}))
    found = verdict(source, case(accepted, *pieces, of=element(**of)))
    assert [sentence.en for sentence in found.delta] == expected
    assert bool(expected) is (found.verdict == "partial")


def test_passed_and_failed_criteria_are_those_that_concern_the_case(tiny: LiveSource) -> None:
    found = verdict(tiny, case(acceptance(body_on_list="zz-bodies"), held(issuer="ENDED")))
    assert "body-listed" in found.failed
    assert {"body-listed-known", "body-listed-stated", "acceptance-in-force", "same-topic"} <= set(found.passed)
    assert not set(found.failed) & set(found.passed)
    assert not [name for name in found.passed if name.startswith("lab-")]


def test_an_open_report_accepted_by_name_stays_partial_until_its_standard_is_stated(tiny: LiveSource) -> None:
    source = replace(tiny, knowledge=with_yields(tiny.knowledge, cb_report=[CNAS]))
    rule = acceptance(standard="element")
    presumed, stated = verdict(source, case(rule)), verdict(source, case(rule, held(standard="IEC 1:2018")))
    assert (presumed.verdict, presumed.failed) == ("partial", ("same-standard", "standard-stated"))
    assert (stated.verdict, stated.failed) == ("recognized", ())
