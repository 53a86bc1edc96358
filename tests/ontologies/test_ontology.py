"""The vocabulary covers what is written with it, and says what each of its words means."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.namespace import DC, DCTERMS, ORG, OWL, PROV, RDF, RDFS, SH, SKOS, XSD, DefinedNamespace

from mra.knowledge import records
from mra.knowledge.forms import Form, Many, Table
from mra.knowledge.graph import KnowledgeGraph, read_context, read_graph, read_vocabulary
from mra.knowledge.locate import Location
from mra.knowledge.nodes import words_by_language
from mra.knowledge.vocabulary import BASE, MRA

REPOSITORY = Path(__file__).resolve().parent.parent.parent
ONTOLOGIES = REPOSITORY / "ontologies"
SMALL_BASE = REPOSITORY / "tests" / "knowledge" / "small_base" / "mappings"
CORE = rdflib.URIRef("https://w3id.org/mra/core")
CLOSED: tuple[type[DefinedNamespace], ...] = (DC, DCTERMS, ORG, OWL, PROV, RDF, RDFS, SH, SKOS, XSD)
CONTEXT = read_context(ONTOLOGIES)
VOCABULARY = read_vocabulary(ONTOLOGIES)
OWN_TERMS = sorted(term for term in VOCABULARY.subjects(RDFS.isDefinedBy, CORE) if isinstance(term, rdflib.URIRef))


def _turtle_files() -> list[Path]:
    return sorted(file for file in ONTOLOGIES.rglob("*.ttl") if "imports" not in file.relative_to(ONTOLOGIES).parts)


def _imported() -> rdflib.Graph:
    graph = rdflib.Graph()
    for file in sorted((ONTOLOGIES / "imports").rglob("*.ttl")):
        graph.parse(file, format="turtle")
    return graph


def _is_defined(term: rdflib.URIRef, known: set[rdflib.term.Node]) -> bool:
    return term in known or any(str(term).startswith(str(namespace)) and term in namespace for namespace in CLOSED)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    root = tmp_path_factory.mktemp("small")
    (root / "mappings").symlink_to(SMALL_BASE)
    (root / "ontologies").symlink_to(ONTOLOGIES)
    return read_graph(Location(root))


# ---- every word is defined


@pytest.mark.parametrize("file", _turtle_files(), ids=lambda file: file.relative_to(ONTOLOGIES).as_posix())
def test_every_term_used_is_defined(file: Path) -> None:
    """Predicates and classes of any namespace; own terms, concepts and rules wherever they stand."""
    known = set(VOCABULARY.subjects()) | set(_imported().subjects())
    graph = rdflib.Graph().parse(file, format="turtle")
    predicates: set[Any] = set(graph.predicates()) | set(graph.objects(None, RDF.type)) | set(graph.objects(None, SH.path))
    own = {term for triple in graph for term in triple if isinstance(term, rdflib.URIRef) and str(term).startswith((str(MRA), f"{BASE}concept/"))}
    used = {term for term in predicates | own if isinstance(term, rdflib.URIRef) and term != rdflib.URIRef(f"{MRA}0.1.0")}
    assert not sorted(str(term) for term in used if not _is_defined(term, known))


def test_every_term_that_the_rules_write_in_queries_is_defined() -> None:
    queries = " ".join(str(query) for file in (ONTOLOGIES / "rules").glob("*.ttl") for query in rdflib.Graph().parse(file).objects(None, SH.construct))
    words = set(re.findall(r"\bmra:(\w+)", queries))
    assert words
    assert not [word for word in words if MRA[word] not in OWN_TERMS]


def _terms(context: Any) -> Iterator[str]:
    for key, term in context.items():
        compact = term.get("@id", "") if isinstance(term, dict) else str(term)
        if not key.startswith("@") and not compact.startswith("http"):
            yield compact
        if isinstance(term, dict) and "@context" in term:
            yield from _terms(term["@context"])


def test_every_property_of_the_context_is_defined() -> None:
    for compact in _terms(CONTEXT):
        prefix, _, local = compact.partition(":")
        term = rdflib.URIRef(f"{CONTEXT[prefix]}{local}")
        assert _is_defined(term, set(OWN_TERMS)), compact


def test_every_property_and_class_of_the_graph_is_defined(small: KnowledgeGraph) -> None:
    known = set(VOCABULARY.subjects()) | set(_imported().subjects())
    used = {*small.records.predicates(), *small.derived.predicates(), *small.everything.objects(None, RDF.type)}
    assert not [term for term in used if not _is_defined(rdflib.URIRef(str(term)), known)]


def test_every_own_term_that_the_program_names_is_defined() -> None:
    for file in sorted((REPOSITORY / "mra").rglob("*.py")):
        named = set(re.findall(r"\bMRA\.([A-Za-z]\w*)", file.read_text(encoding="utf-8")))
        assert not [name for name in named if MRA[name] not in OWN_TERMS], file


def test_the_small_base_uses_every_property_of_the_context(small: KnowledgeGraph) -> None:
    used = set(small.records.predicates())
    properties = [compact for compact in _terms(CONTEXT) if ":" in compact]
    assert not [compact for compact in properties if rdflib.URIRef(CONTEXT[compact.partition(":")[0]] + compact.partition(":")[2]) not in used]


def test_values_keep_to_the_declared_ranges(small: KnowledgeGraph) -> None:
    for name, declared in VOCABULARY.subject_objects(RDFS.range):
        for value in small.records.objects(None, name):
            if str(declared).startswith(str(XSD)):
                assert isinstance(value, rdflib.Literal)
                assert value.datatype == declared or (declared == XSD.string and value.datatype is None), (name, value)
            elif declared == RDF.langString:
                assert isinstance(value, rdflib.Literal)
                assert value.language in ("en", "zh"), (name, value)
            elif str(declared).startswith(str(MRA)):
                classes = {above for of in small.everything.objects(value, RDF.type) for above in small.vocabulary.transitive_objects(of, RDFS.subClassOf)}
                assert declared in classes, (name, value)


def test_subjects_keep_to_the_declared_domains(small: KnowledgeGraph) -> None:
    for name, declared in VOCABULARY.subject_objects(RDFS.domain):
        for subject in small.records.subjects(name, None):
            assert (subject, RDF.type, declared) in small.everything, (name, subject)


# ---- every word is explained


@pytest.mark.parametrize("term", OWN_TERMS, ids=lambda term: str(term).removeprefix(str(MRA)))
def test_own_terms_have_label_and_definition_in_both_languages(term: rdflib.URIRef) -> None:
    for predicate in (RDFS.label, SKOS.definition):
        languages = sorted(str(text.language) for text in VOCABULARY.objects(term, predicate) if isinstance(text, rdflib.Literal))
        assert languages == ["en", "zh"], predicate


def test_concepts_have_label_definition_and_notation() -> None:
    for concept in VOCABULARY.subjects(RDF.type, SKOS.Concept):
        for predicate in (SKOS.prefLabel, SKOS.definition):
            languages = {text.language for text in VOCABULARY.objects(concept, predicate) if isinstance(text, rdflib.Literal)}
            assert languages == {"en", "zh"}, (concept, predicate)
        assert VOCABULARY.value(concept, SKOS.notation), concept


def test_the_ontology_says_its_version() -> None:
    assert VOCABULARY.value(CORE, OWL.versionIRI) == rdflib.URIRef("https://w3id.org/mra/core/0.1.0")
    assert (CORE, OWL.imports, rdflib.URIRef("http://data.europa.eu/m8g")) in VOCABULARY
    assert (rdflib.URIRef("http://data.europa.eu/m8g"), RDF.type, OWL.Ontology) in _imported()


def test_every_import_says_where_it_comes_from() -> None:
    folders = [folder for folder in (ONTOLOGIES / "imports").iterdir() if folder.is_dir()]
    assert folders
    for folder in folders:
        text = (folder / "SOURCE.md").read_text(encoding="utf-8")
        assert all(word in text for word in ("Version", "Origin", "Licence")), folder


# ---- the context covers the forms


def _missing(form: Form, context: Any, path: str) -> Iterator[str]:
    inner = form.item if isinstance(form, Many) else form
    if not isinstance(inner, Table) or words_by_language(inner):
        return
    for name, below in inner.keys.items():
        key = name.rstrip("!")
        if key not in context:
            yield f"{path}.{key}"
        else:
            scoped = context[key].get("@context", {}) if isinstance(context[key], dict) else {}
            yield from _missing(below, {**context, **scoped}, f"{path}.{key}")


def _files() -> Iterator[tuple[str, Form]]:
    """The form of each kind of record; the arrays that hold several records in a file are no part of one."""
    yield from (
        ("scheme", records.SCHEME),
        ("instrument", records.INSTRUMENT),
        ("evidence", records.EVIDENCE),
        ("economy", records.ECONOMY),
    )
    yield from (("source", records.SOURCE), ("product", records.GROUP), ("body-list", records.BODY_LIST))


@pytest.mark.parametrize(("name", "form"), list(_files()), ids=[name for name, _ in _files()])
def test_the_context_covers_every_key(name: str, form: Form) -> None:
    assert not list(_missing(form, CONTEXT, name))
