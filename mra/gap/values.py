"""Which values of an attribute the knowledge base speaks of: a misspelt one would silently fit no rule."""

from collections.abc import Iterable, Iterator

from mra.knowledge.base import Knowledge
from mra.model.condition import Scalar, Value, When
from mra.model.question import Question


def unused_values(knowledge: Knowledge, question: Question) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Words given for an attribute that no rule and no product group uses: the name, the word, the words in use.

    Codes of economies and attributes of which no word is in use are left alone.
    """
    for name, value in question.given.items():
        known = tuple(sorted(_known(knowledge, name)))
        for word in _words(value):
            if known and word.lower() not in known and word not in knowledge.economies:
                yield name, word, known


def _known(knowledge: Knowledge, name: str) -> set[str]:
    tested = {word for when in _conditions(knowledge) for found, test in when.tests if found == name for word in _words((*test.any_of, *test.none_of))}
    return {word.lower() for word in tested.union(*(_words(group.attributes.get(name, ())) for group in knowledge.groups.values()))}


def _words(value: Value) -> list[str]:
    values: Iterable[Scalar] = value if isinstance(value, tuple) else (value,)
    return [part for part in values if isinstance(part, str)]


def _conditions(knowledge: Knowledge) -> Iterator[When]:
    for scheme in knowledge.schemes.values():
        yield from (scope.when for scope in (*scheme.scopes, *scheme.exclusions))
        for route in scheme.routes:
            yield route.when
            yield from (element.when for element in route.elements)
    for kind in knowledge.evidence.values():
        yield from (entry.when for entry in kind.yields)
