"""Which values of an attribute the knowledge base speaks of: a misspelt one would silently fit no rule."""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping

from mra.knowledge.base import Knowledge
from mra.model.condition import Scalar, Value, When
from mra.model.evidence import EvidenceKind
from mra.model.question import Question
from mra.model.scheme import Scheme


def unused_values(words: Mapping[str, Collection[str]], economies: Container[str], question: Question) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Words given for an attribute that no rule and no product group uses: the name, the word, the ``words`` in use.

    Codes of ``economies`` and attributes of which no word is in use are left alone.
    """
    for name, value in question.given.items():
        known = tuple(sorted(words.get(name, ())))
        for word in _words(value):
            if known and word.lower() not in known and word not in economies:
                yield name, word, known


def words_in_use(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """The words, in lower case, that the rules and the product groups use for each attribute."""
    found: dict[str, set[str]] = {}
    records: tuple[Scheme | EvidenceKind, ...] = (*knowledge.schemes.values(), *knowledge.evidence.values())
    tested = (pair for record in records for pair in words_of(record))
    usual = ((name, word) for group in knowledge.groups.values() for name, value in group.attributes.items() for word in _words(value))
    for name, word in (*tested, *usual):
        found.setdefault(name, set()).add(word.lower())
    return {name: frozenset(words) for name, words in sorted(found.items())}


def words_of(record: Scheme | EvidenceKind) -> Iterator[tuple[str, str]]:
    """The words that the conditions of one record use, each with its attribute."""
    conditions = _of_scheme(record) if isinstance(record, Scheme) else (entry.when for entry in record.yields)
    for when in conditions:
        for name, test in when.tests:
            yield from ((name, word) for word in _words((*test.any_of, *test.none_of)))


def _words(value: Value) -> list[str]:
    values: Iterable[Scalar] = value if isinstance(value, tuple) else (value,)
    return [part for part in values if isinstance(part, str)]


def _of_scheme(scheme: Scheme) -> Iterator[When]:
    yield from (scope.when for scope in (*scheme.scopes, *scheme.exclusions))
    for route in scheme.routes:
        yield route.when
        yield from (element.when for element in route.elements)
