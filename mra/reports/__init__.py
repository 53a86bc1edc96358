"""Floor 4: a gap report as text that people and machines read, and as documents.

``RENDERERS`` and ``DOCUMENTS`` know the formats by name; the module of a format is imported when it is first used.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Final

from mra.model.report import GapReport
from mra.model.text import Language

__all__ = ["DOCUMENTS", "RENDERERS", "Document", "Renderer"]

Renderer = Callable[[GapReport, Language], str]
Document = Callable[[GapReport, Language], bytes]


def _by_module(name: str) -> Renderer:
    def render(report: GapReport, language: Language) -> str:
        text: str = import_module(f"mra.reports.{name}").render(report, language)
        return text

    return render


def _document(name: str) -> Document:
    def render(report: GapReport, language: Language) -> bytes:
        data: bytes = import_module(f"mra.reports.{name}").render(report, language)
        return data

    return render


#: The text as it is to be written, encoded as UTF-8 and with no line ending translated.
RENDERERS: Final[Mapping[str, Renderer]] = MappingProxyType(
    {
        "table": _by_module("table"),
        "json": _by_module("json_report"),
        "csv": _by_module("csv_report"),
        "md": _by_module("markdown"),
        "html": _by_module("html_report"),
    }
)
#: What is not text.
DOCUMENTS: Final[Mapping[str, Document]] = MappingProxyType({"xlsx": _document("xlsx_report"), "pdf": _document("pdf_report")})
