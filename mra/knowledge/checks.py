"""The constitution of the data: one function an editorial rule, run by ``mra check`` and by the tests alike."""

from collections.abc import Callable, Iterator
from typing import Final

from rdflib.namespace import DCTERMS

from mra.knowledge.forms import Reading, Reference
from mra.knowledge.locate import Location
from mra.knowledge.positions import Path
from mra.knowledge.shelf import Shelf, read_shelf, undefined_references
from mra.knowledge.turtle import read_turtle
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
    shelf.references.extend(shape_sources(location))
    problems = [*shelf.problems, *undefined_references(shelf, concepts)]
    if not problems:
        problems = [problem for rule in RULES for problem in rule(shelf)]
    if not problems and shapes:
        from mra.knowledge.graph import read_graph
        from mra.knowledge.record_shapes import shape_problems

        problems = shape_problems(read_graph(location), location.ontologies)
    return sorted(problems, key=lambda problem: problem.sort_key)


def shape_sources(location: Location) -> Iterator[Reference]:
    """The sources on which the criteria rest; they must exist like those of the records."""
    for file in sorted([*location.ontologies.glob("shapes/recognition/*.ttl"), *location.ontologies.glob("shapes/evidence.ttl")]):
        graph = read_turtle([file])
        for shape, source in sorted(graph.subject_objects(DCTERMS.source)):
            identifier, rule = str(source).rpartition("/")[2], str(shape).rpartition("/")[2]
            yield Reference("source", identifier, file.relative_to(location.root).as_posix(), (rule, "source"), 0)


def _problem(shelf: Shelf, kind: str, identifier: str, code: str, path: Path, value: str) -> Iterator[Problem]:
    """One problem of a record, at the line on which ``path`` stands."""
    whole = (*shelf.places.get((kind, identifier), ()), *path)
    reading = Reading(shelf.files[(kind, identifier)], {whole: shelf.line(kind, identifier, path)})
    reading.problem(code, whole, value)
    yield from reading.problems


def _elements(shelf: Shelf) -> Iterator[tuple[Scheme, Path, Element]]:
    for scheme in shelf.kind("scheme").values():
        for number, route in enumerate(scheme.routes):
            for position, element in enumerate(route.elements):
                yield scheme, ("route", number, "element", position), element


def _acceptances(shelf: Shelf) -> Iterator[tuple[Scheme, Path, Acceptance]]:
    for scheme, path, element in _elements(shelf):
        for number, acceptance in enumerate(element.accepts):
            yield scheme, (*path, "accepts", number), acceptance


def low_confidence_gives_its_reason(shelf: Shelf) -> Iterator[Problem]:
    """What is marked low says why nothing better was found."""
    for kind in ("source", "scheme", "instrument"):
        for identifier, record in shelf.kind(kind).items():
            if record.confidence == "low" and record.note is None:
                yield from _problem(shelf, kind, identifier, "low-without-reason", ("confidence",), identifier)
    for scheme, path, acceptance in _acceptances(shelf):
        if acceptance.confidence == "low" and acceptance.note is None:
            yield from _problem(shelf, "scheme", scheme.id, "low-without-reason", (*path, "confidence"), "+".join(acceptance.evidence))
    for identifier, kind in shelf.kind("evidence").items():
        for position, entry in enumerate(kind.yields):
            if entry.confidence == "low" and entry.note is None:
                yield from _problem(shelf, "evidence", identifier, "low-without-reason", ("yields", position, "confidence"), entry.topic)


def everything_has_a_source(shelf: Shelf) -> Iterator[Problem]:
    """Schemes, elements and acceptances name at least one source."""
    parts: list[tuple[Scheme, Path, str, tuple[str, ...]]] = [(scheme, (), scheme.id, scheme.sources) for scheme in shelf.kind("scheme").values()]
    parts += [(scheme, path, element.id, element.sources) for scheme, path, element in _elements(shelf)]
    parts += [(scheme, path, "+".join(acceptance.evidence), acceptance.sources) for scheme, path, acceptance in _acceptances(shelf)]
    for scheme, path, name, sources in parts:
        if not sources:
            yield from _problem(shelf, "scheme", scheme.id, "without-source", (*path, "sources"), name)


