"""What markets say to the evidence of one class of certificates: the rows that every certificate of the class gets.

A requirement is judged again only where something differs that its judgement read: most do not care who issued a report, or when.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np

from mra.knowledge.base import Knowledge
from mra.model.cost import Amount, Outlay
from mra.model.evidence import ANY_TOPIC, Held
from mra.model.market import COVERAGE_ORDER
from mra.model.question import Question
from mra.model.report import RequirementVerdict
from mra.model.sheet import SheetRequirement
from mra.portfolio.coding import Codes
from mra.portfolio.outcomes import Outcome, Outcomes
from mra.recognition.applicability import economies_of
from mra.recognition.cases import yields_of
from mra.recognition.criteria import Criteria
from mra.recognition.rollup import requirement_verdict
from mra.recognition.sheets import Draft, blank_requirement, drafts_of, judged_requirement, own_coverage, with_evidence

#: The class of a certificate's value for each qualifier that may be given.
Classes = Mapping[str, int]
#: Recognition never looks at the last day of a certificate that may be used: usability did.
_NO_END: Final = "9999-12-31"
#: Not a qualifier: whether there are doubts about the certificate, which every judgement reads.
_DOUBT: Final = "?"
#: A requirement of an economy: the economy's code and the scheme.
_Requirement = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Places:
    """The rows of one requirement, and in what they differ: market, whether it is regional there, coverage."""

    rows: Codes
    differences: Sequence[Mapping[str, Any]]


class ReadQualifiers(Mapping[str, str]):
    """Qualifiers that note which of them were asked for: what was not asked for cannot have mattered."""

    def __init__(self, qualifiers: Mapping[str, str]) -> None:
        self._qualifiers = qualifiers
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.read.add(name)
        return self._qualifiers[name]

    def __contains__(self, name: object) -> bool:
        self.read.add(str(name))
        return name in self._qualifiers

    def __iter__(self) -> Iterator[str]:
        self.read.update(self._qualifiers)
        return iter(self._qualifiers)

    def __len__(self) -> int:
        return len(self._qualifiers)


@dataclass(slots=True)
class _Memory:
    """What was judged of one requirement and kind: by the qualifiers that were read, by their classes, the numbers of its rows' outcomes."""

    known: dict[frozenset[str], dict[Hashable, Codes]] = field(default_factory=dict)

    def find(self, classes: Classes) -> Codes | None:
        """What followed for a certificate that agrees in all that was read of it."""
        return next((found for names, judged in self.known.items() if (found := judged.get(_agreeing(classes, names))) is not None), None)

    def keep(self, names: frozenset[str], classes: Classes, numbers: Codes) -> None:
        """Remember what followed from the qualifiers ``names``."""
        self.known.setdefault(names, {})[_agreeing(classes, names)] = numbers


@dataclass(frozen=True, slots=True)
class _Plan:
    """One question in all markets with nothing held: the rows, and where the rows of each requirement stand."""

    drafts: Mapping[_Requirement, Draft]
    rows: Codes
    places: Mapping[_Requirement, _Places]
    blanks: dict[_Requirement, SheetRequirement] = field(default_factory=dict)

    def blank(self, knowledge: Knowledge, name: _Requirement) -> SheetRequirement:
        """A requirement without evidence; kept for those that are judged only, as they are large and most are never touched."""
        if name not in self.blanks:
            self.blanks[name] = blank_requirement(knowledge, self.drafts[name])
        return self.blanks[name]


class Outlook:
    """Judges classes of certificates for some markets; rows are numbers of ``outcomes``."""

    def __init__(self, knowledge: Knowledge, criteria: Criteria, markets: Sequence[str], outcomes: Outcomes) -> None:
        self._knowledge = knowledge
        self._criteria = criteria
        self._markets = tuple(markets)
        self._outcomes = outcomes
        self._plans: dict[Hashable, _Plan] = {}
        self._touched: dict[Hashable, list[tuple[_Requirement, _Memory]]] = {}

    def nothing(self, question: Question) -> Codes:
        """The rows of a certificate that is no evidence."""
        return self._plan(question).rows

    def rows(self, question: Question, held: Held, classes: Classes) -> Codes:
        """The rows of ``held``, by market in the order given, then by requirement."""
        plan = self._plan(question)
        rows = plan.rows.copy()
        classes = {**classes, _DOUBT: int(bool(held.doubts))}
        held = self._without_end(held)
        for name, memory in self._touched_by(question, held.kind):
            found = memory.find(classes)
            rows[plan.places[name].rows] = self._judged(plan, name, held, classes, memory) if found is None else found
        return rows

    def _judged(self, plan: _Plan, name: _Requirement, held: Held, classes: Classes, memory: _Memory) -> Codes:
        qualifiers = ReadQualifiers(held.qualifiers)
        watched = [replace(held, qualifiers=qualifiers)]
        draft = with_evidence(self._knowledge, plan.drafts[name], watched)
        requirement = judged_requirement(self._knowledge, self._criteria, draft, plan.blank(self._knowledge, name))
        outcome = _outcome(requirement_verdict(requirement, [held.kind]))
        numbers = self._outcomes.numbers([replace(outcome, **place) for place in plan.places[name].differences])
        memory.keep(frozenset({*qualifiers.read, _DOUBT}), classes, numbers)
        return numbers

    def _without_end(self, held: Held) -> Held:
        """A certificate that may be used has not expired, so that its last day says nothing more."""
        has_end = "valid_until" in held.qualifiers or ("date" in held.qualifiers and self._knowledge.evidence[held.kind].validity_months)
        return replace(held, qualifiers={**held.qualifiers, "valid_until": _NO_END}) if has_end else held

    def _touched_by(self, question: Question, kind: str) -> list[tuple[_Requirement, _Memory]]:
        """The requirements with an element that evidence of ``kind`` makes a case against."""
        key = (_key(question), kind)
        if key not in self._touched:
            piece = Held(kind=kind, is_specimen=False)
            work = {(entry.topic, entry.activity) for entry in yields_of(self._knowledge, piece, question)}
            plan = self._plan(question)
            near = ((name, plan.drafts[name]) for name in plan.places if _may_have_cases(plan.drafts[name], kind, work))
            self._touched[key] = [(name, _Memory()) for name, draft in near if _has_cases(with_evidence(self._knowledge, draft, [piece]))]
        return self._touched[key]

    def _plan(self, question: Question) -> _Plan:
        key = _key(question)
        if key not in self._plans:
            self._plans[key] = self._new_plan(question)
        return self._plans[key]

    def _new_plan(self, question: Question) -> _Plan:
        chains = {market: economies_of(self._knowledge, market, question.as_of) for market in self._markets}
        codes = dict.fromkeys(code for chain in chains.values() for code in chain)
        drafts = {(code, draft.scheme.id): draft for code in codes for draft in drafts_of(self._knowledge, question, code, [])}
        own: dict[str, list[Outcome]] = {code: [] for code in codes}
        for (code, _), draft in drafts.items():
            own[code].append(_outcome(requirement_verdict(blank_requirement(self._knowledge, draft), [])))
        found: list[Outcome] = []
        places: dict[_Requirement, list[int]] = {}
        for market, chain in chains.items():
            coverage = _coverage(self._knowledge, question, chain)
            for code, outcome in _of_market(self._knowledge, market, chain, own, coverage):
                places.setdefault((code, outcome.requirement), []).append(len(found))
                found.append(outcome)
        kept = {name: draft for name, draft in drafts.items() if draft.routes and name in places}  # without a route nothing is ever judged
        return _Plan(kept, self._outcomes.numbers(found), {name: _places(found, places[name]) for name in kept})


