"""What the numbers of a scheme's certificates look like."""

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFormat:
    """A pattern with genuine numbers that it takes and look-alikes that it refuses.

    >>> NumberFormat(pattern="^[0-9]{4}$", examples=("1234",), decoys=("12345",), sources=()).fits("12345")
    False
    """

    pattern: str
    examples: tuple[str, ...]
    decoys: tuple[str, ...]
    sources: tuple[str, ...]

    def fits(self, number: str) -> bool:
        """Whether the whole of ``number`` has this form."""
        return re.fullmatch(self.pattern, number, re.ASCII) is not None


def plain_number(number: str) -> str:
    """A number in half-width capitals with single blanks, as numbers are compared.

    >>> plain_number(" ２０２０－a 1 ")
    '2020-A 1'
    """
    return " ".join(unicodedata.normalize("NFKC", number).upper().split())
