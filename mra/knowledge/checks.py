"""The constitution of the data: one function an editorial rule, run by ``mra check`` and by the tests alike."""

from collections.abc import Callable, Iterator
from typing import Final

from mra.knowledge.forms import Reading
from mra.knowledge.load import Shelf, read_shelf, undefined_references
from mra.knowledge.locate import Location
from mra.knowledge.vocabulary import read_concepts
from mra.model.problem import Problem
from mra.model.scheme import Acceptance, Element, Scheme
from mra.model.source import AUTHORITATIVE

Rule = Callable[[Shelf], Iterator[Problem]]
_NEEDS_REST: Final = frozenset({"difference_tests", "report_reused"})


def check(location: Location, *, shapes: bool = True) -> list[Problem]:
    """All problems of the knowledge base at ``location``, sorted by file and line.

    The editorial rules and the SHACL record shapes are only run over files that can be read and whose references lead somewhere.
    """
    concepts = read_concepts(location.ontologies / "concepts")
    shelf = read_shelf(location)
    problems = [*shelf.problems, *undefined_references(shelf, concepts)]
    if not problems:
        problems = [problem for rule in RULES for problem in rule(shelf)]
    if not problems and shapes:
        from mra.knowledge.graph import read_graph
        from mra.knowledge.record_shapes import shape_problems

        problems = shape_problems(read_graph(location), location.ontologies)
    return sorted(problems, key=lambda problem: problem.sort_key)


def _problem(shelf: Shelf, kind: str, identifier: str, code: str, field: str, value: str, **values: object) -> Iterator[Problem]:
    reading = Reading(shelf.files[(kind, identifier)], {})
    reading.problem(code, (field,), value, **values)
    yield from reading.problems


def _elements(shelf: Shelf) -> Iterator[tuple[Scheme, str, Element]]:
    for scheme in shelf.kind("scheme").values():
        for route in scheme.routes:
            for element in route.elements:
                yield scheme, f"{route.id}/{element.id}", element


def _acceptances(shelf: Shelf) -> Iterator[tuple[Scheme, str, Acceptance]]:
    for scheme, place, element in _elements(shelf):
        for acceptance in element.accepts:
            yield scheme, f"{place} ← {'+'.join(acceptance.evidence)}", acceptance


def low_confidence_gives_its_reason(shelf: Shelf) -> Iterator[Problem]:
    """What is marked low says why nothing better was found."""
    for kind in ("source", "scheme", "instrument"):
        for identifier, record in shelf.kind(kind).items():
            if record.confidence == "low" and record.note is None:
                yield from _problem(shelf, kind, identifier, "low-without-reason", "note", identifier)
    for scheme, place, acceptance in _acceptances(shelf):
        if acceptance.confidence == "low" and acceptance.note is None:
            yield from _problem(shelf, "scheme", scheme.id, "low-without-reason", "note", place)


def everything_has_a_source(shelf: Shelf) -> Iterator[Problem]:
    """Schemes, elements and acceptances name at least one source."""
    for scheme in shelf.kind("scheme").values():
        if not scheme.sources:
            yield from _problem(shelf, "scheme", scheme.id, "scheme-without-source", "sources", scheme.id)
    parts: list[tuple[Scheme, str, tuple[str, ...]]] = [(scheme, place, element.sources) for scheme, place, element in _elements(shelf)]
    parts += [(scheme, place, acceptance.sources) for scheme, place, acceptance in _acceptances(shelf)]
    for scheme, place, sources in parts:
        if not sources:
            yield from _problem(shelf, "scheme", scheme.id, "scheme-without-source", "sources", place)


def acceptances_rest_on_authority(shelf: Shelf) -> Iterator[Problem]:
    """An acceptance that could give "recognized" or "partial" rests on law, treaty, regulator or scheme owner, or is marked low."""
    sources = shelf.kind("source")
    for scheme, place, acceptance in _acceptances(shelf):
        if acceptance.how in ("refused", "discretionary", "competence_only") or acceptance.confidence == "low":
            continue
        if not any(sources[name].tier in AUTHORITATIVE for name in acceptance.sources):
            yield from _problem(shelf, "scheme", scheme.id, "bare-acceptance", "sources", place)


def what_remains_is_named(shelf: Shelf) -> Iterator[Problem]:
    """A rung of the ladder that leaves work names the work."""
    for scheme, place, acceptance in _acceptances(shelf):
        if acceptance.how in _NEEDS_REST and not acceptance.delta and not acceptance.open:
            yield from _problem(shelf, "scheme", scheme.id, "no-rest-named", "delta", place)


def elements_are_unique(shelf: Shelf) -> Iterator[Problem]:
    """Two elements of one route never share an id."""
    for scheme in shelf.kind("scheme").values():
        for route in scheme.routes:
            names = [element.id for element in route.elements]
            for name in sorted({name for name in names if names.count(name) > 1}):
                yield from _problem(shelf, "scheme", scheme.id, "duplicate-element", "route", f"{route.id}/{name}")


def coverage_is_honest(shelf: Shelf) -> Iterator[Problem]:
    """``reviewed`` has a day and an authoritative source, ``partial`` names its open points."""
    sources = shelf.kind("source")
    for code, economy in shelf.kind("economy").items():
        for entry in economy.coverage:
            if entry.level == "partial" and not entry.open:
                yield from _problem(shelf, "economy", code, "partial-without-points", "coverage", entry.family)
            if entry.level == "reviewed" and entry.reviewed is None:
                yield from _problem(shelf, "economy", code, "reviewed-without-day", "coverage", entry.family)
            if entry.level == "reviewed" and not any(sources[name].tier in AUTHORITATIVE for name in entry.sources):
                yield from _problem(shelf, "economy", code, "reviewed-on-weak-source", "coverage", entry.family)


def sources_are_used(shelf: Shelf) -> Iterator[Problem]:
    """No source lies about unused."""
    used = {reference.id for reference in shelf.references if reference.kind == "source"}
    for identifier in shelf.kind("source"):
        if identifier not in used:
            yield from _problem(shelf, "source", identifier, "unused-source", "id", identifier)


#: In the order in which they run; every public rule of this module is one of them.
RULES: Final[tuple[Rule, ...]] = (
    low_confidence_gives_its_reason,
    everything_has_a_source,
    acceptances_rest_on_authority,
    what_remains_is_named,
    elements_are_unique,
    coverage_is_honest,
    sources_are_used,
)
