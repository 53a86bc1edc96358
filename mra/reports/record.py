"""A record of the knowledge base for people: every field under its name, concepts with their labels, sources spelt out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from mra.language import say
from mra.model.concept import Concepts
from mra.model.condition import Test, When
from mra.model.instrument import Member, ProductList
from mra.model.market import Coverage, ListedBody, Membership
from mra.model.number import NumberFormat
from mra.model.period import Period
from mra.model.scheme import Conditions, ExceptionClause, Searched
from mra.model.source import Source
from mra.model.text import Bilingual, Language
from mra.reports.outline import Section
from mra.reports.reading import shown

__all__ = ["sections"]

#: The concept list from which a field takes its values.
_LISTS: Final[Mapping[str, str]] = {
    "activities": "activity",
    "activity": "activity",
    "clock": "clock",
    "confidence": "confidence",
    "direction": "direction",
    "families": "family",
    "family": "family",
    "form": "form",
    "frequency": "frequency",
    "how": "how",
    "level": "coverage-level",
    "mechanism": "mechanism",
    "nature": "nature",
    "recognizes": "recognizes",
    "route_kind": "route-kind",
    "scheme_type": "scheme-type",
    "stages": "stage",
    "status": "status",
    "subject": "subject",
    "tier": "tier",
    "topic": "topic",
    "topics": "topic",
}
#: What is short enough to stand on one line.
_INLINE: Final = (Conditions, Coverage, ExceptionClause, ListedBody, Member, Membership, ProductList, Searched, NumberFormat)
_CITING: Final = frozenset({"source", "sources", "legal_basis"})


def sections(kind: str, name: str, record: Any, file: str, concepts: Concepts, sources: Mapping[str, Source], language: Language) -> list[Section]:
    """The record ``name`` of ``kind``, its parts below it, and its sources at the end."""
    sheet = _Sheet(concepts, sources, language)
    title = getattr(record, "label", None) or getattr(record, "title", None)
    heading = sheet.text(title) if title else name
    drawn = list(sheet.part(heading, record, 1, ((sheet.say("kind"), say(f"kind.{kind}").read(language)), (sheet.say("file"), file))))
    cited = [(source.id, f"{sheet.text(source.title)} — {source.publisher}, {source.checked}. {source.address}") for source in sheet.cited.values()]
    return [*drawn, *([Section(sheet.say("cited"), tuple(cited))] if cited and kind != "source" else [])]


class _Sheet:
    """Reads values in one language and remembers the sources on the way."""

    def __init__(self, concepts: Concepts, sources: Mapping[str, Source], language: Language) -> None:
        self.concepts, self.sources, self.language = concepts, sources, language
        self.cited: dict[str, Source] = {}

    def say(self, name: str) -> str:
        """The name of a field."""
        return say(f"field.{name}").read(self.language)

    def listed(self, texts: Iterable[str]) -> str:
        """Several values as one text."""
        return say("report.list-separator").read(self.language).join(texts)

    def text(self, text: Bilingual) -> str:
        """A text in both languages, the chosen one first; once if they do not differ."""
        first, second = (text.zh, text.en) if self.language == "zh" else (text.en, text.zh)
        return first if first == second else f"{first} / {second}"

    def part(self, heading: str, record: Any, level: int, lines: tuple[tuple[str, str], ...] = ()) -> Iterator[Section]:
        """One section for the plain fields, then one for each part that has fields of its own."""
        plain, below = list(lines), []
        for name, value in _given(record):
            if level == 1 and name in ("label", "title"):
                continue
            if isinstance(value, tuple) and value and is_dataclass(value[0]) and not isinstance(value[0], (*_INLINE, Bilingual)):
                below += [(f"{self.say(name)} {number}", part) for number, part in enumerate(value, start=1)]
            elif isinstance(value, tuple) and value and isinstance(value[0], (*_INLINE, Bilingual)):
                plain += [(self.say(name), self.value(name, part)) for part in value]
            else:
                plain.append((self.say(name), self.value(name, value)))
        yield Section(heading, tuple(plain), level=min(level, 3))
        for title, part in below:
            label = getattr(part, "id", None)
            yield from self.part(f"{heading + ' · ' if level > 1 else ''}{title}{f' ({label})' if label else ''}", part, level + 1)

    def value(self, name: str, value: Any) -> str:
        """One value of the field ``name`` as text."""
        if isinstance(value, Bilingual):
            return self.text(value)
        if isinstance(value, bool):
            return say(f"field.value.{'yes' if value else 'no'}").read(self.language)
        if isinstance(value, Period):
            return f"{value.start or '…'} – {value.end or '…'}"
        if isinstance(value, When):
            return self.listed(f"{attribute} {_test(test)}" for attribute, test in value.tests)
        if isinstance(value, _INLINE):
            return self.listed(say("report.fact", name=self.say(field), text=self.value(field, part)).read(self.language) for field, part in _given(value))
        if isinstance(value, Mapping):
            return self.listed(f"{key} = {self.value(key, part)}" for key, part in value.items())
        if isinstance(value, tuple):
            return ", ".join(self.value(name, part) for part in value)
        return self._word(name, value)

    def _word(self, name: str, value: Any) -> str:
        if name in _CITING and value in self.sources:
            self.cited[value] = self.sources[value]
        concept = self.concepts.get(_LISTS.get(name, ""), {}).get(str(value))
        return f"{concept.label.read(self.language)} [{value}]" if concept else str(value)


def _given(record: Any) -> Iterator[tuple[str, Any]]:
    """The fields that say something, in their order; the label is the heading."""
    for field in fields(record):
        value = getattr(record, field.name)
        if value not in (None, (), "", {}) and value != field.default and not (is_dataclass(value) and not list(_any(value))):
            yield field.name, value


def _any(value: Any) -> Iterator[Any]:
    yield from (part for field in fields(value) if (part := getattr(value, field.name)) not in (None, (), False, ""))


def _test(test: Test) -> str:
    if test.minimum is not None or test.maximum is not None:
        return f"{'' if test.minimum is None else f'≥ {test.minimum:g} '}{'' if test.maximum is None else f'≤ {test.maximum:g}'}".strip()
    return f"≠ {shown(test.none_of)}" if test.none_of else f"= {shown(test.any_of)}"
