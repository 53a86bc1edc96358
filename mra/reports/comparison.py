"""Two schemes side by side, printed."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from mra.language import say
from mra.model.concept import Concepts
from mra.model.source import Source
from mra.model.text import Bilingual, Language
from mra.reports.outline import Section, columns, markdown, markdown_columns, plain
from mra.reports.parts import MARKS, assumptions_of, sources_of

if TYPE_CHECKING:
    from mra.knowledge.base import Knowledge
    from mra.recognition.comparison import Facet, Reception, SchemeComparison

__all__ = ["RENDERERS"]

_WIDTHS: Final = (11, 20, 20, 12, 12, 12)


def _table(comparison: "SchemeComparison", knowledge: "Knowledge", language: Language, width: int) -> str:
    heads, rows = _heads(language), _rows(comparison, knowledge.concepts, language)
    head, end = _head(comparison, knowledge, language), _end(comparison, knowledge, language)
    return plain(head, width) + "\n" + columns(heads, rows, _WIDTHS, width) + "\n" + plain(end, width)


def _md(comparison: "SchemeComparison", knowledge: "Knowledge", language: Language, width: int) -> str:
    heads, rows = _heads(language), _rows(comparison, knowledge.concepts, language)
    head, end = _head(comparison, knowledge, language), _end(comparison, knowledge, language)
    return markdown(head) + "\n" + markdown_columns(heads, rows) + "\n" + markdown(end)


def _end(comparison: "SchemeComparison", knowledge: "Knowledge", language: Language) -> list[Section]:
    """What each makes of the other, the sources of that, and what this is not."""
    sections = list(_receptions(comparison, knowledge.concepts, language))
    if sources := _sources(comparison):
        lines = tuple((name, _source_line(knowledge.sources[name], language)) for name in sources)
        sections.append(Section(say("compare.sources").read(language), lines))
    closing = (say("report.disclaimer"), say("report.made-from", release=knowledge.fingerprint))
    return [*sections, Section("", tuple(("", text.read(language)) for text in closing), level=1)]


def _sources(comparison: "SchemeComparison") -> tuple[str, ...]:
    """The sources of what was judged, each once."""
    found: list[str] = []
    for reception in (comparison.there, comparison.back):
        if entry := reception.requirement:
            found += [*entry.requirement.sources, *(name for element in (entry.best.deciding if entry.best else ()) for name in sources_of(element))]
    return tuple(dict.fromkeys(found))


def _source_line(source: Source, language: Language) -> str:
    checked = say("report.checked", day=source.checked).read(language)
    parts = (source.title.read(language), source.publisher, checked)
    return f"{say('report.part-separator').read(language).join(parts)} {source.address}"


def _head(comparison: "SchemeComparison", knowledge: "Knowledge", language: Language) -> list[Section]:
    title = say("compare.title", one=comparison.one.label, other=comparison.other.label)
    lines = tuple(
        (say(f"compare.{key}").read(language), say("report.named", label=scheme.label, id=scheme.id).read(language))
        for key, scheme in (("one", comparison.one), ("other", comparison.other))
    )
    product = say("report.named", label=knowledge.groups[comparison.question.product].label, id=comparison.question.product)
    asked = say("compare.asked", product=product, day=comparison.question.as_of).read(language)
    return [Section(title.read(language), (*lines, (say("compare.for").read(language), asked)), level=1)]


def _heads(language: Language) -> list[str]:
    return [say(f"compare.head.{key}").read(language) for key in ("dimension", "one", "other", "likeness", "there", "back")]


def _rows(comparison: "SchemeComparison", concepts: Concepts, language: Language) -> list[list[str]]:
    return [
        [
            concepts["dimension"][facet.dimension].label.read(language),
            _joined(facet.one, language),
            _joined(facet.other, language),
            say(f"compare.likeness.{facet.likeness}").read(language) if facet.likeness else "—",
            *(_outcome(facet, reception, language) for reception in (comparison.there, comparison.back)),
        ]
        for facet in comparison.facets
    ]


def _joined(texts: tuple[Bilingual, ...], language: Language) -> str:
    return say("report.list-separator").read(language).join(text.read(language) for text in texts) or "—"


def _outcome(facet: "Facet", reception: "Reception", language: Language) -> str:
    effect = reception.effects.get(facet.dimension)
    return say(f"compare.effect.{effect or 'not-judged'}").read(language)


def _receptions(comparison: "SchemeComparison", concepts: Concepts, language: Language) -> Iterator[Section]:
    pairs = ((comparison.there, comparison.one, comparison.other), (comparison.back, comparison.other, comparison.one))
    for reception, sender, receiver in pairs:
        heading = say("compare.reception", sender=sender.label, receiver=receiver.label).read(language)
        entry = reception.requirement
        if not reception.kinds:
            yield Section(heading, (("", say("compare.no-kind", scheme=sender.label).read(language)),))
        elif entry is None:
            yield Section(heading, (("", say("compare.no-requirement", scheme=receiver.label, product=comparison.question.product).read(language)),))
        else:
            verdict = f"{MARKS[entry.verdict]} {concepts['verdict'][entry.verdict].label.read(language)}"
            lines = [(say("compare.evidence").read(language), ", ".join(reception.kinds)), (say("compare.verdict").read(language), verdict)]
            lines += [(say("compare.because").read(language), reason.message.read(language)) for reason in entry.requirement.reasons if not entry.routes]
            lines += [(say("compare.assumptions").read(language), text.read(language)) for text in assumptions_of(entry)]
            lines += [(f"× {criterion.id}", criterion.message.read(language)) for criterion in reception.failed]
            yield Section(heading, tuple(lines))


def _json(comparison: "SchemeComparison", knowledge: "Knowledge", language: Language, width: int) -> str:
    concepts = knowledge.concepts
    data = {
        "schema": "mra-comparison/1",
        "one": {"id": comparison.one.id, "label": comparison.one.label.as_dict()},
        "other": {"id": comparison.other.id, "label": comparison.other.label.as_dict()},
        "product": comparison.question.product,
        "as_of": comparison.question.as_of.isoformat(),
        "kb_version": knowledge.fingerprint,
        "disclaimer": say("report.disclaimer").as_dict(),
        "dimensions": [
            {
                "id": facet.dimension,
                "label": concepts["dimension"][facet.dimension].label.as_dict(),
                "one": [text.as_dict() for text in facet.one],
                "other": [text.as_dict() for text in facet.other],
                "likeness": facet.likeness,
                "there": comparison.there.effects.get(facet.dimension),
                "back": comparison.back.effects.get(facet.dimension),
            }
            for facet in comparison.facets
        ],
        "there": _reception_data(comparison.there),
        "back": _reception_data(comparison.back),
        "sources": [_source_data(knowledge.sources[name]) for name in _sources(comparison)],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _reception_data(reception: "Reception") -> dict[str, Any]:
    return {
        "evidence": list(reception.kinds),
        "by": reception.by,
        "verdict": reception.requirement.verdict if reception.requirement else None,
        "confidence": reception.requirement.confidence if reception.requirement else None,
        "failed": [{"id": criterion.id, "shape": criterion.shape, "message": criterion.message.as_dict()} for criterion in reception.failed],
    }


def _source_data(source: Source) -> dict[str, Any]:
    title = source.title.as_dict()
    return {"id": source.id, "title": title, "publisher": source.publisher, "address": source.address, "checked": source.checked.isoformat()}


RENDERERS: Final[Mapping[str, Callable[["SchemeComparison", "Knowledge", Language, int], str]]] = {"table": _table, "md": _md, "json": _json}
