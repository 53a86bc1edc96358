"""The report on a finished portfolio run, for people, for machines and for spreadsheets.

``PORTFOLIO_RENDERERS`` and ``PORTFOLIO_DOCUMENTS`` know the formats by name; the module of a format is imported when it is first used.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from mra.model.text import Language
from mra.reports.formats import document_by, text_by

if TYPE_CHECKING:
    from mra.reports.portfolio.report import PortfolioReport

__all__ = ["PORTFOLIO_DOCUMENTS", "PORTFOLIO_RENDERERS"]

Renderer = Callable[["PortfolioReport", Language], str]
Document = Callable[["PortfolioReport", Language], bytes]

#: The text as it is to be written, encoded as UTF-8 and with no line ending translated.
PORTFOLIO_RENDERERS: Final[Mapping[str, Renderer]] = MappingProxyType(
    {
        "table": text_by("mra.reports.portfolio.text_report"),
        "json": text_by("mra.reports.portfolio.json_report"),
        "csv": text_by("mra.reports.portfolio.csv_report"),
        "md": text_by("mra.reports.portfolio.markdown"),
        "html": text_by("mra.reports.portfolio.html_report"),
    }
)
#: What is not text.
PORTFOLIO_DOCUMENTS: Final[Mapping[str, Document]] = MappingProxyType(
    {"xlsx": document_by("mra.reports.portfolio.xlsx_report"), "pdf": document_by("mra.reports.portfolio.pdf_report")}
)
