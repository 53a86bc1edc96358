"""Answer from the knowledge base itself, judging just what is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mra.gap.assemble import assemble
from mra.gap.request import Request
from mra.knowledge.base import Knowledge
from mra.knowledge.load import load
from mra.knowledge.locate import Location
from mra.model.directory import Directory
from mra.model.evidence import Held
from mra.model.question import Question
from mra.model.report import GapReport
from mra.model.sheet import Sheet
from mra.recognition.applicability import economies_of, market_label
from mra.recognition.criteria import Criteria
from mra.recognition.rollup import merge_sheets
from mra.recognition.shapes import read_criteria
from mra.recognition.sheets import Judge, make_sheets


@dataclass(frozen=True, slots=True)
class LiveSource:
    """The knowledge base and its criteria, ready to judge."""

    knowledge: Knowledge
    criteria: Criteria
    directory: Directory

    def report(self, request: Request) -> GapReport:
        """The report on a request; every case is judged now."""
        question = request.question
        chains = {destination: economies_of(self.knowledge, destination, question.as_of) for destination in request.destinations}
        codes = list(dict.fromkeys(code for chain in chains.values() for code in chain))
        held = sorted(request.held, key=lambda piece: piece.kind)
        own = dict(zip(codes, self.sheets([(question, code) for code in codes], held), strict=True))
        sheets = [merge_sheets([own[code] for code in chain], destination, market_label(self.knowledge, destination)) for destination, chain in chains.items()]
        return assemble(self.directory, request, sheets, self.knowledge.sources)

    def sheets(self, asked: Sequence[tuple[Question, str]], held: Sequence[Held], *, judge: Judge | None = None) -> list[Sheet]:
        """Sheets of the own schemes of economies and blocs."""
        return make_sheets(self.knowledge, self.criteria, asked, held, judge=judge)


def open_live(location: Location) -> LiveSource:
    """Load the knowledge base at ``location``. Raises ``KnowledgeError`` if it fails its checks."""
    knowledge = load(location)
    return LiveSource(knowledge, read_criteria(Path(location.ontologies)), directory_of(knowledge))


def directory_of(knowledge: Knowledge) -> Directory:
    """What questions to ``knowledge`` can be about."""
    return Directory(
        kb_version=knowledge.fingerprint,
        groups=knowledge.groups,
        kinds={identifier: kind.label for identifier, kind in knowledge.evidence.items()},
        markets={code: economy.label for code, economy in knowledge.economies.items()},
        concepts=knowledge.concepts,
        editions={identifier: edition.designation for identifier, edition in knowledge.editions.items()},
        schemes={identifier: scheme.label for identifier, scheme in knowledge.schemes.items()},
        instruments={identifier: instrument.label for identifier, instrument in knowledge.instruments.items()},
    )
