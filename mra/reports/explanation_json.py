"""An unrolled verdict as JSON; keys never change with the language, texts are in both."""

import json
from collections.abc import Sequence
from typing import Any

from mra.language import say
from mra.model.report import ElementVerdict
from mra.model.sheet import CaseVerdict
from mra.model.text import Bilingual, Language
from mra.reports.explanation import Explanation
from mra.reports.reading import assumptions_of, reasons_of

__all__ = ["as_data", "render"]


def render(explanation: Explanation, language: Language) -> str:
    """The explanation as JSON, the same in every ``language``."""
    return json.dumps(as_data(explanation), ensure_ascii=False, indent=2) + "\n"


def as_data(explanation: Explanation) -> dict[str, Any]:
    """The explanation as plain data; keys never change with the language."""
    report, entry = explanation.report, explanation.requirement
    return {
        "schema": "mra-explanation/1",
        "product": {"id": report.product, "label": report.product_label.as_dict()},
        "destination": report.destinations[0].sheet.destination,
        "as_of": report.as_of.isoformat(),
        "kb_version": report.kb_version,
        "disclaimer": say("report.disclaimer").as_dict(),
        "held": [{"kind": piece.held.kind, "qualifiers": dict(piece.held.qualifiers), "usable": piece.usable} for piece in report.held],
        "scheme": entry.requirement.scheme,
        "label": entry.requirement.label.as_dict(),
        "verdict": entry.verdict,
        "confidence": entry.confidence,
        "mandatory": entry.requirement.mandatory,
        "reasons": [{"code": reason.code, "message": reason.message.as_dict()} for reason in reasons_of(entry)],
        "assumptions": _texts(assumptions_of(entry)),
        "routes": [{"id": route.route.id, "label": route.route.label.as_dict(), "verdict": route.verdict} for route in entry.routes],
        "elements": [_element_data(explanation, element) for element in explanation.elements],
        "sources": [_source_data(explanation, name) for name in explanation.source_ids],
    }


def _texts(texts: Sequence[Bilingual]) -> list[dict[str, str]]:
    return [text.as_dict() for text in texts]


def _element_data(explanation: Explanation, entry: ElementVerdict) -> dict[str, Any]:
    return {
        "route": entry.route,
        "id": entry.element.id,
        "label": entry.element.label.as_dict(),
        "nature": entry.element.nature,
        "topic": entry.element.topic,
        "activity": entry.element.activity,
        "verdict": entry.verdict,
        "confidence": entry.confidence,
        "standards": list(entry.element.standards),
        "reasons": [{"code": reason.code, "message": reason.message.as_dict()} for reason in entry.reasons],
        "sources": list(entry.element.sources),
        "cases": [_case_data(explanation, case) for case in explanation.cases(entry)],
    }


def _case_data(explanation: Explanation, case: CaseVerdict) -> dict[str, Any]:
    path = case.path
    return {
        "evidence": list(case.kinds),
        "verdict": case.verdict,
        "closeness": case.closeness,
        "confidence": case.confidence,
        "facts": dict(case.facts),
        "criteria": [
            {
                "id": criterion.id,
                "shape": criterion.shape,
                "dimension": criterion.dimension,
                "decides": criterion.decides,
                "outcome": "passed" if passed else "failed",
                "effect": criterion.effect,
                "fact": criterion.path,
                "value": case.facts.get(criterion.path),
                "clause": criterion.clause,
                "source": criterion.source,
                "message": criterion.message.as_dict(),
            }
            for criterion, passed in explanation.judged(case)
        ],
        "path": {
            "evidence": list(path.evidence),
            "how": path.how,
            "instrument": path.instrument,
            "standards": [{"evidence": link.evidence, "relation": link.relation, "element": link.element} for link in path.standards],
            "element": path.element,
        },
        "delta": _texts(case.delta),
        "open": _texts(case.open),
        "assumptions": _texts(case.assumptions),
        "sources": list(case.sources),
    }


def _source_data(explanation: Explanation, name: str) -> dict[str, Any]:
    source = explanation.report.sources[name]
    return {
        "id": name,
        "title": source.title.as_dict(),
        "publisher": source.publisher,
        "tier": source.tier,
        "address": source.address,
        "published": source.published.isoformat() if source.published else None,
        "checked": source.checked.isoformat(),
    }
