"""The report on a portfolio as one HTML file that needs nothing else and prints on A4."""

from mra.model.text import Language
from mra.reports.portfolio.compose import page_of
from mra.reports.portfolio.report import PortfolioReport
from mra.reports.templating import filled

__all__ = ["render"]


def render(report: PortfolioReport, language: Language) -> str:
    """The whole page, without scripts and without anything fetched."""
    return filled("portfolio.html", page=page_of(report, language))
