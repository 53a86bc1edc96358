"""Make the sheets of markets: what applies, and every candidate case judged."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mra.knowledge.base import Knowledge
from mra.language import say
from mra.model.evidence import Held
from mra.model.market import COVERAGE_ORDER
from mra.model.period import Period
from mra.model.question import Question
from mra.model.scheme import Element, Route, Scheme
from mra.model.sheet import Applicability, CaseVerdict, FamilyCoverage, Reason, Sheet, SheetElement, SheetException, SheetRequirement, SheetRoute
from mra.model.source import strongest, weakest
from mra.recognition.applicability import Answer, applicability, assumed_attributes, open_elements, open_routes
from mra.recognition.case_facts import CaseFacts
from mra.recognition.cases import Case, candidate_cases, speaking
from mra.recognition.compiled import failed_criteria
from mra.recognition.criteria import Criteria
from mra.recognition.facts import facts_of
from mra.recognition.published import figures_of
from mra.recognition.verdicts import case_verdict

#: Says which criteria each case fails, by its facts.
Judge = Callable[[Sequence[Case], Sequence[CaseFacts]], Sequence[frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Draft:
    """A requirement whose cases are still to be judged: per route, per element, the cases."""

    question: Question
    scheme: Scheme
    answer: Answer
    routes: tuple[tuple[Route, tuple[tuple[Element, tuple[str, ...], tuple[Case, ...]], ...]], ...]


def make_sheets(
    knowledge: Knowledge, criteria: Criteria, asked: Sequence[tuple[Question, str]], held: Sequence[Held], *, judge: Judge | None = None
) -> list[Sheet]:
    """One sheet a pair of question and economy or bloc, of its own schemes only, in the same order.

    All cases are judged at once, by the compiled criteria or by ``judge``.
    """
    drafts = [(question, economy, tuple(drafts_of(knowledge, question, economy, held))) for question, economy in asked]
    cases = [case for _, _, market in drafts for draft in market for _, elements in draft.routes for _, _, judged in elements for case in judged]
    facts = [facts_of(knowledge, case) for case in cases]
    failed = judge(cases, facts) if judge else failed_criteria(facts, criteria.compiled)
    verdicts = iter([case_verdict(knowledge, criteria, case, known, names) for case, known, names in zip(cases, facts, failed, strict=True)])
    return [_sheet(knowledge, question, economy, market, verdicts) for question, economy, market in drafts]


def drafts_of(knowledge: Knowledge, question: Question, economy: str, held: Sequence[Held]) -> Iterator[Draft]:
    """The requirements of the own schemes of ``economy``, each with the cases that ``held`` makes against its elements."""
    usable = speaking(knowledge, held, question)  # once for all elements
    for scheme in knowledge.schemes_of(economy):
        answer = applicability(knowledge, scheme, question)
        if answer is None:
            continue
        routes: list[tuple[Route, tuple[tuple[Element, tuple[str, ...], tuple[Case, ...]], ...]]] = []
        if answer.applicability is Applicability.APPLIES:
            for route in open_routes(knowledge, scheme, question):
                elements = tuple(
                    (element, undecided, tuple(candidate_cases(knowledge, scheme.economy, element, usable, question)))
                    for element, undecided in open_elements(knowledge, route, question)
                )
                if elements:
                    routes.append((route, elements))
        yield Draft(question, scheme, answer, tuple(routes))


def with_evidence(knowledge: Knowledge, draft: Draft, held: Sequence[Held]) -> Draft:
    """The same requirement with the cases of other evidence."""
    routes = tuple(
        (
            route,
            tuple(
                (element, undecided, tuple(candidate_cases(knowledge, draft.scheme.economy, element, held, draft.question)))
                for element, undecided, _ in elements
            ),
        )
        for route, elements in draft.routes
    )
    return replace(draft, routes=routes)


def blank_requirement(knowledge: Knowledge, draft: Draft) -> SheetRequirement:
    """One requirement without any case."""
    return _requirement(knowledge, with_evidence(knowledge, draft, []), iter(()))


def judged_requirement(knowledge: Knowledge, criteria: Criteria, draft: Draft, blank: SheetRequirement) -> SheetRequirement:
    """``blank``, the same requirement without its cases, with the cases of ``draft`` judged by the compiled criteria."""
    cases = [case for _, elements in draft.routes for _, _, judged in elements for case in judged]
    facts = [facts_of(knowledge, case) for case in cases]
    failed = failed_criteria(facts, criteria.compiled)
    verdicts = (case_verdict(knowledge, criteria, case, known, names) for case, known, names in zip(cases, facts, failed, strict=True))
    routes = tuple(
        replace(route, elements=tuple(_with_cases(element, judged, verdicts) for element, (_, _, judged) in zip(route.elements, elements, strict=True)))
        for route, (_, elements) in zip(blank.routes, draft.routes, strict=True)
    )
    return replace(blank, routes=routes)


def _with_cases(element: SheetElement, cases: Sequence[Case], verdicts: Iterator[CaseVerdict]) -> SheetElement:
    return replace(element, cases=tuple(next(verdicts) for _ in cases)) if cases else element


def _sheet(knowledge: Knowledge, question: Question, economy: str, drafts: Sequence[Draft], verdicts: Iterator[CaseVerdict]) -> Sheet:
    holds_from, holds_until = _holds(knowledge, question, economy, drafts)
    return Sheet(
        product=question.product,
        destination=economy,
        label=knowledge.economies[economy].label,
        as_of=question.as_of,
        holds_from=holds_from,
        holds_until=holds_until,
        coverage=tuple(own_coverage(knowledge, question, economy, family) for family in knowledge.groups[question.product].families),
        requirements=tuple(_requirement(knowledge, draft, verdicts) for draft in drafts),
    )


def _is_open(draft: Draft) -> bool:
    """Whether the scheme applies and there should be a route."""
    return draft.answer.applicability is Applicability.APPLIES and draft.scheme.route_kind != "prohibition"


def _requirement(knowledge: Knowledge, draft: Draft, verdicts: Iterator[CaseVerdict]) -> SheetRequirement:
    scheme = draft.scheme
    return SheetRequirement(
        scheme=scheme.id,
        economy=scheme.economy,
        label=scheme.label,
        aliases=scheme.aliases,
        family=scheme.family,
        route_kind=scheme.route_kind,
        mandatory=scheme.mandatory,
        applicability=draft.answer.applicability,
        reasons=draft.answer.reasons if draft.routes or not _is_open(draft) else (Reason(code="not-reviewed", message=say("reason.not-reviewed")),),
        sources=tuple(dict.fromkeys((*draft.answer.sources, *scheme.sources))),
        legal_basis=scheme.legal_basis,
        confidence=weakest((scheme.confidence, strongest(knowledge.sources[source].trust for source in scheme.sources))),
        authority=scheme.authority,
        mandatory_when=scheme.mandatory_when,
        applies_from=scheme.applies.start,
        applies_until=scheme.applies.end,
        where=scheme.where,
        routes=tuple(
            SheetRoute(
                id=route.id,
                label=route.label or scheme.label,
                elements=tuple(
                    replace(
                        _element(knowledge, element, undecided, tuple(next(verdicts) for _ in cases)),
                        figures=figures_of(knowledge, draft.question, scheme.id, route.id, element.id),
                    )
                    for element, undecided, cases in elements
                ),
                note=route.note,
            )
            for route, elements in draft.routes
        ),
        exceptions=tuple(SheetException(condition=clause.condition, authority=clause.authority, sources=clause.sources) for clause in scheme.exceptions),
        assumptions=assumed_attributes(knowledge, scheme, draft.question),
        note=scheme.note,
    )


def _element(knowledge: Knowledge, element: Element, undecided: tuple[str, ...], cases: tuple[CaseVerdict, ...]) -> SheetElement:
    topic, activity = knowledge.label("topic", element.topic), knowledge.label("activity", element.activity)
    return SheetElement(
        id=element.id,
        topic=element.topic,
        activity=element.activity,
        nature=element.nature,
        frequency="consignment" if element.nature == "consignment" else element.frequency,
        label=element.label or say("element.label", topic=topic, activity=activity),
        standards=tuple(knowledge.editions[edition].designation for edition in element.standards),
        aliases=element.aliases,
        sources=element.sources,
        confidence=strongest(knowledge.sources[source].trust for source in element.sources),
        undecided=undecided,
        cases=cases,
        note=element.note,
    )


def own_coverage(knowledge: Knowledge, question: Question, economy: str, family: str) -> FamilyCoverage:
    """How far the economy's own requirements of one family were read for the product; the lowest entry wins, none is unknown."""
    entries = [entry for entry in knowledge.economies[economy].coverage if entry.family == family and knowledge.covers(entry.products, question.product)]
    found = max(entries, key=lambda entry: COVERAGE_ORDER[entry.level], default=None)
    return FamilyCoverage(
        family=family,
        label=knowledge.label("family", family),
        level=found.level if found else "unknown",
        reviewed=min((entry.reviewed for entry in entries if entry.reviewed), default=None),
        open=tuple(point for entry in entries for point in entry.open),
    )


def _holds(knowledge: Knowledge, question: Question, economy: str, drafts: Sequence[Draft]) -> tuple[date | None, date | None]:
    """The last boundary up to the day asked about, and the first one after it: between them nothing dated changes."""
    days = knowledge.shared_boundaries.union(day for period in _periods(knowledge, economy, drafts) for day in period.boundaries())
    return max((day for day in days if day <= question.as_of), default=None), min((day for day in days if day > question.as_of), default=None)


def _periods(knowledge: Knowledge, economy: str, drafts: Sequence[Draft]) -> Iterator[Period]:
    yield from (membership.period for membership in knowledge.economies[economy].memberships)
    for draft in drafts:
        yield draft.scheme.applies
        yield from (published.period for published in knowledge.costs.get(draft.scheme.id, ()))
        yield from (scope.period for scope in (*draft.scheme.scopes, *draft.scheme.exclusions))
        for route in draft.scheme.routes:
            yield route.period
            for element in route.elements:
                yield element.period
                yield from (acceptance.period for acceptance in element.accepts)
