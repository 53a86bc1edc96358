"""Everything about a case that can be looked up or computed, as typed facts; shapes only compare them.

A fact that is not known is left out. A presumption about a specimen is a fact like any other, with the assumption beside it;
where it is about a particular body, laboratory or scope, a second fact says so and a shape keeps the case at ``partial``.
"""

import calendar
from dataclasses import dataclass, field
from datetime import date

from mra.knowledge.base import Knowledge
from mra.language import say
from mra.model.condition import Match, Value
from mra.model.evidence import Held
from mra.model.instrument import Instrument
from mra.model.market import BodyList
from mra.model.scheme import Acceptance, Conditions
from mra.model.sheet import FactValue, StandardLink
from mra.model.standard import RELATIONS, Relation
from mra.model.text import Bilingual
from mra.recognition.cases import Case, yields_of
from mra.recognition.standards import Comparison, compare, evidence_standards, usual_standards

_MUTUAL = "mutual-recognition-agreement"


@dataclass(slots=True)
class CaseFacts:
    """The facts of one case: the classes that say which criteria concern it, the values, and what was presumed."""

    classes: set[str] = field(default_factory=set)
    values: dict[str, FactValue] = field(default_factory=dict)
    assumptions: list[Bilingual] = field(default_factory=list)
    links: tuple[StandardLink, ...] = ()
    instrument: str | None = None

    def know(self, name: str, value: FactValue | None) -> None:
        """State a fact; ``None`` is not known and leaves it out."""
        if value is not None:
            self.values[name] = value


def facts_of(knowledge: Knowledge, case: Case) -> CaseFacts:
    """The typed facts of ``case``."""
    facts = CaseFacts()
    _mechanism(case, facts)
    _subject(knowledge, case, facts)
    _status(knowledge, case, facts)
    if case.acceptance is not None:
        _instrument(knowledge, case, case.acceptance, facts)
        _product_scope(knowledge, case, case.acceptance, facts)
        _conditions(knowledge, case, case.acceptance.conditions, facts)
    return facts


def _mechanism(case: Case, facts: CaseFacts) -> None:
    acceptance, element = case.acceptance, case.element
    facts.values["outsideExhaustiveList"] = acceptance is None and element.accepts_only_listed
    facts.values["searchedWithoutResult"] = acceptance is None and not element.accepts_only_listed and element.searched is not None
    if acceptance is None:
        if element.accepts_only_listed or element.searched is not None:
            facts.values["ladder"] = "none"
        return
    facts.values["ladder"] = acceptance.how
    facts.classes.add("CaseWithAcceptance")
    facts.values["acceptanceInForce"] = acceptance.period.contains(_clock_day(case, acceptance))
    if acceptance.how == "supporting_document":
        facts.classes.add("CaseWithSupportingDocument")
        facts.values["namesKind"] = case.names_kind


def _clock_day(case: Case, acceptance: Acceptance) -> date:
    """The day on which a dated acceptance is judged: its own clock where the evidence tells, else the day of placing."""
    if acceptance.clock in ("report_issue", "test"):
        return min(_report_days(case), default=case.question.as_of)
    return case.question.as_of


def _report_days(case: Case) -> list[date]:
    """The days from which the evidence ages: of the test where the acceptance counts from there, else of issue."""
    by_test = case.acceptance is not None and case.acceptance.clock == "test"
    return [day for piece in case.held if (day := (piece.day("test_date") if by_test else None) or piece.day("date"))]


def _subject(knowledge: Knowledge, case: Case, facts: CaseFacts) -> None:
    yields = [entry for piece in case.held for entry in yields_of(knowledge, piece, case.question)]
    element = case.element
    facts.values["sameTopic"] = any(entry.topic in (element.topic, "any") for entry in yields)
    facts.values["sameActivity"] = any(entry.covers(element.topic, element.activity) for entry in yields)
    comparison = compare(knowledge, evidence_standards(knowledge, case), element.standards)
    facts.values["closestRelation"] = comparison.closest
    facts.links = comparison.links


def _status(knowledge: Knowledge, case: Case, facts: CaseFacts) -> None:
    stated = [piece.qualifiers["status"] for piece in case.held if "status" in piece.qualifiers]
    bad = [status for status in stated if status != "valid"]
    if bad:
        facts.values["evidenceStatus"] = bad[0]
    elif len(stated) == len(case.held):
        facts.values["evidenceStatus"] = "valid"
    elif all(piece.is_specimen for piece in case.held):
        facts.values["evidenceStatus"] = "valid"
        facts.assumptions.append(say("assume.valid"))
    last_days = [day for piece in case.held if (day := _last_day(knowledge, piece))]
    if last_days:
        facts.classes.add("CaseWithExpiry")
        facts.values["daysLeft"] = (min(last_days) - case.question.as_of).days


