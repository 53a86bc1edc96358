"""The two judges side by side: pySHACL is the reference, the compiled criteria must find the same."""

from collections.abc import Iterator, Sequence

import rdflib

from mra.recognition.case_facts import CaseFacts
from mra.recognition.compiled import CompiledCriteria
from mra.recognition.compiled import failed_criteria as compiled_failed
from mra.recognition.shacl import failed_criteria as reference_failed


def differences(facts: Sequence[CaseFacts], shapes: rdflib.Graph, compiled: CompiledCriteria) -> Iterator[tuple[int, str]]:
    """The number of the case and the shape of each finding that only one of the two makes."""
    pairs = zip(reference_failed(facts, shapes), compiled_failed(facts, compiled), strict=True)
    for number, (reference, found) in enumerate(pairs):
        yield from ((number, shape) for shape in sorted(reference ^ found))
