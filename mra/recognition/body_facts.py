"""Facts about bodies and laboratories: listed, accredited, endorsed, on the day asked about."""

from datetime import date

from mra.knowledge.base import Knowledge
from mra.language import say
from mra.model.market import BodyList
from mra.model.scheme import Conditions
from mra.recognition.case_facts import CaseFacts, all_of, presume
from mra.recognition.cases import Case
from mra.recognition.instrument_facts import is_member


def body_facts(knowledge: Knowledge, case: Case, conditions: Conditions, facts: CaseFacts) -> None:
    """What is known or presumed of the bodies that the conditions speak about."""
    if conditions.body_on_list:
        facts.classes.add("CaseWithBodyList")
        _listed(case, "issuer", knowledge.body_lists[conditions.body_on_list], "bodyListed", facts)
    if conditions.lab_on_list:
        facts.classes.add("CaseWithLabList")
        _listed(case, "lab", knowledge.body_lists[conditions.lab_on_list], "labListed", facts)
    if conditions.lab_not_on_list:
        facts.classes.add("CaseWithBarredLabs")
        _not_barred(case, knowledge.body_lists[conditions.lab_not_on_list], facts)
    if conditions.accredited_by_signatory_of:
        facts.classes.add("CaseWithAccreditation")
        _accredited(knowledge, case, conditions.accredited_by_signatory_of, facts)
    if conditions.endorsed:
        facts.classes.add("CaseWithEndorsement")
        stated = [flag for piece in case.held if (flag := piece.flag("endorsed")) is not None]
        facts.know("reportEndorsed", all(stated) if stated else None)
        presume(case, "reportEndorsed", True, say("assume.endorsed"), facts)


def _listed(case: Case, qualifier: str, bodies: BodyList, fact: str, facts: CaseFacts) -> None:
    named = {piece.qualifiers[qualifier] for piece in case.held if qualifier in piece.qualifiers}
    facts.know(fact, all_of([_is_listed(bodies, name, case.question.as_of) for name in sorted(named)]) if named else None)
    presume(case, fact, not named, say(f"assume.{qualifier}", list=bodies.label), facts)


def _not_barred(case: Case, bodies: BodyList, facts: CaseFacts) -> None:
    """No laboratory of the case is on a list of excluded ones; not finding one proves that only where the list is complete."""
    named = {piece.qualifiers["lab"] for piece in case.held if "lab" in piece.qualifiers}
    listed = [_is_listed(bodies, name, case.question.as_of) for name in sorted(named)]
    facts.know("labNotBarred", all_of([None if entry is None else not entry for entry in listed]) if named else None)
    presume(case, "labNotBarred", not named, say("assume.lab-not-barred", list=bodies.label), facts)


def _is_listed(bodies: BodyList, name: str, day: date) -> bool | None:
    """Whether a body is on the list on ``day``; ``None`` where it is not found and the list was not entered whole."""
    entries = [entry for entry in bodies.bodies if entry.body.lower() == name.lower()]
    if entries:
        return any(entry.period.contains(day) for entry in entries)
    return False if bodies.complete else None


def _accredited(knowledge: Knowledge, case: Case, arrangement: str, facts: CaseFacts) -> None:
    """The accreditation body's economy takes part in the arrangement; that the scope covers the test is presumed."""
    named = knowledge.instruments[arrangement]
    chain = [named, *(knowledge.instruments[name] for name in sorted(knowledge.derived.successors.get(named.id, ())))]
    economies = {piece.qualifiers.get("economy", knowledge.evidence[piece.kind].issuer_economy) for piece in case.held}
    member = all_of([is_member(chain, economy, case.question.as_of) for economy in sorted(economies)])
    scope = [flag for piece in case.held if (flag := piece.flag("scope")) is not None]
    if scope or member is not True:
        facts.know("labAccredited", all_of([member, *scope]))
    presume(case, "labAccredited", not scope and member is True, say("assume.accredited", instrument=named.label), facts)