def acceptances_rest_on_authority(shelf: Shelf) -> Iterator[Problem]:
    """An acceptance that could give "recognized" or "partial" rests on law, treaty, regulator or scheme owner, or is marked low."""
    sources = shelf.kind("source")
    for scheme, path, acceptance in _acceptances(shelf):
        if acceptance.how in ("refused", "discretionary", "competence_only") or acceptance.confidence == "low":
            continue
        if not any(sources[name].tier in AUTHORITATIVE for name in acceptance.sources):
            yield from _problem(shelf, "scheme", scheme.id, "bare-acceptance", (*path, "sources"), "+".join(acceptance.evidence))


def what_remains_is_named(shelf: Shelf) -> Iterator[Problem]:
    """A rung of the ladder that leaves work names the work."""
    for scheme, path, acceptance in _acceptances(shelf):
        if acceptance.how in _NEEDS_REST and not acceptance.delta and not acceptance.open:
            yield from _problem(shelf, "scheme", scheme.id, "no-rest-named", (*path, "how"), "+".join(acceptance.evidence))


def elements_are_unique(shelf: Shelf) -> Iterator[Problem]:
    """Two elements of one route never share an id."""
    for scheme in shelf.kind("scheme").values():
        for number, route in enumerate(scheme.routes):
            names = [element.id for element in route.elements]
            for position, name in enumerate(names):
                if name in names[:position]:
                    yield from _problem(shelf, "scheme", scheme.id, "duplicate-element", ("route", number, "element", position, "id"), name)


def coverage_is_honest(shelf: Shelf) -> Iterator[Problem]:
    """``reviewed`` has a day and an authoritative source, ``partial`` names its open points."""
    sources = shelf.kind("source")
    for code, economy in shelf.kind("economy").items():
        for position, entry in enumerate(economy.coverage):
            path: Path = ("coverage", position, "level")
            if entry.level == "partial" and not entry.open:
                yield from _problem(shelf, "economy", code, "partial-without-points", path, entry.family)
            if entry.level == "reviewed" and entry.reviewed is None:
                yield from _problem(shelf, "economy", code, "reviewed-without-day", path, entry.family)
            if entry.level == "reviewed" and not any(sources[name].tier in AUTHORITATIVE for name in entry.sources):
                yield from _problem(shelf, "economy", code, "reviewed-on-weak-source", path, entry.family)


def number_formats_are_tried(shelf: Shelf) -> Iterator[Problem]:
    """A pattern of certificate numbers takes each of its examples and none of its look-alikes; it has both."""
    for scheme in shelf.kind("scheme").values():
        if (form := scheme.certificate_number) is None:
            continue
        for key, numbers, wanted in (("examples", form.examples, True), ("decoys", form.decoys, False)):
            path: Path = ("certificate_number", key)
            if not numbers:
                yield from _problem(shelf, "scheme", scheme.id, "number-untried", path, form.pattern)
            for position, number in enumerate(numbers):
                if form.fits(number) is not wanted:
                    yield from _problem(shelf, "scheme", scheme.id, "number-refused" if wanted else "number-taken", (*path, position), number)


def figures_name_elements(shelf: Shelf) -> Iterator[Problem]:
    """A published fee or time is about an element that the scheme has on that route."""
    for scheme, published, file, line in shelf.costs:
        routes = [route for route in shelf.kind("scheme")[scheme].routes if published.route in (None, route.id)]
        if not any(element.id == published.element for route in routes for element in route.elements):
            path: Path = (line - 1, "element")
            reading = Reading(file, {path: line})
            reading.problem("figure-without-element", path, "/".join(filter(None, (published.route, published.element))))
            yield from reading.problems


def sources_are_used(shelf: Shelf) -> Iterator[Problem]:
    """No source lies about unused."""
    used = {reference.id for reference in shelf.references if reference.kind == "source"}
    for identifier in shelf.kind("source"):
        if identifier not in used:
            yield from _problem(shelf, "source", identifier, "unused-source", ("id",), identifier)


#: In the order in which they run; every public rule of this module is one of them.
RULES: Final[tuple[Rule, ...]] = (
    low_confidence_gives_its_reason,
    everything_has_a_source,
    acceptances_rest_on_authority,
    what_remains_is_named,
    elements_are_unique,
    coverage_is_honest,
    number_formats_are_tried,
    figures_name_elements,
    sources_are_used,
)
