"""No release without proof: what the compiled criteria found of the generic cases, pySHACL finds as well."""

from collections.abc import Sequence

from mra.errors import KnowledgeError
from mra.gap.live import open_live
from mra.knowledge.locate import Location
from mra.language import say
from mra.model.problem import Problem
from mra.recognition.case_facts import CaseFacts
from mra.recognition.cases import Case
from mra.recognition.compiled import CompiledCriteria, FactsKey, facts_key, failed_criteria
from mra.release.generic import generic_sheets, usual_day


class Proof:
    """Judges by the compiled criteria and remembers one case of each fact set, until pySHACL has judged them too."""

    def __init__(self, compiled: CompiledCriteria) -> None:
        self._compiled = compiled
        self._seen: dict[FactsKey, tuple[Case, CaseFacts]] = {}

    def __call__(self, cases: Sequence[Case], facts: Sequence[CaseFacts]) -> list[frozenset[str]]:
        """The criteria that each case fails."""
        for case, known in zip(cases, facts, strict=True):
            self._seen.setdefault(facts_key(known), (case, known))
        return failed_criteria(facts, self._compiled)

    def problems(self, location: Location) -> list[Problem]:
        """Every finding that only one of the two judges makes, with the shape and a case."""
        from mra.recognition.shapes import RECOGNITION, read_shapes
        from mra.recognition.twins import differences

        seen = list(self._seen.values())
        shapes = read_shapes(location.ontologies)
        return [_problem(RECOGNITION, seen[number][0], shape) for number, shape in differences([facts for _, facts in seen], shapes, self._compiled)]

    def settle(self, location: Location) -> None:
        """Raises ``KnowledgeError`` if the judges differ on any case that was judged."""
        if problems := self.problems(location):
            raise KnowledgeError(say("check.summary", count=len(problems)), problems)


def proof_problems(location: Location) -> list[Problem]:
    """Where the two judges differ on the generic cases of the knowledge base at ``location``. Raises ``KnowledgeError`` if it cannot be loaded."""
    live = open_live(location)
    proof = Proof(live.criteria.compiled)
    for _ in generic_sheets(live, usual_day(live), lambda *_: None, proof):
        pass
    return proof.problems(location)


def _problem(which: str, case: Case, shape: str) -> Problem:
    name = f"{case.question.product} → {case.economy} {case.element.id} ← {'+'.join(piece.kind for piece in case.held)}"
    message, remedy = say("shapes.differ", shape=shape, case=name), say("shapes.differ.remedy")
    return Problem(code="shape-differ", file=f"ontologies/shapes/{which}", line=0, field=shape, value=name, message=message, remedy=remedy)
