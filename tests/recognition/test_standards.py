"""The standards of the evidence against those of an element: the worst that is covered, else the best there is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import get_args

import pytest

from mra.gap.live import LiveSource
from mra.knowledge.base import Knowledge
from mra.knowledge.derived import Derived
from mra.model.evidence import Held, Yield
from mra.model.sheet import StandardLink
from mra.model.standard import RELATIONS, Edition, Relation
from mra.recognition.standards import Comparison, compare, evidence_standards, link_relation, usual_standards
from tests.recognition.judging import case, element, held, text, with_yields, yields

#: Editions of three standards: A in two editions, B and C; and what is held, H.
EDITIONS = ("A 1:2018", "A 1:2023", "B 1:2020", "C 1:2020", "H 1:2019", "H 2:2019")


def _knowledge(tiny: LiveSource, relations: Mapping[tuple[str, str], Relation]) -> Knowledge:
    editions = {entry.id: entry for entry in (Edition(designation=name, title=text(name), source="agency", confidence="high") for name in EDITIONS)}
    return replace(tiny.knowledge, editions=editions, derived=Derived(relations=relations))


H_A18, H_A23, H_B, H_C = (("h-1-2019", wanted) for wanted in ("a-1-2018", "a-1-2023", "b-1-2020", "c-1-2020"))
A, AB, ABC = ("a-1-2018",), ("a-1-2018", "b-1-2020"), ("a-1-2018", "b-1-2020", "c-1-2020")


@pytest.mark.parametrize(
    ("relations", "held_editions", "wanted", "relation", "uncovered", "closest"),
    [
        # nothing on one of the sides: nothing to compare
        ({}, (), A, "none", 0, "none"),
        ({}, ("h-1-2019",), (), "none", 0, "none"),
        ({}, ("h-1-2019",), A, "none", 0, "none"),
        ({}, ("a-1-2018",), A, "identical", 0, "identical"),
        ({H_A18: "modified"}, ("h-1-2019",), A, "modified", 0, "modified"),
        # two editions of one standard are alternatives
        ({H_A18: "edition", H_A23: "identical"}, ("h-1-2019",), ("a-1-2018", "a-1-2023"), "identical", 0, "identical"),
        # of several standards that are covered the worst counts
        ({H_A18: "identical", H_B: "modified"}, ("h-1-2019",), AB, "modified", 0, "identical"),
        ({H_A18: "edition", H_B: "modified_edition"}, ("h-1-2019",), AB, "modified_edition", 0, "edition"),
        # what is not covered is counted
        ({H_A18: "identical"}, ("h-1-2019",), ABC, "identical", 2, "identical"),
        ({H_A18: "identical", H_B: "comparison"}, ("h-1-2019",), AB, "identical", 1, "identical"),
        # where none is covered the best there is
        ({H_A18: "not_equivalent", H_B: "comparison"}, ("h-1-2019",), AB, "comparison", 0, "comparison"),
        ({H_A18: "unknown", H_B: "not_equivalent"}, ("h-1-2019",), AB, "unknown", 0, "unknown"),
        # any of the editions held may serve
        ({("h-2-2019", "b-1-2020"): "identical", H_A18: "identical"}, ("h-1-2019", "h-2-2019"), AB, "identical", 0, "identical"),
    ],
)
def test_comparison(
    tiny: LiveSource,
    relations: Mapping[tuple[str, str], Relation],
    held_editions: Sequence[str],
    wanted: Sequence[str],
    relation: Relation,
    uncovered: int,
    closest: Relation,
) -> None:
    found = compare(_knowledge(tiny, relations), held_editions, wanted)
    assert (found.relation, found.uncovered, found.closest) == (relation, uncovered, closest)


def test_the_links_name_designations(tiny: LiveSource) -> None:
    found = compare(_knowledge(tiny, {H_A18: "identical"}), ("h-1-2019",), AB)
    assert found.links == (
        StandardLink(evidence="H 1:2019", relation="identical", element="A 1:2018"),
        StandardLink(evidence="H 1:2019", relation="none", element="B 1:2020"),
    )


def test_relations_are_ordered_and_complete() -> None:
    assert set(RELATIONS) == set(get_args(Relation))
    assert RELATIONS[0] == "identical"
    assert RELATIONS[-1] == "none"


@pytest.mark.parametrize("relation", RELATIONS)
def test_a_link_knows_its_relation(relation: Relation) -> None:
    assert link_relation(StandardLink(evidence="A", relation=relation, element="B")) == relation


def test_without_links_the_relation_itself_is_the_closest() -> None:
    assert Comparison("identical", 0, ()).closest == "identical"


EMC = yields(topic="emc", standards=("zz-1-2020",))
AUDIT = yields(activity="audit", standards=("gb-1-2022",))
SAFETY = yields(standards=("iec-1-2018",))
DESTINATION = yields(destination_standard=True, standards=("gb-1-2022",))
ANY = yields(topic="any", standards=("en-1-2019",))


@pytest.mark.parametrize(
    ("brought", "piece", "expected"),
    [
        ([SAFETY, EMC], held(), ("iec-1-2018",)),
        ([SAFETY, AUDIT], held(), ("iec-1-2018",)),
        # the same topic by another activity, where there is nothing closer
        ([AUDIT, EMC], held(), ("gb-1-2022",)),
        ([EMC], held(), ()),
        ([ANY], held(), ("en-1-2019",)),
        # whatever the destination asks for
        ([DESTINATION], held(), ("iec-1-2018",)),
        # what is stated replaces what is usual, several standards are split at "|"
        ([SAFETY], held(standard="GB 1-2022 | EN 1:2019"), ("gb-1-2022", "en-1-2019")),
        # a real certificate is presumed to be to no standard
        ([SAFETY], held(specimen=False), ()),
        ([SAFETY], held(specimen=False, standard="GB 1-2022"), ("gb-1-2022",)),
    ],
)
def test_the_standards_of_the_evidence(tiny: LiveSource, brought: Sequence[Yield], piece: Held, expected: tuple[str, ...]) -> None:
    knowledge = with_yields(tiny.knowledge, cb_report=brought)
    assert evidence_standards(knowledge, case(None, piece)) == expected


def test_the_usual_standards_are_those_of_the_kind_whatever_is_stated(tiny: LiveSource) -> None:
    judged = case(None, held(standard="EN 1:2019"), held("ccc"), held(), of=element())
    assert usual_standards(tiny.knowledge, judged) == ("iec-1-2018", "gb-1-2022")
