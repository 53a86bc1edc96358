"""No release without proof: what the compiled criteria found of the generic cases, pySHACL finds as well."""

import hashlib
from collections.abc import Iterable, Sequence

from mra.errors import KnowledgeError
from mra.knowledge.locate import Location
from mra.language import say
from mra.model.problem import Problem
from mra.recognition.case_facts import CaseFacts
from mra.recognition.cases import Case
from mra.recognition.compiled import CompiledCriteria, FactsKey, facts_key, failed_criteria
from mra.release.generic import generic_sheets, usual_day


class Proof:
    """Judges by the compiled criteria and remembers one case of each fact set, until pySHACL has judged them too."""

    def __init__(self, compiled: CompiledCriteria, proved: Iterable[str] = ()) -> None:
        """``proved`` names fact sets on which the judges agreed before, of these shapes."""
        self._compiled = compiled
        self._proved = frozenset(proved)
        self._seen: dict[FactsKey, tuple[Case, CaseFacts]] = {}

    @property
    def proved(self) -> frozenset[str]:
        """The names of all fact sets that need no proof any more, once ``settle`` has returned."""
        return self._proved.union(map(_name, self._seen))

    def __call__(self, cases: Sequence[Case], facts: Sequence[CaseFacts]) -> list[frozenset[str]]:
        """The criteria that each case fails."""
        for case, known in zip(cases, facts, strict=True):
            self._seen.setdefault(facts_key(known), (case, known))
        return failed_criteria(facts, self._compiled)

    def problems(self, location: Location) -> list[Problem]:
        """Every finding that only one of the two judges makes, with the shape and a case."""
        seen = [found for key, found in self._seen.items() if _name(key) not in self._proved]
        if not seen:
            return []
        from mra.recognition.shapes import RECOGNITION, read_shapes
        from mra.recognition.twins import differences

        shapes = read_shapes(location.ontologies)
        return [_problem(RECOGNITION, seen[number][0], shape) for number, shape in differences([facts for _, facts in seen], shapes, self._compiled)]

    def settle(self, location: Location) -> None:
        """Raises ``KnowledgeError`` if the judges differ on any case that was judged."""
        if problems := self.problems(location):
            raise KnowledgeError(say("check.summary", count=len(problems)), problems)


def proof_problems(location: Location) -> list[Problem]:
    """Where the two judges differ on the generic cases of the knowledge base at ``location``. Raises ``KnowledgeError`` if it cannot be loaded."""
    from mra.gap.live import open_live

    live = open_live(location)
    proof = Proof(live.criteria.compiled)
    for _ in generic_sheets(live, usual_day(live), lambda *_: None, proof):
        pass
    return proof.problems(location)


def _name(key: FactsKey) -> str:
    """A fact set as a short name, the same in every process."""
    classes, values = key
    plain = (sorted(classes), sorted((name, kind.__name__, str(value)) for name, kind, value in values))
    return hashlib.sha256(repr(plain).encode()).hexdigest()[:32]


def _problem(which: str, case: Case, shape: str) -> Problem:
    name = f"{case.question.product} → {case.economy} {case.element.id} ← {'+'.join(piece.kind for piece in case.held)}"
    message, remedy = say("shapes.differ", shape=shape, case=name), say("shapes.differ.remedy")
    return Problem(code="shape-differ", file=f"ontologies/shapes/{which}", line=0, field=shape, value=name, message=message, remedy=remedy)
