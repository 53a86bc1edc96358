"""Two schemes side by side, dimension by dimension, and what each makes of the evidence of the other.

Recognition is judged by the same shapes as everywhere; what the schemes are for and what they are made of is compared as sets.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from mra.knowledge.base import Knowledge
from mra.language import say
from mra.model.evidence import Held
from mra.model.question import Question
from mra.model.report import RequirementVerdict
from mra.model.scheme import Element, Scheme
from mra.model.sheet import Effect
from mra.model.text import Bilingual
from mra.recognition.applicability import open_elements, open_routes
from mra.recognition.cases import yields_of
from mra.recognition.criteria import Criteria, Criterion
from mra.recognition.rollup import requirement_verdict
from mra.recognition.sheets import make_sheets
from mra.recognition.standards import compare
from mra.recognition.verdicts import worst_effect

Likeness = Literal["equivalent", "broader", "narrower", "overlapping", "related", "different", "unknown"]

DIMENSIONS: Final = ("mechanism", "instrument", "product-scope", "standard", "scheme-structure", "body", "evidence", "trade-conditions")
_COVERS: Final = frozenset({"identical", "edition", "modified", "modified_edition"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """What the scheme ``by`` makes of the evidence kinds of another: ``requirement`` is ``None`` where it does not concern the product.

    ``effects``: per dimension the worst effect of its criteria over the cases that decide; a dimension without criteria is left out.
    """

    by: str
    kinds: tuple[str, ...]
    requirement: RequirementVerdict | None = None
    effects: Mapping[str, Effect] = field(default_factory=dict)
    failed: tuple[Criterion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One dimension of two schemes: in words, and how the first is to the second where that can be compared."""

    dimension: str
    one: tuple[Bilingual, ...]
    other: tuple[Bilingual, ...]
    likeness: Likeness | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeComparison:
    """Two schemes for one product on one day; ``there``: the evidence of the first in the second, ``back`` the other way round."""

    one: Scheme
    other: Scheme
    question: Question
    facets: tuple[Facet, ...]
    there: Reception
    back: Reception


def compare_schemes(knowledge: Knowledge, criteria: Criteria, one: Scheme, other: Scheme, question: Question) -> SchemeComparison:
    """Compare ``one`` with ``other`` for the product and the day of ``question``."""
    return SchemeComparison(
        one=one,
        other=other,
        question=question,
        facets=tuple(_facet(knowledge, dimension, one, other, question) for dimension in DIMENSIONS),
        there=_reception(knowledge, criteria, one, other, question),
        back=_reception(knowledge, criteria, other, one, question),
    )


def kinds_of(knowledge: Knowledge, scheme: Scheme) -> tuple[str, ...]:
    """The kinds of evidence that ``scheme`` issues, by id."""
    return tuple(sorted(kind.id for kind in knowledge.evidence.values() if kind.scheme == scheme.id))


def _reception(knowledge: Knowledge, criteria: Criteria, sender: Scheme, receiver: Scheme, question: Question) -> Reception:
    kinds = kinds_of(knowledge, sender)
    if not kinds:
        return Reception(by=receiver.id, kinds=kinds)
    (sheet,) = make_sheets(knowledge, criteria, [(question, receiver.where or receiver.economy)], [Held(kind=kind) for kind in kinds])
    found = next((entry for entry in sheet.requirements if entry.scheme == receiver.id), None)
    if found is None:
        return Reception(by=receiver.id, kinds=kinds)
    verdict = requirement_verdict(found, kinds)
    cases = [entry.best for entry in (verdict.best.deciding if verdict.best else ()) if entry.best]
    failed = {name for case in cases for name in case.failed}
    passed = {name for case in cases for name in case.passed}
    effects: dict[str, Effect] = {}
    for dimension in DIMENSIONS:
        concerned = [criteria.by_id[name] for name in sorted(failed | passed) if criteria.by_id[name].dimension == dimension]
        deciding = [criterion for criterion in concerned if criterion.decides == "recognition"]
        if deciding:
            effects[dimension] = worst_effect([criterion for criterion in deciding if criterion.id in failed])
    broken = tuple(criterion for name in sorted(failed) if (criterion := criteria.by_id[name]).decides == "recognition")
    return Reception(by=receiver.id, kinds=kinds, requirement=verdict, effects=effects, failed=broken)


def _facet(knowledge: Knowledge, dimension: str, one: Scheme, other: Scheme, question: Question) -> Facet:
    first, second = (tuple(dict.fromkeys(_words(knowledge, dimension, scheme, question))) for scheme in (one, other))
    return Facet(dimension=dimension, one=first, other=second, likeness=_likeness(knowledge, dimension, one, other, question))


