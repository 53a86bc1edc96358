"""Answer from a knowledge base, judging just what is asked; whether it was read from its files or comes out of a release."""

from collections.abc import Sequence
from dataclasses import dataclass

from mra.gap.assemble import assemble
from mra.gap.request import Request
from mra.gap.sifting import sift
from mra.knowledge.base import Knowledge
from mra.model.directory import Directory
from mra.model.evidence import Held
from mra.model.question import Question
from mra.model.report import GapReport
from mra.model.sheet import Sheet
from mra.recognition.applicability import economies_of, market_label
from mra.recognition.criteria import Criteria
from mra.recognition.rollup import merge_sheets
from mra.recognition.sheets import Judge, make_sheets


@dataclass(frozen=True, slots=True)
class LiveSource:
    """The knowledge base and its criteria, ready to judge; ``integrity`` are those of certificates by themselves."""

    knowledge: Knowledge
    criteria: Criteria
    directory: Directory
    integrity: Criteria

    def report(self, request: Request) -> GapReport:
        """The report on a request; every case is judged now."""
        question = request.question
        chains = {destination: economies_of(self.knowledge, destination, question.as_of) for destination in request.destinations}
        codes = list(dict.fromkeys(code for chain in chains.values() for code in chain))
        sifted = sift(self.knowledge, self.integrity, request)
        held = sorted(sifted.usable, key=lambda piece: piece.kind)
        own = dict(zip(codes, self.sheets([(question, code) for code in codes], held), strict=True))
        sheets = [merge_sheets([own[code] for code in chain], destination, market_label(self.knowledge, destination)) for destination, chain in chains.items()]
        return assemble(self.directory, request, sheets, self.knowledge.sources, sifted)

    def sheets(self, asked: Sequence[tuple[Question, str]], held: Sequence[Held], *, judge: Judge | None = None) -> list[Sheet]:
        """Sheets of the own schemes of economies and blocs."""
        return make_sheets(self.knowledge, self.criteria, asked, held, judge=judge)
