"""The criteria: one named shape each, with what it says when it fails and the compiled form that judges."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from mra.model.sheet import Effect
from mra.model.text import Bilingual
from mra.recognition.compiled import CompiledCriteria


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What a shape judges: its dimension, what it decides, its effect on failure, clause, source and sentence.

    ``target`` is the class of the cases that it concerns, ``path`` the fact that it reads.
    """

    id: str
    shape: str
    target: str
    path: str
    decides: str
    effect: Effect
    clause: str
    message: Bilingual
    dimension: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """The criteria of one set of shapes by id, and their compiled form."""

    by_id: Mapping[str, Criterion]
    compiled: CompiledCriteria

    def concerning(self, classes: set[str], about: Collection[str] = ("recognition", "equivalence")) -> tuple[str, ...]:
        """Ids of the criteria that decide what is asked ``about`` and concern a case of these classes."""
        return tuple(identifier for identifier, criterion in self.by_id.items() if criterion.decides in about and criterion.target in classes)
