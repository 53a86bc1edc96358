"""The composition table of the design, blocs, product inheritance and succession, each in both directions."""

from itertools import pairwise

import pytest

from mra.knowledge.base import Knowledge
from mra.knowledge.derive import derive, relation_graph
from mra.knowledge.derived import Derived
from mra.model.instrument import Instrument
from mra.model.market import Economy, Membership, ProductGroup
from mra.model.period import ALWAYS
from mra.model.standard import Adoption, Degree, Edition, slug
from mra.model.text import Bilingual
from tests.bases import ROOT

NAME = Bilingual("A", "甲")
RULES = ROOT / "ontologies" / "rules"


def derived(adoptions: list[tuple[str, Degree, str]], *further: str) -> Derived:
    """What follows from who adopts what; editions are named by designation."""
    names = dict.fromkeys([*further, *(name for one, _, other in adoptions for name in (one, other))])
    editions = [Edition(designation=name, title=NAME, source="s", confidence="high") for name in names]
    rows = [Adoption(subject=slug(one), object=slug(other), degree=degree, confidence=1.0, source="s") for one, degree, other in adoptions]
    return derive(relation_graph([], [], [], editions, rows), RULES)


EN, EN_OLD, IEC, IEC_OLD, GB, GB_OLD, KC, BS = "EN 1:2020", "EN 1:2014", "IEC 1:2018", "IEC 1:2014", "GB 1-2022", "GB 1-2011", "KC 1:2021", "BS EN 1:2020"

TABLE: list[tuple[str, list[tuple[str, Degree, str]], str, str, str]] = [
    ("an edition is itself", [], GB, GB, "identical"),
    ("nothing connects them", [], GB, IEC, "none"),
    ("one identical adoption", [(EN, "identical", IEC)], EN, IEC, "identical"),
    ("identical of identical", [(BS, "identical", EN), (EN, "identical", IEC)], BS, IEC, "identical"),
    ("two identical adoptions of one source", [(EN, "identical", IEC), (GB, "identical", IEC)], EN, GB, "identical"),
    ("another edition", [], IEC, IEC_OLD, "edition"),
    ("identical to another edition", [(EN, "identical", IEC)], EN, IEC_OLD, "edition"),
    ("identical adoptions of two editions", [(EN, "identical", IEC), (GB, "identical", IEC_OLD)], EN, GB, "edition"),
    ("one modified adoption", [(GB, "modified", IEC)], GB, IEC, "modified"),
    ("a legacy adoption counts as modified", [(GB, "legacy", IEC)], GB, IEC, "modified"),
    ("modified of identical", [(GB, "modified", EN), (EN, "identical", IEC)], GB, IEC, "modified"),
    ("identical of modified", [(BS, "identical", EN), (EN, "modified", IEC)], BS, IEC, "modified"),
    ("modified beside identical", [(GB, "modified", IEC), (EN, "identical", IEC)], GB, EN, "modified"),
    ("modified and another edition", [(GB, "modified", IEC)], GB, IEC_OLD, "modified_edition"),
    ("modified, and identical to another edition", [(GB, "modified", IEC), (EN, "identical", IEC_OLD)], GB, EN, "modified_edition"),
    ("an older edition of the modified one", [(GB, "modified", IEC)], GB_OLD, IEC, "modified_edition"),
    ("two modified adoptions of one source", [(GB, "modified", IEC), (KC, "modified", IEC)], GB, KC, "comparison"),
    ("two modified adoptions of two editions", [(GB, "modified", IEC), (KC, "modified", IEC_OLD)], GB, KC, "comparison"),
    ("identical of a modified beside a modified", [(BS, "identical", EN), (EN, "modified", IEC), (GB, "modified", IEC)], BS, GB, "comparison"),
    ("modified of modified proves nothing", [(KC, "modified", GB), (GB, "modified", IEC)], KC, IEC, "none"),
    ("three modified adoptions prove nothing", [(BS, "modified", EN), (EN, "modified", IEC), (GB, "modified", IEC)], BS, GB, "none"),
    ("not equivalent", [(GB, "not_equivalent", IEC)], GB, IEC, "not_equivalent"),
    ("not equivalent to what the other adopts identically", [(GB, "not_equivalent", IEC), (EN, "identical", IEC)], GB, EN, "not_equivalent"),
    ("not equivalent stops before a modified one", [(GB, "not_equivalent", IEC), (KC, "modified", IEC)], GB, KC, "none"),
    ("not equivalent stops before another edition", [(GB, "not_equivalent", IEC)], GB, IEC_OLD, "none"),
    ("unknown degree", [(GB, "unknown", IEC)], GB, IEC, "unknown"),
    ("unknown degree and another edition", [(GB, "unknown", IEC)], GB, IEC_OLD, "unknown"),
    ("an older edition of what adopts in unknown degree", [(GB, "unknown", IEC)], GB_OLD, IEC, "unknown"),
    ("unknown degree beside identical", [(GB, "unknown", IEC), (EN, "identical", IEC)], GB, EN, "unknown"),
    ("unknown degree beside modified", [(GB, "unknown", IEC), (EN, "modified", IEC)], GB, EN, "unknown"),
    ("a known degree beats an unknown one", [(GB, "unknown", IEC), (GB, "modified", IEC)], GB, IEC, "modified"),
    ("identical beats modified over another way", [(GB, "modified", IEC), (GB, "identical", EN), (EN, "identical", IEC)], GB, IEC, "identical"),
]


