"""The report as one HTML file that needs nothing else: no script, no font, no picture from elsewhere; it prints on A4."""

from mra.model.report import GapReport
from mra.model.text import Language
from mra.reports.compose import page_of
from mra.reports.templating import filled

__all__ = ["render"]


def render(report: GapReport, language: Language) -> str:
    """A page that reads well on a telephone and on paper."""
    return filled("gap.html", page=page_of(report, language))
