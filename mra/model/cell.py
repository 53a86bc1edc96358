"""Texts in the cells of a spreadsheet."""

from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_CONTROL: Final = ("\t", "\r", "\n")


def safe(cell: str) -> str:
    """The cell as no spreadsheet reads it as a formula: with an apostrophe before what might begin one.

    >>> safe("=1+1")
    "'=1+1"
    """
    return f"'{cell}" if cell.startswith(_CONTROL) or cell.lstrip().startswith(_FORMULA) else cell
