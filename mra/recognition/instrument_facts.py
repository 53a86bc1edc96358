"""Facts about the instrument behind an acceptance: in force, with both sides as members, for the activity."""

from datetime import date

from mra.knowledge.base import Knowledge
from mra.model.instrument import Instrument
from mra.model.scheme import Acceptance
from mra.recognition.case_facts import CaseFacts, all_of
from mra.recognition.cases import Case

_MUTUAL = "mutual-recognition-agreement"


def instrument_facts(knowledge: Knowledge, case: Case, acceptance: Acceptance, facts: CaseFacts) -> None:
    """The instrument or, once it has a successor in force, the successor; an agreement between governments binds both sides."""
    if acceptance.via is None:
        return
    named = knowledge.instruments[acceptance.via]
    chain = [named, *(knowledge.instruments[name] for name in sorted(knowledge.derived.successors.get(named.id, ())))]
    in_force = [instrument for instrument in chain if is_in_force(instrument, case.question.as_of)]
    facts.instrument = in_force[0].id if in_force else named.id
    facts.classes.add("CaseWithInstrument")
    facts.values["instrumentInForce"] = bool(in_force)
    facts.values["instrumentCoversActivity"] = any(case.element.activity in instrument.activities for instrument in chain)
    issuers = {piece.qualifiers.get("economy", knowledge.evidence[piece.kind].issuer_economy) for piece in case.held}
    memberships = [is_member(chain, issuer, case.question.as_of) for issuer in issuers]
    facts.know("issuerIsMember", all_of(memberships))
    if named.mechanism == _MUTUAL:
        facts.classes.add("CaseUnderAgreement")
        facts.know("destinationIsMember", is_member(chain, case.economy, case.question.as_of))


def is_in_force(instrument: Instrument, day: date) -> bool:
    """Whether an instrument has effect on ``day``: its dates decide, a suspension or a mere signature excludes it."""
    return instrument.status not in ("signed", "suspended") and instrument.period.contains(day)


def is_member(chain: list[Instrument], economy: str, day: date) -> bool | None:
    """Whether ``economy`` takes part on ``day``; ``None`` where nothing is recorded of it."""
    recorded = [member for instrument in chain for member in instrument.members if member.economy == economy]
    return any(member.period.contains(day) for member in recorded) if recorded else None