def _last_day(knowledge: Knowledge, piece: Held) -> date | None:
    """The last valid day, as stated or as it follows from the date of issue and the usual validity."""
    if stated := piece.day("valid_until"):
        return stated
    issued, months = piece.day("date"), knowledge.evidence[piece.kind].validity_months
    return months_later(issued, months) if issued and months else None


def _instrument(knowledge: Knowledge, case: Case, acceptance: Acceptance, facts: CaseFacts) -> None:
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
    memberships = [_is_member(chain, issuer, case.question.as_of) for issuer in issuers]
    facts.know("issuerIsMember", _all_of(memberships))
    if named.mechanism == _MUTUAL:
        facts.classes.add("CaseUnderAgreement")
        facts.know("destinationIsMember", _is_member(chain, case.economy, case.question.as_of))


def is_in_force(instrument: Instrument, day: date) -> bool:
    """Whether an instrument has effect on ``day``: its dates decide, a suspension or a mere signature excludes it."""
    return instrument.status not in ("signed", "suspended") and instrument.period.contains(day)


def _is_member(chain: list[Instrument], economy: str, day: date) -> bool | None:
    """Whether ``economy`` takes part on ``day``; ``None`` where nothing is recorded of it."""
    recorded = [member for instrument in chain for member in instrument.members if member.economy == economy]
    return any(member.period.contains(day) for member in recorded) if recorded else None


def _all_of(values: list[bool | None]) -> bool | None:
    """A known no beats not knowing, which beats yes."""
    if False in values:
        return False
    return None if None in values else True


def _product_scope(knowledge: Knowledge, case: Case, acceptance: Acceptance, facts: CaseFacts) -> None:
    if acceptance.conditions.product_list:
        facts.classes.add("CaseWithProductList")
        products = knowledge.product_lists[acceptance.conditions.product_list]
        listed = knowledge.covers(products.products, case.question.product) if products.products else False
        facts.know("productListed", True if listed else False if products.complete else None)
    if acceptance.when.tests:
        facts.classes.add("CaseWithAcceptanceScope")
        match = acceptance.when.match(case.question.attributes)
        facts.know("withinAcceptanceScope", None if match is Match.UNDECIDED else match is Match.YES)


def _conditions(knowledge: Knowledge, case: Case, conditions: Conditions, facts: CaseFacts) -> None:
    _standard(knowledge, case, conditions, facts)
    _scheme_structure(knowledge, case, conditions, facts)
    _bodies(knowledge, case, conditions, facts)
    _evidence(case, conditions, facts)
    _trade(case, conditions, facts)


def _standard(knowledge: Knowledge, case: Case, conditions: Conditions, facts: CaseFacts) -> None:
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


def _scheme_structure(knowledge: Knowledge, case: Case, conditions: Conditions, facts: CaseFacts) -> None:
    yields = [entry for piece in case.held for entry in yields_of(knowledge, piece, case.question)]
    if conditions.form == "report":
        facts.classes.add("CaseWithReportDemand")
        stated = [flag for piece in case.held if (flag := piece.flag("report")) is not None]
        has_report = any(entry.form == "report" and entry.covers(case.element.topic, entry.activity) for entry in yields)
        facts.values["reportShown"] = all(stated) if stated else has_report
    if conditions.scheme_elements:
        facts.classes.add("CaseWithSchemeElements")
        brought = {entry.activity for entry in yields}
        facts.values["missingSchemeElements"] = len(set(conditions.scheme_elements) - brought)


def _bodies(knowledge: Knowledge, case: Case, conditions: Conditions, facts: CaseFacts) -> None:
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
        _presume(case, "reportEndorsed", True, say("assume.endorsed"), facts)


def _listed(case: Case, qualifier: str, bodies: BodyList, fact: str, facts: CaseFacts) -> None:
    named = {piece.qualifiers[qualifier] for piece in case.held if qualifier in piece.qualifiers}
    facts.know(fact, _all_of([_is_listed(bodies, name, case.question.as_of) for name in sorted(named)]) if named else None)
    _presume(case, fact, not named, say(f"assume.{qualifier}", list=bodies.label), facts)


