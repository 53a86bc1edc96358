"""Cells as clean text, whatever they were in the file."""

import unicodedata
from datetime import date, datetime, time
from typing import Final

from mra.ingest.rows import Value

#: Whole numbers up to here are shown digit by digit, as a person typed them.
_WHOLE: Final = 1e21


def clean(cell: str) -> str:
    """A cell with compatibility forms unified (full-width digits, ideographic space) and no blanks around it."""
    if cell.isascii():  # most cells; nothing to unify
        return cell.strip()
    return unicodedata.normalize("NFKC", cell).strip()


def text_of(value: Value) -> str:
    """What a cell of a workbook shows: whole numbers without point, days as yyyy-mm-dd, yes and no."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if abs(value) < _WHOLE and value.is_integer() else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds") if value.time() != time() else value.date().isoformat()
    return value.isoformat() if isinstance(value, (date, time)) else str(value)
