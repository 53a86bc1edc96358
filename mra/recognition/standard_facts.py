"""Facts about the standard of the evidence and the one required."""

from mra.knowledge.base import Knowledge
from mra.language import say
from mra.model.scheme import Conditions
from mra.model.standard import RELATIONS, Relation
from mra.recognition.case_facts import CaseFacts
from mra.recognition.cases import Case, yields_of
from mra.recognition.standards import Comparison, compare, evidence_standards, usual_standards


def standard_facts(knowledge: Knowledge, case: Case, conditions: Conditions, facts: CaseFacts) -> None:
    """The standard is judged where the rule asks for it, and where the evidence states one or presumes nothing.

    A specimen of a kind that the rule names without asking for a standard is the usual one of its kind.
    """
    stated = any("standard" in piece.qualifiers or not piece.is_specimen for piece in case.held)
    if conditions.standard or (stated and not conditions.standards and case.element.standards):
        facts.classes.add("CaseWithStandard")
        presumed = bool(conditions.standard) and _standard_is_presumed(knowledge, case)
        comparison = Comparison("identical", 0, ()) if presumed or _to_destination(knowledge, case) else _comparison(knowledge, case, conditions)
        facts.values["standardPresumed"] = presumed
        if presumed:
            facts.assumptions.append(say("assume.standard"))
        facts.links = comparison.links
        facts.know("standardRelation", None if comparison.relation == "unknown" else comparison.relation)
        facts.values["uncoveredStandards"] = comparison.uncovered
    if conditions.standards:
        facts.classes.add("CaseWithStandardList")
        held = evidence_standards(knowledge, case)
        relations: list[Relation] = [knowledge.derived.relation(one, other) for one in held for other in conditions.standards]
        facts.know("standardNamed", "identical" in relations if held else None)


def _comparison(knowledge: Knowledge, case: Case, conditions: Conditions) -> Comparison:
    """Against the element's standards; where the rule names the kind without asking for a standard, the kind's usual ones do as well."""
    held = evidence_standards(knowledge, case)
    if not held or not case.element.standards:
        return Comparison("unknown", 0, ())
    found = [compare(knowledge, held, case.element.standards)]
    if not conditions.standard:
        found.append(compare(knowledge, held, usual_standards(knowledge, case)))
    return min(found, key=lambda comparison: (RELATIONS.index(comparison.relation), comparison.uncovered))


def _standard_is_presumed(knowledge: Knowledge, case: Case) -> bool:
    """A report whose standard the holder could choose, accepted by name, is presumed to be to the standard required."""
    pieces = [piece for piece in case.held if "standard" not in piece.qualifiers and piece.is_specimen]
    return case.names_kind and any(
        entry.standard_open and entry.covers(case.element.topic, case.element.activity)
        for piece in pieces
        for entry in yields_of(knowledge, piece, case.question)
    )


def _to_destination(knowledge: Knowledge, case: Case) -> bool:
    return any(entry.destination_standard and "standard" not in piece.qualifiers for piece in case.held for entry in yields_of(knowledge, piece, case.question))
