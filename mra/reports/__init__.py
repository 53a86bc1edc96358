"""Floor 4: a gap report as text that people and machines read, and as documents.

``RENDERERS`` and ``DOCUMENTS`` know the formats by name; the module of a format is imported when it is first used.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from mra.model.report import GapReport
from mra.model.text import Language
from mra.reports.formats import document_by, text_by

__all__ = ["DOCUMENTS", "RENDERERS", "Document", "Renderer"]

Renderer = Callable[[GapReport, Language], str]
Document = Callable[[GapReport, Language], bytes]

#: The text as it is to be written, encoded as UTF-8 and with no line ending translated.
RENDERERS: Final[Mapping[str, Renderer]] = MappingProxyType(
    {
        "table": text_by("mra.reports.table"),
        "json": text_by("mra.reports.json_report"),
        "csv": text_by("mra.reports.csv_report"),
        "md": text_by("mra.reports.markdown"),
        "html": text_by("mra.reports.html_report"),
    }
)
#: What is not text.
DOCUMENTS: Final[Mapping[str, Document]] = MappingProxyType({"xlsx": document_by("mra.reports.xlsx_report"), "pdf": document_by("mra.reports.pdf_report")})
