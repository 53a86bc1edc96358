"""What is wrong with an input, where, and what to do about it."""

from dataclasses import dataclass

from mra.model.text import Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to mend. ``code`` names the rule, ``field`` the key or column, ``line`` counts from 1 (0: the whole file).

    In a workbook ``sheet`` names the sheet and ``cell`` the cell, such as ``C12``; ``line`` is then the row.
    """

    code: str
    file: str
    line: int
    field: str
    value: str
    message: Bilingual
    remedy: Bilingual
    sheet: str = ""
    cell: str = ""

    @property
    def sort_key(self) -> tuple[str, str, int, str, str]:
        """Problems are reported by file, sheet, line, field and rule."""
        return self.file, self.sheet, self.line, self.field, self.code
