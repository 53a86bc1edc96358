"""The door to Typst: templates of this folder, set as a tagged PDF with its fonts embedded and the same bytes for the same input."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from mra.errors import InputError, MraError
from mra.language import say
from mra.reports.extra import missing_extra
from mra.reports.fonts import Face, chinese_face, stated_folder
from mra.reports.templating import TEMPLATES

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["typeset"]

#: Accessible PDF; with it, a sign that the font lacks is an error and not an empty box.
_STANDARD: Final = "ua-1"
_LACKING: Final = re.compile(r"the text `(.+)` could not be displayed with font `")


def typeset(template: str, inputs: Mapping[str, str]) -> bytes:
    """The PDF that ``template`` gives with ``inputs``, which it reads as plain strings, and ``font``.

    Raises ``InputError`` if Typst is not installed, no Chinese font is found, or the font lacks a sign.
    """
    try:
        import typst
    except ModuleNotFoundError:
        raise missing_extra("pdf") from None
    face = _face(typst)
    compiler = typst.Compiler(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=list(face.folders),
        ignore_system_fonts=True,
        sys_inputs={**inputs, "font": face.family},
    )
    try:
        document, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=_STANDARD)
    except typst.TypstError as error:
        raise _refused(str(error.message), face) from None
    if warnings or not isinstance(document, bytes):
        raise MraError(say("page.error.typeset", message="; ".join(str(warning) for warning in warnings)))
    return document


def _face(typst: "ModuleType") -> Face:
    folder = stated_folder()
    return chinese_face(typst.Fonts(include_system_fonts=folder is None, include_embedded_fonts=False, font_paths=[folder] if folder else []))


def _refused(message: str, face: Face) -> MraError:
    lacking = sorted({sign for text in _LACKING.findall(message) for sign in text.strip('"')})
    if lacking:
        signs = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in lacking)
        return InputError(say("page.error.sign", signs=signs, family=face.family))
    return MraError(say("page.error.typeset", message=message))
