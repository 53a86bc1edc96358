"""An answer as headings with labelled lines, or as columns, printed plain or as Markdown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mra.reports.layout import GAP, beside, display_width, hanging, pad, wrap

__all__ = ["WIDTH", "Section", "columns", "markdown", "markdown_columns", "plain"]

WIDTH: Final = 100
_LABEL: Final = 28


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of ``level`` 1 to 3 (none where it is empty), and lines of a label (which may be empty) and a text."""

    heading: str
    lines: tuple[tuple[str, str], ...] = ()
    level: int = 2


def plain(sections: Sequence[Section], width: int = WIDTH) -> str:
    """Sections for the terminal."""
    lines: list[str] = []
    for section in sections:
        lines += _headed(section, width)
        column = min(max((display_width(label) for label, _ in section.lines if label), default=-GAP), _LABEL) + GAP
        indent = " " * GAP * (section.level - 1)
        for label, text in section.lines:
            lines += _labelled(indent, label, column, text, width)
    return "\n".join(lines).strip("\n") + "\n"


def _headed(section: Section, width: int) -> list[str]:
    if not section.heading:
        return [""]
    indent = " " * GAP * max(section.level - 2, 0)
    heading = hanging(section.heading, width, indent)
    if section.level <= 2:
        heading.append(indent + ("=" if section.level == 1 else "-") * max(display_width(line) for line in heading))
    return ["", *heading]


def _labelled(indent: str, label: str, column: int, text: str, width: int) -> Iterator[str]:
    if label and display_width(label) + GAP > column:
        yield from hanging(label, width, indent)
        label = ""
    yield from hanging(text, width, indent + pad(label, column))


def markdown(sections: Sequence[Section]) -> str:
    """Sections as Markdown."""
    lines: list[str] = []
    for section in sections:
        lines += ["", f"{'#' * section.level} {_escaped(section.heading)}", ""] if section.heading else [""]
        lines += [f"- {f'**{_escaped(label)}** ' if label else ''}{_escaped(text)}" for label, text in section.lines]
    return "\n".join(lines).strip("\n") + "\n"


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", " ".join(text.split("\n")))


def columns(heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], width: int = WIDTH) -> str:
    """A table whose columns stand to each other as ``widths`` do and fill ``width`` together; long cells go on in the next line."""
    room, asked = width - GAP * (len(widths) - 1), sum(widths)
    widths = [max(column * room // asked, 1) for column in widths]
    lines = beside([wrap(head, width) for head, width in zip(heads, widths, strict=True)], widths)
    lines.append((" " * GAP).join("-" * width for width in widths))
    for row in rows:
        lines += beside([wrap(cell, width) for cell, width in zip(row, widths, strict=True)], widths)
    return "\n".join(lines) + "\n"


def markdown_columns(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The same table as Markdown."""
    lines = [heads, ["---"] * len(heads), *([_escaped(cell) for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
