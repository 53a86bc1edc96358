"""Which schemes concern a product on a day: four answers, all sourced and all kept."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from mra.knowledge.base import Knowledge
from mra.language import say
from mra.model.condition import Match, Value
from mra.model.question import Question
from mra.model.scheme import Element, Route, Scheme, Scope
from mra.model.sheet import Applicability, Reason
from mra.model.text import Bilingual

_PREFERENCE = (
    Applicability.APPLIES,
    Applicability.UNDECIDED,
    Applicability.NOT_YET,
    Applicability.NO_LONGER,
    Applicability.DOES_NOT_APPLY,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a scheme applies, why, and the sources of that particular answer."""

    applicability: Applicability
    reasons: tuple[Reason, ...]
    sources: tuple[str, ...]


def economies_of(knowledge: Knowledge, destination: str, day: date) -> tuple[str, ...]:
    """The destination's own record and the blocs whose member it is on ``day``.

    A region without a record of its own stands under the rules of its economy; one with a record (Northern Ireland) says
    itself whose requirements it answers with.
    """
    own = destination if destination in knowledge.economies else destination.partition("-")[0]
    reached = [own]
    for code in reached:
        memberships = [entry for entry in knowledge.economies[code].memberships if entry.bloc in knowledge.derived.blocs.get(code, ())]
        reached += [entry.bloc for entry in memberships if entry.period.contains(day) and entry.bloc not in reached]
    return tuple(reached)


def market_label(knowledge: Knowledge, destination: str) -> Bilingual:
    """The name of a destination; a region without a record is named after its economy."""
    if destination in knowledge.economies:
        return knowledge.economies[destination].label
    return say("market.region", economy=knowledge.economies[destination.partition("-")[0]].label, code=destination)


def applicability(knowledge: Knowledge, scheme: Scheme, question: Question) -> Answer | None:
    """Whether ``scheme`` applies; ``None`` if it does not speak about the product at all."""
    for exclusion in scheme.exclusions:
        if (
            knowledge.covers(exclusion.products, question.product)
            and _holds_now(exclusion, scheme, question)
            and exclusion.when.match(question.attributes) is Match.YES
        ):
            message = exclusion.text or say("reason.excluded")
            return Answer(Applicability.DOES_NOT_APPLY, (Reason(code="excluded", message=message),), exclusion.sources or scheme.sources)
    open_questions = _undecided_exclusions(knowledge, scheme, question)
    answers = [_of_scope(knowledge, scheme, scope, question) for scope in scheme.scopes if knowledge.covers(scope.products, question.product)]
    best = min(answers, key=lambda answer: _PREFERENCE.index(answer.applicability), default=None)
    if best is not None and best.applicability is Applicability.APPLIES and open_questions:
        return Answer(Applicability.UNDECIDED, tuple(undecided_reasons(knowledge, open_questions)), best.sources)
    return best


def _undecided_exclusions(knowledge: Knowledge, scheme: Scheme, question: Question) -> tuple[str, ...]:
    """The attributes on which it depends whether an exclusion takes the product out."""
    return tuple(
        name
        for exclusion in scheme.exclusions
        if knowledge.covers(exclusion.products, question.product)
        and _holds_now(exclusion, scheme, question)
        and exclusion.when.match(question.attributes) is Match.UNDECIDED
        for name in exclusion.when.unknown(question.attributes)
    )


def _holds_now(scope: Scope, scheme: Scheme, question: Question) -> bool:
    return scope.period.contains(question.as_of) and scheme.applies.contains(question.as_of)


def _of_scope(knowledge: Knowledge, scheme: Scheme, scope: Scope, question: Question) -> Answer:
    sources = scope.sources or scheme.sources
    match = scope.when.match(question.attributes)
    if match is Match.NO:
        failing = [name for name, test in scope.when.tests if name in question.attributes and not test.holds(question.attributes[name])]
        reasons = tuple(
            Reason(
                code="condition-not-met",
                message=say("reason.condition-not-met", attribute=knowledge.label("attribute", name), value=_shown(question.attributes[name])),
            )
            for name in failing
        )
        return Answer(Applicability.DOES_NOT_APPLY, reasons, sources)
    for period in (scheme.applies, scope.period):
        if period.begins_after(question.as_of):
            return Answer(Applicability.NOT_YET, (Reason(code="not-yet-applicable", message=say("reason.not-yet", day=period.start)),), sources)
        if period.ended_by(question.as_of):
            return Answer(Applicability.NO_LONGER, (Reason(code="no-longer-applicable", message=say("reason.no-longer", day=period.end)),), sources)
    if match is Match.UNDECIDED:
        return Answer(Applicability.UNDECIDED, tuple(undecided_reasons(knowledge, scope.when.unknown(question.attributes))), sources)
    message = scope.text or say("reason.applies")
    return Answer(Applicability.APPLIES, (Reason(code="applies", message=message),), sources)


def undecided_reasons(knowledge: Knowledge, names: Iterable[str]) -> Iterator[Reason]:
    """One reason an attribute that is not known."""
    for name in names:
        yield Reason(code="attribute-not-known", message=say("reason.attribute-not-known", attribute=knowledge.label("attribute", name), id=name))


def assumed_attributes(knowledge: Knowledge, scheme: Scheme, question: Question) -> tuple[Bilingual, ...]:
    """The defaults that decided whether the scheme applies, as printed assumptions."""
    names = sorted({name for scope in (*scheme.scopes, *scheme.exclusions) if knowledge.covers(scope.products, question.product) for name in scope.when.names})
    return tuple(
        say("assume.attribute", attribute=knowledge.label("attribute", name), value=_shown(question.attributes[name]), id=name)
        for name in names
        if question.is_assumed(name)
    )


def _shown(value: Value) -> str:
    return "+".join(str(part) for part in value) if isinstance(value, tuple) else str(value).lower()


def open_routes(knowledge: Knowledge, scheme: Scheme, question: Question) -> Iterator[Route]:
    """The routes that are open to the product on the day."""
    for route in scheme.routes:
        if (
            knowledge.covers(route.products, question.product)
            and route.period.contains(question.as_of)
            and route.when.match(question.attributes) is not Match.NO
        ):
            yield route


def open_elements(knowledge: Knowledge, route: Route, question: Question) -> Iterator[tuple[Element, tuple[str, ...]]]:
    """The elements that concern the product on the day, each with the attributes that leave it, or its whole route, undecided."""
    undecided = route.when.unknown(question.attributes)
    for element in route.elements:
        if not knowledge.covers(element.products, question.product) or not element.period.contains(question.as_of):
            continue
        if element.when.match(question.attributes) is not Match.NO:
            yield element, tuple(dict.fromkeys((*undecided, *element.when.unknown(question.attributes))))
