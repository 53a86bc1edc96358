"""The recognition shapes as plain predicates: the form that judges, everywhere and at once.

Each shape is one comparison of one fact, so it needs no graph. pySHACL (``shacl``) stays the reference: what is said here of a
fact, present, absent or of the wrong type, is what pySHACL says of it, and a build refuses to go on where the two differ.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from mra.model.sheet import FactValue
from mra.recognition.case_facts import CaseFacts

Operator = Literal["minCount", "maxCount", "in", "hasValue", "minInclusive", "maxInclusive", "datatype"]
#: What tells two fact sets apart; the type counts, as ``True == 1`` in Python and not in RDF.
FactsKey = tuple[frozenset[str], frozenset[tuple[str, type, FactValue]]]

_DATATYPES: Final[Mapping[type, str]] = {bool: "boolean", int: "integer", str: "string"}


class StrangeFactsError(RuntimeError):
    """A case has a class or a fact that no shape reads: a criterion would be passed over in silence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledShape:
    """One shape: whom it concerns (a class of cases or, ``by_fact``, the cases that have the fact ``target``), what it reads, its one constraint."""

    id: str
    target: str
    path: str
    operator: Operator
    operand: tuple[FactValue, ...]
    by_fact: bool = False

    def fails(self, value: FactValue | None) -> bool:
        """Whether a case that is concerned fails with this value of the fact; ``None`` is absent."""
        return _FAILS[self.operator](value, self.operand)


@dataclass(frozen=True, kw_only=True)
class CompiledCriteria:
    """The shapes of one set. Every case is of the class ``root`` and fails the shape ``witness``, which says no more than that it was seen."""

    root: str
    witness: str
    shapes: tuple[CompiledShape, ...]

    @cached_property
    def by_class(self) -> Mapping[str, tuple[CompiledShape, ...]]:
        """The shapes that concern each class, but for the witness; a class that is not here is known to no shape."""
        found: dict[str, list[CompiledShape]] = {self.root: []}
        for shape in self.shapes:
            if not shape.by_fact and shape.id != self.witness:
                found.setdefault(shape.target, []).append(shape)
        return {name: tuple(shapes) for name, shapes in found.items()}

    @cached_property
    def by_fact(self) -> Mapping[str, tuple[CompiledShape, ...]]:
        """The shapes that concern whatever has a fact; a fact that is not here is read by no shape."""
        found: dict[str, list[CompiledShape]] = {shape.path: [] for shape in self.shapes if shape.id != self.witness}
        for shape in self.shapes:
            if shape.by_fact:
                found.setdefault(shape.target, []).append(shape)
        return {name: tuple(shapes) for name, shapes in found.items()}

    def refuse_strangers(self, classes: Collection[str], facts: Collection[str]) -> None:
        """Raises ``StrangeFactsError`` if a class or a fact is known to no shape."""
        if strange := sorted({*classes} - self.by_class.keys() | {*facts} - self.by_fact.keys()):
            raise StrangeFactsError(f"no shape reads {', '.join(strange)}")


def failed_criteria(facts: Sequence[CaseFacts], compiled: CompiledCriteria) -> list[frozenset[str]]:
    """The ids of the criteria that each case fails, in the order of ``facts``; equal fact sets are judged once.

    Raises ``StrangeFactsError`` if a case has a class or a fact that no shape reads.
    """
    judged: dict[FactsKey, frozenset[str]] = {}
    found = []
    for case in facts:
        key = facts_key(case)
        if key not in judged:
            judged[key] = _failed(case, compiled)
        found.append(judged[key])
    return found


def facts_key(case: CaseFacts) -> FactsKey:
    """The same for cases that no shape can tell apart."""
    return frozenset(case.classes), frozenset((name, type(value), value) for name, value in case.values.items())


def _failed(case: CaseFacts, compiled: CompiledCriteria) -> frozenset[str]:
    compiled.refuse_strangers(case.classes, case.values)
    classes = (shape for name in {compiled.root, *case.classes} for shape in compiled.by_class[name])
    present = (shape for name in case.values for shape in compiled.by_fact[name])
    return frozenset(shape.id for shapes in (classes, present) for shape in shapes if shape.fails(case.values.get(shape.path)))


def _is_among(value: FactValue, operand: Sequence[FactValue]) -> bool:
    return any(type(value) is type(wanted) and value == wanted for wanted in operand)


def _is_below(value: FactValue, limit: FactValue) -> bool:
    """Whether ``value`` is below ``limit`` or cannot be compared: a text or a truth value is not at least any number."""
    return type(value) is not int or value < int(limit)


def _is_above(value: FactValue, limit: FactValue) -> bool:
    """Whether ``value`` is above ``limit`` or cannot be compared. pySHACL orders a truth value before every number; the shape of the datatype refuses it."""
    return isinstance(value, str) or (type(value) is int and value > int(limit))


#: The one definition of each constraint. An absent value (``None``) breaks only what asks for one.
_FAILS: Final[Mapping[Operator, Callable[[FactValue | None, Sequence[FactValue]], bool]]] = {
    "minCount": lambda value, operand: value is None,
    "maxCount": lambda value, operand: value is not None,
    "hasValue": lambda value, operand: value is None or not _is_among(value, operand),
    "in": lambda value, operand: value is not None and not _is_among(value, operand),
    "minInclusive": lambda value, operand: value is not None and _is_below(value, operand[0]),
    "maxInclusive": lambda value, operand: value is not None and _is_above(value, operand[0]),
    "datatype": lambda value, operand: value is not None and _DATATYPES[type(value)] != operand[0],
}
