"""A table of certificates, whatever it comes in: delimited text, XLSX, XLS or ODS, told by content."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mra.ingest.content import read_content
from mra.ingest.delimited import read_delimited
from mra.ingest.recognise import container_of
from mra.ingest.rows import Sheet

Form = Literal["csv", "xlsx", "xls", "ods"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table that may be read: its form, its sheets (one without name for text), and for text how it is written."""

    path: Path
    form: Form
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    separator: str = ""
    has_macros: bool = False


def open_table(path: Path, knows: Callable[[str], bool] = lambda head: False) -> Table:
    """The table in a file; ``knows`` tells heads that are understood, by which the separator of a text is found.

    Raises ``InputError``, with advice how to save it again, if it is no table, is damaged or protected, or exceeds the limits.
    """
    content = read_content(path)
    container = container_of(content)
    if container == "text":
        text = read_delimited(content, knows)
        return Table(path=path, form="csv", sheets=(text.sheet,), encoding=text.encoding, separator=text.separator)
    from mra.ingest.workbook import read_workbook

    book = read_workbook(content, container)
    return Table(path=path, form=book.form, sheets=book.sheets, has_macros=book.has_macros)
