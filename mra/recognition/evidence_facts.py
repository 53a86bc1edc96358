"""Facts about the evidence itself: status, age, testing stage, factory, national differences, status in the market."""

from datetime import date
from typing import Final

from mra.knowledge.base import Knowledge
from mra.language import say
from mra.model.evidence import Held
from mra.model.scheme import Acceptance, Conditions
from mra.recognition.case_facts import CaseFacts, months_later, stated_or_presumed
from mra.recognition.cases import Case

#: What people write of a certificate that stands.
_VALID: Final = frozenset({"valid", "in-force", "active"})


def clock_day(case: Case, acceptance: Acceptance) -> date:
    """The day on which a dated acceptance is judged: its own clock where the evidence tells, else the day of placing."""
    if acceptance.clock in ("report_issue", "test"):
        return min(_report_days(case), default=case.question.as_of)
    return case.question.as_of


def _report_days(case: Case) -> list[date]:
    """The days from which the evidence ages: of the test where the acceptance counts from there, else of issue."""
    by_test = case.acceptance is not None and case.acceptance.clock == "test"
    return [day for piece in case.held if (day := (piece.day("test_date") if by_test else None) or piece.day("date"))]


def status_facts(knowledge: Knowledge, case: Case, facts: CaseFacts) -> None:
    """Whether the evidence is valid on the day; a specimen is presumed to be."""
    stated = [piece.qualifiers["status"] for piece in case.held if "status" in piece.qualifiers]
    bad = [status for status in stated if status not in _VALID]
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


def usability_facts(case: Case, conditions: Conditions, facts: CaseFacts) -> None:
    """Age, testing stage, factory, national differences and status in the market, as far as the conditions ask."""
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
        stated_or_presumed(facts, "stageAllowed", all(stage in conditions.stages for stage in stated) if stated else None, specimens, say("assume.stage"))
    if conditions.same_factory:
        facts.classes.add("CaseWithFactory")
        factories = [piece.qualifiers["factory"] for piece in case.held if "factory" in piece.qualifiers]
        stated_or_presumed(facts, "sameFactory", all(value == "same" for value in factories) if factories else None, specimens, say("assume.factory"))
    if conditions.national_differences:
        facts.classes.add("CaseWithNationalDifferences")
        facts.values["differencesCovered"] = any(conditions.national_differences in piece.items("differences") for piece in case.held)
    if conditions.registered_in_market:
        facts.classes.add("CaseWithMarketStatus")
        registered = [piece.items("registered") for piece in case.held if "registered" in piece.qualifiers]
        facts.know("registeredInMarket", any(case.economy in codes for codes in registered) if registered else None)
