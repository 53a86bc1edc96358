"""Before anything is asked about recognition: which of the certificates held may be used at all."""

from collections.abc import Sequence
from dataclasses import dataclass

from mra.gap.request import Request
from mra.knowledge.base import Knowledge
from mra.model.evidence import Held
from mra.model.usability import Usability
from mra.recognition.criteria import Criteria
from mra.recognition.usability import usabilities, with_doubts


@dataclass(frozen=True, slots=True)
class Sifted:
    """``usable``: what counts as evidence, with its doubts. ``found``: the judgement of each piece in the order of the request; none of a specimen."""

    usable: tuple[Held, ...]
    found: tuple[Usability | None, ...]


def sift(knowledge: Knowledge, integrity: Criteria, request: Request) -> Sifted:
    """Judge every real certificate of ``request``; a specimen is what it is said to be."""
    real = [piece for piece in request.held if not piece.is_specimen]
    judged = iter(usabilities(knowledge, integrity, real, request.question.product, request.question.as_of))
    found = tuple(None if piece.is_specimen else next(judged) for piece in request.held)
    return Sifted(tuple(_usable(integrity, request.held, found)), found)


def _usable(integrity: Criteria, held: Sequence[Held], found: Sequence[Usability | None]) -> list[Held]:
    pairs = zip(held, found, strict=True)
    return [piece if judged is None else with_doubts(integrity, piece, judged) for piece, judged in pairs if judged is None or judged.usable != "no"]
