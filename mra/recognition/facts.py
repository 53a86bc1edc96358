"""Everything about a case that can be looked up or computed, as typed facts; shapes only compare them.

A fact that is not known is left out. A presumption about a specimen is a fact like any other, with the assumption beside it;
where it is about a particular body, laboratory or scope, a second fact says so and a shape keeps the case at ``partial``.
"""

from mra.knowledge.base import Knowledge
from mra.language import say
from mra.model.condition import Match, Value
from mra.model.scheme import Acceptance, Conditions
from mra.recognition.body_facts import body_facts
from mra.recognition.case_facts import CaseFacts
from mra.recognition.cases import Case, yields_of
from mra.recognition.evidence_facts import clock_day, status_facts, usability_facts
from mra.recognition.instrument_facts import instrument_facts
from mra.recognition.standard_facts import standard_facts
from mra.recognition.standards import compare, evidence_standards


def facts_of(knowledge: Knowledge, case: Case) -> CaseFacts:
    """The typed facts of ``case``."""
    facts = CaseFacts()
    _mechanism(case, facts)
    _subject(knowledge, case, facts)
    status_facts(knowledge, case, facts)
    if case.acceptance is not None:
        instrument_facts(knowledge, case, case.acceptance, facts)
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
    facts.values["acceptanceInForce"] = acceptance.period.contains(clock_day(case, acceptance))
    if acceptance.how == "supporting_document":
        facts.classes.add("CaseWithSupportingDocument")
        facts.values["namesKind"] = case.names_kind


def _subject(knowledge: Knowledge, case: Case, facts: CaseFacts) -> None:
    yields = [entry for piece in case.held for entry in yields_of(knowledge, piece, case.question)]
    element = case.element
    if element.activity == "testing" and case.acceptance is not None:
        facts.classes.add("CaseOfTesting")
    facts.values["sameTopic"] = any(entry.topic in (element.topic, "any") for entry in yields)
    facts.values["sameActivity"] = any(entry.covers(element.topic, element.activity) for entry in yields)
    comparison = compare(knowledge, evidence_standards(knowledge, case), element.standards)
    facts.values["closestRelation"] = comparison.closest
    facts.links = comparison.links


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
    standard_facts(knowledge, case, conditions, facts)
    _scheme_structure(knowledge, case, conditions, facts)
    body_facts(knowledge, case, conditions, facts)
    usability_facts(case, conditions, facts)
    _trade(case, conditions, facts)


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