@pytest.mark.parametrize(("adoptions", "one", "other", "relation"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_degrees_compose(adoptions: list[tuple[str, Degree, str]], one: str, other: str, relation: str) -> None:
    found = derived(adoptions, one, other)
    assert found.relation(slug(one), slug(other)) == relation
    assert found.relation(slug(other), slug(one)) == relation, "the way back"


def test_renamed_european_standards_are_editions_of_one_standard() -> None:
    assert derived([], "EN 1:2014", "EN IEC 1:2020").relation("en-1-2014", "en-iec-1-2020") == "edition"


def test_long_chains_of_identical_adoptions_close() -> None:
    names = [f"ST {number}:2020" for number in range(7)]
    found = derived([(one, "identical", other) for one, other in pairwise(names)])
    assert {found.relation(slug(one), slug(other)) for one in names for other in names} == {"identical"}


def economy(code: str, *blocs: str) -> Economy:
    return Economy(code=code, label=NAME, sources=(), memberships=tuple(Membership(bloc=bloc, period=ALWAYS, sources=()) for bloc in blocs))


def group(identifier: str, broader: str | None = None) -> ProductGroup:
    return ProductGroup(id=identifier, label=NAME, families=(), broader=broader)


def instrument(identifier: str, successor: str | None = None) -> Instrument:
    return Instrument(id=identifier, label=NAME, mechanism="accreditation", activities=(), recognizes=(), status="in-force", sources=(), succeeded_by=successor)


def test_a_member_answers_with_its_blocs_and_theirs_and_not_the_other_way_round() -> None:
    found = derive(relation_graph([economy("DE", "EU"), economy("EU", "EEA"), economy("EEA"), economy("CN")], [], [], [], []), RULES)
    assert found.blocs == {"DE": {"EU", "EEA"}, "EU": {"EEA"}}


def test_a_group_inherits_from_all_groups_above_and_not_the_other_way_round() -> None:
    found = derive(relation_graph([], [group("kettle", "appliance"), group("appliance", "thing"), group("thing")], [], [], []), RULES)
    assert found.ancestors("kettle") == {"kettle", "appliance", "thing"}
    assert found.ancestors("appliance") == {"appliance", "thing"}
    assert found.ancestors("thing") == {"thing"}


def test_an_instrument_leads_to_all_its_successors_and_not_back() -> None:
    found = derive(relation_graph([], [], [instrument("old", "newer"), instrument("newer", "newest"), instrument("newest")], [], []), RULES)
    assert found.successors == {"old": {"newer", "newest"}, "newer": {"newest"}}


def test_the_real_knowledge_base(knowledge: Knowledge) -> None:
    assert knowledge.derived.blocs["DE"] >= {"EU"}
    assert "DE" not in knowledge.derived.blocs.get("EU", frozenset())
    assert knowledge.derived.successors["ilac-mra"] == knowledge.derived.successors["iaf-mla"] == {"global-accreditation-cooperation"}
    assert knowledge.derived.relation("gb-4943-1-2022", "iec-62368-1-2018") == "modified"
    assert knowledge.derived.relation("gbt-42061-2022", "iso-13485-2016") == "identical"


def test_every_relation_of_the_real_knowledge_base_holds_both_ways(knowledge: Knowledge) -> None:
    relations = knowledge.derived.relations
    assert [pair for pair, relation in relations.items() if relations.get((pair[1], pair[0])) != relation] == []
