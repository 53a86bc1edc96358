"""Recognition cases: sets of held evidence against one element."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product as combinations
from typing import Final

from mra.knowledge.base import Knowledge
from mra.model.condition import Match
from mra.model.evidence import Held, Yield
from mra.model.question import Question
from mra.model.scheme import Acceptance, Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One set of evidence against one element of a scheme of ``economy``, under one acceptance or under none."""

    question: Question
    economy: str
    element: Element
    held: tuple[Held, ...]
    acceptance: Acceptance | None

    @property
    def names_kind(self) -> bool:
        """Whether the acceptance names the kind of evidence."""
        return self.acceptance is not None and not self.acceptance.is_generic


#: No acceptance was found: the case is judged under none.
_NOTHING_FOUND: Final[Sequence[Acceptance | None]] = (None,)


def yields_of(knowledge: Knowledge, held: Held, question: Question) -> tuple[Yield, ...]:
    """What a piece of evidence brings for the product on the day."""
    return tuple(
        entry
        for entry in knowledge.yields_about(held.kind, question.product)
        if entry.period.contains(question.as_of) and entry.when.match(question.attributes) is not Match.NO
    )


def candidate_cases(knowledge: Knowledge, economy: str, element: Element, held: Sequence[Held], question: Question) -> Iterator[Case]:
    """The cases worth judging: what an acceptance names, and what is work on the same topic by the same activity."""
    acceptances = [acceptance for acceptance in element.accepts if knowledge.covers(acceptance.products, question.product)]
    usable = speaking(knowledge, held, question)
    named: set[int] = set()
    for acceptance in acceptances:
        if acceptance.is_generic:
            continue
        choices = [[piece for piece in usable if piece.kind == kind] for kind in acceptance.evidence]
        for together in combinations(*choices):
            if len(together) == 1:
                named.add(id(together[0]))
            yield Case(question=question, economy=economy, element=element, held=together, acceptance=acceptance)
    generic = [acceptance for acceptance in acceptances if acceptance.is_generic]
    for piece in usable:
        if id(piece) in named or not _same_work(knowledge, piece, element, question):
            continue
        for found in generic or _NOTHING_FOUND:
            yield Case(question=question, economy=economy, element=element, held=(piece,), acceptance=found)


def speaking(knowledge: Knowledge, held: Sequence[Held], question: Question) -> list[Held]:
    """What of the evidence speaks about the product: a kind that says what it yields must yield something for it."""
    return [piece for piece in held if not knowledge.evidence[piece.kind].yields or yields_of(knowledge, piece, question)]


def _same_work(knowledge: Knowledge, held: Held, element: Element, question: Question) -> bool:
    return any(entry.covers(element.topic, element.activity) for entry in yields_of(knowledge, held, question))
