"""How help is laid out: Chinese signs are two columns wide, and lines break where Chinese lines may break."""

from collections.abc import Iterable
from gettext import gettext as _
from typing import Final

import click

from mra.reports.layout import GAP, display_width, hanging, pad

_WIDTH: Final = 88
_FIRST_COLUMN: Final = 34


class Page(click.HelpFormatter):
    """A help page of at most 88 columns."""

    def __init__(self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None) -> None:
        super().__init__(indent_increment, width, max_width or _WIDTH)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The form of a call; in Chinese no blank stands after the wide colon."""
        usage = _("Usage:") if prefix is None else prefix.rstrip()
        space = "" if usage.endswith("：") else " "
        for line in hanging(f"{prog} {args}", self.width, f"{usage}{space}"):
            self.write(f"{line}\n")

    def write_heading(self, heading: str) -> None:
        """A heading; a Chinese one ends with the wide colon."""
        self.write(f"{' ' * self.current_indent}{heading}{':' if heading.isascii() else '：'}\n")

    def write_text(self, text: str) -> None:
        """A paragraph, indented."""
        for paragraph in text.split("\n\n"):
            for line in hanging(" ".join(paragraph.split()), self.width, " " * self.current_indent):
                self.write(f"{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _FIRST_COLUMN, col_spacing: int = GAP) -> None:
        """Names and what they mean; a name that is too long stands on a line of its own."""
        rows, indent = list(rows), " " * self.current_indent
        column = min(max((display_width(name) for name, _ in rows), default=0), col_max) + col_spacing
        for name, meaning in rows:
            is_long = display_width(name) + col_spacing > column
            if is_long:
                self.write(f"{indent}{name}\n")
            for line in hanging(meaning, self.width, indent + pad("" if is_long else name, column)):
                self.write(f"{line.rstrip()}\n")


class PageContext(click.Context):
    """A context whose help is such a page."""

    formatter_class = Page
