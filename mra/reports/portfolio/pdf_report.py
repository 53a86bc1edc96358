"""The report on a portfolio as a PDF for printing and filing."""

import json
from dataclasses import asdict

from mra.model.text import Language
from mra.reports.portfolio.compose import page_of
from mra.reports.portfolio.report import PortfolioReport
from mra.reports.typesetting import typeset

__all__ = ["render"]


def render(report: PortfolioReport, language: Language) -> bytes:
    """A tagged A4 document, the summary on its first page; the page goes into the template as data."""
    return typeset("portfolio.typ", {"page": json.dumps(asdict(page_of(report, language)), ensure_ascii=False, default=str)})
