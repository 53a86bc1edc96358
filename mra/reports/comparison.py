"""Two schemes side by side, printed."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from mra.language import say
from mra.model.concept import Concepts
from mra.model.text import Bilingual, Language
from mra.reports.outline import Section, columns, markdown, markdown_columns, plain
from mra.reports.reading import MARKS

if TYPE_CHECKING:
    from mra.recognition.comparison import Facet, Reception, SchemeComparison

__all__ = ["RENDERERS"]

_WIDTHS: Final = (14, 21, 21, 11, 11, 11)


def _table(comparison: "SchemeComparison", concepts: Concepts, language: Language) -> str:
    heads, rows = _heads(comparison, language), _rows(comparison, concepts, language)
    return plain(_head(comparison, language)) + "\n" + columns(heads, rows, _WIDTHS) + "\n" + plain(list(_receptions(comparison, concepts, language)))


def _md(comparison: "SchemeComparison", concepts: Concepts, language: Language) -> str:
    heads, rows = _heads(comparison, language), _rows(comparison, concepts, language)
    return markdown(_head(comparison, language)) + "\n" + markdown_columns(heads, rows) + "\n" + markdown(list(_receptions(comparison, concepts, language)))


def _head(comparison: "SchemeComparison", language: Language) -> list[Section]:
    title = say("compare.title", one=comparison.one.label, other=comparison.other.label)
    lines = tuple(
        (say(f"compare.{key}").read(language), say("report.named", label=scheme.label, id=scheme.id).read(language))
        for key, scheme in (("one", comparison.one), ("other", comparison.other))
    )
    asked = say("compare.asked", product=comparison.question.product, day=comparison.question.as_of).read(language)
    return [Section(title.read(language), (*lines, (say("compare.for").read(language), asked)), level=1)]


def _heads(comparison: "SchemeComparison", language: Language) -> list[str]:
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
            lines += [(f"× {criterion.id}", criterion.message.read(language)) for criterion in reception.failed]
            yield Section(heading, tuple(lines))


def _json(comparison: "SchemeComparison", concepts: Concepts, language: Language) -> str:
    data = {
        "schema": "mra-comparison/1",
        "one": {"id": comparison.one.id, "label": comparison.one.label.as_dict()},
        "other": {"id": comparison.other.id, "label": comparison.other.label.as_dict()},
        "product": comparison.question.product,
        "as_of": comparison.question.as_of.isoformat(),
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


RENDERERS: Final[Mapping[str, Callable[["SchemeComparison", Concepts, Language], str]]] = {"table": _table, "md": _md, "json": _json}
