"""Recognition cases of the real knowledge base, judged by Core shapes alone and with one SPARQL constraint beside them."""

from collections.abc import Callable, Iterator
from itertools import islice

import rdflib

from benchmarks.clock import side_by_side
from mra.gap.live import LiveSource
from mra.gap.request import SPECIMEN
from mra.model.evidence import Held
from mra.model.question import Question
from mra.recognition.cases import candidate_cases
from mra.recognition.criteria import Criteria
from mra.recognition.facts import CaseFacts, facts_of
from mra.recognition.shacl import failed_criteria

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
    """The facts of the first ``number`` generic cases of the knowledge base."""
    return list(islice(_cases(live), number))


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


def shacl_seconds(live: LiveSource, facts: list[CaseFacts], rounds: int) -> dict[str, float]:
    """Median seconds to judge ``facts``: with Core shapes only (``core``), with one SPARQL constraint more (``sparql``)."""
    with_query = Criteria(live.criteria.graph + rdflib.Graph().parse(data=SPARQL, format="turtle"), live.criteria.by_id)
    expected = failed_criteria(facts, live.criteria)

    def judge(criteria: Criteria) -> Callable[[], None]:
        def run() -> None:
            if failed_criteria(facts, criteria) != expected:
                raise RuntimeError("the two shapes graphs do not judge alike")

        return run

    return side_by_side({"core": judge(live.criteria), "sparql": judge(with_query)}, rounds)
