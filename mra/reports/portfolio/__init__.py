"""The report on a finished portfolio run, for people, for machines and for spreadsheets.

``PORTFOLIO_RENDERERS`` and ``PORTFOLIO_DOCUMENTS`` know the formats by name; the module of a format is imported when it is first used.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from mra.model.text import Language

if TYPE_CHECKING:
    from mra.reports.portfolio.report import PortfolioReport

__all__ = ["PORTFOLIO_DOCUMENTS", "PORTFOLIO_RENDERERS"]

Renderer = Callable[["PortfolioReport", Language], str]
Document = Callable[["PortfolioReport", Language], bytes]


def _text(name: str) -> Renderer:
    def render(report: "PortfolioReport", language: Language) -> str:
        text: str = import_module(f"mra.reports.portfolio.{name}").render(report, language)
        return text

    return render


def _document(name: str) -> Document:
    def render(report: "PortfolioReport", language: Language) -> bytes:
        data: bytes = import_module(f"mra.reports.portfolio.{name}").render(report, language)
        return data

    return render


#: The text as it is to be written, encoded as UTF-8 and with no line ending translated.
PORTFOLIO_RENDERERS: Final[Mapping[str, Renderer]] = MappingProxyType(
    {
        "table": _text("text_report"),
        "json": _text("json_report"),
        "csv": _text("csv_report"),
        "md": _text("markdown"),
        "html": _text("html_report"),
    }
)
#: What is not text.
PORTFOLIO_DOCUMENTS: Final[Mapping[str, Document]] = MappingProxyType({"xlsx": _document("xlsx_report"), "pdf": _document("pdf_report")})
