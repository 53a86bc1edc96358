"""The library face: load the knowledge base, judge one product in one market, answer for several."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from mra.gap.live import LiveSource as _LiveSource
from mra.gap.live import directory_of
from mra.gap.request import Request, ask, parse_destinations, parse_held
from mra.knowledge.base import Knowledge
from mra.knowledge.load import load
from mra.knowledge.locate import locate
from mra.model.condition import Value
from mra.model.report import DestinationReport, GapReport
from mra.recognition.shapes import EVIDENCE, read_criteria

__all__ = ["assess", "gap_report", "load_knowledge"]


def load_knowledge(folder: Path | None = None) -> Knowledge:
    """Load the knowledge base in ``folder``, or the one that comes with the package.

    Raises ``InputError`` if there is none and ``KnowledgeError``, with all problems, if it fails its checks.
    """
    return load(locate(folder))


def assess(
    knowledge: Knowledge, product: str, destination: str, held: Sequence[str], *, as_of: date, attributes: Mapping[str, Value] | None = None
) -> DestinationReport:
    """Judge what is ``held`` (as on the command line) against all requirements of one destination."""
    return gap_report(knowledge, product, [destination], held, as_of=as_of, attributes=attributes).destinations[0]


def gap_report(
    knowledge: Knowledge,
    product: str,
    destinations: Sequence[str],
    held: Sequence[str],
    *,
    as_of: date,
    attributes: Mapping[str, Value] | None = None,
    folder: Path | None = None,
) -> GapReport:
    """The gap report of ``product`` (id, goods code or name) for ``destinations`` on the day ``as_of``.

    ``folder`` names the knowledge base whose shapes judge, if it is not the package's own. Raises ``InputError`` for
    anything that is not understood.
    """
    directory = directory_of(knowledge)
    question = ask(directory, product, dict(attributes or {}), as_of)
    request = Request(question=question, destinations=tuple(parse_destinations(directory, destinations)), held=tuple(parse_held(directory, held)))
    ontologies = locate(folder).ontologies
    return _LiveSource(knowledge, read_criteria(ontologies), directory, read_criteria(ontologies, EVIDENCE)).report(request)
