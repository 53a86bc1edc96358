"""The report as a PDF for printing and filing."""

import json
from dataclasses import asdict

from mra.model.report import GapReport
from mra.model.text import Language
from mra.reports.compose import page_of
from mra.reports.typesetting import typeset

__all__ = ["render"]


def render(report: GapReport, language: Language) -> bytes:
    """A tagged A4 document; the page goes into the template as data."""
    return typeset("gap.typ", {"page": json.dumps(asdict(page_of(report, language)), ensure_ascii=False, default=str)})
