"""Recognition cases of the real knowledge base, judged compiled, by Core shapes, and with one SPARQL constraint beside them."""

from collections.abc import Callable, Iterator
from itertools import islice

import rdflib

from benchmarks.clock import side_by_side
from mra.gap.live import LiveSource
from mra.gap.request import SPECIMEN
from mra.knowledge.locate import Location
from mra.model.evidence import Held
from mra.model.question import Question
from mra.recognition.cases import candidate_cases
from mra.recognition.compiled import facts_key
from mra.recognition.compiled import failed_criteria as compiled_failed
from mra.recognition.facts import CaseFacts, facts_of
from mra.recognition.shacl import failed_criteria
from mra.recognition.shapes import read_shapes

#: Says what rule:acceptance-in-force says, as a query that is asked of every case. It never fails of itself: nothing but time is added.
SPARQL = """
@prefix mra: <https://w3id.org/mra/core/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/mra/benchmark> sh:declare [ sh:prefix "mra" ; sh:namespace "https://w3id.org/mra/core/"^^xsd:anyURI ] .
<https://w3id.org/mra/benchmark/shape> a sh:NodeShape ;
    sh:targetClass mra:RecognitionCase ;
    sh:sparql [ a sh:SPARQLConstraint ; sh:prefixes <https://w3id.org/mra/benchmark> ;
        sh:select "SELECT $this WHERE { $this mra:acceptanceInForce false . $this mra:acceptanceInForce true }" ] .
"""


def some_cases(live: LiveSource, number: int) -> list[CaseFacts]:
    """The facts of generic cases of the knowledge base, up to ``number`` of them, no two alike: the reference judges equal ones once."""
    distinct = {facts_key(facts): facts for facts in _cases(live)}
    return list(islice(distinct.values(), number))


def _cases(live: LiveSource) -> Iterator[CaseFacts]:
    held = [Held(kind=kind) for kind in sorted(live.directory.kinds)]
    day = max(source.checked for source in live.knowledge.sources.values())
    for group in live.knowledge.groups.values():
        question = Question(product=group.id, as_of=day, defaults={**SPECIMEN, **group.attributes})
        for scheme in live.knowledge.schemes.values():
            for route in scheme.routes:
                for element in route.elements:
                    for case in candidate_cases(live.knowledge, scheme.economy, element, held, question):
                        yield facts_of(live.knowledge, case)


def judging_seconds(live: LiveSource, location: Location, facts: list[CaseFacts], rounds: int) -> dict[str, float]:
    """Median seconds to judge ``facts``: ``compiled``, in pySHACL with Core shapes only (``core``), with one SPARQL constraint more (``sparql``)."""
    shapes = read_shapes(location.ontologies)
    with_query = shapes + rdflib.Graph().parse(data=SPARQL, format="turtle")
    expected = failed_criteria(facts, shapes)

    def judge(judged: Callable[[], list[frozenset[str]]]) -> Callable[[], None]:
        def run() -> None:
            if judged() != expected:
                raise RuntimeError("the judges do not find the same")

        return run

    return side_by_side(
        {
            "compiled": judge(lambda: compiled_failed(facts, live.criteria.compiled)),
            "core": judge(lambda: failed_criteria(facts, shapes)),
            "sparql": judge(lambda: failed_criteria(facts, with_query)),
        },
        rounds,
    )
