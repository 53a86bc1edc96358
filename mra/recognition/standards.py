"""How the standards of the evidence relate to the standards of an element, over the chain of adoptions."""

from collections.abc import Sequence
from dataclasses import dataclass

from mra.knowledge.base import Knowledge
from mra.model.evidence import Held, Yield
from mra.model.sheet import StandardLink
from mra.model.standard import RELATIONS, Relation, series, slug
from mra.recognition.cases import Case, yields_of

_COVERING: frozenset[Relation] = frozenset({"identical", "edition", "modified", "modified_edition"})


@dataclass(frozen=True, slots=True)
class Comparison:
    """The relation over all standards of an element: the worst of those that are covered, else the best there is.

    ``uncovered`` counts the element's standards that the evidence does not reach although it reaches others.
    """

    relation: Relation
    uncovered: int
    links: tuple[StandardLink, ...]

    @property
    def closest(self) -> Relation:
        """The best single relation."""
        return min((link_relation(link) for link in self.links), key=RELATIONS.index, default=self.relation)


def link_relation(link: StandardLink) -> Relation:
    """The relation of a link, typed."""
    return next(relation for relation in RELATIONS if relation == link.relation)


def evidence_standards(knowledge: Knowledge, case: Case) -> tuple[str, ...]:
    """The editions (ids) to which the evidence of a case is: as stated, else, of a specimen, as its kind yields them."""
    found: list[str] = []
    for piece in case.held:
        if "standard" in piece.qualifiers:
            found += [slug(text) for text in piece.items("standard")]
        elif piece.is_specimen:
            found += _of_kind(knowledge, case, piece)
    return tuple(dict.fromkeys(found))


def usual_standards(knowledge: Knowledge, case: Case) -> tuple[str, ...]:
    """The editions that the kinds of a case yield for the element's topic, whatever is stated."""
    return tuple(dict.fromkeys(standard for piece in case.held for standard in _of_kind(knowledge, case, piece)))


def _of_kind(knowledge: Knowledge, case: Case, piece: Held) -> list[str]:
    yields = yields_of(knowledge, piece, case.question)
    exact = [entry for entry in yields if entry.covers(case.element.topic, case.element.activity)]
    same_topic = [entry for entry in yields if entry.topic == case.element.topic]
    return [standard for entry in exact or same_topic for standard in _standards(entry, case)]


def _standards(entry: Yield, case: Case) -> tuple[str, ...]:
    if entry.destination_standard:
        return case.element.standards
    return entry.standards


def compare(knowledge: Knowledge, held: Sequence[str], wanted: Sequence[str]) -> Comparison:
    """Compare editions held with editions wanted; several editions of one standard are alternatives."""
    if not held or not wanted:
        return Comparison("none", 0, ())
    by_series: dict[str, list[str]] = {}
    for edition in wanted:
        by_series.setdefault(series(knowledge.editions[edition].designation), []).append(edition)
    links = tuple(_best_link(knowledge, held, editions) for editions in by_series.values())
    relations = [link_relation(link) for link in links]
    covered = [relation for relation in relations if relation in _COVERING]
    if not covered:
        return Comparison(min(relations, key=RELATIONS.index), 0, links)
    return Comparison(max(covered, key=RELATIONS.index), len(relations) - len(covered), links)


def _best_link(knowledge: Knowledge, held: Sequence[str], wanted: Sequence[str]) -> StandardLink:
    pairs = [(knowledge.derived.relation(one, other), one, other) for one in held for other in wanted]
    relation, one, other = min(pairs, key=lambda pair: RELATIONS.index(pair[0]))
    return StandardLink(evidence=knowledge.editions[one].designation, relation=relation, element=knowledge.editions[other].designation)