def _words(knowledge: Knowledge, dimension: str, scheme: Scheme, question: Question) -> Iterator[Bilingual]:
    """What there is to say of ``scheme`` in a dimension."""
    elements = list(_assessments(knowledge, scheme, question))
    acceptances = [acceptance for element in elements for acceptance in element.accepts if knowledge.covers(acceptance.products, question.product)]
    if dimension == "mechanism":
        yield knowledge.label("route-kind", scheme.route_kind)
    elif dimension == "instrument":
        yield from (knowledge.instruments[acceptance.via].label for acceptance in acceptances if acceptance.via)
    elif dimension == "product-scope":
        yield from (knowledge.groups[group].label for scope in scheme.scopes for group in scope.products)
    elif dimension == "standard":
        yield from (Bilingual(name, name) for name in (knowledge.editions[edition].designation for edition in _standards(knowledge, scheme, question)))
    elif dimension == "scheme-structure":
        parts = ((knowledge.label("topic", element.topic), knowledge.label("activity", element.activity)) for element in elements)
        yield from (say("element.label", topic=topic, activity=activity) for topic, activity in parts)
    elif dimension == "body":
        lists = [name for entry in acceptances for name in (entry.conditions.body_on_list, entry.conditions.lab_on_list) if name]
        yield from (knowledge.body_lists[name].label for name in lists)
        signed = (entry.conditions.accredited_by_signatory_of for entry in acceptances)
        yield from (say("compare.accredited", instrument=knowledge.instruments[name].label) for name in signed if name)
    elif dimension == "evidence":
        months = scheme.validity_months or next((m for kind in kinds_of(knowledge, scheme) if (m := knowledge.evidence[kind].validity_months)), None)
        yield from (say("compare.validity", months=months),) if months else ()
        yield from (say("compare.max-age", months=limit) for entry in acceptances if (limit := entry.conditions.max_age_months))
    else:
        yield from (say("compare.origin", economy=name) for entry in acceptances if (name := entry.conditions.origin))
        yield from (say("compare.shipment") for entry in acceptances if entry.conditions.direct_shipment)


def _assessments(knowledge: Knowledge, scheme: Scheme, question: Question) -> Iterator[Element]:
    for route in open_routes(knowledge, scheme, question):
        yield from (element for element, _ in open_elements(knowledge, route, question) if element.nature == "assessment")


def _standards(knowledge: Knowledge, scheme: Scheme, question: Question) -> tuple[str, ...]:
    """The editions that a scheme assesses to: as its elements name them, else as its evidence yields them."""
    named = [edition for element in _assessments(knowledge, scheme, question) for edition in element.standards]
    held = [Held(kind=kind) for kind in kinds_of(knowledge, scheme)]
    return tuple(dict.fromkeys(named or (edition for piece in held for entry in yields_of(knowledge, piece, question) for edition in entry.standards)))


def _likeness(knowledge: Knowledge, dimension: str, one: Scheme, other: Scheme, question: Question) -> Likeness | None:
    if dimension == "mechanism":
        return "equivalent" if one.route_kind == other.route_kind else "different"
    if dimension == "product-scope":
        return of_sets(*({group for group in knowledge.groups if _is_in_scope(knowledge, scheme, group)} for scheme in (one, other)))
    if dimension == "scheme-structure":
        return of_sets(*({(element.topic, element.activity) for element in _assessments(knowledge, scheme, question)} for scheme in (one, other)))
    if dimension == "standard":
        return _of_standards(knowledge, *(_standards(knowledge, scheme, question) for scheme in (one, other)))
    return None


def _is_in_scope(knowledge: Knowledge, scheme: Scheme, group: str) -> bool:
    """Whether a product group is named by a scope and by no exclusion that always holds."""
    excluded = any(not scope.when.tests and knowledge.covers(scope.products, group) for scope in scheme.exclusions)
    return not excluded and any(knowledge.covers(scope.products, group) for scope in scheme.scopes)


def of_sets(one: Collection[object], other: Collection[object]) -> Likeness:
    """How the first set is to the second; nothing can be said where either is empty."""
    first, second = set(one), set(other)
    if not first or not second:
        return "unknown"
    if first == second:
        return "equivalent"
    if first > second:
        return "broader"
    return "narrower" if first < second else "overlapping" if first & second else "different"


def _of_standards(knowledge: Knowledge, one: Sequence[str], other: Sequence[str]) -> Likeness:
    if not one or not other:
        return "unknown"
    there, back = compare(knowledge, one, other), compare(knowledge, other, one)
    covers, covered = (result.relation in _COVERS and not result.uncovered for result in (there, back))
    if covers and covered:
        return "equivalent" if there.relation == back.relation == "identical" else "related"
    if covers:
        return "broader"
    if covered:
        return "narrower"
    return "overlapping" if there.relation in _COVERS or back.relation in _COVERS else "unknown" if there.relation == "unknown" else "different"
