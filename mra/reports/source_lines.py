"""Sources as documents list them."""

import re
from collections.abc import Callable
from typing import Final

from mra.model.source import Source
from mra.model.text import Language
from mra.reports.page import SourceLine

__all__ = ["source_line_of"]

_LINK: Final = re.compile(r"https?://[^\s<>\"]+")


def source_line_of(source: Source, number: int, language: Language, label: Callable[[str, str], str]) -> SourceLine:
    """A source in full, under its number; ``label`` names an entry of a concept list."""
    title = source.title
    return SourceLine(
        number=number,
        title=title.read(language),
        other="" if title.en == title.zh else title.read("en" if language == "zh" else "zh"),
        publisher=source.publisher,
        tier=label("tier", source.tier),
        address=source.address,
        is_link=bool(_LINK.fullmatch(source.address)),
        read_at=source.read_at if source.read_at and source.read_at != source.address else "",
        published=source.published.isoformat() if source.published else "",
        checked=source.checked.isoformat(),
        confidence=label("confidence", source.trust),
    )