def _not_barred(case: Case, bodies: BodyList, facts: CaseFacts) -> None:
    """No laboratory of the case is on a list of excluded ones; not finding one proves that only where the list is complete."""
    named = {piece.qualifiers["lab"] for piece in case.held if "lab" in piece.qualifiers}
    listed = [_is_listed(bodies, name, case.question.as_of) for name in sorted(named)]
    facts.know("labNotBarred", _all_of([None if entry is None else not entry for entry in listed]) if named else None)
    _presume(case, "labNotBarred", not named, say("assume.lab-not-barred", list=bodies.label), facts)


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
    member = _all_of([_is_member(chain, economy, case.question.as_of) for economy in sorted(economies)])
    scope = [flag for piece in case.held if (flag := piece.flag("scope")) is not None]
    if scope or member is not True:
        facts.know("labAccredited", _all_of([member, *scope]))
    _presume(case, "labAccredited", not scope and member is True, say("assume.accredited", instrument=named.label), facts)


def _presume(case: Case, fact: str, allowed: bool, assumption: Bilingual, facts: CaseFacts) -> None:
    """Presume a fact about a body of a specimen where nothing is known against it."""
    presumed = allowed and fact not in facts.values and all(piece.is_specimen for piece in case.held)
    facts.values[f"{fact}Presumed"] = presumed
    if presumed:
        facts.values[fact] = True
        facts.assumptions.append(assumption)


def _evidence(case: Case, conditions: Conditions, facts: CaseFacts) -> None:
    specimens = all(piece.is_specimen for piece in case.held)
    if conditions.max_age_months is not None:
        facts.classes.add("CaseWithAgeLimit")
        issued = _report_days(case)
        if issued:
            facts.values["daysUntilTooOld"] = (months_later(min(issued), conditions.max_age_months) - case.question.as_of).days
        elif specimens:
            facts.values["daysUntilTooOld"] = 0
            facts.assumptions.append(say("assume.young", months=conditions.max_age_months))
    if conditions.stages:
        facts.classes.add("CaseWithStageLimit")
        stated = [piece.qualifiers["stage"].upper() for piece in case.held if "stage" in piece.qualifiers]
        _stated_or_presumed(facts, "stageAllowed", all(stage in conditions.stages for stage in stated) if stated else None, specimens, say("assume.stage"))
    if conditions.same_factory:
        facts.classes.add("CaseWithFactory")
        factories = [piece.qualifiers["factory"] for piece in case.held if "factory" in piece.qualifiers]
        _stated_or_presumed(facts, "sameFactory", all(value == "same" for value in factories) if factories else None, specimens, say("assume.factory"))
    if conditions.national_differences:
        facts.classes.add("CaseWithNationalDifferences")
        facts.values["differencesCovered"] = any(conditions.national_differences in piece.items("differences") for piece in case.held)
    if conditions.registered_in_market:
        facts.classes.add("CaseWithMarketStatus")
        registered = [piece.items("registered") for piece in case.held if "registered" in piece.qualifiers]
        facts.know("registeredInMarket", any(case.economy in codes for codes in registered) if registered else None)


def _stated_or_presumed(facts: CaseFacts, fact: str, stated: bool | None, specimens: bool, assumption: Bilingual) -> None:
    facts.know(fact, stated)
    if stated is None and specimens:
        facts.values[fact] = True
        facts.assumptions.append(assumption)


def _trade(case: Case, conditions: Conditions, facts: CaseFacts) -> None:
    attributes = case.question.attributes
    wanted: list[tuple[str, str, str, bool, tuple[str, ...]]] = [
        ("CaseWithOrigin", "originMatches", "made_in", conditions.origin is not None, (str(conditions.origin),)),
        ("CaseWithShipment", "shippedDirectly", "consignment.routing", conditions.direct_shipment, ("direct",)),
        ("CaseWithChannel", "channelAllowed", "channel", bool(conditions.channel), conditions.channel),
        ("CaseWithApplicant", "applicantAllowed", "applicant.origin", bool(conditions.applicant), conditions.applicant),
    ]
    for name, fact, attribute, asked, allowed in wanted:
        if asked:
            facts.classes.add(name)
            facts.know(fact, _all_among(attributes[attribute], allowed) if attribute in attributes else None)
            if case.question.is_assumed(attribute):
                facts.assumptions.append(say(f"assume.{fact}", value=str(attributes[attribute])))
    if conditions.max_quantity is not None:
        facts.classes.add("CaseWithQuantity")
        quantity = attributes.get("consignment.quantity")
        facts.know("quantityMargin", conditions.max_quantity - int(quantity) if isinstance(quantity, (int, float)) else None)


def _all_among(value: Value, allowed: tuple[str, ...]) -> bool:
    """Whether every value is one of ``allowed``, whatever the case of its letters: goods of two origins need both."""
    values = value if isinstance(value, tuple) else (value,)
    return {str(part).lower() for part in values} <= {name.lower() for name in allowed}


def months_later(day: date, months: int) -> date:
    """The same day of the month, ``months`` later; the month's last day where it has no such day.

    >>> months_later(date(2024, 1, 31), 1)
    datetime.date(2024, 2, 29)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
