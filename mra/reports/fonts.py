"""Which Chinese font a PDF is set in, and where it lies."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from mra.errors import InputError
from mra.language import say

__all__ = ["FAMILIES", "VARIABLE", "Face", "Font", "Fonts", "chinese_face", "stated_folder"]

#: Sans-serif fonts that hold simplified Chinese, the most complete first.
FAMILIES: Final = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei")
VARIABLE: Final = "MRA_FONTS"


class Font(Protocol):
    """One file of a family; ``path`` is ``None`` for a font that is built into a program."""

    @property
    def family(self) -> str:
        """The name of the family."""

    @property
    def path(self) -> str | None:
        """Where the file lies."""


class Fonts(Protocol):
    """What was found on this machine."""

    def fonts(self) -> Sequence[Font]:
        """Every font found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A family of fonts and the folders that hold its files."""

    family: str
    folders: tuple[Path, ...]


def chinese_face(fonts: Fonts) -> Face:
    """The first of ``FAMILIES`` among ``fonts``. Raises ``InputError`` if there is none."""
    found = fonts.fonts()
    for family in FAMILIES:
        folders = {Path(font.path).parent for font in found if font.family == family and font.path}
        if folders:
            return Face(family=family, folders=tuple(sorted(folders)))
    raise InputError(say("page.error.no-font", families=", ".join(FAMILIES)))


def stated_folder() -> Path | None:
    """The folder that ``MRA_FONTS`` names; only fonts in it are used then. Raises ``InputError`` if it is none."""
    text = os.environ.get(VARIABLE, "")
    if text and not Path(text).is_dir():
        raise InputError(say("page.error.font-folder", folder=text))
    return Path(text) if text else None