def _places(found: Sequence[Outcome], rows: Sequence[int]) -> _Places:
    differences = [{"market": found[row].market, "regional": found[row].regional, "coverage": found[row].coverage} for row in rows]
    return _Places(np.array(rows, dtype=np.int64), differences)


def _agreeing(classes: Classes, names: frozenset[str]) -> Hashable:
    return tuple(classes.get(name, 0) for name in sorted(names))


def _key(question: Question) -> Hashable:
    return question.product, tuple(sorted(question.given.items()))


def _may_have_cases(draft: Draft, kind: str, work: Collection[tuple[str, str]]) -> bool:
    """Whether an element names the kind, or is about something on which it is work; quicker to say than which cases there are."""
    return any(
        any(kind in acceptance.evidence for acceptance in element.accepts) or any((topic, element.activity) in work for topic in (element.topic, ANY_TOPIC))
        for _, elements in draft.routes
        for element, _, _ in elements
    )


def _has_cases(draft: Draft) -> bool:
    return any(cases for _, elements in draft.routes for _, _, cases in elements)


def _coverage(knowledge: Knowledge, question: Question, chain: Sequence[str]) -> str:
    """How far the requirements of a market were read for the product: the lowest of its own and its blocs', over all families."""
    families = knowledge.groups[question.product].families
    levels = [own_coverage(knowledge, question, code, family).level for code in chain for family in families]
    return max(levels, key=COVERAGE_ORDER.__getitem__, default="unknown")


def _of_market(knowledge: Knowledge, market: str, chain: Sequence[str], own: Mapping[str, Sequence[Outcome]], coverage: str) -> list[tuple[str, Outcome]]:
    """The rows of a market with nothing held, by requirement; a rule of another region is left out.

    Where a family of requirements was not read at all, a row without a requirement says so.
    """
    found = [(market, Outcome(market=market))] if coverage == "unknown" else []
    for code in chain:
        for outcome in own[code]:
            where = knowledge.schemes[outcome.requirement].where
            if where is None or market in (code, where):
                found.append((code, replace(outcome, market=market, regional=where is not None and where != market, coverage=coverage)))
    return sorted(found, key=lambda entry: entry[1].requirement)


def _outcome(entry: RequirementVerdict) -> Outcome:
    """The outcome of a requirement, of no market yet."""
    requirement = entry.requirement
    cost, time = _only(entry.best.cost if entry.best else None), _only(entry.best.lead_time if entry.best else None)
    return Outcome(
        market="",
        requirement=requirement.scheme,
        mandatory=requirement.mandatory,
        verdict=entry.verdict,
        reasons=";".join(_reasons(entry)),
        route=entry.best.route.id if entry.best else "",
        to_do=entry.to_do,
        contains_duplicate=entry.contains_duplicate,
        contains_unknown=entry.contains_unknown,
        confidence=entry.confidence,
        cost_low=cost.low,
        cost_high=cost.high,
        currency=cost.unit,
        days_low=None if time.low is None else int(time.low),
        days_high=None if time.high is None else int(time.high),
        days_unit=time.unit,
    )


def _only(outlay: Outlay | None) -> Amount:
    """The amount in the one unit in which figures are published; figures in several units are not comparable and leave the columns empty."""
    nothing = Amount(unit="", low=None, high=None)
    return outlay.amounts[0] if outlay and len(outlay.amounts) == 1 else nothing


def _reasons(entry: RequirementVerdict) -> list[str]:
    """Per deciding element its first reason, as ``element:code``; without a route, why the requirement stands as it does."""
    if entry.best is None:
        return [reason.code for reason in entry.requirement.reasons]
    return [f"{element.element.id}:{element.reasons[0].code}" for element in entry.best.deciding]
