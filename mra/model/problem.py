"""What is wrong with an input, where, and what to do about it."""

from dataclasses import dataclass

from mra.model.text import Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to mend. ``code`` names the rule, ``field`` the key or column, ``line`` counts from 1 (0: the whole file)."""

    code: str
    file: str
    line: int
    field: str
    value: str
    message: Bilingual
    remedy: Bilingual

    @property
    def sort_key(self) -> tuple[str, int, str, str]:
        """Problems are reported by file, line, field and rule."""
        return self.file, self.line, self.field, self.code
